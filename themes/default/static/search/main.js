// Wires search into a page. Loaded by every page as
//
//   <html lang="en" data-root="../../">         the address of "/" as written on this page
//   <script type="module" src="{root}search/main.js">
//
// The header of every page; without scripts the form leads to the search page:
//
//   <form class="search-box" role="search" data-search-box action="{root}search/" method="get">
//     <label class="visually-hidden" for="search-box-input">Search papers</label>
//     <input id="search-box-input" type="search" name="q" autocomplete="off" placeholder="Search papers">
//   </form>
//
// The search page:
//
//   <div data-search-page>
//     <form class="search-form" role="search" action="{root}search/" method="get">
//       <label for="search-input">Search papers</label>
//       <input id="search-input" type="search" name="q" autocomplete="off" maxlength="200">
//     </form>
//     <p class="search-status" data-search-status></p>
//     <ol class="search-results" data-search-results></ol>
//     <noscript>...a sentence that points to the lists of papers, topics and datasets...</noscript>
//   </div>
//
// Everything else (popup, results, buttons) is made here; search.css has the classes.

import { enhanceBox } from "./box.js";

const box = document.querySelector("[data-search-box]");
const page = document.querySelector("[data-search-page]");

if (box) enhanceBox(box);
if (page) import("./page.js").then(({ enhancePage }) => enhancePage(page));

// "/" goes to the search, as in most catalogues, unless somebody is writing.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const input = (page ?? box)?.querySelector("input[name=q]");
  if (!input) return;
  event.preventDefault();
  input.focus();
  input.select();
});
