// The theme's own search, as its page shows it, with ten results. Says when they are there.

const query = new URLSearchParams(location.search).get("q");

if (query) {
  // As main.js does: the manifest is on its way while the other modules are.
  import("./static/search/files.js").then(({ openFiles }) => openFiles());
  const [{ search }, { betItem, paperItem }] = await Promise.all([
    import("./static/search/client.js"),
    import("./static/search/results.js"),
  ]);
  const found = await search(query);
  const [bets, records] = await Promise.all([found.bestBets(), found.records(0, 10)]);
  document.querySelector("ol").replaceChildren(
    ...bets.map(betItem),
    ...records.map((record) => paperItem(record, found.matches)),
  );
  window.shown = { milliseconds: performance.now(), results: records.length };
}
