"""Atom and JSON Feed: what they hold, and that every reader can parse them."""

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.atom import export_atom
from papercatalog.exports.json_feed import export_json_feed
from papercatalog.exports.paper_file import PaperFile
from papercatalog.model import Dataset, DatasetUse, Identifiers, Name, Paper, Topic

SITE = SiteConfig("Faces & Co", description="Papers on faces.", base_url="https://example.org/a/")
ATOM = {"a": "http://www.w3.org/2005/Atom"}

FULL = Paper(
    id="doe-2020-faces",
    title="Faces <and> names",
    authors=(Name("Doe", "Jane"), Name(literal="Google Research")),
    identifiers=Identifiers(arxiv="2001.00001", doi="10.1000/x"),
    topics=("recognition",),
    datasets=(DatasetUse("lfw", "evaluated"),),
    summary="About names.",
    added=date(2026, 1, 2),
    updated=date(2026, 2, 3),
    body="An *abstract*.\n\nOf two paragraphs.",
)
BARE = Paper(id="bare", title="Bare", added=date(2026, 1, 3))
CATALOG = Catalog(
    papers=(FULL, BARE),
    topics=(Topic("recognition", "Recognition"), Topic("empty", "Empty")),
    datasets=(Dataset("lfw", "LFW"),),
)

ATOM_OF_TOPIC = """\
<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <id>https://example.org/a/topics/recognition/feed.xml</id>
  <title>Faces &amp; Co: Recognition</title>
  <subtitle>Papers on faces.</subtitle>
  <updated>2026-02-03T00:00:00Z</updated>
  <link rel="self" type="application/atom+xml" href="https://example.org/a/topics/recognition/feed.xml" />
  <link rel="alternate" type="text/html" href="https://example.org/a/topics/recognition/" />
  <author>
    <name>Faces &amp; Co</name>
  </author>
  <entry>
    <id>https://example.org/a/papers/doe-2020-faces/</id>
    <title>Faces &lt;and&gt; names</title>
    <published>2026-01-02T00:00:00Z</published>
    <updated>2026-02-03T00:00:00Z</updated>
    <link rel="alternate" type="text/html" href="https://example.org/a/papers/doe-2020-faces/" />
    <link rel="related" href="https://doi.org/10.1000/x" />
    <link rel="related" href="https://arxiv.org/abs/2001.00001" />
    <author>
      <name>Jane Doe</name>
    </author>
    <author>
      <name>Google Research</name>
    </author>
    <category term="recognition" label="Recognition" />
    <summary>About names.</summary>
    <content type="text">An abstract.

Of two paragraphs.</content>
  </entry>
</feed>
"""

Export = Callable[[SiteConfig, Catalog, tuple[()]], Iterable[PaperFile]]


def files_of(export: Export, catalog: Catalog, config: SiteConfig = SITE) -> dict[str, bytes]:
    return {file.path: file.content for file in export(config, catalog, ())}


def test_atom_feed_of_a_topic() -> None:
    assert files_of(export_atom, CATALOG)["topics/recognition/feed.xml"].decode() == ATOM_OF_TOPIC


def test_json_feed_of_the_site() -> None:
    assert json.loads(files_of(export_json_feed, CATALOG)["feed.json"]) == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Faces & Co",
        "description": "Papers on faces.",
        "language": "en",
        "home_page_url": "https://example.org/a/",
        "feed_url": "https://example.org/a/feed.json",
        "items": [
            {
                "id": "https://example.org/a/papers/bare/",
                "url": "https://example.org/a/papers/bare/",
                "title": "Bare",
                "content_text": "Bare",
                "date_published": "2026-01-03T00:00:00Z",
                "date_modified": "2026-01-03T00:00:00Z",
            },
            {
                "id": "https://example.org/a/papers/doe-2020-faces/",
                "url": "https://example.org/a/papers/doe-2020-faces/",
                "external_url": "https://doi.org/10.1000/x",
                "title": "Faces <and> names",
                "content_text": "An abstract.\n\nOf two paragraphs.",
                "summary": "About names.",
                "date_published": "2026-01-02T00:00:00Z",
                "date_modified": "2026-02-03T00:00:00Z",
                "authors": [{"name": "Jane Doe"}, {"name": "Google Research"}],
                "tags": ["Recognition"],
            },
        ],
    }


def test_text_of_an_item_is_the_best_that_there_is() -> None:
    bare = Paper(id="bare", title="Bare", added=date(2026, 1, 3))
    papers = (bare, replace(bare, summary="In short."), replace(bare, summary="In short.", body="At length."))
    texts = [
        json.loads(files_of(export_json_feed, Catalog((paper,)))["feed.json"])["items"][0]["content_text"]
        for paper in papers
    ]

    assert texts == ["Bare", "In short.", "At length."]


