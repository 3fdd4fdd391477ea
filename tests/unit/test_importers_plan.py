import dataclasses
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from papercatalog.catalog import Catalog
from papercatalog.diagnostics import Diagnostic
from papercatalog.importers.facts import complete_listing, parse_facts
from papercatalog.importers.listing import parse_listing
from papercatalog.importers.plan import PlannedPage, plan_additions
from papercatalog.model import Dataset, Identifiers, Paper, Span, Topic, Venue

FIXTURES = Path(__file__).parent.parent / "fixtures"
TODAY = date(2026, 11, 21)
CATALOG = Catalog(
    papers=(),
    topics=(Topic(id="clustering", name="Clustering"), Topic(id="graphs", name="Graphs")),
    datasets=(Dataset(id="coco", name="COCO"), Dataset(id="v-coco", name="V-COCO")),
    venues=(Venue(id="iclr", name="ICLR", short="ICLR", kind="conference"),),
)
ADA_NET = """\
---
title: "Ada-NET: Clustering of W₊ Faces"
authors: [Ann van der Lee, Bo Wu]
year: 2022
venue: {id: iclr, year: 2022}
identifiers: {arxiv: "2202.03800"}
links:
  - {kind: code, url: "https://github.com/a/ada-net"}
  - {kind: project, url: "https://ada.org/", source: "https://arxiv.org/abs/2202.03800"}
topics: [clustering]
datasets:
  - {id: coco, role: evaluated}
  - {id: v-coco, role: evaluated}
added: 2026-11-21
sources: ["https://arxiv.org/abs/2202.03800"]
---
We cluster faces. Experiments on COCO and the V-COCO benchmark show gains of 10%. Code: <https://github.com/a/ada-net>.
"""
SURVEY = """\
---
title: A Survey of Graphs
topics: [graphs]
added: 2026-11-21
---
This survey of {\\name} is long enough to be an abstract.
"""


def paper(id_: str, title: str, **fields: object) -> Paper:
    span = Span(f"content/papers/{id_}.md", 1, 1)
    return dataclasses.replace(Paper(id=id_, title=title, added=TODAY, span=span), **fields)


ADA_NET_PAPER = paper(
    "van-der-lee-2022-ada-net", "Ada-NET: Clustering of W₊ Faces", identifiers=Identifiers("2202.03800")
)
SURVEY_PAPER = paper("survey-graphs", "A Survey of Graphs")


def plan(existing: Mapping[Paper, str], facts: str = "") -> tuple[list[PlannedPage], list[Diagnostic]]:
    entries, _ = parse_listing((FIXTURES / "listing.txt").read_bytes(), "listing.txt")
    records = parse_facts(facts or (FIXTURES / "listing-facts.yaml").read_text(), "facts.yaml")
    texts = {known.span.path: text for known, text in existing.items()}
    publications, idle = complete_listing(entries, records)
    catalog = dataclasses.replace(CATALOG, papers=tuple(existing))
    pages, problems = plan_additions(publications, catalog, TODAY, texts.__getitem__)
    return pages, [*idle, *problems]


def test_listing_and_facts_become_pages() -> None:
    pages, problems = plan({})
    assert [(page.path, page.text, page.draft is not None) for page in pages] == [
        ("content/papers/van-der-lee-2022-ada-net.md", ADA_NET, True),
        ("content/papers/survey-graphs.md", SURVEY, True),
    ]
    assert [str(problem).splitlines()[0] for problem in problems] == [
        r"listing.txt:6:17: warning[uncleaned-latex]: cannot turn \name into plain text: \name is not defined"
    ]


def test_second_import_plans_the_same_bytes() -> None:
    pages, _ = plan({ADA_NET_PAPER: ADA_NET, SURVEY_PAPER: SURVEY})
    assert [(page.text, page.draft) for page in pages] == [(ADA_NET, None), (SURVEY, None)]


