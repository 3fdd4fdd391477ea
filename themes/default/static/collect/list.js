// The reading list's page: the reader's own list, or one that came with the address (#ids=a,b).

import { countPapers, entryFacts, make, makeButton, siteUrl } from "../search/dom.js";
import { labelledButton, makeExports } from "./exporter.js";
import { markdownList } from "./formats.js";
import { explain, MAX_COMPARED, parseIds } from "./ids.js";
import { keep, keptIds, MAX_KEPT, onChange, setKept } from "../main.js";
import { loadBibtex, loadPapers, showNotLoaded } from "./papers.js";

const container = document.querySelector("[data-reading-list]");
const shards = Number(container.dataset.shards);
const status = make("p", { class: "collect-status", role: "status" });
const body = make("div", {}, make("p", {}, "Loading…"));
const chosen = new Set(); // ids to compare

let shared; // {ids, malformed} of the address, or null: then the list is the reader's own
let latest = 0; // what was loaded for an older list is dropped
let removed = null; // {before, id, message}: the list before the last removal, and the paper, if it was one
let focusAfter = null; // a selector: what to focus once the list is drawn

container.append(status, body);
addEventListener("hashchange", () => {
  if (document.getElementById(location.hash.slice(1))) return; // a place on the page, where the skip link leads
  readAddress();
  forget();
  draw();
});
onChange(draw);
readAddress();
draw();

function readAddress() {
  const { ids, malformed } = parseIds(new URLSearchParams(location.hash.slice(1)).get("ids"));
  shared = ids.length || malformed.length ? { ids: ids.slice(0, MAX_KEPT), malformed } : null;
}

async function draw() {
  const turn = ++latest;
  const asked = shared?.ids ?? keptIds();
  let ids, papers;
  try {
    ({ ids, papers } = await loadPapers(asked, shards));
  } catch {
    if (turn === latest) showNotLoaded(body, draw);
    return;
  }
  if (turn !== latest) return;
  // Where papers have been renamed since they were kept, keep them under their present ids; that draws the list anew.
  if (!shared && ids.join() !== asked.join() && setKept(ids)) return;
  for (const id of chosen) if (!ids.includes(id)) chosen.delete(id);
  body.replaceChildren(...(shared ? sharedView(ids, papers, shared.malformed) : ownView(ids, papers)));
  showChoice();
  if (focusAfter) (body.querySelector(focusAfter) ?? body.querySelector("a, button"))?.focus();
  focusAfter = null;
}

function ownView(ids, papers) {
  if (!ids.length) return [...(removed ? [undoRow()] : []), ...emptyView()];
  const items = ids.map((id) => {
    const title = papers.get(id)?.title ?? id;
    const button = labelledButton("Remove", `Remove ${title}`, () => {
      remove({ before: ids, id, message: `Removed “${title}”.` }, ids.filter((kept) => kept !== id));
    });
    return papers.has(id) ? entry(papers.get(id), button) : unknownEntry(id, button);
  });
  if (removed?.id) items.splice(removedPosition(ids), 0, make("li", { class: "entry" }, undoRow()));
  const removeAll = () => remove({ before: ids, id: null, message: "All papers are removed." }, []);
  const clear = makeButton({ class: "collect-button" }, removeAll, "Clear the list");
  const present = [...papers.values()];
  return [
    ...compareBar(papers.size),
    make("ol", { class: "entries" }, ...items),
    make("p", { class: "collect-after" }, clear),
    ...takeAway(present, ids),
  ];
}

function sharedView(ids, papers, malformed) {
  const present = [...papers.values()];
  const own = new Set(keptIds());
  const news = present.filter(({ id }) => !own.has(id)).length;
  const unknown = ids.filter((id) => !papers.has(id));
  const count = present.length;
  const all = count > 1 ? "all " : "";
  const which = news && news < count ? `${news} of them new to` : all + (news ? "new to" : "already in");
  const lead = `This list came with the link: ${countPapers(count)}` + (count ? `, ${which} your own list.` : ".");
  const keepAll = labelledButton("Keep all", "Keep all papers of this list", () => {
    if (!keep(present.map(({ id }) => id))) return;
    history.pushState(null, "", location.pathname);
    readAddress();
    forget();
    status.textContent = `Kept. ${news} ${news === 1 ? "paper is" : "papers are"} new in your list.`;
    focusAfter = ".entry-title";
    draw();
  });
  return [
    make("div", { class: "notice collect-notice" }, make("p", {}, lead),
      make("p", { class: "collect-actions" }, ...(news ? [keepAll] : []), ownLink())),
    ...explain(malformed, unknown).map((text) => make("p", { class: "collect-problem" }, text)),
    ...compareBar(count),
    make("ol", { class: "entries" }, ...present.map((paper) => entry(paper))),
    ...(present.length ? takeAway(present, present.map(({ id }) => id)) : []),
  ];
}

