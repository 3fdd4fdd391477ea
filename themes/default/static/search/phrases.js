// Words in quotes, and words after a minus: which papers have them, as they are written.
//
// The index does not know where in a text a word stands. So a phrase is first looked up as words
// of one field; the texts of the records decide, of the best papers where many are left. Records do
// not show data sets: all words among the names of a paper's are enough.
//
// A minus is for what a paper says: a topic that is also called by the word is no reason to leave a paper out.

import { firstOf } from "./client.js";
import { chunks, papersHaving, readWord, tellingWords } from "./words.js";

const PROSE = ["title", "summary", "abstract"];
const SHOWN = [...PROSE, "authors", "topics", "venue"];
const NOT_SHOWN = ["datasets"];
const CHECKED = 50; // papers; their records are loaded

/**
 * Return {words, keep}: the words of the wanted phrases, and a function that keeps, of papers, those that have
 * all wanted phrases and none of the excluded ones. It returns them and {notes}, as client.js describes them.
 */
export async function readPhrases(engine, { phrases, excluded }) {
  const [wanted, unwanted] = [phrases, excluded].map((texts) => texts.map((text) => readPhrase(text, engine.stopWords)));
  const clauses = [...wanted, ...unwanted].flatMap(({ words }) => words).flatMap((word) => word.alternatives.flat());
  await engine.prepare(clauses);
  async function keep(papers, compare) {
    let kept = papers;
    const notes = [];
    const sort = async (phrase, isExcluded, shown, unseen) => {
      const { having, lacking, unsure } = await split(engine, phrase, kept, compare, shown, unseen);
      if (unsure) notes.push({ name: "phrase", value: phrase.text, problem: "many", isExcluded, count: unsure, checked: CHECKED });
      kept = isExcluded ? lacking : having;
    };
    for (const phrase of wanted) await sort(phrase, false, SHOWN, NOT_SHOWN);
    for (const phrase of unwanted) await sort(phrase, true, PROSE, []);
    return { papers: kept, notes };
  }
  return { words: wanted.flatMap(({ words }) => words), keep };
}

function readPhrase(text, stopWords) {
  const written = chunks(text);
  const words = tellingWords(written, stopWords).map((chunk) => readWord(chunk, { isExact: true }));
  return { text, words, sequence: sequenceOf(text), single: written.length < 2 ? written : [] };
}

/**
 * Return which of `papers` have the phrase in one of the fields and which lack it. Of those that may have it, the best
 * are looked into; where there are more, all others are taken to have it, and `unsure` is how many may. What `unseen`
 * fields have is not looked into.
 */
async function split(engine, phrase, papers, compare, fields, unseen) {
  const isNamed = hasAll(engine, phrase.words, unseen);
  const isPossible = hasAll(engine, phrase.words, fields);
  // "few-shot" is one term, too: its papers need no look.
  const written = engine.papersWith(phrase.single.map(({ joined }) => ({ term: joined })), fields);
  const having = new Set(papers.filter((paper) => written.has(paper) || isNamed(paper)));
  const open = papers.filter((paper) => !having.has(paper) && isPossible(paper));
  const checked = firstOf(open, CHECKED, compare);
  for (const paper of open) having.add(paper);
  (await engine.files.records(checked)).forEach((record, i) => {
    const texts = fields.flatMap((field) => textsOf(record, field));
    if (!texts.some((text) => sequenceOf(text).includes(phrase.sequence))) having.delete(checked[i]);
  });
  return {
    having: papers.filter((paper) => having.has(paper)),
    lacking: papers.filter((paper) => !having.has(paper)),
    unsure: open.length > CHECKED ? open.length : 0,
  };
}

function textsOf(record, field) {
  if (field === "topics") return record.topics.map(([, name]) => name);
  return record[field] ?? [];
}

/** Return a test of papers: does one of the fields have all of the words? */
function hasAll(engine, words, fields) {
  const having = fields.map((field) => words.map(({ alternatives }) => papersHaving(engine, alternatives, [field])));
  return (paper) => words.length > 0 && having.some((all) => all.every((set) => set.has(paper)));
}

// Parts of words between spaces: "few-shot" and "few shot" are the same sequence.
function sequenceOf(text) {
  return ` ${chunks(text).flatMap(({ parts }) => parts).join(" ")} `;
}
