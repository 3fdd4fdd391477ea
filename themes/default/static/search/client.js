// Search for the interfaces: one function. Nothing is fetched before the first call.
//
//   const found = await search("speech -audio year:2020..", {
//     facets: { topic: ["privacy"], has: ["code"] },   // ids chosen in the page, see facetCounts
//     sort: "relevance",                                     // or "date": newest publication first
//     signal,                                                // an AbortSignal: a newer question makes this one moot
//   });
//
//   found.query          the text that was searched: trimmed, and cut if very long
//   found.notes          [{name, value, problem}, ...]: operators that could not be used as such. `problem` is
//                        "empty" or "range" (passed over) or "unknown" (no such topic ...: its value was read as words)
//   found.papers         the numbers of the papers found, those with every word first, not yet in the order of results
//   found.complete       how many of them have every word. A sort by date leaves out the others.
//   found.isShort        nothing is found, but the last word may only need another letter
//   found.corrections    [{typed, used, others: [...]}, ...]: words that nothing has, and by which they were replaced
//   found.correctedText  the whole query with these replacements, to show; null where there are none
//   found.matches        token => whether it is one of the words; for snippets
//   await found.records(from, to)     what results from..to show, best first
//   await found.bestBets()            [{kind, id, name, url, count, isExact}, ...], at most three: pages of topics,
//                                     datasets, methods, venues and authors that the query names. `isExact` is false
//                                     where the query is only the beginning of the name. `count` is null for authors.
//   await found.facetCounts()         [{name, values: [{id, name, count, isChosen}, ...]}, ...]: how many papers each
//                                     choice would leave (values of one facet widen, facets narrow); the commonest
//                                     first, years by time. Loads the columns of the facets when first asked.
//
// Late answers are the caller's matter: drop an answer to an older question, or abort it by its signal.

import { Engine } from "./engine.js";
import { GoneError, openFiles } from "./files.js";
import { firstOf, parseQuery, runQuery } from "./query.js";
import { fold, nameKey, tokens } from "./tokens.js";
import { isCalled, readWords } from "./words.js";

const FOLDERS = { topic: "topics", dataset: "datasets", method: "methods", venue: "venues", author: "authors" };
const OFFERED = 3;
const MIN_BEGINNING = 3; // characters of a name that is not finished
const SENTENCE = 4; // words in it
const SHARING = 5; // results
const SHARED = 0.8; // of them, by a topic that the query seems to be about
const LOOKED_AT = 10; // results whose authors are compared
// Said about a name without being part of it.
const BEFORE = /^(?:papers?|research|work|articles?|results?) (?:about|on|by|for|with|from|using) /iu;
const AFTER = / (?:papers?|datasets?|benchmarks?|methods?|models?)$/iu;

let engine = null;

/** Begin loading; later calls wait for the same files. After a failure the next call tries anew. */
export async function openSearch() {
  const files = await openFiles();
  if (engine?.files !== files) engine = new Engine(files);
  return engine;
}

/** Answer a query as described above. */
export async function search(text, options = {}) {
  try {
    return await ask(await openSearch(), text, options);
  } catch (error) {
    if (!(error instanceof GoneError)) throw error;
    return ask(await openSearch(), text, options); // of the site as it is now
  }
}

async function ask(engine, text, { facets: chosen = {}, sort = "relevance", signal }) {
  const parsed = parseQuery(text);
  const narrowing = await readNarrowing(engine, parsed.filters, chosen, sort);
  signal?.throwIfAborted();
  const answer = await runQuery(engine, withUnknownAsWords(parsed, narrowing.unknown), narrowing.isAllowed);
  signal?.throwIfAborted();
  const { papers, complete, compare } = narrowing.narrow(answer);
  const records = (from, to) => engine.files.records(firstOf(papers, to, compare).slice(from));
  return {
    ...answer,
    query: parsed.text,
    notes: [...parsed.notes, ...narrowing.unknown.map(({ name, value }) => ({ name, value, problem: "unknown" }))],
    papers,
    complete,
    records,
    bestBets: () => findBestBets(engine, answer.named, records),
    facetCounts: async () => (await import("./facets.js")).countFacets(engine, chosen, sort, answer),
  };
}

