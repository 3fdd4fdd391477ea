// A text -> its words and tokens, and what a word that a reader types may stand for in the index.
//
// Texts are cut by the same rules as when the index was made (papercatalog/search/tokens.py); tests compare the two on
// shared cases. Change one and the other must follow.

// Chinese, Japanese and Korean are written without (reliable) spaces.
const UNSPACED =
  "\\u3005-\\u3007\\u3041-\\u3096\\u309d-\\u309f\\u30a1-\\u30fa\\u30fc-\\u30ff" +
  "\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7af\\u{20000}-\\u{3ffff}";
const UNSPACED_RUN = new RegExp(`([${UNSPACED}]+)`, "u");
const CHUNK = /[\p{L}\p{N}][\p{L}\p{N}_.+#^'-]*/gu;
const DIVIDER = /[-+#]|\.(?![0-9])|(?<![0-9])\./u;
const TRAILING = ".'^_-";
// A word as it stands in text that has not been folded.
const WRITTEN = "\\p{L}\\p{N}\\p{M}_.+#^'\\u2019\\u2010\\u2011\\u207a\\u208a-";
// Letters that are no others with an accent, but that people type so.
const SPELT = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", ŋ: "n" };
const PLAIN_WORD = /^[a-z]+$/;
const WRITTEN_WORD = new RegExp(`[${UNSPACED}]+|(?:(?![${UNSPACED}])[${WRITTEN}])+`, "gu");

/** Return the words of `text` in reading order as {joined, parts}: `IJB-B` is "ijbb", ["ijb", "b"]. */
export function chunks(text) {
  return fold(text).split(UNSPACED_RUN).flatMap((run, i) => (i % 2 ? pairs(run) : (run.match(CHUNK) ?? []).map(cut)));
}

/** Return all tokens of `text`: of each word its parts, then the joined form where that is another one. */
export function tokens(text) {
  return chunks(text).flatMap(chunkTokens);
}

export function chunkTokens({ joined, parts }) {
  return parts.length === 1 && parts[0] === joined ? parts : [...parts, joined];
}

/** Return what is the same in all spellings of a name: "crowd pose", "Crowd-Pose"; "Labeled Scenes", "labelled scenes". */
export function nameKey(text) {
  const joined = chunks(text).map((chunk) => chunk.joined).join("");
  return joined.replaceAll("z", "s").replaceAll("ll", "l").replaceAll("our", "or");
}

/** Tell whether `token` comes from a script without spaces, where one or two characters are a word. */
function isUnspaced(token) {
  return UNSPACED_RUN.test(token);
}

/** Yield [start, end, tokens] of each word of `text` as written, so that it can be marked in place. */
export function* wordsInPlace(text) {
  for (const { 0: word, index } of text.matchAll(WRITTEN_WORD)) {
    // Most words: their token without the toil, for these are all words of ten abstracts.
    if (PLAIN_WORD.test(word)) yield [index, index + word.length, [word]];
    else if (!isUnspaced(word)) {
      const end = trimEnd(word, TRAILING).length;
      if (end) yield [index, index + end, tokens(word)];
    } else {
      let start = index;
      for (const { joined } of chunks(word)) {
        yield [start, start + joined.length, [joined]];
        start += [...joined][0].length;
      }
    }
  }
}

/** Drop what people vary or cannot type: accents, ligatures, superscripts, mathematical letters, case. */
export function fold(text) {
  return text
    .normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase()
    .replaceAll("\u2019", "'").replaceAll("\u2010", "-").replaceAll("ς", "σ")
    .replace(/[${}\u00ad\u200c\u200d]/g, "").replace(/[ßæœøłđðþıħŋ]/g, (letter) => SPELT[letter]);
}

function pairs(run) {
  const characters = [...run];
  const starts = characters.slice(0, Math.max(1, characters.length - 1));
  return starts.map((_, i) => {
    const pair = characters.slice(i, i + 2).join("");
    return { joined: pair, parts: [pair] };
  });
}

function cut(chunk) {
  const word = trimEnd(chunk, TRAILING);
  const stem = trimEnd(word, "+#");
  const tail = word.slice(stem.length);
  const body = trimEnd(stem, TRAILING).replace(/'s$/, "").replace(/[\^_']/g, "");
  const parts = body.split(DIVIDER).filter(Boolean);
  return { joined: parts.join("") + tail, parts };
}

function trimEnd(text, characters) {
  let end = text.length;
  while (end && characters.includes(text[end - 1])) end--;
  return text.slice(0, end);
}

// What a word may stand for

const MIN_PREFIX = 3; // characters; shorter beginnings match half the vocabulary
const COMPOUND_BOOST = 10; // "ijb-b" means IJB-B more than it means ijb and b
const PREFIX_BOOST = 0.5; // a whole word is better than a word that only begins so
const INFLECTED_BOOST = 0.5;
const JOINED_BOOST = 2;
const ENDED = /[?!.,;:)\]]$/; // what is typed after a word
// Said around what is asked for, and in no paper that is meant.
const FRAME = new RegExp(
  "^(?:(?:(?:new|recent|latest) )?(?:papers?|research|work|articles?|results?) )?" +
    "(?:about|on|by|for|with|from|using) | (?:papers?|articles?)$",
  "giu",
);
const AND_OTHERS = /(?<=\p{L},? )et al\b[.,]*/giu;
const ONE_OF_YEAR = /\b((?:19|20)\d\d)[a-h]\b/g; // as in a list of references

