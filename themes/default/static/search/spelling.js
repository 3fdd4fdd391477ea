// A word that no paper has -> what may have been meant.

import { firstIndex } from "./engine.js";
import { inflections, papersHaving, papersInAll, wordsInPlace } from "./words.js";

const MIN_LENGTH = 4; // characters; shorter words are one edit from too many others
const MIN_LENGTH_FOR_TWO = 8; // characters; two edits make nearly any shorter word of any other
const MIN_PART = 4; // characters of a word that was written together with the next; "fastest" is not "fas test"
const OFFERED = 3;
const COMPARED = 8; // corrections that are as good by themselves; their files of terms are loaded
const SHORTENED = /^([a-z]{3,})(\d{1,2})([a-z]{3,})?$/;
const CITATION_KEY = /^([a-z]{2,})((?:19|20)\d\d)([a-z]{2,})?[a-z]?$/;

/**
 * Return {typed, used, others} for each of the words, unknown to the index, that looks like one that it has. `known`
 * are the other words of the query.
 */
export async function findCorrections(engine, words, known) {
  const wrong = words.filter(({ joined }) => canCorrect(joined));
  if (!wrong.length) return [];
  const vocabulary = await engine.vocabulary();
  const company = findCompany(engine, known);
  const corrections = [];
  for (const word of wrong) {
    const [used, ...others] = await correctWord(engine, word, vocabulary, company);
    if (used) corrections.push({ typed: word.joined, used, others });
  }
  return corrections;
}

/** Return {fields, papers} for all fields together and for each: the papers that have all words in them. */
function findCompany(engine, words) {
  return [undefined, ...engine.files.manifest.fields.map(({ name }) => [name])].map((fields) => {
    return { fields, papers: papersInAll(words.map(({ alternatives }) => papersHaving(engine, alternatives, fields))) };
  });
}

/** Correct the wrong part of "speech-recgnition" alone, where one is wrong. */
async function correctWord(engine, { joined, parts, isSplit }, vocabulary, company) {
  const wrong = parts.filter((part) => !engine.has(part));
  const suggestWith = async (word) => {
    const near = await preferTogether(engine, findNear(word, vocabulary), company);
    return near.slice(0, OFFERED).map(({ text }) => text);
  };
  if (!isSplit || wrong.length !== 1 || !canCorrect(wrong[0])) return suggestWith(joined);
  const rights = await suggestWith(wrong[0]);
  return rights.map((right) => parts.map((part) => (part === wrong[0] ? right : part)).join("-"));
}

/**
 * Of those that are as near as the first, put first what stands in one field with the other words, then what stands in
 * one paper with them: "Ada Lovelase" is Ada Lovelace.
 */
async function preferTogether(engine, near, [everywhere, ...fields]) {
  const equals = near.filter(({ edits }) => edits === near[0].edits).slice(0, COMPARED);
  if (equals.length < 2 || !everywhere.papers.length) return near;
  const clausesOf = ({ text }) => text.split(" ").map((term) => ({ term }));
  await engine.prepare(equals.flatMap(clausesOf));
  const isIn = (one) => (company) => {
    const having = clausesOf(one).map((clause) => engine.papersWith([clause], company.fields));
    return company.papers.some((paper) => having.every((set) => set.has(paper)));
  };
  const closeness = new Map(equals.map((one) => [one, isIn(one)(everywhere) + fields.some(isIn(one))]));
  return [...equals.sort((a, b) => closeness.get(b) - closeness.get(a)), ...near.filter((one) => !closeness.has(one))];
}

function canCorrect(word) {
  return word.length >= MIN_LENGTH && /\p{L}/u.test(word);
}

/**
 * Return what in the vocabulary is near to `word` as [{text, edits}, ...], best first: fewer edits, then "ue" for "ü",
 * then the same first letter, then more uses. An edit inserts, deletes or replaces a character, or swaps two neighbours;
 * a missing space is one, too, and so are all umlauts. After two edits the first letter must be the same: people know
 * how a word begins.
 */