/** Read the operators, the reader's choices and the order; most queries have none, and load nothing for them. */
async function readNarrowing(engine, filters, chosen, sort) {
  if (filters.length || Object.keys(chosen).length || sort === "date") {
    return (await import("./facets.js")).readNarrowing(engine, filters, chosen, sort);
  }
  return { isAllowed: () => true, unknown: [], narrow: (answer) => answer };
}

// "topic:anime" is about anime, even if no topic is called so.
function withUnknownAsWords(parsed, unknown) {
  const values = unknown.filter(({ name, isExcluded }) => name !== "has" && !isExcluded).map(({ value }) => value);
  const filters = parsed.filters.filter((filter) => !unknown.includes(filter));
  return { ...parsed, filters, words: [parsed.words, ...values].join(" ").trim() };
}

// Best bets: the pages of topics, datasets, methods, venues and authors that a query names. The names are in
// files of a range each (papercatalog/search/names.py), of which a query needs one; authors are found in the
// records of the best results.

/** Return the best bets for the words `named`. */
async function findBestBets(engine, named, records) {
  const bets = [];
  for (const text of new Set([named, named.replace(BEFORE, "").replace(AFTER, "")])) {
    bets.push(...(await findNames(engine, nameKey(text))));
  }
  if (!bets.some(({ isExact }) => isExact)) {
    const best = await records(0, LOOKED_AT);
    bets.push(...findAuthors(named, best));
    if (!bets.length && named.split(/\s+/).length >= SENTENCE) bets.push(...sharedTopic(best.slice(0, SHARING)));
  }
  bets.sort((a, b) => b.isExact - a.isExact); // stable
  return bets.filter(({ url }, i) => bets.findIndex((other) => other.url === url) === i).slice(0, OFFERED);
}

async function findNames(engine, key) {
  if (!key) return [];
  const firsts = await engine.files.extra("names");
  const isAround = (first, i) => first <= `${key}\uffff` && (i + 1 === firsts.length || firsts[i + 1] >= key);
  const places = [...firsts.keys()].filter((i) => isAround(firsts[i], i)).slice(0, 2);
  const entries = (await Promise.all(places.map((place) => engine.files.extra(`names-${place}`)))).flat();
  const canGrow = key.length >= MIN_BEGINNING;
  return entries
    .filter(([name]) => name === key || (canGrow && name.startsWith(key)))
    .sort((a, b) => (b[0] === key) - (a[0] === key) || b[4] - a[4])
    .map(([name, kind, id, title, count]) => bet(kind, id, title, count, name === key));
}

function findAuthors(named, records) {
  const words = readWords(named, new Set());
  if (!words.length) return [];
  const found = new Map();
  for (const { authors, authorIds = {} } of records) {
    authors.forEach((name, i) => {
      const id = authorIds[i] ?? slugify(name);
      if (!id || !isCalled(name, words)) return;
      const parts = tokens(name);
      found.set(id, bet("author", id, name, null, words.every(({ joined }) => parts.includes(joined))));
    });
  }
  return found.size <= OFFERED ? [...found.values()] : [];
}

/** Return the topic that most of the records have, as a bet; of several, the one of the best record. */
function sharedTopic(records) {
  const counts = new Map();
  for (const { topics } of records) for (const [id] of topics) counts.set(id, (counts.get(id) ?? 0) + 1);
  const shared = [...counts].sort((a, b) => b[1] - a[1])[0];
  if (!shared || shared[1] < records.length * SHARED) return [];
  const [id, name] = records.flatMap(({ topics }) => topics).find(([id]) => id === shared[0]);
  return [bet("topic", id, name, null, false)];
}

function bet(kind, id, name, count, isExact) {
  return { kind, id, name, url: `/${FOLDERS[kind]}/${id}/`, count, isExact };
}

// Where a page has another address than this, the record says so (papercatalog/search/documents.py).
function slugify(name) {
  return (fold(name).replaceAll("'", "").match(/[a-z0-9]+/g) ?? []).join("-");
}
