// The search page: results while typing, choices that narrow them, all in the page and in its address.
//
//   search/?q=spoofed+audio&topic=privacy&has=code&sort=date
//   search/?q=optical+flow&as=typed        // words that no paper has are not corrected

import { FACETS, search, trimQuery } from "./client.js";
import { make, makeButton, siteUrl, spell } from "./dom.js";
import { GoneError } from "./files.js";

const loadingResults = import("./results.js"); // on its way while results are looked for
loadingResults.catch(() => {}); // told when it is needed

const PAGE_SIZE = 10;
const FAILED = "Search could not be loaded. Check the connection and try again.";
const ADDRESS_DELAY = 300; // ms; browsers refuse to change the address more than some times a second

/** Enhance the container `[data-search-page]`, whose parts are in search.html. */
export function enhancePage(container) {
  const part = (name) => container.querySelector(`[data-search-${name}]`);
  const form = container.querySelector("form");
  const input = form.querySelector("input[name=q]");
  const status = part("status");
  const panel = part("panel"); // <details>
  const order = part("sort"); // <select>
  const after = make("div", { class: "search-after" });
  const pageTitle = document.title;
  part("results").after(after);

  let asking = new AbortController(); // answers to older questions are dropped
  let chosen = {}; // facet -> ids
  let sort = "relevance"; // or "date"
  let asTyped = false; // until another text is asked
  let updatePanel = null;
  let timer = 0;
  let isTyping = false; // one question, however often the address changes
  let written = location.search.slice(1); // what the address asks

  function show(message, { lines = [], bets = [], items = [], below = [] } = {}) {
    status.textContent = message;
    part("remarks").replaceChildren(...lines);
    part("bets").replaceChildren(...bets);
    part("results").replaceChildren(...items);
    after.replaceChildren(...below);
  }

  async function run({ isSecond = false } = {}) {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const query = trimQuery(input.value);
    const hasChoices = Object.keys(chosen).length > 0;
    container.dataset.asked = query; // on paper there is no box to say it
    if (!query && !hasChoices && !panel.open) {
      showChoices([]);
      return show(""); // the label of the box says what can be asked
    }
    if (!part("results").children.length) status.textContent = "Searching…";
    try {
      const found = await search(query, { facets: chosen, sort, asTyped, signal });
      // The best bets first: their file can be asked for while the records are still coming.
      const [bets, records, { betItem, paperItem, remarks, summary }] = await Promise.all([
        found.bestBets(), found.records(0, PAGE_SIZE), loadingResults, showFacets(found, signal),
      ]);
      if (signal.aborted) return;
      if (found.isShort) return show("Type at least three letters.");
      const lines = remarks(found, askFor, () => askFor(query, true));
      const extra = { lines, bets: bets.map(betItem) };
      if (!records.length) return show(nothing(query, hasChoices), { ...extra, below: [wayOut(found, query)] });
      const items = records.map((record) => paperItem(record, found.wordOf));
      show(summary(found), { ...extra, items, below: more(found, records.length, signal) });
    } catch (error) {
      if (signal.aborted) return;
      // Published anew while this page was open: what is there now is asked once.
      if (error instanceof GoneError && !isSecond) run({ isSecond: true });
      else fail();
    }
  }

  /** Count what each choice would leave, where that is looked at. */
  async function showFacets(found, signal) {
    if (!panel.open && !Object.keys(chosen).length) return showChoices([]);
    const [{ makePanel, choiceButtons }, facets] = await Promise.all([import("./panel.js"), found.facetCounts()]);
    if (signal.aborted) return;
    updatePanel ??= makePanel(part("facets"), choose, leavePanel);
    updatePanel(facets, countFirst(found));
    showChoices(choiceButtons(facets, choose));
  }

  /** Go to the results, which are far below an open panel where the screen is narrow. */
  function leavePanel() {
    panel.open = false;
    status.focus();
    status.scrollIntoView();
  }

  function showChoices(buttons) {
    const hadFocus = part("choices").contains(document.activeElement);
    part("choices").replaceChildren(...buttons);
    if (hadFocus) (buttons[0] ?? input).focus(); // the button that had the focus is gone
  }

  function choose(name, id, isChosen) {
    const ids = (chosen[name] ?? []).filter((other) => other !== id);
    if (isChosen) ids.push(id);
    const { [name]: _, ...others } = chosen;
    step(() => {
      chosen = ids.length ? { ...others, [name]: ids } : others;
    });
  }

  /** Narrow or order what is found; the question that was just typed is a step of its own. */
  function step(change) {
    writeAddress();
    change();
    writeAddress();
    run();
  }

  async function showMore(found, from, signal) {
    const again = after.querySelector("button");
    again.disabled = true; // a second press would show the same again
    try {
      const records = await found.records(from, from + PAGE_SIZE);
      if (signal.aborted) return;
      const { paperItem } = await loadingResults;
      const items = records.map((record) => paperItem(record, found.wordOf));
      part("results").append(...items);
      after.replaceChildren(...more(found, from + records.length, signal));
      items[0].querySelector("a").focus(); // the button that had the focus is gone
    } catch {
      if (signal.aborted) return;
      status.textContent = FAILED;
      again.disabled = false;
    }
  }

  function more(found, shown, signal) {
    if (shown >= found.papers.length) return [];
    return [button(`Show more (${spell(shown)} of ${spell(found.papers.length)})`, () => showMore(found, shown, signal))];
  }

  /** Where only the choices are in the way, the words are not to blame. */
  function wayOut({ unnarrowed }, query) {
    const count = countFirst(unnarrowed);
    return query && count ? button(`Search without these choices (${spell(count)})`, clearChoices) : otherWays();
  }

  function clearChoices() {
    step(() => {
      chosen = {};
    });
    status.focus(); // the button that had the focus is gone
  }

  function fail() {
    const again = () => {
      writeAddress();
      location.reload(); // Firefox asks for a module once a page; after another build it has another address
    };
    show(FAILED, { below: [button("Try again", again), otherWays()] });
  }

  function askFor(text, isTyped = false) {
    input.value = text;
    asTyped = isTyped;
    input.focus();
    writeAddress();
    run();
  }

  function readAddress() {
    clearTimeout(timer);
    isTyping = false;
    const address = new URLSearchParams(location.search);
    input.value = address.get("q") ?? "";
    chosen = Object.fromEntries(FACETS.map((name) => [name, address.getAll(name)]).filter(([, ids]) => ids.length));
    // What was chosen is shown among what else can be, where search.css puts that beside the results. Without a choice the
    // panel stays closed: what it counts is twice as large as all else that a search of 10,000 papers loads.
    if (Object.keys(chosen).length && matchMedia("(min-width: 62rem)").matches) panel.open = true;
    sort = order.value = address.get("sort") === "date" ? "date" : "relevance";
    asTyped = address.get("as") === "typed";
    written = asked();
    nameEntry();
    run();
  }

  /** Put the question of the address into the empty box; what was found is there still. */
  function refill() {
    input.value ||= new URLSearchParams(location.search).get("q") ?? "";
  }

  function asked() {
    const address = new URLSearchParams();
    const query = trimQuery(input.value);
    if (query) address.set("q", query);
    for (const name of FACETS) for (const id of chosen[name] ?? []) address.append(name, id);
    if (sort === "date") address.set("sort", "date");
    if (asTyped) address.set("as", "typed");
    return address.toString();
  }

  /**
   * Each question, choice and order gets an entry of its own in the browser's history. A question that is being typed
   * has one for all its letters, and the first has that of the empty page.
   */
  function writeAddress({ whileTyping = false } = {}) {
    clearTimeout(timer);
    const now = asked();
    const url = new URL(location.href);
    url.search = now;
    const isFirst = !written && trimQuery(input.value);
    if (now !== written) history[isTyping || isFirst ? "replaceState" : "pushState"](null, "", url);
    written = now;
    isTyping = whileTyping;
    nameEntry();
  }

  /** Name the question in the title, by which histories and bookmarks are told apart. */
  function nameEntry() {
    const query = trimQuery(input.value);
    document.title = query ? `${query} · ${pageTitle}` : pageTitle;
  }

  /** The arrows go from the box through what was found and back. */
  function move(event) {
    if (!["ArrowDown", "ArrowUp"].includes(event.key) || event.isComposing) return;
    const stops = [input, ...container.querySelectorAll(".search-bet-link, .search-result .entry-title")];
    const place = stops.indexOf(event.target);
    const next = stops[place + (event.key === "ArrowDown" ? 1 : -1)];
    if (place < 0 || !next) return;
    event.preventDefault();
    next.focus();
  }

  input.addEventListener("input", () => {
    asTyped = false;
    run();
    clearTimeout(timer);
    timer = setTimeout(() => writeAddress({ whileTyping: true }), ADDRESS_DELAY);
  });
  // Leaving the box for a result comes before the delay is over; the way back must lead here.
  input.addEventListener("change", () => writeAddress());
  order.addEventListener("change", () => {
    step(() => {
      sort = order.value;
    });
  });
  panel.addEventListener("toggle", () => panel.open && run());
  container.addEventListener("keydown", move);
  container.addEventListener("click", (event) => {
    const example = event.target.closest("[data-search-example]");
    if (!example) return;
    event.preventDefault();
    askFor(example.dataset.searchExample);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    writeAddress();
    run();
  });
  addEventListener("popstate", () => {
    // The skip link leads to a place on the page, and asks for nothing.
    if (new URLSearchParams(location.search).toString() !== written) readAddress();
  });
  // Safari empties a field without autocompletion soon after a page comes back from the browser's memory.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) requestAnimationFrame(() => setTimeout(refill));
  });
  // Somebody may have typed before this module had arrived.
  if (input.value) {
    run();
    writeAddress();
  } else readAddress();
}

/** Count papers as the status does, which names those with every word first. */
function countFirst({ papers, complete }) {
  return complete || papers.length;
}

function nothing(query, hasChoices) {
  if (!query) return "No paper has all that you chose.";
  return `No paper found for “${query}”${hasChoices ? " with these choices" : ""}.`;
}

const button = (label, act) => makeButton({ class: "search-more" }, act, label);

/** The lists, for whom words do not help. */
function otherWays() {
  const link = (path, label) => make("a", { href: siteUrl(path) }, label);
  return make(
    "p",
    { class: "search-hint" },
    "Try fewer or other words, or browse ",
    link("/papers/", "all papers"), ", ", link("/topics/", "topics"), " or ", link("/datasets/", "datasets"), ".",
  );
}
