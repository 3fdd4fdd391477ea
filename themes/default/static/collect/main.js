// Lets readers keep papers: the list in this browser's storage, and the stars that change it.
// Loaded by every page; makes a star in whatever has
//
//   <li class="entry" data-paper="ID">         in a list; its `.entry-title` is the title
//   <article class="paper" data-paper="ID">    the page of a paper; its <h1> is the title
//
// whenever it appears, and in the header a link to the reading list once that holds something.
// style.css has the classes, for room must be left before this module arrives. The module is
// one file because every page asks for it.

import { make, siteUrl } from "../search/dom.js";

export const MAX_KEPT = 1000;

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_ID_LENGTH = 80;
// Two catalogues on one host share a storage; their paths tell them apart.
const KEY = `papercatalog:reading-list:${new URL(siteUrl("/")).pathname}`;
const NOT_STORED = "Not kept: this browser lets the site store nothing, or nothing more.";
const STAR = "M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z";
const SVG = "http://www.w3.org/2000/svg";

/** Tell whether a value can be an id: it comes from an address or from storage, where anybody may have written. */
export const isId = (value) => typeof value === "string" && value.length <= MAX_ID_LENGTH && ID.test(value);

/** Return the kept ids, oldest first. Storage that is switched off or spoilt keeps nothing. */
export function keptIds() {
  try {
    const stored = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(stored) ? [...new Set(stored.filter(isId))].slice(0, MAX_KEPT) : [];
  } catch {
    return [];
  }
}

/** Replace the list; return whether the browser stored it, and say so where it did not. */
export function setKept(ids) {
  const stored = ids.length <= MAX_KEPT && store(ids);
  note.textContent = stored ? "" : NOT_STORED;
  if (stored) notify();
  return stored;
}

function store(ids) {
  try {
    if (ids.length) localStorage.setItem(KEY, JSON.stringify(ids));
    else localStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}

/** Add ids at the end; those that are there stay where they are. */
export const keep = (ids) => setKept([...new Set([...keptIds(), ...ids])]);

/** Call `listener` after every change, one in another tab included. */
export const onChange = (listener) => listeners.add(listener);

const listeners = new Set();
const notify = () => listeners.forEach((listener) => listener());

addEventListener("storage", ({ key }) => {
  if (key === KEY || key === null) notify(); // null: everything was cleared
});
// A page that comes back from the browser's memory has heard of nothing meanwhile.
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) notify();
});

const main = document.querySelector("main");
const note = make("p", { class: "keep-note", role: "status" });
const link = make("a", { href: siteUrl("/reading-list/") });
const linkItem = make("li", {}, link);

/** Give a star to every paper that has none, and set all stars. */
function showStars() {
  const kept = new Set(keptIds());
  for (const paper of main.querySelectorAll("[data-paper]")) {
    const id = paper.dataset.paper;
    if (!isId(id)) continue;
    const button = paper.querySelector(".keep") ?? addStar(paper, id);
    button.setAttribute("aria-pressed", String(kept.has(id)));
  }
}

function addStar(paper, id) {
  const isPage = paper.matches("article");
  const title = paper.querySelector("h1, .entry-title")?.textContent.trim() ?? id;
  const button = make("button", { class: "keep", type: "button", "aria-label": `Keep ${title}` }, makeStar());
  button.addEventListener("click", () => {
    const ids = keptIds();
    if (ids.includes(id)) setKept(ids.filter((kept) => kept !== id));
    else keep([id]);
  });
  if (isPage) {
    button.append("Keep");
    const compare = make("a", { href: siteUrl(`/compare/?ids=${id}`) }, "Compare with others");
    (paper.querySelector("header") ?? paper).append(make("div", { class: "keep-area" }, button, compare));
  } else {
    button.title = "Keep in the reading list";
    paper.append(button);
  }
  return button;
}

function makeStar() {
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", STAR);
  const star = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 24 24", width: "20", height: "20", "aria-hidden": "true" };
  for (const [name, value] of Object.entries(attributes)) star.setAttribute(name, value);
  star.append(path);
  return star;
}

function showLink() {
  const count = keptIds().length;
  link.textContent = `Reading list (${count})`;
  if (location.pathname === new URL(link.href).pathname) link.setAttribute("aria-current", "page");
  if (count) document.querySelector(".site-header nav ul")?.append(linkItem);
  else linkItem.remove();
}

document.body.append(note);
showLink();
onChange(showLink);
if (main) {
  showStars();
  onChange(showStars);
  new MutationObserver(showStars).observe(main, { childList: true, subtree: true });
}
