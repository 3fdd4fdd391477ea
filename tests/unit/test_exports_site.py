"""The data files, the sitemap and the small files that machines look for."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports import EXPORTS
from papercatalog.exports.data_json import export_data_json
from papercatalog.exports.llms_txt import export_llms_txt
from papercatalog.exports.opensearch import export_opensearch
from papercatalog.exports.robots import export_robots
from papercatalog.exports.sitemap import export_sitemap
from papercatalog.model import (
    Dataset,
    DatasetUse,
    Identifiers,
    Link,
    Method,
    Metric,
    Name,
    Paper,
    Related,
    Result,
    Topic,
    Venue,
    VenueRef,
)
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page

SITE = SiteConfig("Faces")
PUBLISHED = SiteConfig("Faces & Relations of them", description="On faces.", base_url="https://example.org/a/")

FULL = Paper(
    id="doe-2020-faces",
    title="Faces",
    authors=(Name("Doe", "Jane"), Name(literal="Google Research")),
    year=2019,
    venue=VenueRef("cvpr", year=2020),
    identifiers=Identifiers(doi="10.1000/x"),
    links=(
        Link("code", "https://example.org/code", "https://example.org/page"),
        Link("pdf", "https://example.org/pdf"),
    ),
    topics=("recognition",),
    methods=("metric-learning",),
    datasets=(DatasetUse("lfw", "evaluated"),),
    results=(
        Result(metric="accuracy", value="99.63", quote="99.63%", dataset="lfw", unit="%"),
        Result(metric="speed", value="2", quote="twice", kind="gain"),
    ),
    related=(Related("bare", "the same title"),),
    summary="About faces.",
    added=date(2026, 1, 2),
    updated=date(2026, 2, 3),
    status="withdrawn",
    body="An *abstract*.",
)
BARE = Paper(id="bare", title="Bare", topics=("recognition",), added=date(2026, 1, 3))
CATALOG = Catalog(
    papers=(FULL, BARE),
    topics=(Topic("biometrics", "Biometrics"), Topic("recognition", "Recognition", ("FR",), parent="biometrics")),
    datasets=(Dataset("lfw", "LFW [wild]", ("Labeled Faces",)),),
    venues=(Venue("cvpr", "Computer Vision", "CVPR", "conference"),),
    methods=(Method("metric-learning", "Metric learning"),),
    metrics=(Metric("accuracy", "Accuracy", "higher"), Metric("speed", "Speed", "higher")),
)


def read_json(catalog: Catalog) -> dict[str, object]:
    return {file.path: json.loads(file.content) for file in export_data_json(SITE, catalog, ())}


def text_of(files: Iterable[OutputFile]) -> str:
    (file,) = files
    return file.content.decode()


def test_data_of_a_paper_with_everything_and_of_one_with_nothing() -> None:
    assert read_json(CATALOG)["data/papers.json"] == {
        "papers": [
            {
                "id": "doe-2020-faces",
                "title": "Faces",
                "authors": ["Jane Doe", "Google Research"],
                "year": 2019,
                "venue": "CVPR 2020",
                "url": "/papers/doe-2020-faces/",
                "abstract": "An abstract.",
                "summary": "About faces.",
                "topics": ["recognition"],
                "methods": ["metric-learning"],
                "datasets": [{"id": "lfw", "role": "evaluated"}],
                "results": [
                    {"dataset": "lfw", "metric": "accuracy", "value": "99.63", "unit": "%", "quote": "99.63%"},
                    {"metric": "speed", "value": "2", "quote": "twice", "kind": "gain"},
                ],
                "links": [
                    {"kind": "code", "url": "https://example.org/code", "source": "https://example.org/page"},
                    {"kind": "pdf", "url": "https://example.org/pdf"},
                ],
                "identifiers": {"arxiv": None, "doi": "10.1000/x"},
                "related": ["bare"],
                "added": "2026-01-02",
                "updated": "2026-02-03",
                "status": "withdrawn",
            },
            {
                "id": "bare",
                "title": "Bare",
                "authors": [],
                "year": None,
                "venue": None,
                "url": "/papers/bare/",
                "abstract": None,
                "summary": None,
                "topics": ["recognition"],
                "methods": [],
                "datasets": [],
                "results": [],
                "links": [],
                "identifiers": {"arxiv": None, "doi": None},
                "related": [],
                "added": "2026-01-03",
                "updated": "2026-01-03",
                "status": None,
            },
        ]
    }


def test_data_of_topics_and_datasets_lists_papers_in_catalogue_order() -> None:
    data = read_json(CATALOG)

    assert data["data/topics.json"] == {
        "topics": [
            {"id": "biometrics", "name": "Biometrics", "aliases": [], "parent": None, "papers": []},
            {
                "id": "recognition",
                "name": "Recognition",
                "aliases": ["FR"],
                "parent": "biometrics",
                "papers": ["doe-2020-faces", "bare"],
            },
        ]
    }
    assert data["data/datasets.json"] == {
        "datasets": [{"id": "lfw", "name": "LFW [wild]", "aliases": ["Labeled Faces"], "papers": ["doe-2020-faces"]}]
    }


PAGES = (
    Page("/", "home.html", "Faces", last_change=date(2026, 1, 3)),
    Page("/about/", "article.html", "About"),
    Page("/404.html", "404.html", "Not found", in_sitemap=False),
)


def test_sitemap_lists_the_pages_that_want_to_be_found() -> None:
    assert (
        text_of(export_sitemap(PUBLISHED, CATALOG, PAGES))
        == """\
<?xml version='1.0' encoding='utf-8'?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <url>
    <loc>https://example.org/a/</loc>
    <lastmod>2026-01-03</lastmod>
  </url>
  <url>
    <loc>https://example.org/a/about/</loc>
  </url>