def test_the_site_and_each_topic_and_dataset_has_a_feed_of_both_formats() -> None:
    pages = ["", "topics/recognition/", "topics/empty/", "datasets/lfw/"]

    assert list(files_of(export_atom, CATALOG)) == [*(f"{page}feed.xml" for page in pages), "corrections.xml"]
    assert list(files_of(export_json_feed, CATALOG)) == [*(f"{page}feed.json" for page in pages), "corrections.json"]


def corrections(*papers: Paper) -> list[dict[str, str]]:
    feed = json.loads(files_of(export_json_feed, Catalog(papers))["corrections.json"])
    assert feed["title"] == "Faces & Co: corrections"
    return list(feed["items"])


def test_corrections_are_the_records_that_changed_latest_first() -> None:
    once = Paper(id="once", title="Once", added=date(2026, 1, 1), updated=date(2026, 2, 1))
    later = Paper(id="later", title="Later", added=date(2026, 1, 1), updated=date(2026, 3, 1), status="withdrawn")
    items = corrections(once, later, BARE)

    assert [(item["id"], item["title"], item["date_published"]) for item in items] == [
        ("https://example.org/a/papers/later/#corrected-2026-03-01", "Withdrawn: Later", "2026-03-01T00:00:00Z"),
        ("https://example.org/a/papers/once/#corrected-2026-02-01", "Once", "2026-02-01T00:00:00Z"),
    ]
    assert items[0]["url"] == "https://example.org/a/papers/later/"


def test_a_second_correction_is_news_again() -> None:
    days = (date(2026, 2, 1), date(2026, 3, 1))
    first, second = (corrections(Paper(id="x", title="X", added=date(2026, 1, 1), updated=day)) for day in days)

    assert first[0]["id"] != second[0]["id"]


def test_a_paper_corrected_long_ago_is_in_its_feed_too() -> None:
    old = Paper(id="old", title="Old", added=date(2020, 1, 1), updated=date(2026, 1, 1))
    new = [Paper(id=f"p{n}", title="X", added=date(2025, 1, 1)) for n in range(60)]

    assert [item["title"] for item in corrections(old, *new)] == ["Old"]


def test_a_topic_without_papers_has_a_feed_dated_by_the_catalogue() -> None:
    feed = ET.fromstring(files_of(export_atom, CATALOG)["topics/empty/feed.xml"])

    assert feed.findtext("a:updated", None, ATOM) == "2026-01-03T00:00:00Z"
    assert feed.find("a:entry", ATOM) is None


def test_a_feed_is_dated_by_the_latest_change_of_its_papers() -> None:
    feed = ET.fromstring(files_of(export_atom, CATALOG)["feed.xml"])

    # BARE was added after FULL, and before its correction.
    assert feed.findtext("a:updated", None, ATOM) == "2026-02-03T00:00:00Z"


def test_a_feed_holds_the_fifty_papers_added_last() -> None:
    days = [date(2026, 1, 1) + timedelta(n) for n in range(60)]
    catalog = Catalog(tuple(Paper(id=f"p{n}", title="X", added=day) for n, day in enumerate(days)))
    ids = [item["id"] for item in json.loads(files_of(export_json_feed, catalog)["feed.json"])["items"]]

    assert ids == [f"https://example.org/a/papers/p{n}/" for n in range(59, 9, -1)]


@pytest.mark.parametrize("export", [export_atom, export_json_feed])
def test_no_feed_without_an_address_or_without_papers(export: Export) -> None:
    assert not files_of(export, CATALOG, SiteConfig("Faces"))
    assert not files_of(export, Catalog(()))


@settings(deadline=None)  # a busy machine is no failure
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1) | st.sampled_from(["]]>", "\x0b\ufffe", "&<"])
)
def test_any_text_leaves_the_feed_well_formed(text: str) -> None:
    paper = Paper(
        id="x", title=text, summary=text, authors=(Name(literal=text),), topics=("t",), added=date(2026, 1, 1)
    )
    catalog = Catalog((paper,), (Topic("t", text),))
    feed = ET.fromstring(files_of(export_atom, catalog, SiteConfig(text, base_url="https://example.org/"))["feed.xml"])

    legal = "".join(char for char in text if (char >= " " and char not in "\ufffe\uffff") or char in "\t\n\r")
    # XML reads every line break as a line feed.
    shown = legal.replace("\r\n", "\n").replace("\r", "\n")
    assert (feed.findtext("a:entry/a:title", None, ATOM) or "") == shown
