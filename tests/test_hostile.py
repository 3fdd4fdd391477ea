"""The catalogue of hostile/, built by the real command: values that are legal, and mean something else elsewhere.

Every file of the site is read by a parser that had no part in writing it. What the values do in
a browser is in browser/test_hostile.py.
"""

import csv
import html
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.parsers import expat

import html5lib
import pytest
import rispy
import yaml
from bibtexparser.entrypoint import parse_string as parse_with_bibtexparser
from pybtex.database import parse_string as parse_with_pybtex  # type: ignore[import-untyped]

from conftest import BASE_URL, HOSTILE
from sitecase import SiteCase
from typeset import decode_latex

OUR_HOST = urlsplit(BASE_URL).netloc
ALLOWED_SCHEMES = {"http", "https", "mailto"}
ADDRESSES = ("href", "src", "action", "formaction", "{http://www.w3.org/1999/xlink}href")
FORBIDDEN_ELEMENTS = {"iframe", "object", "embed", "base", "frame", "style", "img", "audio", "video", "animate", "set"}


def read_titles() -> dict[str, str]:
    """Return the titles of hostile/ by id, read by another program than ours."""
    titles = {}
    for file in sorted((HOSTILE / "content/papers").glob("*.md")):
        fields = yaml.safe_load(file.read_text(encoding="utf-8").split("\n---\n")[0])
        titles[file.stem] = " ".join(fields["title"].split())
    return titles


TITLES = read_titles()


@pytest.fixture(scope="module")
def pages(hostile_site: Path) -> dict[str, ET.Element]:
    """Every page by its path, parsed as browsers do; no page has a parse error."""
    parsed = {}
    for file in sorted(hostile_site.rglob("*.html")):
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parsed[file.relative_to(hostile_site).as_posix()] = parser.parse(file.read_text(encoding="utf-8"))
        assert not parser.errors, file
    assert len(parsed) > 70
    return parsed


def elements(pages: dict[str, ET.Element]) -> Iterator[tuple[str, ET.Element]]:
    for path, root in pages.items():
        for element in root.iter():
            if isinstance(element.tag, str):  # else a comment
                yield path, element


def test_hostile_values_are_legal_and_cannot_forge_what_a_terminal_or_a_log_shows() -> None:
    outcome = SiteCase(HOSTILE).run("check", GITHUB_ACTIONS="true")

    assert outcome.code == 0
    assert "error[" not in outcome.text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e]", outcome.text)
    assert not [line for line in outcome.text.splitlines() if line.lstrip().startswith("::")]


def test_only_scripts_of_the_theme_are_on_a_page(pages: dict[str, ET.Element], hostile_site: Path) -> None:
    scripts = [(path, element) for path, element in elements(pages) if element.tag == "script"]
    assert scripts

    for path, script in scripts:
        if script.get("type") == "application/ld+json":
            assert "<" not in (script.text or ""), path
            continue
        assert not script.text, path
        place = (hostile_site / path).parent / script.attrib["src"] if path != "404.html" else None
        assert place is None or (place.resolve().is_relative_to(hostile_site / "assets") and place.is_file()), path


def test_no_element_or_attribute_is_of_content(pages: dict[str, ET.Element]) -> None:
    for path, element in elements(pages):
        assert element.tag not in FORBIDDEN_ELEMENTS, path
        assert not [name for name in element.attrib if name.startswith("on") or name in ("style", "srcdoc")], path
        if element.tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
            assert re.fullmatch(r"0; url=(\.\./)+papers/constructor/", element.get("content", "")), path
        if element.get("name") == "config" or element.get("id") in ("config", "q", "__proto__"):
            raise AssertionError(f"{path} has an element of content that scripts could take for theirs")


def test_every_address_has_an_allowed_scheme_and_forms_stay_here(pages: dict[str, ET.Element]) -> None:
    for path, element in elements(pages):
        here = urljoin(BASE_URL, path)
        for name in ADDRESSES:
            if (value := element.get(name)) is not None:
                parts = urlsplit(urljoin(here, value.strip()))
                assert parts.scheme in ALLOWED_SCHEMES, (path, value)
                assert "@" not in parts.netloc, (path, value)
                assert name == "href" or parts.netloc == OUR_HOST, (path, value)


def test_links_that_contributors_chose_vouch_for_nothing(pages: dict[str, ET.Element]) -> None:
    external = [
        element
        for path, element in elements(pages)
        if element.tag == "a"
        and urlsplit(element.get("href", "")).netloc not in ("", OUR_HOST)
        and "/repo/" not in element.attrib["href"]
    ]
    assert len(external) > 20

    for link in external:
        assert link.get("rel") == "noopener nofollow ugc", link.attrib
        assert link.get("referrerpolicy") == "no-referrer", link.attrib


def test_titles_and_templates_stand_on_the_pages_as_they_are(pages: dict[str, ET.Element]) -> None:
    for paper_id, title in TITLES.items():
        heading = pages[f"papers/{paper_id}/index.html"].find(".//h1")
        assert heading is not None
        assert "".join(heading.itertext()) == title

    text = "".join(pages["papers/config/index.html"].itertext())
    assert '{{ 7*7 }} and {% include "base.html" %} and {% extends "x" %}, {{ 7*7 }}' in text
    assert "49" not in text


