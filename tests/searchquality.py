"""The labelled search queries, the two searches that answer them, and how good an answer is.

The labels were written by a reader of the abstracts who did not know the ranking; ranking was
chosen on the half `tune` alone.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Page

FOLDER = Path(__file__).parent / "search-queries"
HALVES = ("tune", "held-out")
AT = 10
GOOD = 2
"""The grade from which a paper is an answer; below it is only related."""

_OURS = """async ([client, queries]) => {
  const { search } = await import(new URL(client, document.baseURI));
  const answers = [];
  for (const query of queries) {
    const found = await search(query);
    const records = await found.records(0, 10);
    const bets = await found.bestBets();
    answers.push([records.map(({ id }) => id), bets.map(({ url }) => url)]);
  }
  return JSON.stringify(answers);
}"""

# As the documentation of Lunr builds an index and searches it: fields without weights, default
# pipelines. A query that its parser refuses finds nothing.
_LUNR = """async queries => {
  const { papers } = await (await fetch("data/papers.json")).json();
  const names = Object.fromEntries(await Promise.all(["topics", "datasets"].map(async (kind) => {
    const records = (await (await fetch(`data/${kind}.json`)).json())[kind];
    return [kind, new Map(records.map(({ id, name, aliases }) => [id, [name, ...aliases].join(", ")]))];
  })));
  const index = lunr(function () {
    this.ref("id");
    const fields = ["title", "authors", "abstract", "summary", "topics", "datasets", "venue", "year"];
    for (const field of fields) this.field(field);
    for (const paper of papers) {
      this.add({
        ...paper,
        authors: paper.authors.join(", "),
        topics: paper.topics.map((id) => names.topics.get(id)).join(", "),
        datasets: paper.datasets.map(({ id }) => names.datasets.get(id)).join(", "),
        venue: JSON.stringify(paper.venue ?? ""),
        year: String(paper.year ?? ""),
      });
    }
  });
  return JSON.stringify(queries.map((query) => {
    try { return [index.search(query).slice(0, 10).map(({ ref }) => ref), []]; }
    catch { return [[], []]; }
  }));
}"""


@dataclass(frozen=True, slots=True)
class Query:
    text: str
    kind: str
    grades: Mapping[str, int]
    page: str | None
    """The page that should be offered first, where one is plainly the best answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    papers: Sequence[str]
    pages: Sequence[str]


def load_queries(half: str) -> list[Query]:
    entries = yaml.safe_load((FOLDER / f"{half}.yaml").read_text(encoding="utf-8"))
    return [Query(str(e["query"]), e["kind"], e.get("relevant") or {}, e.get("page")) for e in entries]


def ask_site(page: Page, address: str, public: Path, queries: Iterable[Query]) -> list[Answer]:
    """Ask the site's own client, on the built site at `address`."""
    client = next(public.glob("assets/*/search/client.js")).relative_to(public).as_posix()
    page.goto(address)
    return _answers(page.evaluate(_OURS, [client, [query.text for query in queries]]))


def ask_plain_lunr(page: Page, address: str, queries: Iterable[Query]) -> list[Answer]:
    """Ask stock lunr.js with its defaults, over the same records."""
    page.route("**/lunr.js", lambda route: route.fulfill(path=lunr_script()))
    page.goto(address)
    page.add_script_tag(url="lunr.js")
    return _answers(page.evaluate(_LUNR, [query.text for query in queries]))


def lunr_script() -> Path:
    """Return the copy of lunr.js that MkDocs has."""
    # To import the package would be to load a web server's worth of modules for one file.
    spec = find_spec("mkdocs")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "contrib/search/templates/search/lunr.js"


def _answers(value: str) -> list[Answer]:
    answers: list[Any] = json.loads(value)
    return [Answer(papers, pages) for papers, pages in answers]


def ndcg(query: Query, answer: Answer) -> float:
    """Return the discounted gain of the first ten papers, as a share of the best possible."""

    def gain(grades: Iterable[int]) -> float:
        return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))

    ideal = gain(sorted(query.grades.values(), reverse=True)[:AT])
    return gain(query.grades.get(id_, 0) for id_ in answer.papers[:AT]) / ideal if ideal else float(not answer.papers)


def first_is_good(query: Query, answer: Answer) -> float:
    first = answer.papers[0] if answer.papers else ""
    return float(query.grades.get(first, 0) >= GOOD)


def page_is_first(query: Query, answer: Answer) -> float:
    return float(answer.pages[:1] == [query.page])


def mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else math.nan
