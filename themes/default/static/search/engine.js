// Scores clauses exactly as Lunr 2.3.9's `Index.prototype.query` does with the same terms: same papers, same
// scores. The format of the postings is described in papercatalog/search/shards.py. Nothing here knows what
// readers type or what a page looks like.
//
// A clause is {term, fields = all, boost = 1, prefix = false, pattern = false, editDistance = 0,
// presence = "optional"}. With `prefix` it stands for all terms that begin so, with `pattern` each
// "*" in it for any characters, with `editDistance` for terms so many edits away. `presence` may
// also be "required" or "prohibited".

import { decodePosting } from "./files.js";

export class Engine {
  #manifest;
  #shards = []; // number of a file of terms -> its entries, when loaded
  #postings = new Map(); // entry -> decoded, when first needed
  #patterns = null; // the module vocabulary.js, when first needed
  #vocabulary = null;
  #expansions = new Map(); // what needed the vocabulary -> its terms
  files;
  stopWords;

  constructor(files) {
    this.files = files;
    this.#manifest = files.manifest;
    this.stopWords = new Set(this.#manifest.stopWords);
  }

  get count() {
    return this.#manifest.count;
  }

  /** Load what the clauses need; all that is not async below holds for prepared clauses only. */
  async prepare(clauses) {
    if (clauses.some(({ pattern, editDistance }) => pattern || editDistance)) {
      this.#patterns ??= await import("./vocabulary.js"); // readers do not type such
    }
    if (clauses.some(needsVocabulary)) await this.vocabulary();
    const numbers = new Set(clauses.flatMap((clause) => this.#shardNumbers(clause)));
    await Promise.all([...numbers].map(async (number) => {
      this.#shards[number] ??= await this.files.terms(number);
    }));
  }

  /** Return [{paper, score}], best first, of equals the newer paper first. */
  query(clauses) {
    const { papers, scores } = this.score(clauses);
    papers.sort((a, b) => scores[b] - scores[a] || b - a);
    return papers.map((paper) => ({ paper, score: scores[paper] }));
  }

  /** Return {papers, scores}: the numbers of those found, oldest first, and the score of each number. */
  score(clauses) {
    const vectors = this.#manifest.fields.map(() => new Map()); // per field: posting -> boost
    const required = [];
    const prohibited = [];
    for (const clause of clauses) {
      const { boost = 1, presence = "optional" } = clause;
      const postings = this.#expand(clause);
      const fields = this.#fieldNumbers(clause.fields);
      if (presence === "required") required.push(this.#papersOf(postings, fields));
      if (presence === "prohibited") {
        prohibited.push(this.#papersOf(postings, fields));
        continue;
      }
      for (const field of fields) {
        const vector = vectors[field];
        for (const posting of postings) vector.set(posting, (vector.get(posting) ?? 0) + boost);
      }
    }
    const { found, scores } = this.#add(vectors);
    if (prohibited.length === clauses.length) found.fill(1); // all but these
    const papers = [];
    for (let paper = 0; paper < this.count; paper++) if (found[paper]) papers.push(paper);
    if (!required.length && !prohibited.length) return { papers, scores };
    const isKept = (paper) => required.every((set) => set.has(paper)) && !prohibited.some((set) => set.has(paper));
    return { papers: papers.filter(isKept), scores };
  }

  /** Return the set of papers for which one of the clauses holds in one of the fields. */
  papersWith(clauses, fields) {
    return this.#papersOf(clauses.flatMap((clause) => this.#expand(clause)), this.#fieldNumbers(fields));
  }

  /** Return how many papers have the term. */
  countWith(term) {
    const [posting] = this.#expand({ term });
    if (posting) posting.count ??= this.#papersOf([posting], this.#fieldNumbers()).size;
    return posting?.count ?? 0;
  }

  /** Return the papers whose title, `length` tokens long, has each of these just so often, whatever their order. */
  papersTitled(tokens, length = tokens.length) {
    const [field] = this.#fieldNumbers(["title"]);
    const counts = new Map();
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
    let candidates = null;
    for (const [term, count] of counts) {
      const found = new Set();
      for (const posting of this.#expand({ term })) {
        const { papers, lengths, counts: counted } = posting.fields[field] ?? { papers: [] };
        papers.forEach((paper, i) => {
          if (counted[i] === count && lengths[i] === length) found.add(paper);
        });
      }
      candidates = candidates ? new Set([...candidates].filter((paper) => found.has(paper))) : found;
    }
    return candidates ?? new Set();
  }

  /** Tell whether any paper has the term. */
  has(term) {
    return this.#expand({ term }).length > 0;
  }

  /** Return the terms that begin so, as far as their files are loaded. */
  termsBeginning(prefix) {
    const numbers = this.#shardNumbers({ term: prefix, prefix: true });
    return numbers.flatMap((number) => this.#shards[number] ?? []).map(([term]) => term)
      .filter((term) => term.startsWith(prefix));
  }

  /** Return {terms, uses}: every term, in the order of strings, and how often it stands in a field of a paper. */
  async vocabulary() {
    if (!this.#vocabulary) {
      const [{ readVocabulary }, file] = await Promise.all([import("./vocabulary.js"), this.files.vocabulary()]);
      this.#vocabulary ??= readVocabulary(file);
    }
    return this.#vocabulary;
  }

  #fieldNumbers(names) {
    const numbers = [...this.#manifest.fields.keys()];
    return names ? numbers.filter((number) => names.includes(this.#manifest.fields[number].name)) : numbers;
  }

  // Lunr normalises the query's vector, not the paper's; it does so in each field by itself.
  #add(vectors) {
    const scores = new Float64Array(this.count);
    const found = new Uint8Array(this.count);
    vectors.forEach((vector, field) => {
      let squares = 0;
      for (const boost of vector.values()) squares += boost * boost;
      const length = Math.sqrt(squares);
      for (const [posting, boost] of vector) {
        const { papers, weights } = posting.fields[field] ?? { papers: [] };
        for (let i = 0; i < papers.length; i++) {
          scores[papers[i]] += (weights[i] * boost) / length || 0;
          found[papers[i]] = 1;
        }
      }
    });
    return { found, scores };
  }

  /** Return the numbers of the files of terms in which the clause's terms are. */
  #shardNumbers(clause) {
    if (!this.#manifest.terms.firsts.length) return [];
    if (needsVocabulary(clause)) return [...new Set(this.#vocabularyTerms(clause).map((term) => this.#shardOf(term)))];
    const start = fixedStart(clause);
    const first = this.#shardOf(start);
    if (start === clause.term && !clause.prefix) return [first];
    const last = this.#shardOf(start + "\uffff");
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  }

  #shardOf(term) {
    return Math.max(0, firstIndex(this.#manifest.terms.firsts, (first) => first > term) - 1);
  }

  #vocabularyTerms({ term, editDistance = 0 }) {
    const key = `${editDistance} ${term}`;
    if (!this.#expansions.has(key)) {
      const { terms } = this.#vocabulary;
      this.#expansions.set(key, editDistance ? this.#patterns.expandEdits(terms, term, editDistance) : this.#patterns.expandPattern(terms, term));
    }
    return this.#expansions.get(key);
  }

  /** Return the postings of all terms that the clause stands for. */
  #expand(clause) {
    if (needsVocabulary(clause)) {
      return this.#vocabularyTerms(clause).flatMap((term) => this.#expand({ term }));
    }
    const start = fixedStart(clause);
    const isWhole = start === clause.term && !clause.prefix;
    const found = [];
    for (const number of this.#shardNumbers(clause)) {
      const entries = this.#shards[number];
      if (!entries) throw new Error(`not prepared: ${clause.term}`);
      for (let i = firstIndex(entries, ([term]) => term >= start); i < entries.length; i++) {
        if (isWhole ? entries[i][0] !== start : !entries[i][0].startsWith(start)) break;
        found.push(entries[i]);
      }
    }
    if (!clause.pattern) return found.map((entry) => this.#decode(entry));
    const matching = new Set(this.#patterns.expandPattern(found.map(([term]) => term), clause.term));
    return found.filter(([term]) => matching.has(term)).map((entry) => this.#decode(entry));
  }

  #papersOf(postings, fields) {
    const found = new PaperSet(this.count);
    for (const posting of postings) {
      for (const field of fields) for (const paper of posting.fields[field]?.papers ?? []) found.add(paper);
    }
    return found;
  }

  #decode(entry) {
    if (!this.#postings.has(entry)) this.#postings.set(entry, decodePosting(entry, this.#manifest));
    return this.#postings.get(entry);
  }
}

/** Return the characters with which every term of the clause begins. */
function fixedStart({ term, pattern }) {
  return pattern ? term.split("*", 1)[0] : term;
}

/** Tell whether the clause's terms are spread over all files. */
function needsVocabulary({ term, pattern, editDistance }) {
  return Boolean(editDistance || (pattern && term.startsWith("*")));
}

/** Return where the ordered items begin to satisfy the test. */
export function firstIndex(items, test) {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (test(items[middle])) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A set of papers by number: like a Set, but as quick as an array, for words that half of all papers have. */
class PaperSet {
  #marks;
  size = 0;

  /** Make an empty set for numbers below `count`. */
  constructor(count) {
    this.#marks = new Uint8Array(count);
  }

  add(paper) {
    this.size += 1 - this.#marks[paper];
    this.#marks[paper] = 1;
  }

  has(paper) {
    return this.#marks[paper] === 1;
  }

  /** Yield the numbers in order. */
  *[Symbol.iterator]() {
    for (let paper = this.#marks.indexOf(1); paper >= 0; paper = this.#marks.indexOf(1, paper + 1)) yield paper;
  }
}
