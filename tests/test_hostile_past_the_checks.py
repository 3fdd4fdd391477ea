"""Values that loading refuses, handed straight to what renders and exports: each of these holds by itself."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from xml.parsers import expat

import html5lib
import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_with_bibtexparser

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports import EXPORTS
from papercatalog.links import LinkChecker
from papercatalog.markdown import render_markdown
from papercatalog.model import (
    Dataset,
    DatasetUse,
    Identifiers,
    Link,
    Metric,
    Name,
    Paper,
    Related,
    Result,
    Topic,
    Venue,
    VenueRef,
)
from papercatalog.output import OutputFile, Stage
from papercatalog.pages import plan_pages
from papercatalog.search.build import build_search
from rendercase import make_renderer

SCRIPT = "javascript:window.XSS=1"
TEXT = (
    '</script><script>x</script> "><img src=x onerror=x>\nER  - \nTY  - JOUR\n},\n@misc{y,\x0b\x00\ufffe\u2028\u202e]]>'
)

PAPER = Paper(
    id="hostile",
    title=TEXT,
    authors=(Name(TEXT, TEXT), Name(literal=TEXT, id="group")),
    year=2020,
    venue=VenueRef("venue", 2020, TEXT, TEXT, TEXT, TEXT),
    identifiers=Identifiers(arxiv='"><script>', doi='"><script>\nx'),
    links=(Link("code", SCRIPT, SCRIPT), Link("pdf", "data:text/html,<script>"), Link("video", "//evil.example/")),
    topics=("topic",),
    datasets=(DatasetUse("data", "introduced", SCRIPT),),
    results=(Result("metric", TEXT, TEXT, "data", TEXT, "absolute", TEXT, TEXT, TEXT, SCRIPT),),
    related=(Related("hostile", TEXT),),
    summary=TEXT,
    added=date(2026, 1, 1),
    sources=(SCRIPT,),
    body=f"{TEXT}\n\n[a]({SCRIPT}) <{SCRIPT}> ![b]({SCRIPT}) <img src=x onerror=x>",
)

CATALOG = Catalog(
    papers=(PAPER,),
    topics=(Topic("topic", TEXT, (TEXT,), body=TEXT),),
    datasets=(Dataset("data", TEXT, (TEXT,), TEXT, 2020, TEXT, TEXT, SCRIPT, "hostile", SCRIPT, TEXT),),
    venues=(Venue("venue", TEXT, TEXT, "journal"),),
    metrics=(Metric("metric", TEXT, "higher", TEXT),),
)
BASE_URL = "https://example.org/"


@pytest.fixture(scope="module")
def exported() -> dict[str, bytes]:
    config = SiteConfig(TEXT, TEXT, base_url=BASE_URL)
    pages = list(plan_pages(config, CATALOG))
    files = [file for export in EXPORTS for file in export(config, CATALOG, pages)]
    return {file.path: file.content for file in files}


@pytest.mark.parametrize("theme", ["default", "bibliography"])
def test_pages_link_to_nothing_unsafe_and_run_nothing(theme: str) -> None:
    config = SiteConfig("Site", base_url=BASE_URL, theme=theme)
    pages = list(plan_pages(config, CATALOG))
    renderer = make_renderer(config, CATALOG)
    checker = LinkChecker(BASE_URL)
    for page in pages:
        content = renderer.render(page).content
        checker.add(page, content)
        for element in html5lib.parse(content.decode(), namespaceHTMLElements=False).iter():
            assert not [name for name in element.attrib if name.startswith("on")], page.path
            assert not element.get("href", "").startswith(("javascript:", "data:", "//")), page.path
            assert element.tag != "img", page.path
            assert element.tag != "script" or element.get("src") or element.get("type") == "application/ld+json"
            if element.get("type") == "application/ld+json":
                json.loads(element.text)
    assert not [problem for problem in checker.problems(set()) if problem.code == "unsafe-page"]


def test_link_that_is_not_safe_stays_text() -> None:
    config = SiteConfig("Site")
    renderer = make_renderer(config, CATALOG)
    (page,) = [page for page in plan_pages(config, CATALOG) if page.path == "/datasets/data/"]

    html = renderer.render(page).content.decode()

    assert f"<dd>{SCRIPT}</dd>" in html.replace("\n", "")


def test_markdown_links_to_nothing_unsafe() -> None:
    html = render_markdown(PAPER.body, lambda path: path, lambda _: None)

    assert "<a" not in html
    assert "<img" not in html


def test_every_xml_file_can_be_read(exported: dict[str, bytes]) -> None:
    files = [content for path, content in exported.items() if path.endswith(".xml")]
    assert len(files) > 4
    for content in files:
        expat.ParserCreate().Parse(content, True)


def test_every_json_file_can_be_read(exported: dict[str, bytes]) -> None:
    config = SiteConfig("Site")
    searched = {file.path: file.content for file in build_search(config, CATALOG)}
    files = [content for path, content in {**exported, **searched}.items() if path.endswith(".json")]
    assert len(files) > 10
    for content in files:
        json.loads(content)


def test_tables_and_citations_have_one_record(exported: dict[str, bytes]) -> None:
    ris = exported["data/catalog.ris"].decode()
    library = parse_with_bibtexparser(exported["data/catalog.bib"].decode())
    with io.StringIO(exported["data/catalog.csv"].decode(), newline="") as file:
        rows = list(csv.reader(file, strict=True))

    assert len(rispy.loads(ris)) == len(library.entries) == len(rows) - 1 == 1
    assert not library.failed_blocks
    assert ris.count("TY  - ") - ris.count(" TY  - ") == 1


def test_map_for_language_models_keeps_its_lines(exported: dict[str, bytes]) -> None:
    lines = exported["llms.txt"].decode().split("\n")

    assert [line[:2] for line in lines if line] == ["# ", "> ", "##", "- ", "##", "- ", "##", *["- "] * 7]


@pytest.mark.parametrize(
    "path",
    [
        *("../x", "a/../../b", "..", ".", "/etc/passwd", "a//b", "a/", "", "a/./b", "C:\\x", "..\\x", "a\0b", "a\nb"),
        *("a\u202eb", ".papercatalog", "papers/../../../x.html"),
    ],
)
def test_nothing_is_written_outside_the_stage(tmp_path: Path, path: str) -> None:
    folder = tmp_path / "stage"
    folder.mkdir()

    with pytest.raises(ValueError, match="not a path inside the output folder"):
        Stage(folder).write(OutputFile(path, b"x"))

    assert list(tmp_path.rglob("*")) == [folder]
