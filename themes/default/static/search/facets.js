// What results can be narrowed by. Each facet is a file (papercatalog/search/facets.py), loaded when an
// operator of the query or a reader needs it.

import { FACETS, firstOf } from "./client.js";
import { isCalled, nameKey, papersHaving, papersInAll, readName, readWords } from "./words.js";

const ARXIV_DOI = /^10\.48550\/arxiv\./; // before arXiv's own number
// After an identifier in a text or an address.
const AFTER = /^(?:v\d+)?(?:[./](?:abstract|full|pdf))*(?:[?#].*|[^\p{L}\p{N}]*)$/u;
export const CHECKED = 50; // papers; their records are loaded to see whether two names are one author's

/**
 * Read the operators of a query, the reader's choices (name -> ids) and the order. Return
 *
 *   isAllowed   whether the operators let a paper, by its number, pass
 *   unknown     the operators whose value is the name of nothing
 *   notes       on those that could not be looked into, as client.js describes them
 *   narrow      a function of an answer that gives its {papers, complete, compare} as chosen and ordered
 */
export async function readNarrowing(engine, filters, chosen, sort) {
  const used = [...filters.map(({ name }) => name), ...Object.keys(chosen), ...(sort === "date" ? ["year"] : [])];
  const facets = await loadFacets(engine, used);
  const tests = [];
  const unknown = [];
  const notes = [];
  for (const filter of filters) {
    const papers = await papersOfFilter(engine, facets, filter);
    if (papers) tests.push((paper) => papers.has(paper) !== filter.isExcluded);
    else unknown.push(filter);
    const isUnsure = filter.name === "author" && papers?.size > CHECKED && readName(filter.value).length > 1;
    if (isUnsure) notes.push({ ...filter, problem: "authors", count: papers.size });
  }
  function narrow(answer) {
    const papers = choose(facets, chosen, wantedPapers(answer, sort));
    const complete = choose(facets, chosen, answer.papers.slice(0, answer.complete)).length;
    return { papers, complete, compare: sort === "date" ? byYear(facets.get("year")) : answer.compare };
  }
  return { isAllowed: (paper) => tests.every((test) => test(paper)), unknown, notes, narrow };
}

/** Count how many papers of an answer each value would leave, with the choices made in other facets. */
export async function countFacets(engine, chosen, sort, answer) {
  const facets = await loadFacets(engine, FACETS);
  return [...facets].map(([name, facet]) => {
    const others = Object.fromEntries(Object.entries(chosen).filter(([other]) => other !== name));
    const counts = countValues(facet, choose(facets, others, wantedPapers(answer, sort)));
    const values = facet.values
      .map(([id, title], place) => ({ id, name: title, count: counts[place], isChosen: Boolean(chosen[name]?.includes(id)) }))
      .filter(({ count, isChosen }) => count || isChosen);
    // Years stand in order already.
    if (name !== "year") values.sort((a, b) => b.count - a.count); // stable: of equals by name
    return { name, values };
  });
}

async function loadFacets(engine, names) {
  const wanted = FACETS.filter((name) => names.includes(name));
  const facets = await Promise.all(wanted.map((name) => engine.files.extra(`facet-${name}`)));
  return new Map(wanted.map((name, i) => [name, facets[i]]));
}

// By date, papers that have only some of the words would hide those that have all.
function wantedPapers({ papers, complete }, sort) {
  return sort === "date" && complete ? papers.slice(0, complete) : papers;
}

/** Return the papers that an operator stands for, or null when its value is the name of nothing. */
async function papersOfFilter(engine, facets, { name, value }) {
  if (name === "author") return papersOfAuthor(engine, value);
  if (name === "identifier") return papersIdentified(engine, value);
  if (name === "title") return orNull(await papersWithAll(engine, readWords(value, new Set()), "title"));
  const facet = facets.get(name);
  if (name === "year") return papersOfValues(facet, ([year]) => year >= value[0] && year <= value[1]);
  const isMeant = meaning(facet.values, value);
  return isMeant && papersOfValues(facet, isMeant);
}

/**
 * Return the papers by an author of this name, or null. Of more than CHECKED, some may be by several together; if
 * `compare` tells which are better, no more than the best are looked into and returned.
 */
export async function papersOfAuthor(engine, name, compare) {
  const words = readName(name);
  const whole = words.filter(({ joined }) => joined.length > 1); // papers print the whole name, readers its initials
  let papers = await papersWithAll(engine, whole.length ? whole : words, "authors");
  if (words.length === 1) return orNull(papers);
  if (papers.length > CHECKED) {
    // Fewer have the last word itself, not only one that begins so.
    const fewer = name.endsWith(".") ? null : await papersOfAuthor(engine, `${name}.`, compare);
    if (fewer || !compare) return fewer ?? orNull(papers);
    papers = firstOf(papers, CHECKED, compare);
  }
  const records = await engine.files.records(papers);
  return orNull(papers.filter((_, i) => records[i].authors.some((author) => isCalled(author, words))));
}

async function papersIdentified(engine, value) {
  const identifiers = await engine.files.extra("identifiers");
  const wanted = value.toLowerCase().replace(ARXIV_DOI, "");
  const isMeant = (identifier) => wanted.startsWith(identifier) && AFTER.test(wanted.slice(identifier.length));
  return orNull([...identifiers.keys()].filter((paper) => identifiers[paper].some(isMeant)));
}

async function papersWithAll(engine, words, field) {
  await engine.prepare(words.flatMap(({ alternatives }) => alternatives.flat()));
  return papersInAll(words.map(({ asTyped }) => papersHaving(engine, asTyped, [field])));
}

function orNull(papers) {
  return papers.length ? new Set(papers) : null;
}

/** Return a test of values: is it the one called so, else do names begin so, else are they in a name? Null for none. */
function meaning(values, text) {
  const wanted = nameKey(text);
  const degrees = [(key) => key === wanted, (key) => key.startsWith(wanted), (key) => key.includes(wanted)];
  const keys = new Map(values.map((value) => [value, [value[0], value[1], ...value[2]].map(nameKey)]));
  const isMet = wanted && degrees.find((degree) => values.some((value) => keys.get(value).some(degree)));
  return isMet ? (value) => keys.get(value).some(isMet) : null;
}

function papersOfValues({ values, papers }, isMeant) {
  const meant = new Set([...values.keys()].filter((place) => isMeant(values[place])));
  return new Set([...papers.keys()].filter((paper) => placesOf(papers[paper]).some((place) => meant.has(place))));
}

function placesOf(entry) {
  return typeof entry === "number" ? [entry] : entry;
}

/** Return those of `papers` that the reader's choices leave: of each facet, one of the values. */
function choose(facets, chosen, papers) {
  let left = papers;
  for (const [name, ids] of Object.entries(chosen)) {
    const isChosen = ([id]) => ids.includes(id);
    if (!facets.get(name)?.values.some(isChosen)) continue; // an old address may name what is gone
    const having = papersOfValues(facets.get(name), isChosen);
    left = left.filter((paper) => having.has(paper));
  }
  return left;
}

/** Compare papers by the first of their years, newest first; of a year, the one added last. Without a year comes last. */
function byYear({ values, papers: years }) {
  const year = (paper) => Number(values[placesOf(years[paper])[0]]?.[0] ?? 0);
  return (a, b) => year(b) - year(a) || b - a;
}

function countValues({ values, papers: places }, papers) {
  const counts = values.map(() => 0);
  for (const paper of papers) for (const place of placesOf(places[paper])) counts[place]++;
  return counts;
}