/** Return what a question is about: "papers by Ada Lovelace" about Ada Lovelace, "Lovelace et al., 1843a" about 1843. */
export function withoutFrame(text) {
  return text.replace(AND_OTHERS, "").replace(ONE_OF_YEAR, "$1").replace(FRAME, "");
}

/**
 * Return the words of `text` as [{joined, parts, clauses, alternatives, asTyped, isTooShort}, ...]. A paper has the
 * word if it has all terms of one of the alternatives: "few-shot" is also found where the text says "fewshot" or
 * "few shot". `asTyped` are the alternatives that are no other form of the word. The last word may be unfinished;
 * `isTooShort` tells that too little of it is there to look it up.
 */
export function readWords(text, stopWords, canJoin = () => true) {
  const telling = tellingWords(chunks(text), stopWords);
  const isLast = (i) => i === telling.length - 1 && !ENDED.test(text.trim());
  return joinNeighbours(telling.map((chunk, i) => readWord(chunk, { isLast: isLast(i) })), canJoin);
}

/** Return the words of a name, as readWords does. An initial is no part of a word: "C. Ho" is not Cho. */
export function readName(text) {
  const initials = fold(text).match(/(?<!\p{L})\p{L}(?=\.)/gu) ?? [];
  return readWords(text, new Set(), ({ joined }) => !initials.includes(joined));
}

/** Drop stop words, which abstracts are indexed without; keep them when there is nothing else. */
export function tellingWords(words, stopWords) {
  const all = words.map((word) => ({ ...word, isSplit: word.parts.length > 1 }));
  const telling = all
    .map((word) => ({ ...word, parts: word.parts.filter((part) => !stopWords.has(part)) }))
    .filter(({ parts }) => parts.length);
  return telling.length ? telling : all;
}

/** Read one word of `tellingWords`. The last one may be unfinished; an exact one stands for no other form. */
export function readWord({ joined, parts, isSplit }, { isLast = false, isExact = false } = {}) {
  const canGrow = (term) => isLast && ([...term].length >= MIN_PREFIX || isUnspaced(term));
  const beginning = (term) => ({ term, prefix: canGrow(term) });
  const isCompound = isSplit || parts[0] !== joined;
  const clauses = [{ term: joined, boost: isCompound ? COMPOUND_BOOST : 1 }];
  if (isCompound) clauses.push(...parts.map((term) => ({ term })));
  const grown = [...new Set([joined, parts.at(-1)])].filter(canGrow);
  clauses.push(...grown.map((term) => ({ term, prefix: true, boost: PREFIX_BOOST })));

  const alternatives = [[beginning(joined)]];
  // "c++" is not split: a paper that says "c" does not have it.
  if (isSplit) alternatives.push([...parts.slice(0, -1).map((term) => ({ term })), beginning(parts.at(-1))]);
  const forms = isExact || isCompound ? [] : inflections(joined);
  clauses.push(...forms.map((term) => ({ term, boost: INFLECTED_BOOST })));
  return {
    joined,
    parts,
    isSplit,
    clauses,
    asTyped: [...alternatives],
    alternatives: [...alternatives, ...forms.map((term) => [{ term }])],
    isTooShort: isLast && !grown.length,
  };
}

/** Let "crowd pose" and "aff wild 2" find CrowdPose and Aff-Wild2: two or three words in a row, written as one. */
function joinNeighbours(words, canJoin) {
  words.forEach((first, start) => {
    for (let end = start + 2; end <= Math.min(start + 3, words.length); end++) {
      const joined = words.slice(start, end);
      if (!joined.every(canJoin)) continue;
      const term = joined.map((word) => word.joined).join("");
      first.clauses.push({ term, boost: JOINED_BOOST });
      for (const word of joined) {
        word.alternatives.push([{ term }]);
        word.asTyped.push([{ term }]);
      }
    }
  });
  return words;
}

