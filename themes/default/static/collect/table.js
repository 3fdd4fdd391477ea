// Papers side by side, before any format: which rows there are and what is in their cells.

const MAX_AUTHORS = 6;
const LINKS = [["code", "Code"], ["project", "Project page"], ["data", "Data"], ["pdf", "PDF"], ["video", "Video"]];

/**
 * Return rows [{label, cells}], a cell for each paper. A cell is a list of {text, note, url, external, shared}, all but
 * `text` optional; `external` tells that `url` is an address outside the site, and no path of it, `shared` marks what
 * several of the papers have. Rows without any value are left out.
 */
export function makeRows(papers) {
  const row = (label, items) => ({ label, cells: papers.map(items) });
  const common = (label, items) => ({ label, cells: markShared(papers.map(items)) });
  const [equal, rest] = splitResults(papers);
  return [
    row("Status", ({ status }) => some(status && status[0].toUpperCase() + status.slice(1))),
    row("Authors", ({ authors }) => some(joinAuthors(authors))),
    row("First public", ({ year }) => some(year && String(year))),
    row("Venue", ({ venue }) => some(venue)),
    common("Topics", ({ topics }) => topics.map((text) => ({ text }))),
    common("Methods", ({ methods }) => methods.map((text) => ({ text }))),
    common("Datasets", ({ datasets }) => datasets.map(({ name, url, role }) => ({ text: name, note: role, url }))),
    ...equal,
    { label: equal.length ? "Other results" : "Results", cells: rest },
    ...LINKS.map(([kind, label]) => row(label, ({ links }) => links.filter((link) => link.kind === kind).map(address))),
  ].filter(({ cells }) => cells.some((items) => items.length));
}

const some = (text) => (text ? [{ text }] : []);

const address = ({ url }) => ({ text: url.replace(/^https?:\/\/(www\.)?|\/$/g, ""), url, external: true });

function joinAuthors(names) {
  const rest = names.length - MAX_AUTHORS;
  return rest > 1 ? `${names.slice(0, MAX_AUTHORS).join(", ")} and ${rest} more` : names.join(", ");
}

/** Put first what stands in several cells, in one order everywhere. */
function markShared(cells) {
  const counts = new Map();
  for (const { text } of cells.flat()) counts.set(text, (counts.get(text) ?? 0) + 1);
  const order = [...counts.keys()].filter((text) => counts.get(text) > 1);
  return cells.map((items) => [
    ...order.flatMap((text) => items.filter((item) => item.text === text)).map((item) => ({ ...item, shared: true })),
    ...items.filter(({ text }) => !order.includes(text)),
  ]);
}

/**
 * Return [rows, cells]: a row for each measure that several papers give of themselves on the same dataset,
 * metric, unit and setting, and everything else. Other numbers must not look comparable.
 */
function splitResults(papers) {
  const measures = new Map(); // measure -> the papers that have it
  const measure = ({ metric, dataset, unit, setting }) => JSON.stringify([metric, dataset, unit, setting]);
  const isOwn = (result) => result.comparable;
  papers.forEach(({ results }, i) => {
    for (const result of results.filter(isOwn)) {
      if (!measures.has(measure(result))) measures.set(measure(result), { result, papers: new Set() });
      measures.get(measure(result)).papers.add(i);
    }
  });
  const isEqual = (result) => isOwn(result) && measures.get(measure(result)).papers.size > 1;
  const rows = [...measures].filter(([, { papers }]) => papers.size > 1).map(([key, { result }]) => ({
    label: nameMeasure(result) + (result.setting ? ` (${result.setting})` : ""),
    cells: papers.map(({ results }) =>
      results.filter((own) => isOwn(own) && measure(own) === key).map(({ value }) => ({ text: value }))),
  }));
  const rest = papers.map(({ results }) => results.filter((result) => !isEqual(result)).map(describe));
  return [rows, rest];
}

const nameMeasure = ({ metric, dataset }) => (dataset ? `${metric} on ${dataset}` : metric);

function describe(result) {
  const { gain, method, setting, value } = result;
  const notes = [gain, method && `of ${method}`, setting].filter(Boolean);
  return { text: `${nameMeasure(result)}: ${value}`, note: notes.join("; ") || undefined };
}
