// The search files below data/search/: each fetched once, and what their numbers mean. The formats are described in
// papercatalog/search/files.py and shards.py. Imports nothing: main.js lets it begin while the other modules are on
// their way.

/** A file that the manifest names is not there: the site has been published anew since. Open the files again. */
export class GoneError extends Error {}

let opening = null;

/** Begin loading; later calls wait for the same manifest, until it proves to be out of date. */
export function openFiles() {
  const root = new URL(document.documentElement.dataset.root, document.baseURI);
  opening ??= loadFiles(new URL("data/search/", root)).catch((error) => {
    opening = null;
    throw error;
  });
  return opening;
}

/** Fetch the manifest below `folder` (a URL that ends with "/"). */
export async function loadFiles(folder) {
  // Only the manifest's name stays the same from build to build: never trust a cached one.
  return new Files(folder, await fetchJson(new URL("manifest.json", folder), { cache: "no-cache" }));
}

class Files {
  #folder;
  #loading = new Map(); // name -> promise of its JSON value
  manifest;

  constructor(folder, manifest) {
    this.#folder = folder;
    this.manifest = manifest;
  }

  /** Return the entries of a file of terms, by its number. */
  terms(number) {
    const { hashes, hashLength } = this.manifest.terms;
    return this.#file(`terms-${hashes.slice(number * hashLength, (number + 1) * hashLength)}.json`);
  }

  /** Return the entries of a file of names, by its number. */
  names(number) {
    return this.#file(this.manifest.names[number][1]);
  }

  vocabulary() {
    return this.#file(this.manifest.vocabulary);
  }

  /** Return the JSON value that the build has stored under this name. */
  async extra(name) {
    const file = this.manifest.extra[name];
    if (!file) throw new Error(`the search index has no ${name}`);
    return this.#file(file);
  }

  /** Return what results show of these papers, in the given order. */
  async records(papers) {
    const { folders, filesPerFolder, papersPerFile } = this.manifest.papers;
    const files = await Promise.all(papers.map((paper) => {
      const file = Math.floor(paper / papersPerFile);
      return this.#file(`papers/${folders[Math.floor(file / filesPerFolder)]}/${file % filesPerFolder}.json`);
    }));
    return papers.map((paper, i) => files[i][paper % papersPerFile]);
  }

  #file(name) {
    if (!this.#loading.has(name)) {
      const loading = fetchJson(new URL(name, this.#folder)).catch((error) => {
        this.#loading.delete(name); // the next call tries anew
        if (error instanceof GoneError) opening = null; // what the manifest says is out of date
        throw error;
      });
      this.#loading.set(name, loading);
    }
    return this.#loading.get(name);
  }
}

async function fetchJson(url, options) {
  const response = await fetch(url, options);
  if (response.status === 404) throw new GoneError(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response.json();
}

/**
 * Return {fields}: per number of a field {papers, lengths, counts, weights}, or nothing where no paper
 * has the term in that field.
 */
export function decodePosting(entry, { fields, count: total, k1, b }) {
  const posting = { fields: [] };
  let uses = 0; // Lunr counts a term that stands in two fields of a paper twice
  for (let i = 1; i < entry.length; i += 4) {
    const papers = decodeNumbers(entry[i + 1]);
    for (let j = 1; j < papers.length; j++) papers[j] += papers[j - 1];
    const lengths = decodeNumbers(entry[i + 2]);
    const counts = entry[i + 3] ? decodeNumbers(entry[i + 3]) : new Uint32Array(papers.length).fill(1);
    posting.fields[entry[i]] = { papers, lengths, counts, weights: new Float64Array(papers.length) };
    uses += papers.length;
  }
  const rarity = Math.log(1 + Math.abs((total - uses + 0.5) / (uses + 0.5)));
  posting.fields.forEach(({ lengths, counts, weights }, field) => {
    const { boost, averageLength } = fields[field];
    for (let i = 0; i < weights.length; i++) {
      // The same operations in the same order as Lunr's builder, or the last digit differs.
      const length = lengths[i] / averageLength;
      const score = (rarity * ((k1 + 1) * counts[i])) / (k1 * (1 - b + b * length) + counts[i]);
      weights[i] = Math.round(score * boost * 1000) / 1000;
    }
  });
  return posting;
}

function decodeNumbers(text) {
  const numbers = new Uint32Array(text.length);
  let size = 0;
  let times = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 92) times = times * 34 + code - 92; // "]" is 93
    else {
      numbers[size++] = times * 57 + code - 35; // "#" is 35
      times = 0;
    }
  }
  return numbers.slice(0, size);
}
