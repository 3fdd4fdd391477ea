// The search page: results while typing, in the page and in its address.

import { search } from "./client.js";
import { countPapers, make, metaLine, siteUrl } from "./dom.js";
import { trimQuery } from "./query.js";
import { makeSnippet } from "./snippet.js";

const PAGE_SIZE = 20;
const ADDRESS_DELAY = 300; // ms; browsers refuse to change the address more than some times a second

/** Enhance the container `[data-search-page]`. */
export function enhancePage(container) {
  const form = container.querySelector("form");
  const input = form.querySelector("input[name=q]");
  const status = container.querySelector("[data-search-status]");
  const results = container.querySelector("[data-search-results]");
  const after = make("div", { class: "search-after" });
  results.after(after);
  status.setAttribute("role", "status");
  status.setAttribute("aria-live", "polite");

  let latest = 0; // answers to older questions are dropped
  let timer = 0;

  function show(message, items = [], below = []) {
    status.textContent = message;
    results.replaceChildren(...items);
    after.replaceChildren(...below);
  }

  async function run() {
    const turn = ++latest;
    const query = trimQuery(input.value);
    if (!query) return show("Search titles, authors, abstracts, topics, datasets and venues.");
    if (!results.children.length) status.textContent = "Searching…";
    try {
      const found = await search(query);
      const records = await found.records(0, PAGE_SIZE);
      if (turn !== latest) return;
      if (found.isShort) return show("Words are found from three letters on.");
      if (!records.length) return show(`No paper found for “${query}”.`, [], [otherWays()]);
      show(summary(found), records.map((record) => item(record, found.matches)), more(found, records.length, turn));
    } catch {
      if (turn === latest) fail(run);
    }
  }

  async function showMore(found, from, turn) {
    try {
      const records = await found.records(from, from + PAGE_SIZE);
      if (turn !== latest) return;
      const items = records.map((record) => item(record, found.matches));
      results.append(...items);
      after.replaceChildren(...more(found, from + records.length, turn));
      items[0].querySelector("a").focus(); // the button that had the focus is gone
    } catch {
      if (turn === latest) fail(run);
    }
  }

  function more(found, shown, turn) {
    if (shown >= found.papers.length) return [];
    return [button(`Show more (${shown} of ${found.papers.length})`, () => showMore(found, shown, turn))];
  }

  function fail(retry) {
    const message = "Search could not be loaded. Check the connection and try again.";
    show(message, [], [button("Try again", retry), otherWays()]);
  }

  function readAddress() {
    input.value = new URLSearchParams(location.search).get("q") ?? "";
    run();
  }

  function writeAddress() {
    clearTimeout(timer);
    const url = new URL(location.href);
    const query = trimQuery(input.value);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    if (url.href !== location.href) history.replaceState(null, "", url);
  }

  input.addEventListener("input", () => {
    run();
    clearTimeout(timer);
    timer = setTimeout(writeAddress, ADDRESS_DELAY);
  });
  // Leaving the box for a result comes before the delay is over; the way back must lead here.
  input.addEventListener("change", writeAddress);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    writeAddress();
    run();
  });
  addEventListener("popstate", readAddress);
  // Somebody may have typed before this module had arrived.
  if (input.value) {
    run();
    writeAddress();
  } else readAddress();
}

/** Say how many were found; papers with every word come first. */
function summary({ papers, complete }) {
  const some = papers.length - complete;
  if (!some) return `${countPapers(complete)} found.`;
  if (!complete) return `No paper has all words; ${some === 1 ? "1 has" : `${some} have`} some of them.`;
  return `${countPapers(complete)} found; ${some} more ${some === 1 ? "has" : "have"} some of the words.`;
}

function item(record, matches) {
  const link = make("a", { href: siteUrl(record.url) }, record.title);
  const text = record.abstract || record.summary || "";
  return make(
    "li",
    { class: "search-result" },
    make("h2", { class: "search-result-title" }, link),
    make("p", { class: "search-result-meta" }, metaLine(record, 5)),
    make("p", { class: "search-snippet" }, makeSnippet(text, matches)),
  );
}

function button(label, act) {
  const element = make("button", { class: "search-more", type: "button" }, label);
  element.addEventListener("click", act);
  return element;
}

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
