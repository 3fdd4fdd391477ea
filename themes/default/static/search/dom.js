// What both interfaces need to make elements. Text is always text: nothing here parses HTML.

const SHOWN = 8; // authors of an entry

/** Make an element with attributes; children are nodes or texts. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Make a button that calls `act` when it is pressed; attributes and children are those of `make`. */
export function makeButton(attributes, act, ...children) {
  const button = make("button", { type: "button", ...attributes }, ...children);
  button.addEventListener("click", act);
  return button;
}

/** Return the address of a site path such as "/papers/x/"; whatever else it is given, an address of this site. */
export function siteUrl(path) {
  const root = new URL(document.documentElement.dataset.root, document.baseURI);
  return new URL(`./${path.replace(/^\/+/, "")}`, root).href;
}

/** Return "12" or "1,200", as the other pages write numbers. */
export function spell(number) {
  return number.toLocaleString("en");
}

/** Return "1 paper" or "1,200 papers". */
export function countPapers(count) {
  return `${spell(count)} ${count === 1 ? "paper" : "papers"}`;
}

/** Return the line below a title where there is little room: a warning where there is one, then who, when, where. */
export function metaLine({ authors, year, venue, status }) {
  const names = authors.slice(0, 3).join(", ") + (authors.length > 3 ? " et al." : "");
  const when = !venue?.endsWith(` ${year}`) && year; // "CVPR 2015" says it
  const where = venue?.replace(/ (?=\d{4}$)/, "\u00a0"); // a year stays beside its venue
  const facts = [status && status[0].toUpperCase() + status.slice(1), names, when, where];
  return facts.filter(Boolean).join("\u00a0· "); // the dot stays at the end of a line, as in a byline
}

/**
 * Return what follows the title in an entry, as entry.html writes it. `mark` turns a text into nodes, of which some may
 * be marked; whoever is marked is among the authors that are shown.
 */
export function entryFacts({ authors, venue, status }, mark = (text) => [text]) {
  const named = authors.filter((name, i) => i < SHOWN || mark(name).length > 1);
  const shown = authors.length - named.length > 1 ? named : authors;
  const others = authors.length - shown.length;
  const names = [...mark(shown.join(", ")), others ? ` and ${others} more` : ""];
  const facts = [shown.length && names, venue && mark(venue)].filter(Boolean)
    .flatMap((nodes) => [make("span", {}, ...nodes), " "]);
  return [
    ...(status ? [make("strong", { class: "status" }, status)] : []),
    ...(facts.length ? [make("p", { class: "subline" }, ...facts)] : []),
  ];
}
