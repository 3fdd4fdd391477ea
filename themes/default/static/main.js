// Loaded by every page: makes the search ready to be used, and lets readers keep papers. It
// imports nothing, because a first visit waits for each import; what is bigger than the star of
// a list is loaded when a reader asks for it. The markup it relies on is in base.html:
//
//   <html data-root="../../">                        the address of "/" as written on this page
//   <form data-search-box>, <div data-search-page>   the box of most pages, the page of results
//   <li data-paper="ID">                             gets a star; its `.entry-title` is the title
//   <button data-keep="ID">                          a star that is there already
//   <template data-star>                             what a star is made of
//   <span data-kept>, <p data-keep-note>             the number of kept papers; what went wrong

// Search

const searchBox = document.querySelector("[data-search-box]");
const searchPage = document.querySelector("[data-search-page]");

if (searchPage) {
  // Who comes without a question comes to type one. With one the answer is read, from where it was left.
  if (![...new URLSearchParams(location.search).values()].some(Boolean)) searchPage.querySelector("input[name=q]").focus();
  openSearchFiles();
  import("./search/page.js").then(({ enhancePage }) => enhancePage(searchPage)).catch(() => {
    searchPage.querySelector("[data-search-status]").textContent = "Search could not be loaded. Load the page anew to try again.";
  });
}
if (searchBox) {
  const input = searchBox.querySelector("input[name=q]");
  // Said before box.js comes: who is in the box already would not hear that it has become something else.
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-expanded", "false");
  loadOnFocus(searchBox);
}

// What search reads first is on its way while the modules are (the search page asks for it in its head already); they
// tell of it if it fails.
function openSearchFiles() {
  import("./search/files.js").then(({ openFiles }) => openFiles()).catch(() => {});
}

function loadOnFocus(form) {
  const load = async () => {
    openSearchFiles();
    try {
      const { enhanceBox } = await import("./search/box.js");
      enhanceBox(form);
    } catch {
      form.addEventListener("focusin", load, { once: true }); // it leads to the search page meanwhile
    }
  };
  if (form.contains(document.activeElement)) load();
  else form.addEventListener("focusin", load, { once: true });
}

// "/" goes to the search, as in most catalogues, unless somebody is writing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const input = (searchPage ?? searchBox)?.querySelector("input[name=q]");
  const isEmptySearch = event.target === input && !input.value; // no query begins with it
  if (!input || (!isEmptySearch && event.target.closest("input, textarea, select, [contenteditable]"))) return;
  event.preventDefault();
  input.focus();
  input.select();
});

// The reading list, in this browser's storage

export const MAX_KEPT = 1000;

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_ID_LENGTH = 80;
// Two catalogues on one host share a storage; their paths tell them apart.
const KEY = `papercatalog:reading-list:${new URL(document.documentElement.dataset.root, document.baseURI).pathname}`;
const NOT_STORED = "Not kept: this browser lets the site store nothing, or nothing more.";
const TOO_MANY = `Not kept: a reading list has at most ${MAX_KEPT} papers.`;

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
  const isTooLong = ids.length > MAX_KEPT;
  const stored = !isTooLong && store(ids);
  const note = document.querySelector("[data-keep-note]");
  if (note) note.textContent = stored ? "" : isTooLong ? TOO_MANY : NOT_STORED;
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

// Stars

const star = document.querySelector("[data-star]")?.content.firstElementChild;

/** Give a star to every entry that has none, set all stars, and count. */
function showKept() {
  const kept = new Set(keptIds());
  if (star) document.querySelectorAll("li[data-paper]").forEach(addStar);
  for (const button of document.querySelectorAll("[data-keep]")) {
    button.setAttribute("aria-pressed", String(kept.has(button.dataset.keep)));
  }
  const number = document.querySelector("[data-kept]");
  if (number) number.textContent = kept.size ? `(${kept.size})` : "";
}

function addStar(entry) {
  if (entry.querySelector("[data-keep]")) return;
  const id = entry.dataset.paper;
  const button = star.cloneNode(true);
  button.dataset.keep = id;
  button.setAttribute("aria-label", `Keep ${entry.querySelector(".entry-title")?.textContent.trim() ?? id}`);
  entry.append(button);
}

document.addEventListener("click", ({ target }) => {
  const id = target.closest("[data-keep]")?.dataset.keep;
  if (!id) return;
  const ids = keptIds();
  if (ids.includes(id)) setKept(ids.filter((kept) => kept !== id));
  else keep([id]);
});

showKept();
onChange(showKept);
const main = document.querySelector("main");
// Lists that scripts write have stars too.
if (main) new MutationObserver(showKept).observe(main, { childList: true, subtree: true });
