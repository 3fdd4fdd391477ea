// The compare page: papers side by side. Which they are stands in the address: ?ids=a,b.

import { make, metaLine, siteUrl } from "../search/dom.js";
import { labelledButton, makeExports } from "./exporter.js";
import { latexTable, markdownTable } from "./formats.js";
import { explain, MAX_COMPARED, parseIds } from "./ids.js";
import { keptIds } from "../main.js";
import { loadBibtex, loadPapers, showNotLoaded } from "./papers.js";
import { makeRows } from "./table.js";

const OFFERED = 6;

const container = document.querySelector("[data-compare]");
const shards = Number(container.dataset.shards);
const status = make("p", { class: "collect-status", role: "status" });
const body = make("div", {}, make("p", {}, "Loading…"));
const picker = makePicker();
const after = make("div");

let ids = [];
let latest = 0; // what was loaded for an older choice is dropped

picker.element.hidden = true; // what stands below the table waits for it, or it would jump
container.append(status, body, picker.element, after);
addEventListener("popstate", () => {
  status.textContent = ""; // it spoke of a step that is taken back
  draw();
});
draw();

async function draw() {
  const turn = ++latest;
  const asked = parseIds(new URLSearchParams(location.search).get("ids"));
  try {
    const found = await loadPapers(asked.ids, shards);
    if (turn !== latest) return;
    const unknown = found.ids.filter((id) => !found.papers.has(id));
    show([...found.papers.values()], explain(asked.malformed, unknown));
  } catch {
    if (turn === latest) showNotLoaded(body, draw);
  }
}

function show(found, problems) {
  const papers = found.slice(0, MAX_COMPARED);
  const left = found.slice(MAX_COMPARED).map(({ title }) => `“${title}”`);
  if (left.length) problems.push(`At most ${MAX_COMPARED} papers fit side by side. Left out: ${left.join(", ")}.`);
  ids = papers.map(({ id }) => id);
  const rows = makeRows(papers);
  body.replaceChildren(
    ...problems.map((text) => make("p", { class: "collect-problem" }, text)),
    ...(papers.length ? comparison(papers, rows) : []),
  );
  after.replaceChildren(...(papers.length ? takeAway(papers, rows) : []));
  picker.element.hidden = false;
  picker.update(papers.length);
}

function comparison(papers, rows) {
  const isShared = rows.some(({ cells }) => cells.flat().some(({ shared }) => shared));
  const attributes = { class: "compare-scroll", role: "region", "aria-label": "Comparison", tabindex: "0" };
  return [
    make("div", attributes, table(papers, rows)),
    ...(isShared ? [make("p", { class: "collect-hint" }, "In bold: what several of these papers share.")] : []),
  ];
}

function takeAway(papers, rows) {
  const formats = [
    { label: "Markdown", file: "comparison.md", type: "text/markdown", text: () => markdownTable(papers, rows) },
    { label: "LaTeX", file: "comparison.tex", type: "application/x-tex", text: () => latexTable(papers, rows) },
    { label: "BibTeX", file: "comparison.bib", type: "application/x-bibtex", text: () => loadBibtex(papers) },
  ];
  return [
    make("h2", {}, "Take the table with you"),
    makeExports(formats),
    make("p", { class: "collect-hint" }, "The LaTeX table cites the papers by the keys of their BibTeX."),
  ];
}

function table(papers, rows) {
  const head = make("tr", {}, make("td"), ...papers.map(columnHead));
  const lines = rows.map(({ label, cells }) =>
    make("tr", {}, make("th", { scope: "row" }, label), ...cells.map((items) => make("td", {}, ...cell(items)))));
  return make("table", { class: "compare-table" }, make("thead", {}, head), make("tbody", {}, ...lines));
}

function columnHead({ id, title, url }) {
  return make("th", { scope: "col" },
    make("a", { href: siteUrl(url) }, title),
    labelledButton("Remove", `Remove ${title}`, () => remove(id, title)));
}

