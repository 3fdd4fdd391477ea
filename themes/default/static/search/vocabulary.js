// All terms of the index, and which of them a pattern or a misspelt word stands for. The rules are
// those of Lunr 2.3.9's token sets.

/** Return {terms, uses} of the vocabulary file's value, which is described in papercatalog/search/vocabulary.py. */
export function readVocabulary({ terms: coded, uses }) {
  let term = "";
  const terms = coded.split(" ").map((code) => (term = term.slice(0, parseInt(code[0], 36)) + code.slice(1)));
  return { terms: uses.length ? terms : [], uses };
}

/** Return the terms that match the pattern, in which "*" is any number of any characters. */
export function expandPattern(terms, pattern) {
  const literals = pattern.split("*").map((text) => text.replace(/[.+?^$()[\]{}|\\/-]/g, "\\$&"));
  const expression = new RegExp(`^${literals.join("[^]*")}$`);
  return terms.filter((term) => expression.test(term));
}

/**
 * Return the terms at most `edits` edits away from `word`. An edit inserts, deletes or replaces a
 * character, or swaps two neighbours.
 */
export function expandEdits(terms, word, edits) {
  return terms.filter((term) => canBecome(word, term, edits));
}

function canBecome(word, term, edits) {
  if (Math.abs(word.length - term.length) > edits) return false;
  let same = 0;
  while (same < word.length && word[same] === term[same]) same++;
  if (same === word.length && same === term.length) return true;
  if (!edits) return false;
  const [rest, wanted] = [word.slice(same), term.slice(same)];
  return (
    (wanted && canBecome(rest, wanted.slice(1), edits - 1)) ||
    (rest && canBecome(rest.slice(1), wanted, edits - 1)) ||
    (rest && wanted && canBecome(rest.slice(1), wanted.slice(1), edits - 1)) ||
    // As in Lunr, the character that is moved on may be edited once more.
    (rest[1] && rest[1] === wanted[0] && canBecome(rest[0] + rest.slice(2), wanted.slice(1), edits - 1)) ||
    false
  );
}
