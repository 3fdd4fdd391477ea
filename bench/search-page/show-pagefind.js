// Pagefind's own search with ten results, each with its title and its excerpt. Says when they are there.

import * as pagefind from "./pagefind/pagefind.js";

const query = new URLSearchParams(location.search).get("q");

if (query) {
  const found = await pagefind.search(query);
  const results = await Promise.all(found.results.slice(0, 10).map((result) => result.data()));
  document.querySelector("ol").replaceChildren(...results.map(item));
  window.shown = { milliseconds: performance.now(), results: results.length };
}

function item({ url, meta, excerpt }) {
  const entry = document.createElement("li");
  const link = document.createElement("a");
  link.href = url;
  link.textContent = meta.title;
  const snippet = document.createElement("p");
  snippet.innerHTML = excerpt; // as its documentation has it: marks around the words
  entry.append(link, snippet);
  return entry;
}
