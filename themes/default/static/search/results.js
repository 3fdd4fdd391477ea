// What the search page shows of an answer: the pages and papers found, and what was made of the question.

import { countPapers, make, metaLine, siteUrl } from "./dom.js";
import { makeSnippet } from "./snippet.js";

const KINDS = { topic: "Topic", dataset: "Dataset", method: "Method", venue: "Venue", author: "Author" };

/** Say how many were found; papers with every word come first. */
export function summary({ papers, complete }) {
  const some = papers.length - complete;
  if (!some) return `${countPapers(complete)} found.`;
  if (!complete) return `No paper has all words; ${some === 1 ? "1 has" : `${some} have`} some of them.`;
  return `${countPapers(complete)} found; ${some} more ${some === 1 ? "has" : "have"} some of the words.`;
}

/** Make an entry as in the lists of the site; main.js adds the star. */
export function paperItem(record, matches) {
  const text = record.abstract || record.summary || "";
  const title = make("a", { class: "entry-title", href: siteUrl(record.url) }, record.title);
  return make(
    "li",
    { class: "entry search-result", "data-paper": record.url.split("/").at(-2) },
    make("span", { class: "entry-year" }, String(record.year ?? "")),
    make(
      "div",
      {},
      make("h2", { class: "search-result-title" }, title),
      make("p", { class: "search-result-meta" }, metaLine({ ...record, year: null }, 5)),
      make("p", { class: "search-snippet" }, makeSnippet(text, matches)),
    ),
  );
}

/** Make an entry for a page that the query names. */
export function betItem(bet) {
  return make(
    "li",
    { class: "search-bet" },
    make("a", { class: "search-bet-link", href: siteUrl(bet.url) }, bet.name),
    make("span", { class: "search-result-meta" }, betLine(bet)),
  );
}

/** Return the line beside a page's name: "Dataset · 12 papers". */
export function betLine({ kind, count }) {
  return [KINDS[kind], count === null ? "" : countPapers(count)].filter(Boolean).join(" · ");
}

/** Say which words were corrected and which operators passed over; `ask` searches another text. */
export function remarks({ corrections, correctedText, notes, query }, ask) {
  const lines = notes.map(noteLine);
  if (corrections.length) {
    const typed = corrections.map(({ typed }) => `“${typed}”`).join(", ");
    const line = make("p", {}, "Showing results for ", make("strong", {}, correctedText), `: no paper has ${typed}.`);
    const others = corrections.flatMap(({ used, others }) => others.map((other) => correctedText.replace(used, other)));
    if (others.length) line.append(" Did you mean ", ...listed(others.map((text) => askButton(text, ask))), "?");
    lines.unshift(line);
  }
  return lines;
}

function noteLine({ name, value, problem }) {
  const texts = {
    empty: `“${name}:” needs something after the colon; it was passed over.`,
    range: `“${name}:${value}” was passed over: write a year or a range, as in ${name}:2020..2023.`,
    unknown: `No ${name} is called “${value}”; it was searched as words.`,
  };
  return make("p", {}, texts[problem]);
}

function askButton(text, ask) {
  const button = make("button", { type: "button", class: "search-ask" }, text);
  button.addEventListener("click", () => ask(text));
  return button;
}

function listed(nodes) {
  return nodes.flatMap((node, i) => (i ? [" or ", node] : [node]));
}
