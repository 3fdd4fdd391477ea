"""What exports keep from build to build: nothing is made twice, and nothing is kept that would come out otherwise."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest

from papercatalog.cache import Cache
from papercatalog.catalog import Catalog, RelatedPaper
from papercatalog.config import SiteConfig
from papercatalog.exports import EXPORTS
from papercatalog.exports.memory import ExportMemory, paper_keys
from papercatalog.model import (
    Dataset,
    DatasetUse,
    Identifiers,
    Method,
    Metric,
    Name,
    Paper,
    Person,
    Result,
    Topic,
    Venue,
    VenueRef,
)
from papercatalog.output import Stage

SITE = SiteConfig("Faces", "Of faces.", base_url="https://example.org/")


def paper(paper_id: str, author: str = "Jane", **values: object) -> Paper:
    fields: dict[str, object] = {
        "authors": (Name("Doe", author),),
        "venue": VenueRef("conf", 2020),
        "topics": ("faces",),
        "methods": ("net",),
        "datasets": (DatasetUse("lfw", "evaluated"),),
        "results": (Result(metric="accuracy", value="99", quote="99", dataset="lfw"),),
        "aliases": (f"former-{paper_id}",),
        "added": date(2026, 1, 1),
    }
    return Paper(id=paper_id, title=f"On {paper_id}", body="It is measured.", **(fields | values))  # type: ignore[arg-type]


CATALOG = Catalog(
    papers=(*map(paper, "abcd"), paper("e", "Mary", topics=("names",), venue=None)),
    topics=(Topic("faces", "Faces"), Topic("names", "Names")),
    datasets=(Dataset("lfw", "LFW"),),
    venues=(Venue("conf", "Conference", "C", "conference"),),
    methods=(Method("net", "Network"),),
    metrics=(Metric("accuracy", "Accuracy", "higher"),),
    related={"a": (RelatedPaper("b", ("both are",)),)},
)


def file_key(paper: Paper) -> tuple[str, bytes]:
    return f"{paper.id}.md", sha256(repr(replace(paper, id="")).encode()).digest()


class Builds:
    """Builds of exports that follow each other. `made` has the paths that the last one did not keep."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.public = root / "0"
        self.cache = root / "cache"
        self.cache.mkdir()
        self.made: list[str] = []
        self.digests: dict[str, str] = {}

    def build(self, catalog: Catalog, config: SiteConfig = SITE) -> dict[str, bytes]:
        """Return the files of the site."""
        keys = paper_keys(config, catalog, file_key)
        stage = Stage(self.root / str(int(self.public.name) + 1), {}, self.digests, self.public)
        self.made = []
        for export in EXPORTS:
            memory = ExportMemory(Cache(self.cache), export.__name__, keys, stage)
            for file in memory.renew(partial(export, config, catalog, ())):
                stage.write(file)
                self.made.append(file.path)
        self.public, self.digests = stage.folder, stage.digests
        return {path: (self.public / path).read_bytes() for path in self.digests}


def fresh(catalog: Catalog, config: SiteConfig = SITE) -> dict[str, bytes]:
    return {file.path: file.content for export in EXPORTS for file in export(config, catalog, ())}


@pytest.fixture
def builds(tmp_path: Path) -> Builds:
    builds = Builds(tmp_path)
    builds.build(CATALOG)
    return builds


def with_paper(number: int, **values: object) -> Catalog:
    papers = list(CATALOG.papers)
    papers[number] = replace(papers[number], **values)  # type: ignore[arg-type]
    return replace(CATALOG, papers=tuple(papers))


def same_but(**values: object) -> Callable[[], tuple[Catalog, SiteConfig]]:
    return lambda: (replace(CATALOG, **values), SITE)  # type: ignore[arg-type]


