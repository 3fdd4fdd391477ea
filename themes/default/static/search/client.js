// Search for the interfaces: one function. No file of the index is fetched before the first call.
//
//   const found = await search("speech -audio year:2020..", {
//     facets: { topic: ["privacy"], has: ["code"] },   // ids chosen in the page, see facetCounts
//     sort: "relevance",                                     // or "date": newest publication first
//     asTyped: false,                                        // whether words that no paper has stay as they are
//     signal,                                                // an AbortSignal: a newer question makes this one moot
//   });
//
//   found.query          the text that was searched: trimmed, and cut if very long
//   found.notes          [{name, value, problem, isExcluded}, ...]: operators that could not be used as such. `problem`
//                        is "unknown" (no such topic ...: its value was read as words) or, where they were passed over,
//                        "empty", "range", "none" (no such topic ... to leave out), "has" or "identifier"; "many" is that
//                        of a phrase: of `count` papers with its words, only the `checked` best were looked into; "authors" that of a
//                        name whose words so many papers have among their authors that none was
//   found.papers         the numbers of the papers found, those with every word first, not yet in the order of results
//   found.complete       how many of them have every word, or the author whom the words name. A sort by date leaves out
//                        the others.
//   found.unnarrowed     {papers, complete} before the choices made in the page and the order
//   found.isShort        nothing is found, but the last word may only need another letter
//   found.corrections    [{typed, used, others: [...]}, ...]: words that nothing has, and by which they were replaced
//   found.correctedText  the whole query with these replacements, to show; null where there are none
//   found.otherTexts     the query with one of the `others` instead, to offer
//   found.wordCount      how many words it has, without those that say nothing
//   found.wordOf         token => the number of the word that it stands for, to be marked; undefined for others
//   await found.records(from, to)     what results from..to show, best first; `foundBy` are those of "topics", "datasets"
//                                     and "methods" that have a word which no text of the paper has
//   await found.bestBets()            [{kind, id, name, url, count, isExact}, ...], at most three: pages of topics,
//                                     datasets, methods, venues and authors that the query names. `isExact` is false
//                                     where the query is only the beginning of the name. `count` is null for authors.
//   await found.facetCounts()         [{name, values: [{id, name, count, isChosen}, ...]}, ...]: how many papers each
//                                     choice would leave (values of one facet widen, facets narrow); the commonest
//                                     first, years by time. Loads the columns of the facets when first asked.
//
// Late answers are the caller's matter: drop an answer to an older question, or abort it by its signal.
//
// What a reader types is in a little language, and no text is wrong in it: what cannot be used as an operator is noted,
// and the rest decides. Papers with every word come before those with some.
//
//   word order          words
//   "word order"        a phrase: its words stand in one field of the paper, in this order
//   -diffusion          not this word; also -"..." and -topic:...
//   author:lovelace     also title: topic: dataset: method: venue: year: has:
//   topic:"word order"  quotes hold a value of several words together
//   year:2020..2023     first public, or at its venue, in these years; also 2020.. and ..2023 and 2021
//   1503.03832          the paper with this arXiv identifier or DOI, also as an address, after "arXiv:" or "doi:", or in
//                       a citation; if no paper has it, the words of the citation
//
// What few queries need (facets.js, phrases.js, spelling.js) is loaded when one does.

import { Engine } from "./engine.js";
import { GoneError, openFiles } from "./files.js";
import { chunks, chunkTokens, inflections, papersHaving, papersInAll, readWords, scoringClauses, withoutFrame } from "./words.js";

