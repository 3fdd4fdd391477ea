// What the search page shows of an answer: the pages and papers found, with snippets, and what was made of the question.

import { countPapers, entryFacts, make, makeButton, siteUrl, spell } from "./dom.js";
import { wordsInPlace } from "./words.js";

const KINDS = { topic: "Topic", dataset: "Dataset", method: "Method", venue: "Venue", author: "Author" };
const SNIPPET_LENGTH = 240; // characters
const LEAD = 60; // shown before the first mark

/** Say how many were found; papers with every word come first. */
export function summary({ papers, complete, wordCount }) {
  const some = papers.length - complete;
  if (!some) return `${countPapers(complete)} found.`;
  // What has not even the one word was found by how readers may ask for it: that is a guess.
  const what = wordCount === 1 ? "may be related" : `${some === 1 ? "has" : "have"} some of the words`;
  if (complete) return `${countPapers(complete)} found; ${spell(some)} more ${what}.`;
  return `No paper has ${wordCount === 1 ? "this word" : "all words"}; ${spell(some)} ${what}.`;
}

/** Make an entry as in the lists of the site; main.js adds the star. */
export function paperItem(record, matches) {
  const texts = [record.abstract, record.summary].filter(Boolean);
  const text = texts.find((one) => findMarks(one, matches).length) ?? texts[0] ?? "";
  const mark = (line) => withMarks(line, findMarks(line, matches));
  const title = make("a", { class: "entry-title", href: siteUrl(record.url) }, ...mark(record.title));
  return make(
    "li",
    { class: "entry search-result", "data-paper": record.url.split("/").at(-2) },
    make("span", { class: "entry-year" }, String(record.year ?? "")),
    make(
      "div",
      {},
      make("h2", { class: "search-result-title" }, title),
      ...entryFacts(record, mark),
      make("p", { class: "search-snippet" }, ...makeSnippet(text, matches)),
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

/**
 * Say which words were corrected and which operators passed over; `ask` searches another text, `askAsTyped` the words
 * that were typed.
 */
export function remarks({ query, corrections, correctedText, otherTexts, notes }, ask, askAsTyped) {
  const lines = notes.map(noteLine);
  if (corrections.length) {
    const typed = corrections.map(({ typed }) => `“${typed}”`).join(", ");
    const line = make("p", {}, "Showing results for ", make("strong", {}, correctedText), `: no paper has ${typed}.`);
    if (otherTexts.length) line.append(" Did you mean ", ...listed(otherTexts.map((text) => askButton(text, ask))), "?");
    line.append(" Search for ", askButton(query, askAsTyped), " as typed.");
    lines.unshift(line);
  }
  return lines;
}

function noteLine({ name, value, problem, isExcluded, around, count = 0, checked = 0 }) {
  const typed = `${isExcluded ? "-" : ""}${name}:${value}`;
  const isTitle = name === "title";
  const texts = {
    empty: `“${name}:” needs something after the colon; it was passed over.`,
    range: `“${typed}” was passed over: write a year or a range, as in ${name}:2020..2023.`,
    unknown: `No ${name} ${isTitle ? "has" : "is called"} “${value}”; it was searched as words.`,
    none: `“${typed}” was passed over: no ${name} ${isTitle ? "has it" : "is called so"}.`,
    has: `“${typed}” was passed over: write has:code.`,
    identifier: `No paper here has the identifier “${value}”${around ? "; the words beside it were searched" : ""}.`,
    authors:
      `${spell(count)} papers have the words of “${value}” among their authors: too many to see whether one is called so.`,
    many:
      `Of ${spell(count)} papers with the words of “${value}”, the best ${spell(checked)} were looked into for them ` +
      "side by side; the others count as if they had them so.",
  };
  return make("p", {}, texts[problem]);
}

const askButton = (text, ask) => makeButton({ class: "search-ask" }, () => ask(text), text);

function listed(nodes) {
  return nodes.flatMap((node, i) => (i ? [" or ", node] : [node]));
}

// Snippets: the piece of a text that best shows why it was found, with the words marked.

/** Return the piece as nodes, with <mark> around the words for which `matches` holds; without any, the beginning. */
function makeSnippet(text, matches) {
  const marks = findMarks(text, matches);
  const [start, end] = chooseWindow(text, marks);
  const piece = withMarks(text, marks, start, end);
  // The ellipsis stays with its word: alone on the last line it looks like a line that is missing.
  return [start > 0 ? "…\u00a0" : "", ...piece, end < text.length ? "\u00a0…" : ""];
}

/** Return the text from `start` to `end` as nodes; without a mark there, as one text. */
function withMarks(text, marks, start = 0, end = text.length) {
  const nodes = [];
  let position = start;
  for (const [from, to] of marks.filter(([from, to]) => from >= start && to <= end)) {
    nodes.push(text.slice(position, from), make("mark", {}, text.slice(from, to)));
    position = to;
  }
  return [...nodes, text.slice(position, end)];
}

/** Return [start, end, token] of every word to mark; they may overlap in scripts without spaces, then they are one. */
function findMarks(text, matches) {
  const marks = [];
  for (const [start, end, tokens] of wordsInPlace(text)) {
    const token = tokens.find(matches);
    if (token === undefined) continue;
    const last = marks.at(-1);
    if (last && start < last[1]) last[1] = end;
    else marks.push([start, end, token]);
  }
  return marks;
}

/** Choose the window that shows the most different words, the earliest of equals; its edges are between words. */
function chooseWindow(text, marks) {
  let best = 0;
  let bestCount = 0;
  marks.forEach(([from], i) => {
    const inside = marks.slice(i).filter(([, to]) => to <= from + SNIPPET_LENGTH - LEAD);
    const count = new Set(inside.map(([, , token]) => token)).size;
    if (count > bestCount) [best, bestCount] = [from, count];
  });
  if (text.length <= SNIPPET_LENGTH) return [0, text.length];
  const start = best <= LEAD ? 0 : text.indexOf(" ", best - LEAD) + 1 || best;
  // A word that reaches over the limit is shown whole, unless it has no end.
  const limit = Math.min(text.length, start + 2 * SNIPPET_LENGTH);
  const space = text.indexOf(" ", start + SNIPPET_LENGTH);
  return [Math.min(start, best), space < 0 ? limit : Math.min(space, limit)];
}