</urlset>
"""
    )


def read_sitemap(content: bytes) -> list[tuple[str | None, ...]]:
    return [tuple(child.text for child in element) for element in ET.fromstring(content)]


def test_sitemap_above_the_limit_is_an_index_of_several() -> None:
    pages = [Page(f"/{n}/", "x.html", "X", last_change=date(2026, 1, n) if n < 5 else None) for n in range(1, 6)]
    files = {file.path: read_sitemap(file.content) for file in export_sitemap(PUBLISHED, CATALOG, pages, limit=2)}

    assert files == {
        "sitemap-1.xml": [("https://example.org/a/1/", "2026-01-01"), ("https://example.org/a/2/", "2026-01-02")],
        "sitemap-2.xml": [("https://example.org/a/3/", "2026-01-03"), ("https://example.org/a/4/", "2026-01-04")],
        "sitemap-3.xml": [("https://example.org/a/5/",)],
        "sitemap.xml": [
            ("https://example.org/a/sitemap-1.xml", "2026-01-02"),
            ("https://example.org/a/sitemap-2.xml", "2026-01-04"),
            ("https://example.org/a/sitemap-3.xml",),
        ],
    }


def test_sitemap_at_the_limit_is_one_file_and_above_it_three() -> None:
    def paths(pages: Sequence[Page]) -> list[str]:
        return [file.path for file in export_sitemap(PUBLISHED, CATALOG, pages, limit=2)]

    assert paths(PAGES) == ["sitemap.xml"]
    assert paths([*PAGES, Page("/more/", "x.html", "X")]) == ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]


def test_robots_may_read_everything_and_learn_of_the_sitemap() -> None:
    text = text_of(export_robots(PUBLISHED, CATALOG, ()))
    robots = RobotFileParser()
    robots.parse(text.splitlines())

    assert robots.can_fetch("anyone", "https://example.org/a/papers/")
    assert robots.site_maps() == ["https://example.org/a/sitemap.xml"]
    assert text_of(export_robots(SITE, CATALOG, ())) == "User-agent: *\nAllow: /\n"


def test_opensearch_leads_to_the_search_page() -> None:
    assert (
        text_of(export_opensearch(PUBLISHED, CATALOG, ()))
        == """\
<?xml version='1.0' encoding='utf-8'?>
<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
  <ShortName>Faces</ShortName>
  <LongName>Faces &amp; Relations of them</LongName>
  <Description>On faces.</Description>
  <Url type="text/html" template="https://example.org/a/search/?q={searchTerms}" />
  <Url type="application/opensearchdescription+xml" rel="self" template="https://example.org/a/opensearch.xml" />
  <InputEncoding>UTF-8</InputEncoding>
</OpenSearchDescription>
"""
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Sixteen is enoug", "Sixteen is enoug"),
        ("Sixteen is enough", "Sixteen is"),
        ("Sixteen is enoug h", "Sixteen is enoug"),
        ("Seventeenlettersx", "Seventeenletters"),
        ("Faces, relations, and more", "Faces"),
        ("Faces & Relations", "Faces"),
        ("Papers \u2013 Faces of all", "Papers \u2013 Faces"),
        ("Face papers \u2013 all", "Face papers"),
    ],
)
def test_short_name_is_cut_at_a_word(text: str, short: str) -> None:
    config = SiteConfig(text, base_url="https://example.org/")
    assert f"<ShortName>{short}</ShortName>" in text_of(export_opensearch(config, CATALOG, ()))


@pytest.mark.parametrize("export", [export_sitemap, export_opensearch])
def test_nothing_that_needs_an_address_is_written_without_one(
    export: Callable[[SiteConfig, Catalog, Sequence[Page]], Iterable[OutputFile]],
) -> None:
    assert not list(export(SITE, CATALOG, PAGES))


def test_llms_txt_maps_the_site() -> None:
    text = text_of(export_llms_txt(PUBLISHED, CATALOG, ()))

    assert text.startswith("""\
# Faces & Relations of them

> On faces.

## Topics

- [Biometrics](https://example.org/a/topics/biometrics/): 0 papers
- [Recognition](https://example.org/a/topics/recognition/): 2 papers

## Datasets

- [LFW \\[wild\\]](https://example.org/a/datasets/lfw/): 1 paper

## Data

- [papers.json](https://example.org/a/data/papers.json): """)


def test_llms_txt_sets_off_thousands_as_the_pages_do() -> None:
    papers = tuple(Paper(id=f"p{n}", title="X", added=date(2026, 1, 1), topics=("t",)) for n in range(1000))

    text = text_of(export_llms_txt(PUBLISHED, Catalog(papers, (Topic("t", "Many"),)), ()))

    assert "/topics/t/): 1,000 papers\n" in text


def test_llms_txt_of_an_empty_catalogue_without_address_has_relative_links() -> None:
    text = text_of(export_llms_txt(SITE, Catalog(()), ()))

    assert text.startswith("# Faces\n\n## Data\n\n- [papers.json](data/papers.json): ")


@pytest.mark.parametrize("config", [SITE, PUBLISHED])
@pytest.mark.parametrize("catalog", [CATALOG, Catalog(())])
def test_no_two_exports_write_the_same_file(config: SiteConfig, catalog: Catalog) -> None:
    paths = [file.path for export in EXPORTS for file in export(config, catalog, PAGES)]

    assert len(paths) == len(set(paths))


def test_data_files_that_llms_txt_names_exist() -> None:
    paths = {file.path for export in EXPORTS for file in export(SITE, CATALOG, PAGES)}

    assert set(re.findall(r"\]\((data/[^)]+)\)", text_of(export_llms_txt(SITE, CATALOG, ())))) <= paths
