// The parts of a query -> papers, best first: those with every word before those with some.
// What few queries need (phrases.js, spelling.js) is loaded when one does.

import { chunks, chunkTokens } from "./tokens.js";
import { hasWord, readWords, scoringClauses } from "./words.js";

// What a paper itself says: not how readers may ask for it.
const SAID = ["title", "authors", "summary", "abstract", "topics", "datasets", "methods", "venue"];
const SENTENCE = 2; // stop words in it
// Ranks; papers with only some of the words have none.
const TITLED = 3; // the query is its title
const IN_TITLE = 2; // its title has all words
const COMPLETE = 1;

/**
 * Answer the parsed query of parse.js; `isAllowed` tells of a paper whether the operators let it pass. Return
 * {papers, complete, isShort, corrections, correctedText, matches} as described in client.js, and
 *
 *   named   the words that may name a page; empty where other parts narrow the query
 */
export async function runQuery(engine, parsed, isAllowed = () => true) {
  const { words, isShort, corrections, correct } = await understand(engine, parsed.words);
  const phrases = await readPhrases(engine, parsed);
  const titled = await findTitled(engine, parsed.text);

  const clauses = scoringClauses(engine, [...words, ...phrases.words]);
  const isNarrowed = parsed.filters.length > 0 || parsed.excluded.length > 0;
  const found = clauses.length ? engine.score(clauses) : everyPaper(engine, (isNarrowed || !parsed.text) && !isShort);
  const papers = await phrases.keep(found.papers.filter(isAllowed));
  // Sentences have words by which nobody describes a paper: there, what readers may ask counts like what it says.
  const ranks = rank(engine, words, titled, papers, isSentence(engine, parsed.words) ? undefined : SAID);
  papers.sort((a, b) => ranks[b] - ranks[a] || found.scores[b] - found.scores[a] || b - a);
  const terms = new Set(clauses.map(({ term }) => term));
  return {
    papers,
    complete: papers.filter((paper) => ranks[paper] > 0).length,
    isShort: isShort && !papers.length,
    corrections,
    correctedText: corrections.length ? correct(parsed.text) : null,
    matches: (token) => terms.has(token),
    named: isNarrowed ? "" : correct([parsed.words, ...parsed.phrases].join(" ")).trim(),
  };
}

/** Read the plain words, and what was probably meant by those that no paper has. */
async function understand(engine, text) {
  const { words, isShort } = await readKnown(engine, text);
  const same = { words, isShort, corrections: [], correct: (any) => any };
  const unknown = words.filter((word) => !isKnown(engine, word));
  if (!unknown.length) return same;
  const { findCorrections, replaceWords } = await import("./spelling.js");
  const corrections = await findCorrections(engine, unknown);
  if (!corrections.length) return same;
  const correct = (any) => replaceWords(any, corrections);
  return { ...(await readKnown(engine, correct(text))), corrections, correct };
}

async function readKnown(engine, text) {
  const words = readWords(text, engine.stopWords);
  await engine.prepare(words.flatMap(({ clauses, alternatives }) => [...clauses, ...alternatives.flat()]));
  const last = words.at(-1);
  // "face r" on the way to "face recognition" is still about faces.
  const isShort = Boolean(last?.isTooShort) && !engine.has(last.joined);
  return { words: isShort ? words.slice(0, -1) : words, isShort };
}

function isKnown(engine, { alternatives }) {
  return alternatives.some((terms) =>
    terms.every(({ term, prefix }) => (prefix ? engine.termsBeginning(term).length > 0 : engine.has(term))),
  );
}

/** Return {words, keep}: the words of the phrases, and a function that keeps the papers which the phrases let pass. */
async function readPhrases(engine, parsed) {
  if (!parsed.phrases.length && !parsed.excluded.length) return { words: [], keep: (papers) => papers };
  return (await import("./phrases.js")).readPhrases(engine, parsed);
}

function everyPaper(engine, isWanted) {
  return { papers: isWanted ? [...Array(engine.count).keys()] : [], scores: new Float64Array(engine.count) };
}

function isSentence(engine, text) {
  return chunks(text).filter(({ joined }) => engine.stopWords.has(joined)).length >= SENTENCE;
}

/** Return the rank of each of `papers`, by its number; a paper has a word if one of `fields` has it. */
function rank(engine, words, titled, papers, fields) {
  const tests = words.map(({ alternatives }) => hasWord(engine, alternatives, fields));
  const titleTests = words.map(({ asTyped }) => hasWord(engine, asTyped, ["title"]));
  const isInTitle = (paper) => words.length > 1 && titleTests.every((test) => test(paper));
  const ranks = new Uint8Array(engine.count);
  for (const paper of papers) {
    if (titled.has(paper)) ranks[paper] = TITLED;
    else if (isInTitle(paper)) ranks[paper] = IN_TITLE;
    else if (tests.every((test) => test(paper))) ranks[paper] = COMPLETE;
  }
  return ranks;
}

/** Return the papers whose title is the whole query. The little words of titles are only loaded when the others fit. */
async function findTitled(engine, text) {
  const tokens = chunks(text).flatMap(chunkTokens);
  const telling = tokens.filter((token) => !engine.stopWords.has(token));
  await engine.prepare(telling.map((term) => ({ term })));
  if (telling.length && !engine.papersTitled(telling, tokens.length).size) return new Set();
  await engine.prepare(tokens.map((term) => ({ term })));
  return engine.papersTitled(tokens);
}
