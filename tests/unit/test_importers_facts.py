import pytest

from papercatalog.diagnostics import CatalogError, Span
from papercatalog.importers.facts import Facts, complete_listing, match_facts, parse_facts
from papercatalog.importers.listing import Entry
from papercatalog.model import Name


def test_records_keep_text_as_text_and_know_their_place() -> None:
    records = parse_facts(
        "# known\n- title: W_+ Faces\n  authors: [Ann Lee]\n  year: 2022\n  arxiv: 2202.03800\n  venue:\n- title: B\n",
        "f.yaml",
    )
    assert records[0].facts == Facts("W_+ Faces", authors=("Ann Lee",), year=2022, arxiv="2202.03800")
    assert records[1].facts == Facts("B")
    assert str(records[0].spans["year"]) == "f.yaml:4:9"
    assert str(records[0].span) == "f.yaml:2:3"


def test_every_mistake_is_reported() -> None:
    text = "- title: A\n  yeer: 2022\n  year: 22\n- authors: [B]\n- 7\n- title: C\n- title: C\n"
    with pytest.raises(CatalogError) as caught:
        parse_facts(text, "f.yaml")
    assert [str(problem) for problem in caught.value.diagnostics] == [
        'f.yaml:3:9: error[invalid-facts]: "year" must be a year of four digits, such as 2021, not "22"',
        'f.yaml:2:3: error[invalid-facts]: unknown field "yeer"\n  hint: did you mean "year"?',
        'f.yaml:4:3: error[invalid-facts]: "title" is missing\n  hint: add it',
        "f.yaml:5:3: error[invalid-facts]: must be fields, such as title: ...",
        "f.yaml:7:3: error[duplicate-title]: facts for this title begin on line 6 already",
    ]


def test_what_a_pattern_demands_is_said_in_words() -> None:
    with pytest.raises(CatalogError, match='"arxiv" must be an arXiv identifier without version'):
        parse_facts("- title: A\n  arxiv: 2101.00001v2\n", "f.yaml")


def test_names_are_written_as_for_catalog_new() -> None:
    records = parse_facts('- {title: A, authors: [Ann van der Lee, "Roe, Bo", "{A Group}"]}\n', "f.yaml")
    (paper,), _ = complete_listing([Entry("A", "An abstract.", Span("l.txt", 1), Span("l.txt", 2))], records)
    assert paper.authors == (Name("van der Lee", "Ann"), Name("Roe", "Bo"), Name(literal="A Group"))


def test_facts_must_be_a_list() -> None:
    with pytest.raises(CatalogError, match="must be a list of records"):
        parse_facts("title: A\n", "f.yaml")


def test_titles_match_as_printed_or_as_shown() -> None:
    records = parse_facts("- title: 'UniF^2ace: Faces'\n- title: W₊ Adapter\n- title: Grahps\n", "f.yaml")
    matched, problems = match_facts(["UniF^2ace: Faces", "W_+ Adapter", "Graphs"], records)
    assert {title: record.facts.title for title, record in matched.items()} == {
        "UniF^2ace: Faces": "UniF^2ace: Faces",
        "W_+ Adapter": "W₊ Adapter",
    }
    assert "\n".join(map(str, problems)) == (
        'f.yaml:3:10: warning[unmatched-facts]: no paper of the listing has the title "Grahps"\n'
        '  hint: did you mean "Graphs"?'
    )
