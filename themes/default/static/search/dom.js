// What both interfaces need to make elements. Text is always text: nothing here parses HTML.

/** Make an element with attributes; children are nodes or texts. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** Return the address of a site path such as "/papers/x/"; whatever else it is given, an address of this site. */
export function siteUrl(path) {
  const root = new URL(document.documentElement.dataset.root ?? "./", document.baseURI);
  return new URL(`./${path.replace(/^\/+/, "")}`, root).href;
}

/** Return "1 paper" or "12 papers". */
export function countPapers(count) {
  return `${count} ${count === 1 ? "paper" : "papers"}`;
}

/** Return the line below a result's title: a warning where there is one, then who, when, where. */
export function metaLine({ authors, year, venue, status }, maxAuthors) {
  const names = authors.slice(0, maxAuthors).join(", ") + (authors.length > maxAuthors ? " et al." : "");
  return [status && status[0].toUpperCase() + status.slice(1), names, year, venue].filter(Boolean).join(" · ");
}
