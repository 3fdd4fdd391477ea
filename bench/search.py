"""Measure the site's search beside Pagefind, and its scores beside stock lunr.js.

    python bench/search.py                                  # 10,000 invented papers, everything
    python bench/search.py --papers 100000 --parts build bytes warm
    python bench/search.py --corpus papers.jsonl.xz         # real ones

Bytes are bodies as a static host sends them, compressed by gzip; scripts are among them, the page
itself is not. Every visit is a fresh browser context. Both pages show ten results with snippets.
"""

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from statistics import median

from corpus import Corpus, add_corpus_option, open_corpus
from pagefind_site import build_pagefind
from peers import PAGEFIND, version
from playwright.sync_api import Browser
from search_browser import LATENCY, MEGABITS, Visit, open_browser, open_page, visit
from search_page import write_pages
from search_queries import beginnings, random_clauses, reader_queries, slips, titles_and_authors
from serving import Served, serve
from stopwatch import machine

from papercatalog.search.tokens import tokens

HERE = Path(__file__).parent
PARTS = ("build", "bytes", "time", "warm", "exact", "typing", "titles", "tokens")
LUNR_LIMIT = 10_000
"""Papers. Of more, stock lunr.js cannot load the index in reasonable time."""

EXACT_QUERIES = 500
TYPED = 1_000
REPEATS = 5
RESULTS = 10
_BATCH = 500

