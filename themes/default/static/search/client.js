// Search for the interfaces: one function. Nothing is fetched before the first call.
//
//   const found = await search("deepfake -audio year:2020..", {
//     facets: { topic: ["face-security"], has: ["code"] },   // ids chosen in the page, see facetCounts
//     sort: "relevance",                                     // or "date": newest publication first
//     signal,                                                // an AbortSignal: a newer question makes this one moot
//   });
//
//   found.query          the text that was searched: trimmed, and cut if very long
//   found.notes          [{name, value, problem}, ...]: operators that could not be used as such. `problem` is
//                        "empty" or "range" (passed over) or "unknown" (no such topic ...: its value was read as words)
//   found.papers         the numbers of the papers found, best first
//   found.complete       how many of them have every word; they come first. A sort by date leaves out the others.
//   found.isShort        nothing is found, but the last word may only need another letter
//   found.corrections    [{typed, used, others: [...]}, ...]: words that nothing has, and by which they were replaced
//   found.correctedText  the whole query with these replacements, to show; null where there are none
//   found.matches        token => whether it is one of the words; for snippets
//   await found.records(from, to)     what results from..to show
//   await found.bestBets()            [{kind, id, name, url, count, isExact}, ...], at most three: pages of topics,
//                                     datasets, methods, venues and authors that the query names. `isExact` is false
//                                     where the query is only the beginning of the name. `count` is null for authors.
//   await found.facetCounts()         [{name, values: [{id, name, count, isChosen}, ...]}, ...]: how many papers each
//                                     choice would leave (values of one facet widen, facets narrow); the commonest
//                                     first, years by time. Loads the columns of the facets when first asked.
//
// Late answers are the caller's matter: drop an answer to an older question, or abort it by its signal.

import { siteUrl } from "./dom.js";
import { GoneError, openEngine } from "./engine.js";
import { parseQuery } from "./parse.js";
import { runQuery } from "./query.js";

let opening = null;

/** Begin loading; later calls wait for the same files. After a failure the next call tries anew. */
export function openSearch() {
  opening ??= openEngine(siteUrl("/data/search/")).catch(forget);
  return opening;
}

/** Answer a query as described above. */
export async function search(text, options = {}) {
  try {
    return await ask(await openSearch(), text, options);
  } catch (error) {
    if (!(error instanceof GoneError)) throw error;
    opening = null; // published anew since the manifest was read
    return ask(await openSearch(), text, options);
  }
}

async function ask(engine, text, { facets: chosen = {}, sort = "relevance", signal }) {
  const parsed = parseQuery(text);
  const narrowing = await readNarrowing(engine, parsed.filters, chosen, sort);
  signal?.throwIfAborted();
  const answer = await runQuery(engine, withUnknownAsWords(parsed, narrowing.unknown), narrowing.isAllowed);
  signal?.throwIfAborted();
  const { papers, complete } = narrowing.narrow(answer);
  const records = (from, to) => engine.records(papers.slice(from, to)).catch(forget);
  return {
    ...answer,
    query: parsed.text,
    notes: [...parsed.notes, ...narrowing.unknown.map(({ name, value }) => ({ name, value, problem: "unknown" }))],
    papers,
    complete,
    records,
    bestBets: async () => (await import("./names.js")).findBestBets(engine, answer.named, records),
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

// The site may have been published anew since the manifest was read, and old files are gone:
// what helps is to begin again with a fresh manifest.
function forget(error) {
  opening = null;
  throw error;
}
