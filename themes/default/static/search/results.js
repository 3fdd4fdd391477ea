// What the search page shows of an answer: the pages and papers found, with snippets, and what was made of the question.

import { countPapers, entryFacts, make, makeButton, siteUrl, spell } from "./dom.js";
import { wordsInPlace } from "./words.js";

const KINDS = { topic: "Topic", dataset: "Dataset", method: "Method", venue: "Venue", author: "Author" };
const LABELS = { topics: "Topic", datasets: "Dataset", methods: "Method" };
const SNIPPET_LENGTH = 240; // characters

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
export function paperItem(record, wordOf) {
  const mark = (line) => withMarks(line, findMarks(line, wordOf));
  const title = make("a", { class: "entry-title", href: siteUrl(record.url) }, ...mark(record.title));
  return make(
    "li",
    { class: "entry search-result", "data-paper": record.id },
    make("span", { class: "entry-year" }, String(record.year ?? "")),
    make(
      "div",
      {},
      make("h2", { class: "search-result-title" }, title),
      ...entryFacts(record, mark),
      make("p", { class: "search-snippet" }, ...makeSnippet([record.abstract, record.summary], wordOf)),
      ...record.foundBy.map((label) => labelLine(label, record[label], mark)),
    ),
  );
}

/** Name the labels by which a paper was found. The word may be another name of one of them: then none is marked. */
function labelLine(label, values, mark) {
  const names = values.map((value) => (label === "topics" ? value[1] : value)).join(", ");
  return make("p", { class: "search-result-meta" }, `${LABELS[label]}${values.length > 1 ? "s" : ""}: `, ...mark(names));
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
    const typed = corrections.map(({ typed }) => `“${typed}”`).join(" or ");
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

// Snippets: the pieces of a text that best show why it was found, with the words marked.

/** Return what to show, as nodes, of the text in which most of the words are; without any, its beginning. */
function makeSnippet(written, wordOf) {
  const texts = [...written.filter(Boolean), ""];
  const choices = texts.map((text) => choosePieces(text, findMarks(text, wordOf)));
  const place = firstMost(choices, ({ count }) => count);
  const text = texts[place];
  const { pieces, marks } = choices[place];
  // An ellipsis stays with its word: alone on the last line it looks like a line that is missing.
  return pieces.flatMap(([start, end], i) => [
    start > 0 && !i ? "…\u00a0" : "",
    ...withMarks(text, marks, start, end),
    end < text.length ? "\u00a0…" : "",
    i < pieces.length - 1 ? " " : "",
  ]);
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

/** Return [start, end, word] of every word to mark; they may overlap in scripts without spaces, then they are one. */
function findMarks(text, wordOf) {
  const marks = [];
  for (const [start, end, tokens] of wordsInPlace(text)) {
    const word = tokens.map(wordOf).find((number) => number !== undefined);
    if (word === undefined) continue;
    const last = marks.at(-1);
    if (last && start < last[1]) last[1] = end;
    else marks.push([start, end, word]);
  }
  return marks;
}

/** Return {pieces, count, marks}: one piece, or two if they show more of the words, and how many are shown. */
function choosePieces(text, marks) {
  const whole = chooseWindow(text, marks, SNIPPET_LENGTH);
  const one = { pieces: [whole], count: wordsIn(whole, marks).size, marks };
  if (one.count === new Set(marks.map(([, , word]) => word)).size) return one;
  const first = chooseWindow(text, marks, SNIPPET_LENGTH / 2);
  const shown = wordsIn(first, marks);
  const others = marks.filter(([, , word]) => !shown.has(word));
  const second = chooseWindow(text, others, SNIPPET_LENGTH / 2);
  const count = shown.size + wordsIn(second, others).size;
  return count > one.count ? { pieces: joined(first, second), count, marks } : one;
}

function wordsIn([start, end], marks) {
  return new Set(marks.filter(([from, to]) => from >= start && to <= end).map(([, , word]) => word));
}

function joined(...pieces) {
  const [first, second] = pieces.sort(([a], [b]) => a - b);
  return second[0] <= first[1] + 1 ? [[first[0], Math.max(first[1], second[1])]] : [first, second];
}

/** Choose the window of about `length` characters with the most words, the earliest of equals; it cuts no word. */
function chooseWindow(text, marks, length) {
  if (text.length <= length) return [0, text.length];
  const lead = length / 4; // shown before the first mark
  const counts = marks.map(([from]) => wordsIn([from, from + length - lead], marks).size);
  const best = marks[firstMost(counts)]?.[0] ?? 0;
  const start = best <= lead ? 0 : text.indexOf(" ", best - lead) + 1 || best;
  // A word that reaches over the limit is shown whole, unless it has no end.
  const limit = Math.min(text.length, start + 2 * length);
  const space = text.indexOf(" ", start + length);
  return [Math.min(start, best), space < 0 ? limit : Math.min(space, limit)];
}

/** Return the place of the first of the items that has most; -1 of none. */
function firstMost(items, size = (item) => item) {
  const sizes = items.map(size);
  return sizes.indexOf(sizes.reduce((most, one) => Math.max(most, one), 0));
}
