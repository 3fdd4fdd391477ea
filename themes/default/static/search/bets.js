// Best bets: the pages of topics, datasets, methods, venues and authors that a query names. The names are in files of a
// range each (papercatalog/search/names.py), of which a query needs one; authors are found in the records of the best
// results.

import { fold, isCalled, nameKey, readName, tokens, withoutFrame } from "./words.js";

const FOLDERS = { topic: "topics", dataset: "datasets", method: "methods", venue: "venues", author: "authors" };
const OFFERED = 3;
const MIN_BEGINNING = 3; // characters of a name that is not finished
const SENTENCE = 4; // words in it
const SHARING = 5; // results
const SHARED = 0.8; // of them, by a topic that the query seems to be about
const LOOKED_AT = 10; // results whose authors are compared
// Said after a name without being part of it.
const AFTER = / (?:datasets?|benchmarks?|methods?|models?)$/iu;

/** Return the best bets for the words `named`, as client.js describes them. `records` gives what results show. */
export async function findBestBets(engine, named, records) {
  const bets = [];
  const subject = withoutFrame(named);
  for (const text of new Set([named, subject.replace(AFTER, "")])) {
    bets.push(...(await findNames(engine, text)));
  }
  if (!bets.some(({ isExact }) => isExact)) {
    const best = await records(0, LOOKED_AT);
    bets.push(...findAuthors(subject, best));
    if (!bets.length && named.split(/\s+/).length >= SENTENCE) bets.push(...sharedTopic(best.slice(0, SHARING)));
  }
  bets.sort((a, b) => b.isExact - a.isExact); // stable
  return bets.filter(({ url }, i) => bets.findIndex((other) => other.url === url) === i).slice(0, OFFERED);
}

async function findNames(engine, text) {
  const key = nameKey(text);
  if (!key) return [];
  const firsts = engine.files.manifest.names.map(([first]) => first);
  const isAround = (first, i) => first <= `${key}\uffff` && (i + 1 === firsts.length || firsts[i + 1] >= key);
  const places = [...firsts.keys()].filter((i) => isAround(firsts[i], i)).slice(0, 2);
  const entries = (await Promise.all(places.map((place) => engine.files.names(place)))).flat();
  const canGrow = key.length >= MIN_BEGINNING;
  // One word alone may begin other spellings of many things: "expression" that of a loss, "human" that of a topic.
  const hasSeveral = tokens(text).length > 1;
  const isBegun = (name, title) => name.startsWith(key) && (hasSeveral || nameKey(title) === name);
  return entries
    .filter(([name, , , title]) => name === key || (canGrow && isBegun(name, title)))
    .sort((a, b) => (b[0] === key) - (a[0] === key) || b[4] - a[4])
    .map(([name, kind, id, title, count]) => bet(kind, id, title, count, name === key));
}

function findAuthors(subject, records) {
  const words = readName(subject);
  if (!words.length) return [];
  const found = new Map();
  for (const { authors, authorIds = {} } of records) {
    authors.forEach((name, i) => {
      const id = authorIds[i] ?? slugify(name);
      if (!id || !isCalled(name, words)) return;
      const parts = tokens(name);
      found.set(id, bet("author", id, name, null, words.every(({ joined }) => parts.includes(joined))));
    });
  }
  return found.size <= OFFERED ? [...found.values()] : [];
}

/** Return the topic that most of the records have, as a bet; of several, the one of the best record. */
function sharedTopic(records) {
  const counts = new Map();
  for (const { topics } of records) for (const [id] of topics) counts.set(id, (counts.get(id) ?? 0) + 1);
  const shared = [...counts].sort((a, b) => b[1] - a[1])[0];
  if (!shared || shared[1] < records.length * SHARED) return [];
  const [id, name] = records.flatMap(({ topics }) => topics).find(([id]) => id === shared[0]);
  return [bet("topic", id, name, null, false)];
}

function bet(kind, id, name, count, isExact) {
  return { kind, id, name, url: `/${FOLDERS[kind]}/${id}/`, count, isExact };
}

// Where a page has another address than this, the record says so (papercatalog/search/documents.py).
function slugify(name) {
  return (fold(name).replaceAll("'", "").match(/[a-z0-9]+/g) ?? []).join("-");
}
