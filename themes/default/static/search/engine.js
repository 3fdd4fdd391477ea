// Loads the search files and scores clauses, exactly as Lunr 2.3.9's `Index.prototype.query`
// does with the same terms: same papers, same scores. The format of the files is described in
// papercatalog/search/shards.py. Nothing here knows what readers type or what a page looks like.

/** Fetch the manifest below `folder` (a URL that ends with "/") and all postings. */
export async function openEngine(folder) {
  // Only the manifest's name stays the same from build to build: never trust a cached one.
  const manifest = await fetchJson(new URL("manifest.json", folder), { cache: "no-cache" });
  const files = await Promise.all(manifest.terms.map(({ file }) => fetchJson(new URL(file, folder))));
  return new Engine(folder, manifest, files.flat());
}

class Engine {
  #folder;
  #manifest;
  #entries; // [term, field, [papers], ...], in the order of strings
  #postings = new Map(); // entry -> decoded, when first needed
  #files = new Map(); // number of a file of papers -> promise of its records
  stopWords;

  constructor(folder, manifest, entries) {
    this.#folder = folder;
    this.#manifest = manifest;
    this.#entries = entries;
    this.stopWords = new Set(manifest.stopWords);
  }

  get count() {
    return this.#manifest.count;
  }

  /**
   * Return [{paper, score}], best first, ties by number.
   *
   * A clause is {term, prefix = false, fields = all, boost = 1, presence = "optional"},
   * where presence may also be "required" or "prohibited".
   */
  query(clauses) {
    const vectors = this.#manifest.fields.map(() => new Map()); // per field: posting -> boost
    const required = [];
    const prohibited = new Set();
    for (const { term, prefix = false, fields, boost = 1, presence = "optional" } of clauses) {
      const numbers = this.#fieldNumbers(fields);
      if (presence === "required") required.push(this.papersWith(term, { prefix, fields }));
      for (const posting of this.#expand(term, prefix)) {
        for (const field of numbers) {
          if (presence !== "prohibited") vectors[field].set(posting, (vectors[field].get(posting) ?? 0) + boost);
          else for (const paper of posting.papers[field]) prohibited.add(paper);
        }
      }
    }
    const scores = this.#score(vectors);
    if (clauses.every(({ presence }) => presence === "prohibited")) {
      for (let paper = 0; paper < this.count; paper++) scores.set(paper, 0);
    }
    return [...scores]
      .filter(([paper]) => !prohibited.has(paper) && required.every((papers) => papers.has(paper)))
      .map(([paper, score]) => ({ paper, score }))
      .sort((a, b) => b.score - a.score || a.paper - b.paper);
  }

  /** Return the set of papers that have the term in one of the fields. */
  papersWith(term, { prefix = false, fields } = {}) {
    const found = new Set();
    for (const { papers } of this.#expand(term, prefix)) {
      for (const field of this.#fieldNumbers(fields)) for (const paper of papers[field]) found.add(paper);
    }
    return found;
  }

  /** Return the papers whose title consists of just these tokens, whatever their order. */
  papersTitled(tokens) {
    const field = this.#fieldNumbers(["title"])[0];
    const counts = new Map();
    for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
    let candidates = null;
    for (const [token, count] of counts) {
      const found = new Set();
      for (const { papers, lengths, counts: counted } of this.#expand(token, false)) {
        papers[field].forEach((paper, i) => {
          if (counted[field][i] === count && lengths[field][i] === tokens.length) found.add(paper);
        });
      }
      candidates = candidates ? new Set([...candidates].filter((paper) => found.has(paper))) : found;
    }
    return candidates ?? new Set();
  }

  /** Load what results show of these papers, in the given order. */
  async records(papers) {
    const size = this.#manifest.papersPerFile;
    const files = await Promise.all(papers.map((paper) => this.#paperFile(Math.floor(paper / size))));
    return papers.map((paper, i) => files[i][paper % size]);
  }

  #paperFile(number) {
    if (!this.#files.has(number)) {
      this.#files.set(number, fetchJson(new URL(this.#manifest.papers[number], this.#folder)));
    }
    return this.#files.get(number);
  }

  #fieldNumbers(names) {
    const numbers = [...this.#manifest.fields.keys()];
    return names ? numbers.filter((number) => names.includes(this.#manifest.fields[number].name)) : numbers;
  }

  // Lunr normalises the query's vector, not the paper's; it does so in each field by itself.
  #score(vectors) {
    const scores = new Map();
    vectors.forEach((vector, field) => {
      let squares = 0;
      for (const boost of vector.values()) squares += boost * boost;
      for (const [{ papers, weights }, boost] of vector) {
        papers[field].forEach((paper, i) => {
          const share = (weights[field][i] * boost) / Math.sqrt(squares) || 0;
          scores.set(paper, (scores.get(paper) ?? 0) + share);
        });
      }
    });
    return scores;
  }

  #expand(term, prefix) {
    const found = [];
    for (let i = this.#position(term); i < this.#entries.length; i++) {
      const candidate = this.#entries[i][0];
      if (prefix ? !candidate.startsWith(term) : candidate !== term) break;
      found.push(this.#decode(this.#entries[i]));
    }
    return found;
  }

  /** Return where `term` is or would be: binary search in the order of strings, which is the files' order. */
  #position(term) {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#entries[middle][0] < term) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #decode(entry) {
    if (!this.#postings.has(entry)) this.#postings.set(entry, decode(entry, this.#manifest));
    return this.#postings.get(entry);
  }
}

/** Turn an entry of a terms file into {papers, lengths, counts, weights}, each a list per field. */
function decode(entry, { fields, count: total, k1, b }) {
  const empty = () => fields.map(() => []);
  const posting = { papers: empty(), lengths: empty(), counts: empty(), weights: empty() };
  let uses = 0; // Lunr counts a term that stands in two fields of a paper twice
  for (let i = 1; i < entry.length; i += 4) {
    const [field, distances, lengths, counts] = entry.slice(i, i + 4);
    let paper = 0;
    posting.papers[field] = distances.map((distance) => (paper += distance));
    posting.lengths[field] = lengths;
    posting.counts[field] = counts === 1 ? lengths.map(() => 1) : counts;
    uses += distances.length;
  }
  const rarity = Math.log(1 + Math.abs((total - uses + 0.5) / (uses + 0.5)));
  fields.forEach(({ boost, averageLength }, field) => {
    posting.weights[field] = posting.counts[field].map((count, i) => {
      const length = posting.lengths[field][i] / averageLength;
      // The same operations in the same order as Lunr's builder, or the last digit differs.
      const score = (rarity * ((k1 + 1) * count)) / (k1 * (1 - b + b * length) + count);
      return Math.round(score * boost * 1000) / 1000;
    });
  });
  return posting;
}

async function fetchJson(url, options) {
  const response = await fetch(url, options);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}
