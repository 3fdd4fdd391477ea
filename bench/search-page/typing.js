// What the search makes of words with a slip, of unfinished words, and of titles; and how long it takes.

import { openSearch, search } from "./static/search/client.js";
import { tokens } from "./static/search/words.js";

export { tokens };

export async function vocabulary() {
  return (await openSearch()).vocabulary();
}

/** Tell how a word with a slip is answered: the right one is used, offered, begins as typed, or is not offered. */
export async function correct(typed, word) {
  const { corrections } = await search(typed);
  const [{ used, others } = {}] = corrections;
  if (used === word) return "used";
  if (others?.includes(word)) return "offered";
  return !corrections.length && word.startsWith(typed) ? "begun" : "missed";
}

/** Tell whether a paper with the word in its title is among those found by its beginning. */
export async function complete(beginning, word) {
  const engine = await openSearch();
  const { papers } = await search(beginning);
  await engine.prepare([{ term: word }]);
  const wanted = engine.papersWith([{ term: word }], ["title"]);
  return papers.some((paper) => wanted.has(paper));
}

/** Return at which place, from 1, the first paper with all words of that title is found; 0 where it is not among ten. */
export async function placeOfTitle(title) {
  const found = await search(title);
  const records = await found.records(0, 10);
  // Two papers of a real corpus have titles that differ by a comma: they share the first places.
  const words = tokens(title).join(" ");
  return records.findIndex((record) => tokens(record.title).join(" ") === words) + 1;
}

/** Return the milliseconds of each query, its files being there. */
export async function time(queries, repeats) {
  const ask = async (query) => (await search(query)).records(0, 10);
  for (const query of queries) await ask(query);
  const times = [];
  for (const query of queries) {
    const started = performance.now();
    for (let i = 0; i < repeats; i++) await ask(query);
    times.push((performance.now() - started) / repeats);
  }
  return times;
}
