import json
import time
from pathlib import Path
from typing import Any

import pytest

from papercatalog.diagnostics import CatalogError, ExitCode
from papercatalog.importers.crossref import parse_crossref
from papercatalog.importers.publication import Publication
from papercatalog.model import Name

ANSWER = (Path(__file__).parents[1] / "fixtures" / "crossref.json").read_bytes()
ADDRESS = "https://api.crossref.org/works/10.1000%2Fx"


def work(**fields: Any) -> Publication:
    message = {
        "DOI": "10.1000/x",
        "title": ["A Title"],
        **{key.replace("_", "-"): value for key, value in fields.items()},
    }
    return parse_crossref(json.dumps({"message": message}).encode(), ADDRESS)


def dated(*parts: Any) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


def test_work_becomes_a_paper() -> None:
    paper = parse_crossref(ANSWER, ADDRESS)

    assert paper.title == "ToyNet & Friends: Learning to Count k Toys"
    assert paper.abstract == "Aims: We count toys where $x^2 < 3$ holds. It is fast."
    assert paper.authors == (
        Name("Doe", "Jane"),
        Name("van der Roe Jr.", "Richard"),
        Name(literal="The Marbles Collaboration"),
        Name(literal="Plato"),
    )
    assert (paper.year, paper.venue_year, paper.venue) == (2020, 2020, "2020 Conference on Toys (CT)")
    assert (paper.volume, paper.issue, paper.pages) == ("3", "4", "1-9")
    assert (paper.doi, paper.arxiv) == ("10.1000/xyz.2020.1", "2001.00001")
    assert paper.source == str(paper.span) == "https://doi.org/10.1000/xyz.2020.1"
    assert paper.status is None


def test_first_version_counts_beside_the_printed_one() -> None:
    paper = work(issued=dated(2019, 12), published_online=dated(2019, 12), published_print=dated(2021, 1))
    assert (paper.year, paper.venue_year) == (2019, 2021)
    assert work(posted=dated(2018), issued=dated(2019)).year == 2018
    preprint = {"has-preprint": [{"id": "10.48550/arXiv.1711.00001"}]}
    assert work(issued=dated(2019), relation=preprint).year == 2017
    assert work(issued=dated(2016), relation=preprint).year == 2016


@pytest.mark.parametrize(
    ("kind", "status"),
    [("retraction", "retracted"), ("withdrawal", "withdrawn"), ("removal", "retracted"), ("erratum", None)],
)
def test_updates_of_a_work_tell_its_status(kind: str, status: str | None) -> None:
    assert work(updated_by=[{"type": kind, "DOI": "10.1000/y", "source": "publisher"}]).status == status


def test_stamp_on_a_title_is_a_status() -> None:
    for title, status in (("RETRACTED ARTICLE: Toys", "retracted"), ("WITHDRAWN: Toys", "withdrawn")):
        paper = work(title=[title])
        assert (paper.title, paper.status) == ("Toys", status)


def test_notice_about_another_paper_is_none() -> None:
    with pytest.raises(CatalogError) as caught:
        work(update_to=[{"type": "retraction", "DOI": "10.1000/original"}])
    assert caught.value.exit_code is ExitCode.CONTENT
    assert str(caught.value).startswith(
        "https://doi.org/10.1000/x: error[not-a-paper]: is no paper, but a notice (retraction)"
    )
    assert work(update_to=[{"type": "new_version", "DOI": "10.1000/v1"}]).title == "A Title"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("", ""),
        ("<p>One.</p><p>Two.</p>", "One. Two."),
        ("Abstract syntax trees", "Abstract syntax trees"),
        ("<jats:title>ABSTRACT:</jats:title><jats:p>Text", "Text"),
        ("a < b and c > d", "a < b and c > d"),
        ("p &lt; 0.05 &amp;amp; more", "p < 0.05 &amp; more"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("<mml:math><mml:mi>x</mml:mi></mml:math> alone", "x alone"),
        ("<jats:tex-math>x_1</jats:tex-math>", "$x_1$"),
        ("H<jats:sub>2</jats:sub>O", "H₂O"),
        ("10<jats:sup>&#8722;5</jats:sup> of <sup>14</sup>C<sup>a,b</sup>", "10⁻⁵ of ¹⁴Ca,b"),
        ("<jats:title>CO<sub>2</sub> now</jats:title><jats:p>Few.</jats:p>", "CO₂ now: Few."),
        ("<mml:msup><mml:mn>10</mml:mn><mml:mn>5</mml:mn></mml:msup> m", "10⁵ m"),
        (
            "<mml:msup><mml:mi>x</mml:mi><mml:mrow><mml:mo>-</mml:mo><mml:mn>2</mml:mn></mml:mrow></mml:msup>",
            "x⁻²",
        ),
        ("<mml:msub><mml:mi>x</mml:mi><mml:mi>Q</mml:mi></mml:msub>", "xQ"),
        ("zero\u200bwidth &#x202E;turned\ud800", "zerowidth turned"),
        ("<!-- <b>hidden</b> -->", "<!-- hidden -->"),
    ],
)
def test_markup_becomes_text(markup: str, text: str) -> None:
    assert work(abstract=markup).abstract == text


@pytest.mark.parametrize(
    "part",
    [
        "<",
        "<a",
        "<a ",
        "</",
        "&",
        "&#",
        "<title>",
        "<tex-math>\\begin{document}",
        "<!--",
        "<a><",
        "<mrow><mn>1</mn> ",
        "<sup>1",
    ],
)
def test_hostile_markup_takes_no_time(part: str) -> None:
    begun = time.process_time()
    work(abstract=part * (1_000_000 // len(part)))
    assert time.process_time() - begun < 2


NONSENSE = [
    None,
    True,
    3,
    -1.5,
    "x",
    [],
    {},
    [None],
    [[]],
    [{}],
    {"date-parts": None},
    {"date-parts": [[None]]},
    ["10"],
]
FIELDS = (
    "subtitle container-title event issued published-print author abstract volume page relation update-to updated-by"
)


@pytest.mark.parametrize("field", FIELDS.split())
def test_fields_of_the_wrong_kind_are_absent(field: str) -> None:
    for value in NONSENSE:
        paper = work(**{field.replace("-", "_"): value})
        assert (paper.title.partition(":")[0], paper.year, paper.authors) == ("A Title", None, ())


def test_names_of_every_kind() -> None:
    authors = [
        {"given": "Ada"},
        {"family": 3},
        {"name": "A <b>&amp;</b> B"},
        {},
        {"family": "李", "given": "飞飞"},
        "x",
    ]
    assert work(author=authors).authors == (Name(literal="Ada"), Name(literal="A & B"), Name("李", "飞飞"))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"Resource not found.",
        b"<html></html>",
        b'{"message": {"DOI": "10.1000/x"}}',
        b'{"message": {"title": ["A"]}}',
        b'{"message": {"DOI": "../../x", "title": ["A"]}}',
        b'{"message": {"DOI": "10.1000/x", "title": [" "]}}',
        b'{"message": ["DOI"]}',
        ANSWER[:-20],
        ANSWER.replace(b"Jane", b"J\xe9n"),
        ANSWER.decode().encode("utf-16"),
        b"[" * 1_000_000,
        b'{"a":' * 300_000,
        b"9" * 10_000,
    ],
)
def test_what_describes_no_work_is_refused(data: bytes) -> None:
    with pytest.raises(CatalogError) as caught:
        parse_crossref(data, ADDRESS)
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    assert str(caught.value).startswith(f"{ADDRESS}: error[unusable-answer]: the answer ")
