"""BibTeX, RIS and CSL-JSON of the papers of a topic, dataset, method, venue or author."""

import json
from datetime import date

import rispy
from pybtex.database import parse_string  # type: ignore[import-untyped]

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.paper_lists import export_paper_lists, files_of_list
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
        paper("a", Name("Doe", "Jane")),
        paper("b", Name("Doe", "Jane")),
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
"""No list of one paper."""


def lists(extension: str) -> dict[str, str]:
    files = export_paper_lists(SITE, CATALOG, ())
    return {file.path: file.content.decode() for file in files if file.path.endswith(f".{extension}")}


def test_bibtex_of_lists() -> None:
    files = {path: text for path, text in lists("bib").items() if not path.endswith("cite.bib")}

    assert {path: list(parse_string(text, "bibtex").entries) for path, text in files.items()} == {
        f"{path}.bib": ids for path, ids in LISTS.items()
    }


def test_ris_of_lists() -> None:
    files = lists("ris")

    assert {path: [record["id"] for record in rispy.loads(text)] for path, text in files.items()} == {
        f"{path}.ris": ids for path, ids in LISTS.items()
    }
    assert files["topics/faces/papers.ris"].count("ER  - \r\n") == 2


def test_csl_of_lists() -> None:
    files = lists("csl.json")

    assert {path: [item["id"] for item in json.loads(text)] for path, text in files.items()} == {
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
    assert [file.content for file in export_paper_lists(SITE, Catalog(()), ())] == [b"", b"", b"[]\n"]