const ownLink = () => make("a", { href: siteUrl("/reading-list/") }, "Show your own list");

function emptyView() {
  const link = (path, text) => make("a", { href: siteUrl(path) }, text);
  return [make("p", { class: "notice" },
    "Nothing is kept yet. Press the star beside a paper: in ", link("/papers/", "the list of papers"), ", in ",
    link("/topics/", "a topic"), " or on its own page.")];
}

/** Make an entry as in the lists of the site; without a button of its own it gets a star. */
function entry(paper, button) {
  const { id, title, url, year } = paper;
  const box = make("input", { type: "checkbox" });
  box.checked = chosen.has(id);
  box.addEventListener("change", () => {
    if (box.checked) chosen.add(id);
    else chosen.delete(id);
    showChoice();
  });
  const label = make("label", {}, box, "Compare", make("span", { class: "visually-hidden" }, ` ${title}`));
  return make("li", { class: "entry collect-entry", "data-id": id, ...(button ? {} : { "data-paper": id }) },
    make("span", { class: "entry-year" }, String(year ?? "")),
    make("div", {},
      make("a", { class: "entry-title", href: siteUrl(url) }, title),
      ...entryFacts(paper)),
    make("div", { class: "collect-actions" }, label, ...(button ? [button] : [])));
}

function unknownEntry(id, button) {
  return make("li", { class: "entry collect-entry", "data-id": id },
    make("span", { class: "entry-year" }),
    make("p", { class: "collect-problem" }, `“${id}” is no longer in this catalogue.`),
    make("div", { class: "collect-actions" }, button));
}

function compareBar(papers) {
  if (papers < 2) return [];
  return [make("p", { class: "collect-compare", role: "status" })]; // see showChoice
}

function showChoice() {
  const bar = body.querySelector(".collect-compare");
  const ids = [...body.querySelectorAll(".collect-entry")].map((item) => item.dataset.id).filter((id) => chosen.has(id));
  if (ids.length > MAX_COMPARED) bar?.replaceChildren(`${ids.length} are chosen; at most ${MAX_COMPARED} fit side by side.`);
  else if (ids.length > 1) {
    const href = siteUrl(`/compare/?ids=${ids.join(",")}`);
    bar?.replaceChildren(make("a", { class: "collect-button", href }, `Compare these ${ids.length} papers`));
  } else bar?.replaceChildren("Choose two to six papers to compare.");
}

/** Make the part that gives the list away: formats, and a link that holds it. */
function takeAway(papers, ids) {
  const formats = [
    { label: "BibTeX", file: "reading-list.bib", type: "application/x-bibtex", text: () => loadBibtex(papers) },
    {
      label: "RIS",
      file: "reading-list.ris",
      type: "application/x-research-info-systems",
      text: () => papers.map(({ ris }) => ris).join(""),
    },
    { label: "Markdown", file: "reading-list.md", type: "text/markdown", text: () => markdownList(papers) },
    { label: "Link to this list", text: () => shareUrl(ids) },
  ];
  const hint = "The link holds the list itself. Whoever opens it sees these papers, and keeps their own list.";
  return [
    make("h2", {}, "Take the list with you"),
    makeExports(formats),
    make("p", { class: "collect-hint" }, hint),
  ];
}

function shareUrl(ids) {
  const url = new URL(location.href.replace(/[?#].*/, ""));
  url.hash = `ids=${ids.join(",")}`;
  return url.href;
}

function remove(removal, after) {
  forget();
  removed = removal;
  focusAfter = ".collect-undo button";
  if (!setKept(after)) forget();
}

/** Return the place of the removed paper in what is left of the list. */
function removedPosition(ids) {
  const { before, id } = removed;
  return before.slice(0, before.indexOf(id)).filter((other) => ids.includes(other)).length;
}

/** Make what stands where a paper was, until something else is done. */
function undoRow() {
  const { before, id, message } = removed;
  const undo = labelledButton("Undo", `Undo. ${message}`, () => {
    forget();
    focusAfter = `[data-id="${id ?? before[0]}"] a`; // an id needs no escaping
    setKept([...new Set([...before, ...keptIds()])]); // what was kept meanwhile, in another tab perhaps, stays
  });
  return make("p", { class: "collect-undo" }, message, " ", undo);
}

function forget() {
  removed = null;
  focusAfter = null;
  status.textContent = "";
}
