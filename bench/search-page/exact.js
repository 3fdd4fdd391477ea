// Compare the engine with stock lunr.js on the whole index; both in this page.

import { Engine } from "./static/search/engine.js";
import { loadFiles } from "./static/search/files.js";

const TOP = 20;
const AT_ONCE = 200;

export async function open() {
  const engine = new Engine(await loadFiles(new URL("data/search/", document.baseURI)));
  const papers = [...Array(engine.count).keys()];
  const numbers = new Map();
  // All at once would be more requests than a browser takes.
  for (let start = 0; start < papers.length; start += AT_ONCE) {
    const some = papers.slice(start, start + AT_ONCE);
    (await engine.files.records(some)).forEach(({ id }, i) => numbers.set(id, some[i]));
  }
  const index = lunr.Index.load(await (await fetch("data/lunr-index.json")).json());
  const terms = (await engine.vocabulary()).terms;
  return { engine, index, numbers, terms };
}

/** Return what is compared for a query: how many hits, whether all agree, the largest difference, both times. */
export async function compare({ engine, index, numbers }, clauses) {
  await engine.prepare(clauses);
  const started = performance.now();
  const own = engine.query(clauses);
  const between = performance.now();
  const stock = askLunr(index, clauses).map(({ ref, score }) => ({ paper: numbers.get(ref), score }));
  const ended = performance.now();

  const scores = new Map(stock.map(({ paper, score }) => [paper, score]));
  const differences = own.map(({ paper, score }) => Math.abs(score - (scores.get(paper) ?? Infinity)));
  // Lunr leaves open who comes first of equals, and its equals may differ in the last digit.
  const rounded = (score) => Math.round(score * 1e8);
  const order = (hits) => [...hits].sort((a, b) => rounded(b.score) - rounded(a.score) || b.paper - a.paper).slice(0, TOP);
  const places = order(stock);
  const isSameTop = order(own).every(({ paper, score }, i) => {
    return places[i]?.paper === paper && Math.abs(places[i].score - score) <= 1e-9;
  });
  return {
    hits: stock.length,
    isSame: own.length === stock.length && differences.every((difference) => difference <= 1e-9),
    isSameTop: isSameTop && places.length === Math.min(own.length, TOP),
    difference: Math.max(0, ...differences),
    own: between - started,
    stock: ended - between,
  };
}

function askLunr(index, clauses) {
  return index.query((query) => {
    for (const { term, prefix, presence = "optional", ...rest } of clauses) {
      const { pattern, ...options } = rest; // a "*" is a wildcard to lunr anyway
      query.term(term + (prefix ? "*" : ""), { ...options, presence: lunr.Query.presence[presence.toUpperCase()] });
    }
  });
}