def test_only_absent_fields_are_added() -> None:
    mine = (
        "---\r\ntitle:   Curated # mine\r\nyear: 1999\r\ntopics: [graphs]\r\nadded: 2020-01-01\r\n---\r\n"
        "On COCO and V-COCO: <https://github.com/a/ada-net>.\r\n"
    )
    pages, _ = plan({dataclasses.replace(ADA_NET_PAPER, title="Curated"): mine})
    assert pages[0].text == (
        "---\r\ntitle:   Curated # mine\r\nauthors: [Ann van der Lee, Bo Wu]\r\nyear: 1999\r\n"
        "venue: {id: iclr, year: 2022}\r\n"
        'identifiers: {arxiv: "2202.03800"}\r\n'
        'links:\r\n  - {kind: code, url: "https://github.com/a/ada-net"}\r\n'
        '  - {kind: project, url: "https://ada.org/", source: "https://arxiv.org/abs/2202.03800"}\r\n'
        "topics: [graphs]\r\n"
        "datasets:\r\n  - {id: coco, role: evaluated}\r\n  - {id: v-coco, role: evaluated}\r\n"
        'added: 2020-01-01\r\nsources: ["https://arxiv.org/abs/2202.03800"]\r\n---\r\n'
        "On COCO and V-COCO: <https://github.com/a/ada-net>.\r\n"
    )


@pytest.mark.parametrize(
    ("other", "place", "id_"),
    [
        (paper("x", "a survey  of GRAPHS"), "listing.txt:5:1", "survey-graphs"),
        (
            paper("x", "Renamed", identifiers=Identifiers("2202.03800")),
            "listing.txt:3:10",
            "van-der-lee-2022-ada-net",
        ),
    ],
)
def test_paper_under_another_id_is_reported_and_skipped(other: Paper, place: str, id_: str) -> None:
    pages, problems = plan({other: "---\ntitle: x\n---\n"})
    assert len(pages) == 1
    (problem,) = [problem for problem in problems if problem.code == "duplicate-paper"]
    assert str(problem.span) == place
    assert "content/papers/x.md" in problem.message
    assert problem.hint == f"it is skipped; add {id_} to the aliases of that page to have imports complete it"


def test_renamed_page_is_known_by_its_alias() -> None:
    renamed = paper("lee-1999-survey", "A Survey of Graphs", aliases=("survey-graphs",))
    pages, problems = plan({renamed: SURVEY})
    assert pages[1] == PlannedPage("content/papers/lee-1999-survey.md", SURVEY)
    assert [problem.code for problem in problems] == ["uncleaned-latex"]


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(ADA_NET_PAPER, identifiers=Identifiers("2299.00001")),
        dataclasses.replace(ADA_NET_PAPER, identifiers=Identifiers(), title="Ada-NET: Speech in Rooms"),
    ],
)
def test_another_paper_of_the_same_id_keeps_it(other: Paper) -> None:
    pages, _ = plan({dataclasses.replace(other, title="Ada-NET: Speech in Rooms"): "---\ntitle: Ada\n---\n"})
    assert (pages[0].path, pages[0].text) == ("content/papers/van-der-lee-2022-ada-net-clustering.md", ADA_NET)
    assert pages[0].draft


def test_unknown_venue_unmatched_facts_and_link_without_source_are_reported() -> None:
    _, problems = plan(
        {}, "- title: A Survey of Graphs\n  venue: ICRL 2022\n  code: https://github.com/a/b\n- title: Other\n"
    )
    found = [
        (problem.code, problem.span.line, str(problem.hint))
        for problem in problems
        if problem.span.path == "facts.yaml"
    ]
    assert sorted(found) == [
        (
            "ungrounded-link",
            1,
            (
                "add to `links:` of the page, with the address of the page that shows it:"
                ' - {kind: code, url: "https://github.com/a/b", source: "https://..."}'
            ),
        ),
        (
            "unknown-venue",
            2,
            (
                'did you mean "ICLR"? if not, add it to content/venues.yaml, as an alias of a venue, or as a new one: '
                '- {id: icrl, name: "ICRL", short: "ICRL", kind: ...}'
            ),
        ),
        ("unmatched-facts", 4, "copy the title from the listing"),
    ]
