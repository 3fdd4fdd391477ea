"""BibTeX, RIS and CSL-JSON of the papers of a topic, dataset, method, venue or author."""

import json
from datetime import date

import rispy
from pybtex.database import parse_string  # type: ignore[import-untyped]

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.bibtex import export_bibtex
from papercatalog.exports.csl_json import export_csl_json
from papercatalog.exports.paper_lists import files_of_list
from papercatalog.exports.ris import export_ris
from papercatalog.model import Dataset, DatasetUse, Method, Name, Paper, Topic, Venue, VenueRef

SITE = SiteConfig("Faces")


def paper(paper_id: str, *authors: Name, topic: str = "faces") -> Paper:
    return Paper(
        id=paper_id,
        title=f"On {paper_id}",
        authors=authors,
        venue=VenueRef("conf"),
        topics=(topic,),
        methods=("net",),
        datasets=(DatasetUse("lfw", "evaluated"),),
        added=date(2026, 1, 1),
    )


CATALOG = Catalog(
    papers=(
        paper("a", Name("Doe", "Jane"), Name("李")),
        paper("b", Name("Doe", "Jane"), Name("李")),
        paper("c", Name("Roe", "Richard"), topic="names"),
    ),
    topics=(Topic("faces", "Faces"), Topic("names", "Names"), Topic("empty", "Empty")),
    datasets=(Dataset("lfw", "LFW"),),
    venues=(Venue("conf", "Conference", "C", "conference"),),
    methods=(Method("net", "Network"),),
)
LISTS = {
    "data/catalog": ["a", "b", "c"],
    "topics/faces/papers": ["a", "b"],
    "datasets/lfw/papers": ["a", "b", "c"],
    "methods/net/papers": ["a", "b", "c"],
    "venues/conf/papers": ["a", "b", "c"],
    "authors/jane-doe/papers": ["a", "b"],
}
"""No list of one paper, and none of an author whose name gives no address."""


def test_bibtex_of_lists() -> None:
    files = {f.path: f.content.decode() for f in export_bibtex(SITE, CATALOG, ()) if not f.path.endswith("cite.bib")}

    assert {path: list(parse_string(text, "bibtex").entries) for path, text in files.items()} == {
        f"{path}.bib": ids for path, ids in LISTS.items()
    }


def test_ris_of_lists() -> None:
    files = {file.path: file.content.decode() for file in export_ris(SITE, CATALOG, ())}

    assert {path: [record["id"] for record in rispy.loads(text)] for path, text in files.items()} == {
        f"{path}.ris": ids for path, ids in LISTS.items()
    }
    assert files["topics/faces/papers.ris"].count("ER  - \r\n") == 2


def test_csl_of_lists() -> None:
    files = {file.path: json.loads(file.content) for file in export_csl_json(SITE, CATALOG, ())}

    assert {path: [item["id"] for item in items] for path, items in files.items()} == {
        f"{path}.csl.json": ids for path, ids in LISTS.items()
    }


def test_a_page_offers_the_files_that_its_list_has() -> None:
    assert [(file.path, file.format) for file in files_of_list(CATALOG, "/topics/faces/")] == [
        ("/topics/faces/papers.bib", "BibTeX"),
        ("/topics/faces/papers.ris", "RIS"),
        ("/topics/faces/papers.csl.json", "CSL-JSON"),
    ]
    for path in ("/", "/topics/", "/topics/names/", "/topics/empty/", "/topics/faces/page/2/", "/authors/", "/x/y/"):
        assert not files_of_list(CATALOG, path), path


def test_an_empty_catalogue_has_an_empty_file_of_each_format() -> None:
    contents = [
        file.content
        for export in (export_bibtex, export_ris, export_csl_json)
        for file in export(SITE, Catalog(()), ())
    ]

    assert contents == [b"", b"", b"[]\n"]
