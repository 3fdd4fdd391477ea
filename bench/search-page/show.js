// The theme's own search, as its page shows it, with ten results. Says when they are there.

import { search } from "./static/search/client.js";
import { betItem, paperItem } from "./static/search/results.js";

const query = new URLSearchParams(location.search).get("q");

if (query) {
  const found = await search(query);
  const [records, bets] = await Promise.all([found.records(0, 10), found.bestBets()]);
  document.querySelector("ol").replaceChildren(
    ...bets.map(betItem),
    ...records.map((record) => paperItem(record, found.matches)),
  );
  window.shown = { milliseconds: performance.now(), results: records.length };
}