function findNear(word, { terms, uses }) {
  const spelt = spellOut(word, terms);
  if (spelt) return [{ text: spelt, edits: 0 }];
  const limit = word.length >= MIN_LENGTH_FOR_TWO ? 2 : 1;
  const found = splits(word, terms, uses);
  const editsTo = editCounter(word, limit);
  const umlauted = word.replace(/([aou])e/g, "$1");
  for (let i = 0; i < terms.length; i++) {
    const isSame = terms[i] === umlauted;
    const edits = isSame ? 1 : editsTo(terms[i]);
    const isAlike = terms[i][0] === word[0];
    if (edits <= limit && (isAlike || edits < 2)) found.push({ text: terms[i], edits, isSame, isAlike, uses: uses[i] });
  }
  found.sort((a, b) => a.edits - b.edits || b.isSame - a.isSame || b.isAlike - a.isAlike || b.uses - a.uses);
  return found;
}

/**
 * Return "text-to-image" for "text2image", "eccv 2022" for "eccv22", and "lovelace 1843 notes" for "lovelace1843notes",
 * where the index has the words; or null.
 */
function spellOut(word, terms) {
  const isKnown = (part) => placeOf(terms, part) >= 0;
  const key = (CITATION_KEY.exec(word) ?? []).slice(1).filter(Boolean);
  if (key.length && key.every(isKnown)) return key.join(" ");
  const [, first, digits, last] = SHORTENED.exec(word) ?? [];
  if (digits === "2" && isKnown(first) && isKnown(last)) return `${first}-to-${last}`;
  const year = `20${digits}`;
  return digits?.length === 2 && !last && isKnown(first) && isKnown(year) ? `${first} ${year}` : null;
}

/** Return the way to cut the word into two of which the rarer is most used, in any form, if there is one. */
function splits(word, terms, uses) {
  const usesOf = (part) => Math.max(...[part, ...inflections(part)].map((form) => uses[placeOf(terms, form)] ?? 0));
  let best = { uses: 0 };
  for (let i = MIN_PART; i <= word.length - MIN_PART; i++) {
    const parts = [word.slice(0, i), word.slice(i)];
    const least = Math.min(...parts.map(usesOf));
    if (least > best.uses) best = { text: parts.join(" "), edits: 1, isSame: false, isAlike: true, uses: least };
  }
  return best.uses ? [best] : [];
}

/** Return where the term is among the ordered terms, or -1. */
function placeOf(terms, term) {
  const place = firstIndex(terms, (other) => other >= term);
  return terms[place] === term ? place : -1;
}

/**
 * Return a function that counts the edits from `word` to another, or returns some number above `limit` when
 * they are more. It is called for every term of the vocabulary: only cells near the diagonal of the usual
 * table are filled in, in three rows that are used again and again.
 */
function editCounter(word, limit) {
  const size = word.length + limit + 2;
  let [before, previous, current] = [new Uint8Array(size), new Uint8Array(size), new Uint8Array(size)];
  return (other) => {
    if (Math.abs(other.length - word.length) > limit) return limit + 1;
    for (let j = 0; j <= limit + 1 && j < size; j++) current[j] = j;
    for (let i = 1; i <= word.length; i++) {
      [before, previous, current] = [previous, current, before];
      const first = Math.max(1, i - limit);
      const last = Math.min(other.length, i + limit);
      current[first - 1] = first === 1 ? i : limit + 1;
      let least = current[first - 1];
      for (let j = first; j <= last; j++) {
        const isSame = word[i - 1] === other[j - 1];
        let edits = Math.min(previous[j - 1] + (isSame ? 0 : 1), previous[j] + 1, current[j - 1] + 1);
        if (i > 1 && j > 1 && word[i - 1] === other[j - 2] && word[i - 2] === other[j - 1]) {
          edits = Math.min(edits, before[j - 2] + 1);
        }
        current[j] = edits;
        if (edits < least) least = edits;
      }
      current[last + 1] = limit + 1; // read from the next row
      if (least > limit) return limit + 1;
    }
    return current[other.length];
  };
}

/** Return `text` with its misspelt words replaced, everything else as it was. */
export function replaceWords(text, corrections) {
  let replaced = "";
  let position = 0;
  for (const [start, end, tokens] of wordsInPlace(text)) {
    const correction = corrections.find(({ typed }) => typed === tokens.at(-1));
    if (!correction) continue;
    replaced += text.slice(position, start) + correction.used;
    position = end;
  }
  return replaced + text.slice(position);
}
