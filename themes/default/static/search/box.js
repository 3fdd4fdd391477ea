// The search box in the header: suggestions while typing, as a combobox with a list of links.
// Without this module it is a plain form that leads to the search page.

import { make, metaLine, siteUrl } from "./dom.js";
import { betLine, summary } from "./results.js";

const SHOWN = 6; // papers and pages
const PATIENCE = 400; // ms; most answers are there before
const LIST_ID = "search-options";

// Pages that nobody searches from load nothing of the engine.
const loadClient = () => import("./client.js");

/** Enhance the form `[data-search-box]`. */
export function enhanceBox(form) {
  const input = form.querySelector("input[name=q]");
  const list = make("div", { id: LIST_ID, role: "listbox", "aria-label": "Pages and papers" });
  const note = make("p", { class: "search-note", "aria-hidden": "true" });
  const popup = make("div", { class: "search-popup", hidden: "" }, note, list);
  const status = make("p", { class: "visually-hidden", role: "status" }); // spoken even where the popup is new
  form.append(popup, status);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", LIST_ID);

  let latest = 0; // answers to older questions are dropped
  let active = -1;

  function close() {
    latest++;
    popup.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    activate(-1);
  }

  function show(message, options, isNoted = !options.length) {
    status.textContent = message;
    note.textContent = message;
    note.hidden = !isNoted;
    list.hidden = !options.length;
    options.forEach((option, i) => option.setAttribute("id", `search-option-${i}`));
    list.replaceChildren(...options);
    popup.hidden = false;
    input.setAttribute("aria-expanded", String(options.length > 0));
    activate(-1);
  }

  function activate(index) {
    active = index;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  }

  async function suggest() {
    const turn = ++latest;
    activate(-1); // the option was one of another question
    if (!input.value.trim()) return close();
    setTimeout(() => turn === latest && popup.hidden && show("Searching…", []), PATIENCE);
    try {
      const { search } = await loadClient();
      const found = await search(input.value);
      const [bets, shown] = await Promise.all([found.bestBets(), found.records(0, SHOWN)]);
      if (turn !== latest) return;
      if (found.isShort) return close();
      if (!found.papers.length && !bets.length) return show("No paper found.", []);
      const papers = shown.slice(0, SHOWN - bets.length);
      const options = [...bets.map(betOption), ...papers.map(paperOption), allOption(form, found.query)];
      const { correctedText } = found;
      show(correctedText ? `“${correctedText}”: ${summary(found)}` : summary(found), options, Boolean(correctedText));
    } catch {
      if (turn === latest) show("Suggestions could not be loaded. Press Enter to search.", []);
    }
  }

  function move(event) {
    const count = list.children.length;
    if (popup.hidden) suggest();
    // The box itself is the stop between the last option and the first.
    else if (count) activate(((active + 1 + (event.key === "ArrowDown" ? 1 : count)) % (count + 1)) - 1);
    event.preventDefault();
  }

  function prepare() {
    loadClient().then(({ openSearch }) => openSearch()).catch(() => {}); // told when something is typed
  }

  input.addEventListener("focus", prepare);
  input.addEventListener("input", suggest);
  input.addEventListener("blur", close);
  // Keep the focus in the box: a popup that closed on the press would miss the click.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") move(event);
    else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      list.children[active].click();
    } else if (event.key === "Escape" && !popup.hidden) {
      event.preventDefault(); // the browser would empty the box
      close();
    }
  });
  if (document.activeElement === input) {
    // The first focus came before this module, and perhaps some letters.
    prepare();
    suggest();
  }
}

const paperOption = (record) => option(siteUrl(record.url), record.title, metaLine(record));
const betOption = (bet) => option(siteUrl(bet.url), bet.name, betLine(bet));

function allOption(form, query) {
  const url = new URL(form.action);
  url.searchParams.set("q", query);
  return option(url.href, "All results");
}

function option(href, title, meta) {
  const attributes = { class: "search-option", role: "option", tabindex: "-1", "aria-selected": "false", href };
  const lines = [make("span", { class: "search-result-title" }, title)];
  if (meta) lines.push(make("span", { class: "search-result-meta" }, meta));
  return make("a", attributes, ...lines);
}