Papers = Sequence[tuple[str, list[str]]]
"""Titles and authors."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=10_000, help="how many (default 10000)")
    parser.add_argument(
        "--parts", nargs="+", choices=PARTS, default=PARTS, help="what to measure (default: everything)"
    )
    add_corpus_option(parser)
    options = parser.parse_args()
    corpus = open_corpus(options.papers, options.corpus)
    papers = titles_and_authors(corpus)
    parts = set(options.parts) - (set() if len(papers) <= LUNR_LIMIT else {"exact", "time"})
    with tempfile.TemporaryDirectory() as name, open_browser() as browser:
        print(f"search of {len(papers):,} papers, {corpus.name} · {machine()}, Chromium {browser.version}")
        folder = Path(name)
        write_pages(folder)
        cost = build(folder, options.papers, options.corpus)
        if "build" in parts:
            report_build(folder, cost)
            with tempfile.TemporaryDirectory() as other:
                terms = build(Path(other), options.papers, options.corpus, "--terms")
                print(f"           {terms['cpu']:.1f} CPU s without records, names of pages and facets")
        with serve(folder) as served:
            if "bytes" in parts:
                report_bytes(browser, served, papers)
            if "time" in parts:
                report_time(browser, served, corpus, papers)
            if "warm" in parts:
                report_warm(browser, served, papers)
            if "exact" in parts:
                build(folder, options.papers, options.corpus, "--lunr")
                report_exact(browser, served)
            if "typing" in parts:
                report_typing(browser, served, papers)
            if "titles" in parts:
                report_titles(browser, served, papers)
            if "tokens" in parts:
                report_tokens(browser, served, corpus)


def build(folder: Path, papers: int, path: Path | None, *options: str) -> dict[str, float]:
    """Write data/search/ in a process of its own; return what it cost."""
    command = [sys.executable, str(HERE / "search_build.py"), str(papers), str(folder), *options]
    if path:
        command += ["--corpus", str(path)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    cost: dict[str, float] = json.loads(done.stdout)
    return cost


def report_build(folder: Path, cost: dict[str, float]) -> None:
    print(
        f"build      {cost['cpu']:.1f} CPU s, {cost['tokens']:.1f} of them to cut the texts into tokens;"
        f" {cost['mebibytes']:.0f} MiB; {cost['files']:,.0f} files"
    )
    data = folder / "data" / "search"
    groups = {
        "terms": "terms-*.json",
        "records": "papers/*/*.json",
        "vocabulary": "vocabulary-*.json",
        "facets": "facet-*.json",
        "names": "names-*.json",
        "manifest": "manifest.json",
    }
    for label, pattern in groups.items():
        sizes = [len(gzip.compress(file.read_bytes(), 6)) for file in data.glob(pattern)]
        print(
            f"           {label:11}{len(sizes):6} files, gzip: all {kilobytes(sum(sizes))}, {spread(sizes, kilobytes)}"
        )


def report_bytes(browser: Browser, served: Served, papers: Papers) -> None:
    visits = [(kind, visit(browser, served, "", query)) for kind, query in reader_queries(papers)]
    sizes = spread([v.size for _, v in visits], kilobytes)
    print(f"bytes      of a cold search with ten results, {len(visits)} queries: {sizes}")
    groups = {
        "scripts": ".js$",
        "manifest": "manifest.json",
        "terms": "/terms-",
        "records": "/papers/",
        "names": "/names",
        "vocabulary": "/vocabulary-",
        "facets": "/facet-",
    }
    for label, part in groups.items():
        share = [sum(size for path, size in v.sizes.items() if part in path + "$") for _, v in visits]
        print(f"           {label:11}{spread(share, kilobytes)}")
    print(f"           requests   {spread([len(v.sizes) for _, v in visits], str)}")
    for kind in dict.fromkeys(kind for kind, _ in visits):
        print(f"           {kind:16}{spread([v.size for k, v in visits if k == kind], kilobytes)}")


def report_time(browser: Browser, served: Served, corpus: Corpus, papers: Papers) -> None:
    """Alternate between the two, so that a busy machine is busy for both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(folder)
        cost = build_pagefind(corpus, folder)
        files = sum(path.is_file() for path in (folder / "pagefind").rglob("*"))
        print(
            f"time       {version(PAGEFIND)}: {cost.processor:.1f} CPU s, {cost.seconds:.1f} s,"
            f" {cost.largest:.0f} MiB, {files:,} files"
        )
        ours: list[Visit] = []
        theirs: list[Visit] = []
        with serve(folder) as peer:
            for _, query in reader_queries(papers):
                ours.append(visit(browser, served, "", query, is_slow=True))
                theirs.append(visit(browser, peer, "pagefind.html", query, is_slow=True))
    print(f"           to ten results from nothing, {LATENCY} ms and {MEGABITS} Mbit/s, {len(ours)} queries")
    for label, visits in (("catalog", ours), ("Pagefind", theirs)):
        times, sizes = [v.milliseconds for v in visits], [v.size for v in visits]
        shown = sum(v.results > 0 for v in visits)
        print(f"           {label:9}{spread(times, milliseconds)}; {spread(sizes, kilobytes)}; {shown} with results")
    # Pagefind shows only what has all words; fewer results need fewer requests.
    full = [pair for pair in zip(ours, theirs, strict=True) if min(v.results for v in pair) == RESULTS]
    print(f"           catalog needs {ratio(ours, theirs):.2f} x Pagefind's time (bar 0.6);", end=" ")
    print(f"{ratio(*zip(*full, strict=True)):.2f} x of the {len(full)} queries for which both show {RESULTS} results")


def ratio(ours: Sequence[Visit], theirs: Sequence[Visit]) -> float:
    return median(v.milliseconds for v in ours) / median(v.milliseconds for v in theirs)


def report_warm(browser: Browser, served: Served, papers: Papers) -> None:
    queries = [query for seed in range(10) for _, query in reader_queries(papers, seed)]
    with open_page(browser, served) as page:
        times = page.evaluate(
            "async ([queries, repeats]) => (await import('./typing.js')).time(queries, repeats)", [queries, REPEATS]
        )
        heap = page.evaluate("() => performance.memory.usedJSHeapSize / 2 ** 20")
    print(f"warm       a query of {len(queries)}: {spread(times, milliseconds)}; heap {heap:.0f} MiB")


