// Loads what the site knows of papers, by id. The files are described in papercatalog/pages/shards.py.

import { siteUrl } from "../search/dom.js";

const files = new Map(); // number -> promise of a Map of its papers

/**
 * Return a Map id -> paper, in the order of `ids`; ids without a paper are not in it.
 * `count` is the number of files. A paper's `id` differs from the one asked for if that is a former one.
 */
export async function loadPapers(ids, count) {
  const papers = await Promise.all(ids.map((id) => findPaper(id, count)));
  return new Map(ids.map((id, i) => [id, papers[i]]).filter(([, paper]) => paper));
}

async function findPaper(id, count) {
  const found = (await loadFile(hash(id) % count, count)).get(id);
  return typeof found === "string" ? findPaper(found, count) : found && { id, ...found };
}

function loadFile(number, count) {
  if (!files.has(number)) {
    const url = siteUrl(`/data/shards/${number}-of-${count}.json`);
    const file = fetchOk(url).then((response) => response.json()).then((papers) => new Map(Object.entries(papers)));
    file.catch(() => files.delete(number)); // the next call tries anew
    files.set(number, file);
  }
  return files.get(number);
}

/** Return the BibTeX of the papers. */
export async function loadBibtex(papers) {
  const load = async ({ url }) => (await fetchOk(siteUrl(`${url}cite.bib`))).text();
  return (await Promise.all(papers.map(load))).join("\n");
}

async function fetchOk(url) {
  // The names stay the same from build to build: never trust a cached file.
  const response = await fetch(url, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

/** Return the FNV-1a hash of 32 bits; an id is ASCII, so its characters are its bytes. */
function hash(id) {
  let value = 0x811c9dc5;
  for (let i = 0; i < id.length; i++) value = Math.imul(value ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}
