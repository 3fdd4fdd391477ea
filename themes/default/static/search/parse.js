// What a reader types -> its parts. There is a little language, and no text that is wrong in it:
// what cannot be used as an operator is noted, and the rest of the query decides.
//
//   face swap           words
//   "face swap"         a phrase: its words stand in one field of the paper, in this order
//   -diffusion          not this word; also -"..." and -topic:...
//   author:schroff      also topic: dataset: method: venue: year: has:
//   topic:"face swap"   quotes hold a value of several words together
//   year:2020..2023     also 2020.. and ..2023 and 2021

const MAX_LENGTH = 300; // characters; titles are shorter
const PIECE = /(-?)(?:(\p{L}+):)?("[^"]*"|[^\s"]+|)|"/gu;
const YEARS = /^(?:(\d{4})|(\d{4})?\.\.\.?(\d{4})?)$/;

export const FACETS = ["topic", "dataset", "method", "venue", "year", "has"];
const OPERATORS = ["author", ...FACETS];

/** Cut a query to what is searched. */
export function trimQuery(text) {
  return text.trim().slice(0, MAX_LENGTH).trim();
}

/**
 * Return
 *   text      the query
 *   words     its plain words, as one text
 *   phrases   [text, ...]
 *   excluded  [text, ...]: words and phrases after a minus
 *   filters   [{name, value, isExcluded}, ...]; the value of a year is [from, to]
 *   notes     [{name, value, problem}, ...]: operators that are passed over; `problem` is "empty" or "range"
 */
export function parseQuery(text) {
  const parsed = { text: trimQuery(text), words: "", phrases: [], excluded: [], filters: [], notes: [] };
  const words = [];
  for (const [piece, minus, operator, quoted] of parsed.text.replace(/[“”„«»]/g, '"').matchAll(PIECE)) {
    const name = operator?.toLowerCase();
    const value = (quoted ?? "").replaceAll('"', "").trim();
    if (OPERATORS.includes(name)) addFilter(parsed, name, value, minus === "-");
    else if (operator) words.push(piece.replaceAll('"', " "));
    else if (!value) continue;
    else if (minus) parsed.excluded.push(value);
    else if (quoted.startsWith('"')) parsed.phrases.push(value);
    else words.push(value);
  }
  return { ...parsed, words: words.join(" ") };
}

function addFilter({ filters, notes }, name, value, isExcluded) {
  if (!value) return notes.push({ name, value, problem: "empty" });
  if (name !== "year") return filters.push({ name, value, isExcluded });
  const [, year, from, to] = YEARS.exec(value) ?? [];
  if (!year && !from && !to) return notes.push({ name, value, problem: "range" });
  const range = [Number(year ?? from ?? 0), Number(year ?? to ?? 9999)].sort((a, b) => a - b);
  return filters.push({ name, value: range, isExcluded });
}