function cell(items) {
  if (!items.length) return [make("span", { class: "compare-none" }, "–")];
  if (items.length === 1) return value(items[0]);
  return [make("ul", {}, ...items.map((item) => make("li", {}, ...value(item))))];
}

function value({ text, note, url, external, shared }) {
  const outside = { class: "external", rel: "noopener nofollow ugc", referrerpolicy: "no-referrer" };
  let name = text;
  if (external && /^https?:/i.test(url)) name = make("a", { href: url, ...outside }, text);
  else if (url && !external) name = make("a", { href: siteUrl(url) }, text);
  return [shared ? make("strong", {}, name) : name, ...(note ? [" ", make("span", { class: "role" }, note)] : [])];
}

function remove(id, title) {
  const position = ids.indexOf(id);
  go(ids.filter((other) => other !== id), `Removed “${title}”.`).then(() => {
    const buttons = body.querySelectorAll("th button");
    (buttons[Math.min(position, buttons.length - 1)] ?? picker.input).focus();
  });
}

function go(next, message) {
  history.pushState(null, "", next.length ? `?ids=${next.join(",")}` : location.pathname);
  status.textContent = message;
  return draw();
}

/** Make the field that adds papers: those that are searched for, or at first those of the reading list. */
function makePicker() {
  const input = make("input", { id: "compare-input", type: "search", autocomplete: "off", maxlength: "200" });
  const note = make("p", { class: "collect-hint", role: "status" });
  const list = make("ul", { class: "compare-offers" });
  const label = make("label", { for: "compare-input" }, "Add a paper: words from its title, or an author’s name");
  const form = make("form", { class: "search-form" }, label, input);
  let turn = 0;
  let offered = ""; // the words that the list answers
  let answering; // a promise: the answer to what was typed last

  async function offer() {
    const mine = ++turn;
    const query = input.value.trim();
    try {
      const [papers, message] = query ? await searchPapers(query) : await keptPapers();
      if (mine !== turn) return;
      offered = query;
      note.textContent = message;
      list.replaceChildren(...papers.map(option));
    } catch {
      if (mine !== turn) return;
      note.textContent = query ? "Search could not be loaded. Load the page anew to try again." : "";
      list.replaceChildren();
    }
  }

  function option(paper) {
    const add = () => {
      input.value = "";
      input.focus();
      go([...ids, paper.id], `Added “${paper.title}”.`);
    };
    const button = labelledButton("", `Add ${paper.title}`, add);
    button.append(make("span", {}, paper.title), make("span", { class: "role" }, metaLine(paper)));
    return make("li", {}, button);
  }

  input.addEventListener("input", () => (answering = offer()));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // Whoever types fast waits for the answer, and must not get that to something else.
    await answering;
    if (offered && offered === input.value.trim()) list.querySelector("button")?.click();
  });
  const element = make("div", { class: "compare-picker" }, form, note, list);
  const update = (count) => {
    form.hidden = count >= MAX_COMPARED;
    if (!form.hidden) return offer();
    turn++;
    note.textContent = `${MAX_COMPARED} papers are side by side, and no more fit. Remove one to add another.`;
    list.replaceChildren();
  };
  return { element, input, update };
}

async function searchPapers(query) {
  const { search } = await import("../search/client.js");
  const found = await search(query);
  const records = (await found.records(0, OFFERED + MAX_COMPARED)).filter(({ id }) => !ids.includes(id));
  if (found.isShort) return [[], "Type at least three letters."];
  if (!records.length) return [[], "No other paper found."];
  const best = records.slice(0, OFFERED);
  return [best, `${best.length} ${best.length === 1 ? "suggestion" : "suggestions"}:`];
}

async function keptPapers() {
  const others = keptIds().filter((id) => !ids.includes(id)).slice(-OFFERED);
  const { papers } = await loadPapers(others, shards);
  return [[...papers.values()], papers.size ? "From your reading list:" : ""];
}