def report_exact(browser: Browser, served: Served) -> None:
    fields = [f["name"] for f in json.loads((served.folder / "data/search/manifest.json").read_text("utf-8"))["fields"]]
    with open_page(browser, served) as page:
        page.add_script_tag(path=lunr_script())
        page.evaluate("async () => { window.exact = await import('./exact.js'); window.both = await exact.open(); }")
        queries = random_clauses(page.evaluate("() => both.terms"), fields, EXACT_QUERIES)
        answers = [page.evaluate("clauses => exact.compare(both, clauses)", clauses) for clauses in queries]
        version = page.evaluate("() => lunr.version")
    same, same_top, hits = (sum(bool(a[key]) for a in answers) for key in ("isSame", "isSameTop", "hits"))
    print(f"exact      {len(answers)} random queries beside lunr.js {version}, {hits} of them find something")
    print(f"           same papers and scores: {same}; same first 20: {same_top};", end=" ")
    print(f"largest difference of a score: {max(a['difference'] for a in answers):.1e}")
    for label, key in (("own", "own"), ("lunr.js", "stock")):
        print(f"           {label:9}{spread([a[key] for a in answers], milliseconds)} a query")
    for clauses, answer in zip(queries, answers, strict=True):
        if not (answer["isSame"] and answer["isSameTop"]):
            print(f"           differs: {json.dumps(clauses)}")


def report_typing(browser: Browser, served: Served, papers: Papers) -> None:
    with open_page(browser, served) as page:
        page.evaluate("async () => { window.typing = await import('./typing.js'); }")
        terms = page.evaluate("async () => (await typing.vocabulary()).terms")
        typed = slips(terms, TYPED)
        found = Counter(page.evaluate("([typed, word]) => typing.correct(typed, word)", pair) for pair in typed)
        begun = beginnings([title for title, _ in papers], TYPED)
        missed = [pair for pair in begun if not page.evaluate("([text, word]) => typing.complete(text, word)", pair)]
    right = 1 - found["missed"] / len(typed)
    print(f"typing     of {len(typed)} words with a slip, the right one offered: {right:.1%} (bar 95 %); {dict(found)}")
    print(f"           of {len(begun)} beginnings, the word found: {1 - len(missed) / len(begun):.1%} (bar 99 %)")
    if missed:
        print(f"           not found: {missed[:5]}")


def report_titles(browser: Browser, served: Served, papers: Papers) -> None:
    with open_page(browser, served) as page:
        page.evaluate("async () => { window.typing = await import('./typing.js'); }")
        places = [page.evaluate("title => typing.placeOfTitle(title)", title) for title, _ in papers]
    missed = [title for (title, _), place in zip(papers, places, strict=True) if place != 1]
    print(f"titles     {len(places) - len(missed):,} of {len(places):,} come first when typed in full")
    for title in missed[:5]:
        print(f"           not first: {title}")


def report_tokens(browser: Browser, served: Served, corpus: Corpus) -> None:
    texts = (f"{record.title}\n{record.abstract}" for record in corpus.records())
    count = different = 0
    with open_page(browser, served) as page:
        page.evaluate("async () => { window.typing = await import('./typing.js'); }")
        while batch := list(islice(texts, _BATCH)):
            theirs = page.evaluate("texts => texts.map(typing.tokens)", batch)
            count += sum(map(len, theirs))
            different += sum(tokens(text) != cut for text, cut in zip(batch, theirs, strict=True))
    print(f"tokens     {count:,}, in Python as in the browser; papers that differ: {different}")


def lunr_script() -> Path:
    """Return the lunr.js of the development tools; nothing of the site needs it."""
    mkdocs = find_spec("mkdocs")
    if not mkdocs or not mkdocs.origin:
        sys.exit("no lunr.js: install the development tools (make check), or leave out the part `exact`")
    return Path(mkdocs.origin).parent / "contrib/search/templates/search/lunr.js"


def spread(values: Sequence[float], show: Callable[[float], str]) -> str:
    ordered = sorted(values)
    ninth = ordered[min(len(ordered) - 1, int(len(ordered) * 0.9))]
    return f"median {show(median(ordered))}, p90 {show(ninth)}, max {show(ordered[-1])}" if ordered else "none"


def kilobytes(size: float) -> str:
    return f"{size / 1000:.1f} KB"


def milliseconds(time: float) -> str:
    return f"{time:.2f} ms" if time < 20 else f"{time:.0f} ms"


if __name__ == "__main__":
    main()
