// What a reader types -> papers, best first. There is no query language: every text is words,
// none can be wrong.

import { chunks, chunkTokens, isUnspaced } from "./tokens.js";

const MAX_LENGTH = 200;
const MIN_PREFIX = 3; // characters; shorter beginnings match half the vocabulary
const COMPOUND_BOOST = 10; // "ijb-b" means IJB-B more than it means ijb and b
const PREFIX_BOOST = 0.5; // a whole word is better than a word that only begins so

/** Cut a query to what is searched. */
export function trimQuery(text) {
  return text.trim().slice(0, MAX_LENGTH).trim();
}

/**
 * Return
 *   papers    their numbers, best first
 *   complete  how many of them have every word; they come first
 *   isShort   nothing is found, but the last word may only need another letter
 *   matches   a function that tells whether a token of a text is one of the words
 */
export function runQuery(engine, text) {
  const typed = chunks(trimQuery(text)).map((word) => ({ ...word, isSplit: word.parts.length > 1 }));
  const telling = tellingWords(typed, engine.stopWords);
  const words = telling.map((word, i) => readWord(word, i === telling.length - 1));
  const last = words.at(-1);
  const isUnfinished = Boolean(last) && !last.canGrow && !engine.papersWith(telling.at(-1).joined).size;
  // "face r" on the way to "face recognition" is still about faces.
  if (isUnfinished) words.pop();
  const clauses = words.flatMap((word) => word.clauses);
  if (!clauses.length) return { papers: [], complete: 0, isShort: isUnfinished, matches: () => false };

  const titled = engine.papersTitled(typed.flatMap(chunkTokens));
  const having = words.map((word) => papersHaving(engine, word));
  const isComplete = (paper) => titled.has(paper) || having.every((papers) => papers.has(paper));
  const rank = (paper) => (titled.has(paper) ? 2 : isComplete(paper) ? 1 : 0);
  const found = engine.query(clauses).map(({ paper }) => ({ paper, rank: rank(paper) }));
  found.sort((a, b) => b.rank - a.rank); // stable: within a rank the scores decide
  return {
    papers: found.map(({ paper }) => paper),
    complete: found.filter(({ rank }) => rank > 0).length,
    isShort: false,
    matches: (token) => clauses.some(({ term, prefix }) => (prefix ? token.startsWith(term) : token === term)),
  };
}

/** Drop stop words, which abstracts are indexed without; keep them when there is nothing else. */
function tellingWords(words, stopWords) {
  const telling = words
    .map((word) => ({ ...word, parts: word.parts.filter((part) => !stopWords.has(part)) }))
    .filter(({ parts }) => parts.length);
  return telling.length ? telling : words;
}

/**
 * Return {clauses, alternatives, canGrow} of one word. A paper has the word if it has all terms of one
 * of the alternatives: "few-shot" is also found where the text says "fewshot" or "few shot".
 */
function readWord({ joined, parts, isSplit }, isLast) {
  const canGrow = (term) => isLast && ([...term].length >= MIN_PREFIX || isUnspaced(term));
  const beginning = (term) => ({ term, prefix: canGrow(term) });
  const isCompound = isSplit || parts[0] !== joined;
  const clauses = [{ term: joined, boost: isCompound ? COMPOUND_BOOST : 1 }];
  if (isCompound) clauses.push(...parts.map((term) => ({ term })));
  const grown = new Set([joined, parts.at(-1)].filter(canGrow));
  clauses.push(...[...grown].map((term) => ({ term, prefix: true, boost: PREFIX_BOOST })));

  const alternatives = [[beginning(joined)]];
  // "c++" is not split: a paper that says "c" does not have it.
  if (isSplit) alternatives.push([...parts.slice(0, -1).map((term) => ({ term })), beginning(parts.at(-1))]);
  return { clauses, alternatives, canGrow: grown.size > 0 };
}

function papersHaving(engine, { alternatives }) {
  const papers = new Set();
  for (const terms of alternatives) {
    const [first, ...others] = terms.map(({ term, prefix }) => engine.papersWith(term, { prefix }));
    for (const paper of first) if (others.every((other) => other.has(paper))) papers.add(paper);
  }
  return papers;
}
