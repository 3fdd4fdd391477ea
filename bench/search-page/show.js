// The theme's own search, as its page shows it, with ten results. Says when they are there.

const query = new URLSearchParams(location.search).get("q");

if (query) {
  // As page.js does: what shows results is on its way while they are looked for.
  const results = import("./static/search/results.js");
  const { search } = await import("./static/search/client.js");
  const found = await search(query);
  const [{ betItem, paperItem }, bets, records] = await Promise.all([results, found.bestBets(), found.records(0, 10)]);
  document.querySelector("ol").replaceChildren(
    ...bets.map(betItem),
    ...records.map((record) => paperItem(record, found.wordOf)),
  );
  window.shown = { milliseconds: performance.now(), results: records.length };
}
