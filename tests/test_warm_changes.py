"""Each kind of change to a catalogue, one after the other: a warm build makes and says what a cold one would."""

import shutil
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from conftest import MakeSite
from papercatalog import content, state
from papercatalog.build import build_site
from papercatalog.cache import Cache, open_cache
from papercatalog.diagnostics import CatalogError
from papercatalog.manifest import read_manifest
from sitecase import SiteCase, read_tree

Change = tuple[str, str, str | None]
"""A path, and what to write there for what; see `do`."""

AUTHORS = "content/authors.yaml"
VENUES = "content/venues.yaml"
METHODS = "content/methods.yaml"
METRICS = "content/metrics.yaml"
SYNONYMS = "content/synonyms.yaml"
TREES = "content/topics/trees.md"
OAK = "content/datasets/oak.md"
PAGE = "themes/mine/templates/404.html"
SHEET = "themes/mine/static/more.css"

FILES = {
    "site.yaml": "title: Test catalogue\nbase_url: https://example.org/\ntheme: mine\n",
    "themes/mine/theme.yaml": "extends: default\n",
    SHEET: "p {}\n",
    PAGE: """\
{{ "elm" in catalog.dataset }} {{ catalog.method | length }} {% for id in catalog.venue %}{{ id }}{% endfor %}
{% for claim in catalog.claims["a"] %}{{ claim.ground }}{% endfor %}
{{ catalog.author_id(catalog.paper["a"].authors[1]) }}
{% for result in catalog.paper["a"].results %}{{ catalog.gain(result) }}{% endfor %}
<a href="{{ url("/topics/trees/") }}#h-of-{{ catalog.paper_count }}">papers</a>
""",
    "themes/mine/templates/downloads.html": """\
<a href="{{ url("/papers/former-c/") }}">c</a> <a href="{{ url("/topics/trees/") }}#h-growth">growth</a>
""",
    AUTHORS: "- {id: doe, name: Jane Doe, aliases: [J. Doe]}\n",
    VENUES: "- {id: conf, name: Conference, short: Conf, kind: conference}\n",
    METHODS: "- {id: net, name: Network, aliases: [Netz]}\n",
    METRICS: "- {id: accuracy, name: Accuracy, better: higher}\n",
    SYNONYMS: "- {id: cars, words: [vehicle], asked_as: [car]}\n",
    TREES: "---\nname: Trees\nparent: examples\nasked_as: [what grows]\n---\nSee [@b].\n\n# Growth\n\n# Of 4\n",
    OAK: "---\nname: Oak\naliases: [OakSet]\n---\nSee [trees](/topics/trees/#main) and [it](/papers/once/).\n",
    "content/pages/more.md": "---\ntitle: More\n---\nSee [@b].\n",
}
BODIES = {
    "a": "A vehicle on OakSet has a gain of 9%.",
    "b": "Another vehicle on OakSet, of which [@a] speaks.",
    "c": "A third one on OakSet.",
}
PAPER = """\
---
title: On {id} and more
authors: [{author}, Li Wei]
year: 2020
venue: {{id: conf, year: 2021}}
topics: [trees]
methods: [net]
datasets: [{{id: oak, role: evaluated}}]
added: 2026-01-01
aliases: [{alias}]
---
{body}
"""
RESULT = "results: [{metric: accuracy, value: '9', unit: '%', quote: a gain of 9%, dataset: oak, kind: gain}]\nadded:"
A, B, C = (f"content/papers/{id_}.md" for id_ in BODIES)

