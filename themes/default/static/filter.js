// Filters and sorting of a list in the page, without a request. Beside
//
//   <form data-filters>                              selects "year", "dataset", "sort", checkbox "code"; a reset button
//   <ol data-filtered><li data-years="2020 2021" data-datasets="a b" data-code>
//
// A choice ends in the number of papers that it leaves, as in "2020 (3)"; it is counted anew beside each other choice.
// The state is in the address, so it can be shared; each choice is a step of the browser's history.

const NARROWING = ["year", "dataset", "code"];
const FIELDS = [...NARROWING, "sort"];

function enhance(form, list) {
  const entries = [...list.children].map((element, index) => ({
    element,
    index,
    values: {
      year: element.dataset.years.split(" "),
      dataset: element.dataset.datasets.split(" "),
      code: "code" in element.dataset ? ["1"] : [],
    },
    title: element.querySelector(".entry-title").textContent,
  }));
  const choices = NARROWING.flatMap((name) => choicesOf(form.elements[name]));
  const status = form.querySelector("[data-status]");
  const reset = form.querySelector("[type=reset]");
  let order = byIndex;

  function apply() {
    const wanted = Object.fromEntries(new FormData(form));
    const narrowing = NARROWING.filter((name) => wanted[name]);
    const counts = new Map();
    let shown = 0;
    for (const { element, values } of entries) {
      const missed = narrowing.filter((name) => !values[name].includes(wanted[name]));
      element.hidden = missed.length > 0;
      if (!missed.length) shown++;
      // Another choice in the one field where it misses what was chosen would show it.
      for (const name of NARROWING.filter((name) => missed.every((other) => other === name))) {
        for (const value of values[name]) counts.set(`${name} ${value}`, (counts.get(`${name} ${value}`) ?? 0) + 1);
      }
    }
    for (const choice of choices) recount(choice, counts.get(choice.key) ?? 0);
    sort(orders[wanted.sort] ?? byIndex);
    status.textContent = !narrowing.length ? "" : shown ? `${shown} of ${entries.length} papers` : "No paper fits.";
    reset.hidden = !narrowing.length;
  }

  function sort(wanted) {
    if (wanted === order) return; // to move every entry takes longer than all the rest
    order = wanted;
    list.append(...[...entries].sort(order).map((entry) => entry.element));
  }

  function remember() {
    const url = new URL(location.href);
    const state = new FormData(form);
    for (const name of FIELDS) {
      url.searchParams.delete(name);
      if (state.get(name)) url.searchParams.append(name, state.get(name));
    }
    if (url.href !== location.href) history.pushState(null, "", url);
  }

  function change() {
    apply();
    remember();
  }

  function readAddress() {
    restore(form);
    apply();
  }

  readAddress();
  addEventListener("popstate", readAddress);
  // Safari resets a form without autocompletion soon after a page comes back from the browser's memory.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) requestAnimationFrame(() => setTimeout(readAddress));
  });
  form.addEventListener("change", change);
  form.addEventListener("submit", (event) => event.preventDefault());
  // The fields have their first values only after the event.
  form.addEventListener("reset", () => {
    setTimeout(() => {
      change();
      form.querySelector("select").focus(); // the button that had the focus is gone
    });
  });
}

/** Return the choices of a select or a checkbox, each with the node of its text. */
function choicesOf(field) {
  const elements = field?.options ? [...field.options].filter(({ value }) => value) : field ? [field] : [];
  return elements.map((element) => ({
    element,
    key: `${field.name} ${element.value}`,
    text: element.firstChild ?? element.nextSibling,
  }));
}

/** Show how many papers a choice leaves; one that leaves none cannot be made. */
function recount({ element, text }, count) {
  text.data = text.data.replace(/\d+(?=\)$)/, count);
  element.disabled = !count && !(element.selected ?? element.checked);
}

const byIndex = (a, b) => a.index - b.index;
const year = ({ values }) => values.year[0] || "9999"; // papers without one come last either way
const orders = {
  oldest: (a, b) => year(a).localeCompare(year(b)) || byIndex(a, b),
  title: (a, b) => a.title.localeCompare(b.title, document.documentElement.lang) || byIndex(a, b),
};

/** Take the state from the address; values that the form does not offer are none. */
function restore(form) {
  const state = new URL(location.href).searchParams;
  for (const name of FIELDS) {
    const field = form.elements[name];
    const value = state.get(name);
    if (!field) continue;
    if (field.type === "checkbox") field.checked = Boolean(value);
    else field.value = [...field.options].some((option) => option.value === value) ? value : "";
  }
}

const form = document.querySelector("[data-filters]");
const list = document.querySelector("[data-filtered]");
if (form && list) enhance(form, list);
