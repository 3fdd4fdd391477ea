// Filters and sorting of a list in the page, without a request. Beside
//
//   <form data-filters>                              selects "year", "dataset", "sort", checkbox "code"; a reset button
//   <ol data-filtered><li data-year="2020" data-datasets="a b" data-code>
//
// The state is in the address, so it can be shared and survives a way back.

const FIELDS = ["year", "dataset", "code", "sort"];

function enhance(form, list) {
  const entries = [...list.children].map((element, index) => ({
    element,
    index,
    year: element.dataset.year,
    datasets: element.dataset.datasets.split(" "),
    code: "code" in element.dataset,
    title: element.querySelector(".entry-title").textContent,
  }));
  const status = form.querySelector("[data-status]");
  const reset = form.querySelector("[type=reset]");

  function apply() {
    const wanted = Object.fromEntries(new FormData(form));
    const fits = (entry) =>
      (!wanted.year || entry.year === wanted.year) &&
      (!wanted.dataset || entry.datasets.includes(wanted.dataset)) &&
      (!wanted.code || entry.code);
    let shown = 0;
    for (const entry of entries) {
      entry.element.hidden = !fits(entry);
      if (!entry.element.hidden) shown++;
    }
    list.append(...[...entries].sort(orders[wanted.sort] ?? byIndex).map((entry) => entry.element));
    const narrowed = Boolean(wanted.year || wanted.dataset || wanted.code);
    status.textContent = !narrowed ? "" : shown ? `${shown} of ${entries.length} papers` : "No paper fits.";
    reset.hidden = !narrowed;
  }

  function remember() {
    const url = new URL(location.href);
    const state = new FormData(form);
    for (const name of FIELDS) {
      url.searchParams.delete(name);
      if (state.get(name)) url.searchParams.append(name, state.get(name));
    }
    history.replaceState(history.state, "", url);
  }

  function change() {
    apply();
    remember();
  }

  restore(form);
  apply();
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

const byIndex = (a, b) => a.index - b.index;
const orders = {
  // Papers without a year come last either way.
  oldest: (a, b) => (a.year || "9999").localeCompare(b.year || "9999") || byIndex(a, b),
  title: (a, b) => a.title.localeCompare(b.title, document.documentElement.lang) || byIndex(a, b),
};

/** Take the state from the address; values that the form does not offer are ignored. */
function restore(form) {
  const state = new URL(location.href).searchParams;
  for (const name of FIELDS) {
    const field = form.elements[name];
    const value = state.get(name);
    if (!field || !value) continue;
    if (field.type === "checkbox") field.checked = true;
    else if ([...field.options].some((option) => option.value === value)) field.value = value;
  }
}

const form = document.querySelector("[data-filters]");
const list = document.querySelector("[data-filtered]");
if (form && list) enhance(form, list);
