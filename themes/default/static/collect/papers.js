// Loads what the site knows of papers, by id. The files are described in papercatalog/pages/shards.py.

import { make, makeButton, siteUrl } from "../search/dom.js";

const files = new Map(); // number -> promise of a Map of its papers

/**
 * Return {ids, papers}: the present ids of what was asked for, each once and in this order, and a Map id -> paper.
 * An id without a paper is among the ids only. `count` is the number of files.
 */
export async function loadPapers(asked, count) {
  const found = await Promise.all(asked.map((id) => findPaper(id, count)));
  const ids = new Set(asked.map((id, i) => found[i]?.id ?? id)); // several may have been ids of one paper
  return { ids: [...ids], papers: new Map(found.filter(Boolean).map((paper) => [paper.id, paper])) };
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

/** Show in `body` that papers could not be loaded; `retry` loads them anew, and promises that something stands there. */
export function showNotLoaded(body, retry) {
  async function tryAgain() {
    await retry();
    body.querySelector("a, button")?.focus(); // the button that had the focus is gone
  }
  body.replaceChildren(
    make("p", { class: "collect-problem", role: "alert" },
      "The papers could not be loaded. Check the connection, or load the page anew if the site has just changed."),
    makeButton({ class: "collect-button" }, tryAgain, "Try again"),
  );
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
