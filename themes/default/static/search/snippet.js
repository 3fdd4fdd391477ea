// The piece of a text that best shows why it was found, with the words marked.

import { wordsInPlace } from "./tokens.js";

const LENGTH = 240; // characters
const LEAD = 60; // shown before the first mark

/**
 * Return a document fragment with <mark> around the words for which `matches` holds.
 * Without any, it is the beginning of the text.
 */
export function makeSnippet(text, matches) {
  const marks = findMarks(text, matches);
  const [start, end] = chooseWindow(text, marks);
  const fragment = document.createDocumentFragment();
  if (start > 0) fragment.append("… ");
  let position = start;
  for (const [from, to] of marks.filter(([from, to]) => from >= start && to <= end)) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(Math.max(position, from), to);
    fragment.append(text.slice(position, from), mark);
    position = to;
  }
  fragment.append(text.slice(position, end));
  if (end < text.length) fragment.append(" …");
  return fragment;
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
    const inside = marks.slice(i).filter(([, to]) => to <= from + LENGTH - LEAD);
    const count = new Set(inside.map(([, , token]) => token)).size;
    if (count > bestCount) [best, bestCount] = [from, count];
  });
  if (text.length <= LENGTH) return [0, text.length];
  const start = best <= LEAD ? 0 : text.indexOf(" ", best - LEAD) + 1 || best;
  // A word that reaches over the limit is shown whole, unless it has no end.
  const limit = Math.min(text.length, start + 2 * LENGTH);
  const space = text.indexOf(" ", start + LENGTH);
  return [Math.min(start, best), space < 0 ? limit : Math.min(space, limit)];
}
