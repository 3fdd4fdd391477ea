"""What other programs read of odd but legal records: the real command on a small site, and their rules."""

import json
import re

import html5lib
import pytest

from sitecase import SiteCase


def test_suffix_of_a_name_belongs_to_the_family_name(site: SiteCase) -> None:
    site.paper("one", "authors: [Albert J. Phillips Jr., Henry Gates III]").build()

    assert "author = {Phillips Jr., Albert J. and Gates III, Henry}" in (site.public / "data/catalog.bib").read_text()
    assert "AU  - Phillips Jr., Albert J.\n" in (site.public / "data/catalog.ris").read_text()
    (item,) = [item for item in json.loads((site.public / "data/catalog.csl.json").read_text()) if item["id"] == "one"]
    assert item["author"] == [
        {"family": "Phillips Jr.", "given": "Albert J."},
        {"family": "Gates III", "given": "Henry"},
    ]
    assert '<meta name="citation_author" content="Phillips Jr., Albert J.">' in site.html("papers/one")


@pytest.mark.parametrize("theme", ["default", "bibliography"])
def test_zotero_finds_no_author_and_no_date_where_the_record_has_none(site: SiteCase, theme: str) -> None:
    site.edit("site.yaml", "title:", f"theme: {theme}\ntitle:")
    site.write("content/venues.yaml", "- {id: jof, name: Journal of Faces, short: JoF, kind: journal}\n")
    site.paper("one", "venue: {id: jof}\ntopics: [examples]\nupdated: 2026-01-03").build()
    page = html5lib.parse(site.html("papers/one"), namespaceHTMLElements=False)

    # What its translator "Embedded Metadata" looks for where there are no citation tags for it.
    for element in page.iter():
        assert not re.search("byline|vcard", element.get("class", ""), re.IGNORECASE)
        assert element.get("rel") != "author"
        assert element.tag != "time" or "datetime" not in element.attrib
    assert "2026-01-01" in "".join(page.itertext())
    assert "Journal of Faces" in "".join(page.itertext())


@pytest.mark.parametrize(
    ("author", "tag"),
    [
        ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
        ("{family: Van Gool, given: Luc}", "Van Gool, Luc"),
        ("Jane Doe", "Doe, Jane"),
        # With spaces on both sides of the comma Zotero would take it for two people.
        ("{family: Van Dyke, given: Mary Ann}", "Mary Ann Van Dyke"),
        ("{literal: The Group}", "The Group"),
    ],
)
def test_sole_author_is_one_person_with_the_right_family_name(site: SiteCase, author: str, tag: str) -> None:
    site.paper("one", f"authors: [{author}]").build()

    assert re.findall('<meta name="citation_author" content="(.*)">', site.html("papers/one")) == [tag]


def test_styles_print_the_publisher_of_a_preprint_once(site: SiteCase) -> None:
    site.paper("one", 'identifiers: {arxiv: "2507.10300"}').build()

    (item,) = [item for item in json.loads((site.public / "data/catalog.csl.json").read_text()) if item["id"] == "one"]
    assert [name for name, value in item.items() if value == "arXiv"] == ["publisher"]
    assert item["number"] == "arXiv:2507.10300"


def test_spreadsheets_keep_the_cells_of_a_row_apart_and_every_digit_of_an_arxiv_number(site: SiteCase) -> None:
    site.paper("one", 'authors: [Ann One, Bo Two]\nidentifiers: {arxiv: "2507.10300"}').build()

    lines = (site.public / "data/catalog.csv").read_text(encoding="utf-8").splitlines()
    # LibreOffice ends a cell at commas, semicolons and tabs that stand in no quotes.
    rows = [re.split(r'[,;\t](?=(?:[^"]*"[^"]*")*[^"]*$)', line) for line in lines]
    assert {len(row) for row in rows} == {12}
    (one,) = [dict(zip(rows[0], row, strict=True)) for row in rows if row[0] == '"one"']
    assert one['"authors"'] == '"Ann One; Bo Two"'
    assert one['"arxiv"'] == '"arXiv:2507.10300"'  # a bare number loses its last zeros


def test_browsers_show_a_name_of_the_search_that_ends_with_a_word(site: SiteCase) -> None:
    site.edit("site.yaml", "title: Test catalogue", "title: Faces & Relations").build(
        "--base-url", "https://example.org/"
    )

    assert "<ShortName>Faces</ShortName>" in (site.public / "opensearch.xml").read_text()


def test_map_for_language_models_leads_to_files_wherever_the_folder_is_published(site: SiteCase) -> None:
    site.build()

    links = re.findall(r"\]\(([^)]+)\)", (site.public / "llms.txt").read_text())
    assert {"topics/examples/", "datasets/toy-set/", "data/papers.json"} <= set(links)
    assert not [link for link in links if link.startswith("/") or not (site.public / link).exists()]
