// An entry of a file of terms -> typed arrays with the weights of the Lunr index. How numbers are
// written is described in papercatalog/search/shards.py.

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