CHANGES: Mapping[str, Callable[[], tuple[Catalog, SiteConfig]]] = {
    "nothing": lambda: (CATALOG, SITE),
    "title": lambda: (with_paper(1, title="Ünlike, & longer"), SITE),
    "abstract": lambda: (with_paper(2, body="It is measured anew."), SITE),
    "authors": lambda: (with_paper(4, authors=(Name("Doe", "Jane"),)), SITE),
    "topics of a paper": lambda: (with_paper(0, topics=("names",)), SITE),
    "former id": lambda: (with_paper(0, aliases=("once",)), SITE),
    "correction": lambda: (with_paper(3, updated=date(2026, 3, 4)), SITE),
    "day": lambda: (with_paper(3, added=date(2025, 3, 4)), SITE),
    "identifier": lambda: (with_paper(0, identifiers=Identifiers(doi="10.1000/1")), SITE),
    "paper added": same_but(papers=(paper("0"), *CATALOG.papers)),
    "paper removed": same_but(papers=CATALOG.papers[1:]),
    "all papers removed": same_but(papers=(), related={}),
    "paper renamed": same_but(papers=(*CATALOG.papers[:3], replace(CATALOG.papers[3], id="z"), CATALOG.papers[4])),
    "order": same_but(papers=CATALOG.papers[::-1]),
    "neighbours": same_but(related={"a": (RelatedPaper("c", ("both are",)),)}),
    "venue": same_but(venues=(Venue("conf", "Journal", "J", "journal"),)),
    "topic": same_but(topics=(Topic("faces", "Heads"), Topic("names", "Names"))),
    "dataset": same_but(datasets=(Dataset("lfw", "Labelled Faces"),)),
    "method": same_but(methods=(Method("net", "Net"),)),
    "metric": same_but(metrics=(Metric("accuracy", "Accuracy", "higher", comparable=False),)),
    "person": same_but(people=(Person("mary", "Jane Doe", ("Mary Doe",)),)),
    "title of the site": lambda: (CATALOG, replace(SITE, title="Heads")),
    "address": lambda: (CATALOG, replace(SITE, base_url="https://example.org/else/")),
    "no address": lambda: (CATALOG, replace(SITE, base_url=None)),
}


@pytest.mark.parametrize("change", CHANGES)
def test_files_after_a_change_are_those_of_a_first_build(builds: Builds, change: str) -> None:
    catalog, config = CHANGES[change]()

    assert builds.build(catalog, config) == fresh(catalog, config)
    assert builds.build(CATALOG) == fresh(CATALOG), "and after it was undone"


def test_only_what_tells_of_a_changed_paper_is_made(builds: Builds) -> None:
    builds.build(with_paper(4, title="One title"))  # what is kept is known to the next build
    builds.build(with_paper(4, title="Another title"))

    of_papers = [path for path in builds.made if path.endswith((".bib", ".ris", ".xml"))]
    assert sorted(of_papers) == [
        "data/catalog.bib",
        "data/catalog.ris",
        "datasets/lfw/feed.xml",
        "datasets/lfw/papers.bib",
        "datasets/lfw/papers.ris",
        "feed.xml",
        "methods/net/papers.bib",
        "methods/net/papers.ris",
        "opensearch.xml",
        "papers/e/cite.bib",
        "topics/names/feed.xml",
    ]


def test_records_of_other_papers_are_read_from_the_published_site(builds: Builds) -> None:
    site = builds.public / "data/catalog.bib"
    site.write_bytes(site.read_bytes().replace(b"On b", b"ON B"))  # a digest that tells of it would not be trusted

    files = builds.build(with_paper(0, title="Another title"))

    assert b"ON B" in files["data/catalog.bib"]
    assert b"Another title" in files["data/catalog.bib"]


def test_list_of_all_papers_may_become_one_of_some(builds: Builds) -> None:
    changed = with_paper(3, title="Another title")
    builds.build(replace(changed, papers=changed.papers[:4]))
    builds.build(changed)

    assert builds.build(CATALOG) == fresh(CATALOG)


def test_nothing_is_kept_of_a_site_that_is_not_as_it_was_left(builds: Builds) -> None:
    builds.digests |= dict.fromkeys(builds.digests, sha256(b"other").hexdigest())
    for path in builds.digests:
        (builds.public / path).write_bytes(b"other")

    assert builds.build(CATALOG) == fresh(CATALOG)


def test_memory_of_a_build_that_was_never_published_harms_nothing(builds: Builds) -> None:
    public, digests = builds.public, builds.digests
    builds.build(with_paper(0, title="Another title"))
    builds.public, builds.digests = public.rename(builds.root / "100"), digests

    assert builds.build(CATALOG) == fresh(CATALOG)