const MAX_LENGTH = 500; // characters; a citation is mostly shorter
const PIECE = /(-?)(?:(\p{L}+):)?("[^"]*"|[^\s"]+|)|"/gu;
const YEARS = /^(?:(\d{4})|(\d{4})?\.\.\.?(\d{4})?)$/;
const NUMBER = String.raw`(\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?\/\d{7})(?:v\d+)?(?!\w)(?:\.pdf)?(?:[?#]\S*)?(?:\s*\[\S+\])?`;
const IDENTIFIERS = [
  /(?:\bdoi:?\s*)?(?<![\w.])(10\.\d{4,9}\/\S*[^\s.,;:?!'"\]>}])/i,
  new RegExp(String.raw`\barxiv(?:\.org\/\w+\/|[:.]?\s*)${NUMBER}`, "i"),
  new RegExp(String.raw`(?:^|\/)${NUMBER}$`, "i"), // the end of an address: many sites show papers by these
];

export const FACETS = ["topic", "dataset", "method", "venue", "year", "has"];
const OPERATORS = ["title", "author", ...FACETS];
const NO_WORDS = ["has", "identifier"]; // whose values are no words of a paper

// What a paper itself says: not how readers may ask for it.
const TEXTS = ["title", "authors", "summary", "abstract", "venue"];
const LABELS = ["topics", "datasets", "methods"];
const SAID = [...TEXTS, ...LABELS];
const GIST = ["title", "summary", "topics"]; // an abstract also mentions what a paper is not about
const MAX_SELECTED = 100; // papers that are put in order without the others
const SENTENCE = 2; // stop words in it
const CITED = /(\p{L}[\p{L}\p{M}'’-]*),? et al\b[.,]*\s*\(?((?:19|20)\d\d)?/iu;
const DATED = /^(\p{L}[\p{L}\p{M}'’-]*),?\s+\(?((?:19|20)\d\d)[a-h]?\)?$/iu; // "Lovelace 1843" and nothing else
const LOOKED_INTO = 50; // papers whose records are loaded for their first authors
// Ranks; papers with only some of the words have none.
const TITLED = 8; // the query is its title
const WRITTEN = 7; // the query names one of its authors; added where it cites the first one
const WHOLE = 3; // added where it has the last word itself, not only words that begin so
const IN_TITLE = 3; // its title has all words
const IN_GIST = 2;
const COMPLETE = 1;

let engine = null;

/** Begin loading; later calls wait for the same files. After a failure the next call tries anew. */
export async function openSearch() {
  const files = await openFiles();
  if (engine?.files !== files) engine = new Engine(files);
  return engine;
}

/** Answer a query as described at the top. */
export async function search(text, options = {}) {
  try {
    return await ask(await openSearch(), text, options);
  } catch (error) {
    if (!(error instanceof GoneError)) throw error;
    return ask(await openSearch(), text, options); // of the site as it is now
  }
}

async function ask(engine, text, { facets: chosen = {}, sort = "relevance", asTyped = false, signal }) {
  const bets = import("./bets.js"); // on its way while the terms are
  bets.catch(() => {}); // told when somebody asks for them
  const parsed = parseQuery(text);
  const narrowing = await readNarrowing(engine, parsed.filters, chosen, sort);
  signal?.throwIfAborted();
  const meant = { ...withValuesAsWords(parsed, narrowing.unknown), asTyped };
  const answer = await runQuery(engine, meant, narrowing.isAllowed);
  signal?.throwIfAborted();
  const { papers, complete, compare } = narrowing.narrow(answer);
  async function records(from, to) {
    const shown = firstOf(papers, to, compare).slice(from);
    return (await engine.files.records(shown)).map((record, i) => ({ ...record, foundBy: answer.foundBy(shown[i]) }));
  }
  return {
    ...answer,
    query: parsed.text,
    notes: [...parsed.notes, ...narrowing.unknown.map(noteUnknown), ...narrowing.notes, ...answer.notes],
    papers,
    complete,
    unnarrowed: answer,
    records,
    bestBets: async () => (await bets).findBestBets(engine, answer.named, records),
    facetCounts: async () => (await import("./facets.js")).countFacets(engine, chosen, sort, answer),
  };
}

/** Read the operators, the reader's choices and the order; most queries have none, and load nothing for them. */
async function readNarrowing(engine, filters, chosen, sort) {
  if (filters.length || Object.keys(chosen).length || sort === "date") {
    return (await import("./facets.js")).readNarrowing(engine, filters, chosen, sort);
  }
  return { isAllowed: () => true, unknown: [], notes: [], narrow: (answer) => answer };
}

// "topic:anime" is about anime, even if no topic is called so, and "title:anime" in any case; "-topic:anime" leaves out
// no paper.
function withValuesAsWords(parsed, unknown) {
  const isAbout = (filter) => (unknown.includes(filter) ? !NO_WORDS.includes(filter.name) : filter.name === "title");
  const values = parsed.filters.filter((filter) => isAbout(filter) && !filter.isExcluded).map(({ value }) => value);
  const filters = parsed.filters.filter((filter) => filter.isExcluded || !unknown.includes(filter));
  const around = unknown.map(({ around = "" }) => around);
  return { ...parsed, filters, words: [parsed.words, ...around, ...values].join(" ").trim() };
}

function noteUnknown(filter) {
  return { ...filter, problem: NO_WORDS.includes(filter.name) ? filter.name : filter.isExcluded ? "none" : "unknown" };
}

// Reading

/** Cut a query to what is searched; half an identifier would be that of no paper. */
export function trimQuery(text) {
  const whole = text.trim();
  return whole.length > MAX_LENGTH ? whole.slice(0, MAX_LENGTH).replace(/\s+\S*$/, "") : whole;
}

/**
 * Return
 *   text      the query
 *   words     its plain words, as one text
 *   phrases   [text, ...]
 *   excluded  [text, ...]: words and phrases after a minus
 *   filters   [{name, value, isExcluded}, ...]; the value of a year is [from, to]; an identifier has the words `around` it
 *   notes     [{name, value, problem}, ...]: operators that are passed over; `problem` is "empty" or "range"
 */
function parseQuery(text) {
  const parsed = { text: trimQuery(text), words: "", phrases: [], excluded: [], filters: [], notes: [] };
  const words = [];
  for (const [piece, minus, operator, quoted] of parsed.text.replace(/[“”„«»]/g, '"').matchAll(PIECE)) {
    const name = operator?.toLowerCase();
    const value = (quoted ?? "").replaceAll('"', "").trim();
    if (OPERATORS.includes(name)) addFilter(parsed, name, value, minus === "-");
    else if (operator) words.push(piece.replaceAll('"', " "));
    else if (!value || ((minus || quoted.startsWith('"')) && !chunks(value).length)) continue;
    else if (minus) parsed.excluded.push(value);
    else if (quoted.startsWith('"')) parsed.phrases.push(value);
    else words.push(value);
  }
  const plain = words.join(" ");
  const identifier = findIdentifier(plain.replace(/%2F/gi, "/"));
  if (identifier) parsed.filters.push(identifier);
  return { ...parsed, words: identifier ? "" : plain };
}

function findIdentifier(text) {
  const found = IDENTIFIERS.map((pattern) => pattern.exec(text)).find(Boolean);
  if (!found) return null;
  const [whole, value] = found;
  // Nothing of an address is a word.
  const around = text.slice(0, found.index).replace(/\S+$/, "") + text.slice(found.index + whole.length).replace(/^\S+/, "");
  return { name: "identifier", value, around: around.trim(), isExcluded: false };
}

function addFilter({ filters, notes }, name, value, isExcluded) {
  if (!value) return notes.push({ name, value, problem: "empty" });
  if (name !== "year") return filters.push({ name, value, isExcluded });
  const [, year, from, to] = YEARS.exec(value) ?? [];
  if (!year && !from && !to) return notes.push({ name, value, problem: "range" });
  const range = [Number(year ?? from ?? 0), Number(year ?? to ?? 9999)].sort((a, b) => a - b);
  return filters.push({ name, value: range, isExcluded });
}

// Answering

/**
 * Answer a query that parseQuery has read; `isAllowed` tells of a paper whether the operators let it pass. Return
 * {papers, complete, isShort, notes, corrections, correctedText, otherTexts, wordCount, wordOf} as described at the
 * top, and
 *
 *   compare  which of two papers comes first; of the order of `papers` no more is settled than is said there
 *   foundBy  of a paper, which labels have a word that its texts have not
 *   named    the words that may name a page; empty where other parts narrow the query
 */
async function runQuery(engine, parsed, isAllowed = () => true) {
  const { words, isShort, corrections, correct, offer } = await understand(engine, parsed);
  const phrases = await readPhrases(engine, parsed);
  const titled = await findTitled(engine, parsed.text);
  const worded = await findWorded(engine, words, parsed.words);

  const asked = [...words, ...phrases.words];
  const meanings = asked.map((word) => scoringClauses(engine, word));
  const clauses = meanings.flat();
  const isNarrowed = parsed.filters.length > 0 || parsed.excluded.length > 0;
  const found = clauses.length ? engine.score(clauses) : everyPaper(engine, (isNarrowed || !parsed.text) && !isShort);
  const written = await findWritten(engine, words, withoutFrame(correct(parsed.words)), found.scores);
  // "He" of "K. He" is a stop word, by which nothing is found.
  const all = written.size ? [...new Set([...found.papers, ...written])] : found.papers;
  const allowed = all.filter(isAllowed);
  // Sentences have words by which nobody describes a paper: there, what readers may ask counts like what it says.
  const fields = isSentence(engine, parsed.words) ? undefined : SAID;
  const ranks = rank(engine, words, { titled, worded, written }, allowed, fields);
  const compare = (a, b) => ranks[b] - ranks[a] || found.scores[b] - found.scores[a] || b - a;
  const { papers, notes } = await phrases.keep(allowed, compare);
  const complete = papers.filter((paper) => ranks[paper] > 0);
  for (const paper of await findCited(engine, complete, compare, correct(parsed.words))) ranks[paper] += WRITTEN;
  const numbers = new Map(meanings.flatMap((clauses, number) => clauses.map(({ term }) => [term, number])));
  return {
    papers: [...complete, ...papers.filter((paper) => !ranks[paper])],
    complete: complete.length,
    compare,
    foundBy: findTelling(engine, asked),
    notes,
    isShort: isShort && !papers.length,
    corrections,
    correctedText: corrections.length ? correct(parsed.text) : null,
    otherTexts: offer(parsed.text),
    wordCount: words.length,
    wordOf: (token) => numbers.get(token),
    named: isNarrowed ? "" : correct([parsed.words, ...parsed.phrases].join(" ")).trim(),
  };
}

/** Read the plain words, and what was probably meant by those that no paper has. */
async function understand(engine, parsed) {
  const text = withoutFrame(parsed.words);
  const { words, isShort } = await readKnown(engine, text);
  const same = { words, isShort, corrections: [], correct: (any) => any, offer: () => [] };
  const unknown = words.filter((word) => !isKnown(engine, word));
  if (!unknown.length || parsed.asTyped) return same;
  const { findCorrections, replaceWords } = await import("./spelling.js");
  const corrections = await findCorrections(engine, unknown, words.filter((word) => isKnown(engine, word)));
  if (!corrections.length) return same;
  const correct = (any) => replaceWords(any, corrections);
  const offer = (any) => corrections.flatMap((one) => {
    const others = one.others.filter((other) => !inflections(one.used).includes(other)); // found all the same
    return others.map((used) => replaceWords(any, corrections.map((each) => (each === one ? { ...one, used } : each))));
  });
  return { ...(await readKnown(engine, correct(text))), corrections, correct, offer };
}

async function readKnown(engine, text) {
  const words = readWords(text, engine.stopWords);
  await engine.prepare(words.flatMap(({ clauses, alternatives }) => [...clauses, ...alternatives.flat()]));
  const last = words.at(-1);
  // "speech r" on the way to "speech recognition" is still about speech.
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
  if (!parsed.phrases.length && !parsed.excluded.length) return { words: [], keep: (papers) => ({ papers, notes: [] }) };
  return (await import("./phrases.js")).readPhrases(engine, parsed);
}

function everyPaper(engine, isWanted) {
  return { papers: isWanted ? [...Array(engine.count).keys()] : [], scores: new Float64Array(engine.count) };
}

function isSentence(engine, text) {
  return chunks(text).filter(({ joined }) => engine.stopWords.has(joined)).length >= SENTENCE;
}

/** Return the rank of each of `papers`, by its number; a paper has a word if one of `fields` has it. */
function rank(engine, words, { titled, worded, written }, papers, fields) {
  const having = words.map(({ alternatives }) => papersHaving(engine, alternatives, fields));
  const gists = words.map(({ alternatives }) => papersHaving(engine, alternatives, GIST));
  const titles = words.map(({ asTyped }) => papersHaving(engine, asTyped, ["title"]));
  const last = words.at(-1);
  // Other forms of a beginning are those of no word: "imag" is not more on the way to "imaging" than to "image".
  const isWord = last && engine.has(last.joined);
  const whole = isWord ? papersHaving(engine, finished(last.alternatives), fields) : new Set();
  const ranks = new Uint8Array(engine.count);
  for (const paper of papers) {
    if (titled.has(paper)) ranks[paper] = TITLED;
    else if (written.has(paper)) ranks[paper] = WRITTEN;
    else if (worded.has(paper)) ranks[paper] = IN_TITLE;
    else if (words.length > 1 && titles.every((set) => set.has(paper))) ranks[paper] = IN_TITLE;
    else if (gists.every((set) => set.has(paper))) ranks[paper] = IN_GIST;
    else if (having.every((set) => set.has(paper))) ranks[paper] = COMPLETE;
    if (ranks[paper] && whole.has(paper)) ranks[paper] += WHOLE;
  }
  return ranks;
}

/** Return a function of a paper: those of LABELS that have one of the words where no text of the paper has it. */
function findTelling(engine, words) {
  const having = (fields) => words.map(({ alternatives }) => papersHaving(engine, alternatives, fields));
  const texts = having(TEXTS);
  const labels = LABELS.map((label) => [label, having([label])]);
  const tells = (sets, paper) => sets.some((set, i) => set.has(paper) && !texts[i].has(paper));
  return (paper) => labels.filter(([, sets]) => tells(sets, paper)).map(([label]) => label);
}

/** Return the alternatives of a word as if nothing more of it were to be typed. */
function finished(alternatives) {
  return alternatives.map((terms) => terms.map(({ term }) => ({ term })));
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

/** Return the papers whose title has all words of "What and When to Look?", of which one alone says something. */
async function findWorded(engine, words, text) {
  const little = chunks(text).map(({ joined }) => ({ term: joined })).filter(({ term }) => engine.stopWords.has(term));
  const having = words.length === 1 ? papersHaving(engine, words[0].asTyped, ["title"]) : new Set();
  if (!having.size || little.length < SENTENCE) return new Set();
  await engine.prepare(little);
  return new Set(papersInAll([having, ...little.map((clause) => engine.papersWith([clause], ["title"]))]));
}

/** Return the papers by the author whom all words of the query name. One word alone is often said of other things. */
async function findWritten(engine, words, text, scores) {
  if (chunks(text).length < 2) return new Set();
  // Without initials and stop words, of which no more is loaded unless the others fit.
  const telling = words.filter(({ joined }) => joined.length > 1);
  const having = telling.map(({ asTyped }) => papersHaving(engine, asTyped, ["authors"]));
  if (having.length && !papersInAll(having).length) return new Set();
  const { CHECKED, papersOfAuthor } = await import("./facets.js");
  const papers = await papersOfAuthor(engine, text, (a, b) => scores[b] - scores[a] || b - a);
  return papers?.size <= CHECKED ? papers : new Set(); // more were not looked into
}

/** Return the papers by the first author whom "Lovelace et al. (1843)" or "Lovelace 1843" names, the best of `papers`. */
async function findCited(engine, papers, compare, text) {
  const withOthers = CITED.exec(text);
  const [, name = "", year = ""] = withOthers ?? DATED.exec(text.trim()) ?? [];
  const family = chunks(name).at(-1)?.joined;
  if (!family) return [];
  await engine.prepare([{ term: family }, { term: year }]); // "He" is a stop word
  const having = engine.papersWith([{ term: family }], ["authors"]);
  const dated = engine.papersWith([{ term: year }], ["venue"]);
  const wanted = papers.filter((paper) => having.has(paper) && (!year || dated.has(paper)));
  const best = firstOf(wanted, LOOKED_INTO, compare);
  const records = await engine.files.records(best);
  // "Et al." are two at least.
  const least = withOthers ? 3 : 1;
  const isBy = ({ authors }) => authors.length >= least && chunks(authors[0]).at(-1)?.joined === family;
  return best.filter((_, i) => isBy(records[i]));
}

/** Return the first `count` of the items. Sorting all would take longer than all the rest. */
export function firstOf(items, count, compare) {
  if (count > MAX_SELECTED) return [...items].sort(compare).slice(0, count);
  const first = items.slice(0, count).sort(compare);
  for (let i = first.length; i < items.length && count; i++) {
    if (compare(items[i], first[count - 1]) > 0) continue;
    let place = count - 1;
    for (; place > 0 && compare(items[i], first[place - 1]) < 0; place--) first[place] = first[place - 1];
    first[place] = items[i];
  }
  return first;
}