def test_json_ld_says_what_the_records_say(pages: dict[str, ET.Element]) -> None:
    for paper_id, title in TITLES.items():
        data = pages[f"papers/{paper_id}/index.html"].find(".//script[@type='application/ld+json']")
        assert data is not None
        graph = json.loads(data.text or "")["@graph"]
        assert graph[0]["name"] == title
        assert graph[-1]["itemListElement"][-1]["name"] == title


def test_every_xml_file_is_read_by_expat_and_has_the_titles(hostile_site: Path) -> None:
    files = [file for kind in ("*.xml", "*.svg") for file in sorted(hostile_site.rglob(kind))]
    assert len(files) > 10
    for file in files:
        expat.ParserCreate().Parse(file.read_bytes(), True)

    atom = "{http://www.w3.org/2005/Atom}"
    titles = [entry.findtext(f"{atom}title") for entry in ET.parse(hostile_site / "feed.xml").iter(f"{atom}entry")]
    expected = [f"Retracted: {title}" if paper_id == "constructor" else title for paper_id, title in TITLES.items()]
    assert sorted(filter(None, titles)) == sorted(expected)


def test_json_files_say_what_the_records_say(hostile_site: Path) -> None:
    for file in hostile_site.rglob("*.json"):
        json.loads(file.read_bytes())
    papers = json.loads((hostile_site / "data/papers.json").read_bytes())["papers"]
    assert {paper["id"]: paper["title"] for paper in papers} == TITLES
    items = json.loads((hostile_site / "data/catalog.csl.json").read_bytes())
    assert {item["id"]: item["title"] for item in items} == TITLES
    shards = [json.loads(file.read_bytes()) for file in (hostile_site / "data/shards").rglob("*.json")]
    shown = {id_: paper for shard in shards for id_, paper in shard.items()}
    assert {id_: paper["title"] for id_, paper in shown.items() if isinstance(paper, dict)} == TITLES
    assert shown["valueof"] == "constructor"


def test_csv_gives_each_paper_a_row_and_no_formula(hostile_site: Path) -> None:
    text = (hostile_site / "data/catalog.csv").read_bytes().decode()
    with io.StringIO(text, newline="") as file:
        header, *rows = csv.reader(file, strict=True)
    assert read_rfc_4180(text) == [header, *rows]

    assert {row[0]: row[1].removeprefix("'") for row in rows} == TITLES
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert [row[1] for row in rows if row[0] in ("equals", "minus")] == ["'" + TITLES["equals"], "'" + TITLES["minus"]]


def read_rfc_4180(text: str) -> list[list[str]]:
    """Read by the letter of the standard: a cell is bare, or in quotes with quotes doubled; rows end with CRLF."""
    rows: list[list[str]] = [[]]
    for quoted, bare, end in re.findall(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)', text):
        rows[-1].append(quoted.replace('""', '"') or bare)
        if end != ",":
            rows.append([])
    return rows[:-1]


def test_bibtex_gives_each_paper_one_record_to_two_readers(hostile_site: Path) -> None:
    text = (hostile_site / "data/catalog.bib").read_text(encoding="utf-8")
    library = parse_with_bibtexparser(text)
    entries = parse_with_pybtex(text, "bibtex").entries

    assert not library.failed_blocks
    assert not library.comments
    first = {entry.key: entry.fields_dict["title"].value for entry in library.entries}
    assert first == {key: entry.fields["title"] for key, entry in entries.items()}
    assert {key: decode_latex(title) for key, title in first.items()} == TITLES
    for paper_id, title in first.items():
        (alone,) = parse_with_bibtexparser((hostile_site / f"papers/{paper_id}/cite.bib").read_text("utf-8")).entries
        assert alone.fields_dict["title"].value == title


def test_ris_gives_each_paper_one_record_to_two_readers(hostile_site: Path) -> None:
    text = (hostile_site / "data/catalog.ris").read_bytes().decode()

    assert {record["id"]: record["title"] for record in rispy.loads(text)} == TITLES
    records = [dict(re.findall("^([A-Z][A-Z0-9])  - (.*)\r$", part, re.MULTILINE)) for part in text.split("ER  - \r\n")]
    assert {record["ID"]: record["TI"] for record in records if record} == TITLES
    assert text.count("\nER  - ") == len(TITLES)
    assert len(re.findall("(?m)^TY  - ", text)) == len(TITLES)


def test_search_shows_the_titles(hostile_site: Path) -> None:
    folder = hostile_site / "data/search/papers"
    records = [record for file in folder.rglob("*.json") for record in json.loads(file.read_bytes())]

    assert {record["url"].split("/")[-2]: record["title"] for record in records} == TITLES


def test_map_for_language_models_has_a_line_for_each_record(hostile_site: Path) -> None:
    text = (hostile_site / "llms.txt").read_text(encoding="utf-8")

    for line in text.splitlines():
        assert re.fullmatch(r"|#{1,2} .*|> .*|- \[.*\]\(https://example\.org/below/[a-z./-]+\): .*", line), line
    unescaped = html.unescape(re.sub(r"\\(.)", r"\1", text))
    assert "- [</a><script>window.XSS=1</script>](https://example.org/below/topics/constructor/)" in unescaped
    assert re.search(r"(?<!\\)<", text) is None


def test_whatever_the_ids_each_record_has_its_page(pages: dict[str, ET.Element]) -> None:
    for kind in ("papers", "topics", "datasets", "methods", "authors"):
        assert f"{kind}/constructor/index.html" in pages
    assert "valueof" not in TITLES
    assert "papers/valueof/index.html" in pages
    assert "prototype/index.html" in pages
