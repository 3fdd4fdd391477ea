// Words in quotes, and words after a minus: which papers have them, as they are written.
//
// The index does not know where in a text a word stands. So a phrase is first looked up as words
// of one field; where few papers are left, the texts of their records decide. Records do not show
// data sets: all words among the names of a paper's are enough.
//
// A minus is for what a paper says: a topic that is also called by the word is no reason to leave a paper out.

import { chunks, papersHaving, readWord, tellingWords } from "./words.js";

const PROSE = ["title", "summary", "abstract"];
const SHOWN = [...PROSE, "authors", "topics", "venue"];
const NOT_SHOWN = ["datasets"];
const CHECKED = 50; // papers; their records are loaded

/**
 * Return {words, keep}: the words of the wanted phrases, and a function that keeps, of papers, those that have
 * all wanted phrases and none of the excluded ones.
 */
export async function readPhrases(engine, { phrases, excluded }) {
  const [wanted, unwanted] = [phrases, excluded].map((texts) => texts.map((text) => readPhrase(text, engine.stopWords)));
  const clauses = [...wanted, ...unwanted].flatMap(({ words }) => words).flatMap((word) => word.alternatives.flat());
  await engine.prepare(clauses);
  async function keep(papers) {
    let kept = papers;
    for (const phrase of wanted) kept = (await split(engine, phrase, kept, SHOWN, NOT_SHOWN)).having;
    for (const phrase of unwanted) kept = (await split(engine, phrase, kept, PROSE, [])).lacking;
    return kept;
  }
  return { words: wanted.flatMap(({ words }) => words), keep };
}

function readPhrase(text, stopWords) {
  const written = chunks(text);
  const words = tellingWords(written, stopWords).map((chunk) => readWord(chunk, { isExact: true }));
  return { words, sequence: sequenceOf(text), isSingle: written.length < 2 };
}

/**
 * Return which of `papers` have the phrase in one of the fields and which lack it. All that may have it are taken to
 * have it when they are too many to look into. What `unseen` fields have is not looked into.
 */
async function split(engine, phrase, papers, fields, unseen) {
  const isNamed = hasAll(engine, phrase.words, unseen);
  const isPossible = hasAll(engine, phrase.words, fields);
  const having = new Set(papers.filter(isNamed));
  const open = papers.filter((paper) => !having.has(paper) && isPossible(paper));
  if (phrase.isSingle || open.length > CHECKED) for (const paper of open) having.add(paper);
  else {
    (await engine.files.records(open)).forEach((record, i) => {
      const texts = fields.flatMap((field) => textsOf(record, field));
      if (texts.some((text) => sequenceOf(text).includes(phrase.sequence))) having.add(open[i]);
    });
  }
  return { having: papers.filter((paper) => having.has(paper)), lacking: papers.filter((paper) => !having.has(paper)) };
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
