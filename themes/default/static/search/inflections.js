// Other forms of English words, for readers who type one where the papers say the other.

const MIN_LENGTH = 4; // characters of a word that has forms
const MIN_BASE = 3;

const BASES = [
  [/ie[sd]$/, "y"],
  [/(s|x|z|ch|sh)es$/, "$1"],
  [/([^suai])s$/, "$1"],
  [/(ing|ed)$/, ""],
  [/(ing|ed)$/, "e"],
  [/ction$/, "ct"],
  [/ation$/, "ate"],
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
 * Return the other forms of a word, "faces" for "face" and "detection" for "detect", and how it is spelt on the
 * other side of the Atlantic. Forms that do not exist do no harm: no paper has them.
 */
export function inflections(word) {
  if (word.length < MIN_LENGTH || !/^[a-z]+$/.test(word)) return [];
  const bases = changed(word, BASES).filter((base) => base.length >= MIN_BASE);
  const forms = new Set([...(bases.length ? bases : [word]).flatMap(formsOf), ...changed(word, SPELLINGS)]);
  forms.delete(word);
  return [...forms];
}

function changed(word, changes) {
  return changes.filter(([pattern]) => pattern.test(word)).map(([pattern, other]) => word.replace(pattern, other));
}

function formsOf(base) {
  const stem = base.slice(0, -1);
  const noun = /(ct|te)$/.test(base) ? [`${base.replace(/e$/, "")}ion`] : [];
  if (base.endsWith("e")) return [base, `${base}s`, `${base}d`, `${stem}ing`, ...noun];
  if (/[^aeiou]y$/.test(base)) return [base, `${stem}ies`, `${stem}ied`, `${base}ing`];
  const plural = /(s|x|z|ch|sh)$/.test(base) ? `${base}es` : `${base}s`;
  return [base, plural, `${base}ed`, `${base}ing`, ...noun];
}
