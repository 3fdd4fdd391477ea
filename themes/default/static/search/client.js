// Search for the two interfaces: opens the engine when first asked, and gives records instead
// of numbers.

import { siteUrl } from "./dom.js";
import { openEngine } from "./engine.js";
import { runQuery, trimQuery } from "./query.js";

let opening = null;

/** Begin loading; later calls wait for the same files. After a failure the next call tries anew. */
export function openSearch() {
  opening ??= openEngine(siteUrl("/data/search/")).catch(forget);
  return opening;
}

/**
 * Return {query, papers, complete, isShort, matches, records}: what was searched, runQuery's answer to
 * it, and a function that loads the records of results `from` to `to`.
 */
export async function search(text) {
  const query = trimQuery(text);
  const engine = await openSearch();
  const found = runQuery(engine, query);
  return { query, ...found, records: (from, to) => engine.records(found.papers.slice(from, to)).catch(forget) };
}

// The site may have been published anew since the manifest was read, and old files are gone:
// what helps is to begin again with a fresh manifest.
function forget(error) {
  opening = null;
  throw error;
}
