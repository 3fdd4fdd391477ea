from pathlib import Path

import pytest

from papercatalog.diagnostics import CatalogError, ExitCode
from papercatalog.importers.arxiv import parse_arxiv
from papercatalog.importers.publication import Publication
from papercatalog.model import Name

FEED = (Path(__file__).parents[1] / "fixtures" / "arxiv.xml").read_bytes()
ADDRESS = "https://export.arxiv.org/api/query?id_list=x"
NAMESPACES = 'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"'


def feed(entries: str) -> bytes:
    return f"<feed {NAMESPACES}>{entries}</feed>".encode()


def entry(fields: str, id_: str = "http://arxiv.org/abs/2001.00001v1") -> Publication:
    (paper,) = parse_arxiv(feed(f"<entry><id>{id_}</id><title>A Title</title>{fields}</entry>"), ADDRESS)
    return paper


def test_entry_becomes_a_paper() -> None:
    paper = parse_arxiv(FEED, ADDRESS)[1]

    assert paper.title == "ToyNet: Learning to Count $k$ Toys"
    assert paper.abstract.startswith("We count toys, and measure it on ToySet with 99.5\\% accuracy. Our code")
    assert paper.authors == (Name("Doe", "Jane"), Name("Roe", "Richard"))
    assert (paper.year, paper.arxiv, paper.doi) == (2019, "2001.00001", "10.1000/XYZ.2020.1")
    assert (paper.venue, paper.pages) == ("Proceedings of the Conference on Toys, 2020", "1-9")
    assert paper.source == str(paper.span) == "https://arxiv.org/abs/2001.00001"
    assert paper.status is None


def test_links_of_the_comment_are_those_whose_kind_is_certain() -> None:
    assert parse_arxiv(FEED, ADDRESS)[1].links == (
        ("code", "https://github.com/example/toynet"),
        ("project", "https://example.org/toynet/"),
        ("data", "https://example.org/toyset"),
    )


def test_old_identifiers_groups_and_withdrawn_papers() -> None:
    paper = parse_arxiv(FEED, ADDRESS)[0]

    assert paper.arxiv == "cs/0112017"
    assert paper.authors == (Name(literal="The Marbles Collaboration"), Name("van der Lee", "Ann"))
    assert (paper.title, paper.year, paper.status) == ("Counting Toys & Marbles", 2001, "withdrawn")


@pytest.mark.parametrize("comment", ["Withdrawn by the authors", "This submission was withdrawn."])
def test_comment_tells_that_a_paper_is_withdrawn(comment: str) -> None:
    assert entry(f"<arxiv:comment>{comment}</arxiv:comment>").status == "withdrawn"


@pytest.mark.parametrize("comment", ["An earlier version was withdrawn", "Not withdrawn"])
def test_other_comments_do_not(comment: str) -> None:
    assert entry(f"<arxiv:comment>{comment}</arxiv:comment>").status is None


@pytest.mark.parametrize(
    "entries",
    [
        "",
        "<entry><id>http://arxiv.org/api/errors#incorrect_id_format</id><title>Error</title><summary>bad</summary></entry>",
        "<entry><id>http://arxiv.org/abs/2001.00001v1</id></entry>",
        "<entry><title>No id</title></entry>",
        "<entry><id>http://evil.test/abs/../../x</id><title>T</title></entry>",
    ],
)
def test_what_arxiv_has_not_got_is_absent(entries: str) -> None:
    assert parse_arxiv(feed(entries), ADDRESS) == []


def test_fields_that_are_nonsense_are_absent() -> None:
    paper = entry("<published>soon</published><arxiv:doi>none yet</arxiv:doi><author/><author><name/></author>")

    assert (paper.year, paper.doi, paper.authors, paper.abstract) == (None, "", (), "")


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Rate exceeded.",
        b"<html><body>Hello</body></html>",
        b"<feed><entry>",
        FEED[:900],
        b"\xff\xfe<\x00f\x00e\x00e\x00d\x00/\x00>\x00",
        FEED.replace(b"Jane", b"J\xe9n"),
        FEED.replace(b"Jane", b"\x00"),
        FEED.replace(b"Jane", b"&jane;"),
        f'<!DOCTYPE feed [<!ENTITY e0 "lol">{ENTITIES}]><feed {NAMESPACES}>&e8;</feed>'.encode(),
        f'<!DOCTYPE feed [<!ENTITY x SYSTEM "file:///etc/passwd">]><feed {NAMESPACES}>&x;</feed>'.encode(),
        f'<!DOCTYPE feed SYSTEM "http://127.0.0.1:1/x.dtd"><feed {NAMESPACES}/>'.encode(),
    ],
)
def test_what_is_no_feed_is_refused(data: bytes) -> None:
    with pytest.raises(CatalogError) as caught:
        parse_arxiv(data, ADDRESS)
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    assert str(caught.value.diagnostics[0]).startswith(f"{ADDRESS}: error[unusable-answer]: the answer is no")


def test_characters_that_no_page_may_have_are_dropped() -> None:
    assert entry("<summary>zero&#x200B;width &#x202E;turned</summary>").abstract == "zerowidth turned"


def test_very_deep_feed_is_read_or_refused() -> None:
    deep = 200_000
    assert parse_arxiv(feed("<a>" * deep + "</a>" * deep), ADDRESS) == []
