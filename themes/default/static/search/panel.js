// The choices that narrow the results of the search page, with how many papers each would leave.

import { countPapers, make, makeButton, spell } from "./dom.js";

const TITLES = { topic: "Topics", dataset: "Datasets", method: "Methods", venue: "Venues", year: "Years", has: "With" };
const SHOWN = 8; // of a facet, until a reader asks for all

/**
 * Make a panel in the element `body`; `choose(name, id, isChosen)` is called when a reader chooses, `leave()` when a
 * reader wants to see what was found. Return a function that shows the counts of an answer, as facetCounts gives them,
 * and how many papers were found.
 */
export function makePanel(body, choose, leave) {
  const whole = new Set(); // facets that are shown in full
  let shown = [];
  const exit = makeButton({ class: "search-more" }, leave);
  body.after(make("p", { class: "search-exit" }, exit));

  function update(facets, found) {
    exit.textContent = found ? `Show ${countPapers(found)}` : "No paper found";
    draw(facets);
  }

  function draw(facets) {
    shown = facets;
    const focused = body.contains(document.activeElement) ? document.activeElement.id : "";
    body.replaceChildren(...facets.filter(({ values }) => values.length).map(group));
    if (focused) document.getElementById(focused)?.focus();
  }

  function group({ name, values }) {
    const visible = values.filter(({ isChosen }, i) => whole.has(name) || isChosen || i < SHOWN);
    const list = make("ul", {}, ...visible.map((value) => make("li", {}, choice(name, value))));
    const fieldset = make("fieldset", {}, make("legend", {}, TITLES[name]), list);
    if (visible.length < values.length) fieldset.append(allButton(name, values.length));
    return fieldset;
  }

  function choice(name, { id, name: title, count, isChosen }) {
    const input = make("input", { type: "checkbox", id: `facet-${name}-${id}` });
    input.checked = isChosen;
    input.addEventListener("change", () => choose(name, id, input.checked));
    const number = make("span", { class: "search-count", "aria-hidden": "true" }, spell(count));
    return make("label", {}, input, make("span", {}, title), number, hidden(`, ${countPapers(count)}`));
  }

  function allButton(name, count) {
    const showAll = () => {
      whole.add(name);
      draw(shown);
      body.querySelectorAll(`[id^="facet-${name}-"]`)[SHOWN]?.focus(); // the button that had the focus is gone
    };
    return makeButton({ class: "search-all" }, showAll, `All ${spell(count)}`, hidden(` ${TITLES[name]}`));
  }

  return update;
}

/** Make a button for each choice made, to take it back. */
export function choiceButtons(facets, choose) {
  return facets.flatMap(({ name, values }) =>
    values.filter(({ isChosen }) => isChosen).map(({ id, name: title }) =>
      makeButton({ class: "search-choice" }, () => choose(name, id, false), hidden("Without "), title)),
  );
}

function hidden(text) {
  return make("span", { class: "visually-hidden" }, text);
}