/** Return the set of papers that have all terms of one of a word's alternatives in the fields. */
export function papersHaving(engine, alternatives, fields) {
  const found = engine.papersWith(alternatives.filter(({ length }) => length === 1).flat(), fields);
  for (const terms of alternatives.filter(({ length }) => length > 1)) {
    for (const paper of papersInAll(terms.map((term) => engine.papersWith([term], fields)))) found.add(paper);
  }
  return found;
}

/** Return the papers that are in all of the sets, in the order of the first; where there are no sets, none. */
export function papersInAll([first = [], ...others]) {
  return [...first].filter((paper) => others.every((set) => set.has(paper)));
}

/** Tell whether one author has all words in the name, the last perhaps unfinished; beside others, a letter is an initial. */
export function isCalled(author, words) {
  const names = tokens(author);
  const isBegun = (term) => words.length > 1 && term.length === 1;
  return words.every(({ asTyped }) =>
    asTyped.some((terms) =>
      terms.every(({ term, prefix }) =>
        names.some((name) => (prefix || isBegun(term) ? name.startsWith(term) : name === term)),
      ),
    ),
  );
}

/**
 * Return the clauses of a word by which papers are scored. What a beginning may grow into counts by how usual it is: Lunr
 * prefers rare words, and of "recog" would think "recognizably" before "recognition".
 */
export function scoringClauses(engine, { clauses }) {
  return clauses.flatMap((clause) => (clause.prefix ? grow(engine, clause) : [clause]));
}

function grow(engine, { term, boost }) {
  const uses = engine.termsBeginning(term).map((longer) => [longer, engine.countWith(longer)]);
  const total = uses.reduce((sum, [, papers]) => sum + papers, 0);
  return uses.map(([longer, papers]) => ({ term: longer, boost: (boost * papers) / total }));
}

// Other forms of English words, for readers who type one where the papers say the other.

const MIN_LENGTH = 4; // characters of a word that has forms
const MIN_BASE = 3;

const BASES = [
  [/ie[sd]$/, "y"],
  [/(s|x|z|ch|sh)es$/, "$1"],
  [/([^suai])s$/, "$1"],
  [/(ing|(?<!e)ed)$/, ""], // "breed" and "bring" are no forms of "bre"
  [/(ing|ed)$/, "e"],
];
// Of a noun the verb: "classify", "localize", "represent", "generate".
const VERBS = [
  [/ction$/, "ct"],
  [/ification$/, "ify"],
  [/(i[sz])ation$/, "$1e"],
  [/entation$/, "ent"],
  [/(?<!ific|i[sz]|ent)ation$/, "ate"],
];
const SPELLINGS = [
  [/is(e[ds]?|ing|ations?)$/, "iz$1"],
  [/iz(e[ds]?|ing|ations?)$/, "is$1"],
  [/ll(ed|ing)$/, "l$1"],
  [/([aeiou]l)(ed|ing)$/, "$1l$2"],
  [/our(s?)$/, "or$1"],
  [/([^aeiou]o)r(s?)$/, "$1ur$2"],
];

/**
 * Return the other forms of a word, "scenes" for "scene" and "detection" for "detect", and how it is spelt on the
 * other side of the Atlantic. Forms that do not exist do no harm: no paper has them.
 */
export function inflections(word) {
  if (word.length < MIN_LENGTH || !/^[a-z]+$/.test(word)) return [];
  const shorter = changed(word, BASES).filter((base) => base.length >= MIN_BASE);
  const bases = shorter.length ? shorter : [word];
  const verbs = bases.flatMap((base) => changed(base, VERBS));
  const forms = new Set([...[...bases, ...verbs].flatMap(formsOf), ...changed(word, SPELLINGS)]);
  forms.delete(word);
  return [...forms];
}

function changed(word, changes) {
  return changes.filter(([pattern]) => pattern.test(word)).map(([pattern, other]) => word.replace(pattern, other));
}

function formsOf(base) {
  if (/[ac]tion$/.test(base)) return [base, `${base}s`];
  const stem = base.slice(0, -1);
  const noun = /(ct|te)$/.test(base) ? [`${base.replace(/e$/, "")}ion`] : [];
  if (base.endsWith("e")) return [base, `${base}s`, `${base}d`, `${stem}ing`, ...noun];
  if (/[^aeiou]y$/.test(base)) return [base, `${stem}ies`, `${stem}ied`, `${base}ing`];
  const plural = /(s|x|z|ch|sh)$/.test(base) ? `${base}es` : `${base}s`;
  return [base, plural, `${base}ed`, `${base}ing`, ...noun];
}