CHANGES: Mapping[str, Change] = {
    "title of the site": ("site.yaml", "Test", "Best"),
    "address of the site": ("site.yaml", "example.org", "example.com"),
    "template": (PAGE, "papers</a>", "all papers</a>"),
    "sheet": (SHEET, "p", "li"),
    "name of a person": (AUTHORS, "name: Jane Doe, aliases: [J. Doe]", "name: J. Doe"),
    "id of a person": (AUTHORS, "id: doe", "id: jane"),
    "person more": (AUTHORS, "- {", "- {id: wei, name: Wei Li, aliases: [Li Wei]}\n- {"),
    "kind of a venue": (VENUES, "kind: conference", "kind: journal"),
    "short name of a venue": (VENUES, "short: Conf", "short: CONF"),
    "venue more": (VENUES, "- {", "- {id: w, name: W, short: W, kind: workshop}\n- {"),
    "name of a method": (METHODS, "Network", "Neural Network"),
    "alias of a method": (METHODS, "Netz", "Nets"),
    "method more": (METHODS, "- {", "- {id: tree, name: Tree}\n- {"),
    "name of a metric": (METRICS, "Accuracy", "Rate"),
    "synonym": (SYNONYMS, "asked_as: [car]", "asked_as: [lorry]"),
    "name of a topic": (TREES, "name: Trees", "name: Green Trees"),
    "parent of a topic": (TREES, "parent: examples\n", ""),
    "question about a topic": (TREES, "what grows", "what is green"),
    "text of a topic": (TREES, "See [@b]", "See [@a]"),
    "name of a data set": (OAK, "name: Oak", "name: Oaks"),
    "alias of a data set": (OAK, "aliases: [OakSet]", "aliases: [OakSet, Eiche]"),
    "data set more": ("content/datasets/elm.md", "", "---\nname: Elm\n---\nOf wood.\n"),
    "article": ("content/pages/more.md", "See", "Read"),
    "title of a paper": (B, "On b", "Of b"),
    "title of another paper": (B, "Of b", "On a"),
    "year of a paper": (B, "year: 2021", "year: 2022"),
    "authors of a paper": (B, "Jane Roe", "John Roe"),
    "abstract of a paper": (B, "Another", "One"),
    "result of a paper": (A, "added:", RESULT),
    "order of a metric": (METRICS, "higher", "lower"),
    "topics of a paper": (C, "topics: [trees]", "topics: [examples]"),
    "data sets of a paper": (C, "datasets: [{id: oak, role: evaluated}]\n", ""),
    "day of a paper": (C, "2026-01-01", "2025-01-01"),
    "neighbour of a paper": (C, "added:", "related: [{id: a, reason: so we say}]\nadded:"),
}
FAULTS: Mapping[str, Change] = {
    "former id that a text has": (B, "[once]", "[]"),
    "metric that a result has": (METRICS, "accuracy", "rate"),
    "spelling that a claim has": (OAK, "OakSet", "Oak Set"),
    "words of a claim": (A, "OakSet", "it"),
    "anchor that a template has": (TREES, "# Growth", "# Grown"),
    "anchor that a template computes": ("content/papers/more.md", "", "---\ntitle: More\nadded: 2026-01-01\n---\n"),
    "page that a template has": (C, "[former-c]", "[]"),
}


def test_warm_build_makes_and_says_what_a_cold_one_does(
    make_site: MakeSite, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Builds follow each other so fast here that the state of the files would never be trusted.
    monkeypatch.setattr(state, "_INSTANT_NANOSECONDS", 10_000_000)
    site = make_site(FILES)
    for id_, body in BODIES.items():
        author, alias = ("Jane Roe", "once") if id_ == "b" else ("J. Doe", f"former-{id_}")
        site.write(f"content/papers/{id_}.md", PAPER.format(id=id_, author=author, alias=alias, body=body))
    cold, empty = tmp_path / "cold", tmp_path / "empty"

    def build(what: str, is_faulty: bool = False) -> None:
        shutil.rmtree(empty, ignore_errors=True)
        empty.mkdir()
        before = read_manifest(site.public) if is_faulty else {}
        said = make(site, site.public, open_cache(site.root))
        assert said == make(site, cold, Cache(empty), jobs=1), what
        assert "error[" in said if is_faulty else "error[" not in said, said
        files, expected = read_manifest(site.public), before or read_manifest(cold)
        assert {path for path in {**files, **expected} if files.get(path) != expected.get(path)} == set(), what

    build("nothing")
    for what, change in CHANGES.items():
        do(site, *change)
        build(what)
    example = site.root / "content/papers/doe-2020-example.md"
    example.rename(example.with_name("new.md"))
    build("id of a paper")
    for what, change in FAULTS.items():
        undo = do(site, *change)
        build(what, is_faulty=True)
        do(site, *undo)
    build("nothing but what was put right")
    assert read_tree(site.public) == read_tree(cold)


def test_what_changes_while_a_site_is_built_is_seen_next_time(site: SiteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "_INSTANT_NANOSECONDS", 10_000_000)
    read = content.read_bytes

    def read_too_early(path: Path, shown_path: str) -> bytes:
        data = read(path, shown_path)
        if path.stem == "other":
            site.paper("other", body="Written meanwhile.")
            time.sleep(0.02)
        return data

    site.paper("other", body="Written first.")
    with monkeypatch.context() as patch:
        patch.setattr(content, "read_bytes", read_too_early)
        make(site, site.public, open_cache(site.root))
    assert "Written first." in site.html("papers/other")

    make(site, site.public, open_cache(site.root))

    assert "Written meanwhile." in site.html("papers/other")


def do(site: SiteCase, path: str, old: str, new: str | None) -> Change:
    """Change a file; write it as a whole where `old` is empty, remove it where `new` is None. Return what undoes it."""
    file = site.root / path
    before = file.read_text() if file.exists() else None
    if new is None:
        file.unlink()
    elif old:
        site.edit(path, old, new)
    else:
        site.write(path, new)
    return path, "", before


def make(site: SiteCase, output: Path, cache: Cache, jobs: int = 0) -> str:
    """Build in this process, with the templates that are compiled; return the problems."""
    try:
        return "\n".join(sorted(map(str, build_site(site.root, output, cache=cache, jobs=jobs).warnings)))
    except CatalogError as error:
        return str(error)
