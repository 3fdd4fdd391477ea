from pathlib import Path

import pytest

from papercatalog.diagnostics import Span
from papercatalog.importers.listing import Entry, parse_listing

FIXTURE = Path(__file__).parent.parent / "fixtures" / "listing.txt"
ABSTRACT = "An abstract that is longer than its title."


def problems_of(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    entries, problems = parse_listing(data, "listing.txt")
    assert entries == [] or problems
    return [str(problem).splitlines()[0] for problem in problems]


def test_titles_and_abstracts_take_turns() -> None:
    entries, problems = parse_listing(FIXTURE.read_bytes(), "listing.txt")
    assert problems == []
    assert [entry.title for entry in entries] == ["Ada-NET: Clustering of W_+ Faces", "A Survey of Graphs"]
    assert entries[0].title_span == Span("listing.txt", 3, 10)
    assert entries[1].abstract_span == Span("listing.txt", 6, 1)


def test_subscribe_without_boilerplate_is_part_of_the_title() -> None:
    entries, _ = parse_listing(f"Subscribe to This\n{ABSTRACT}\n".encode(), "listing.txt")
    assert entries == [Entry("Subscribe to This", ABSTRACT, Span("listing.txt", 1, 1), Span("listing.txt", 2, 1))]


def test_windows_line_ends_byte_order_mark_and_empty_end_are_fine() -> None:
    entries, problems = parse_listing(f"\ufeffTitle\r\n{ABSTRACT}\r\n\r\n\r\n".encode(), "listing.txt")
    assert (entries[0].title, entries[0].abstract, problems) == ("Title", ABSTRACT, [])


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "listing.txt:1:1: error[empty-listing]: the listing is empty"),
        (" \n\n", "listing.txt:1:1: error[empty-listing]: the listing is empty"),
        ("Get trending papers!\n", "listing.txt:1:1: error[empty-listing]: the listing holds no papers"),
        (b"T\xc3\xa9\nab\xff", "listing.txt:2:3: error[not-utf-8]: is not UTF-8: byte 0xFF at offset 6"),
        (
            f"Title\n{ABSTRACT}\n\n{ABSTRACT}\n",
            "listing.txt:3:1: error[empty-line]: an empty line where a title or an abstract is expected",
        ),
        (
            f"Title\n{ABSTRACT}\nLast title\n",
            "listing.txt:3:1: error[odd-lines]: an odd number of lines: the last title has no abstract",
        ),
        (
            f"Title\n{ABSTRACT}\ntitle\n{ABSTRACT}\n",
            "listing.txt:3:1: error[duplicate-title]: this title stands on line 1 already",
        ),
        (
            f"Title\n{ABSTRACT[:5]}\u202e\n",
            (
                "listing.txt:2:6: error[forbidden-character]: "
                "contains the character U+202E, which is invisible or a control"
            ),
        ),
        (
            f"{'word ' * 80}\n{'word ' * 90}\n",
            "listing.txt:1:1: error[title-too-long]: a title of 400 characters looks like an abstract",
        ),
        (
            "A title that is quite long\nNext title\n",
            "listing.txt:2:1: error[abstract-too-short]: an abstract shorter than its title looks like the next title",
        ),
    ],
)
def test_malformed_listing_gets_an_exact_error(text: str | bytes, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_missing_line_is_reported_where_titles_and_abstracts_get_out_of_step() -> None:
    long = ABSTRACT * 10
    text = f"First\n{long}\nLonger second title\nThird\n{long}\nFourth\n{long}\n"
    assert problems_of(text) == [
        "listing.txt:4:1: error[abstract-too-short]: an abstract shorter than its title looks like the next title",
        "listing.txt:7:1: error[odd-lines]: an odd number of lines: the last title has no abstract",
    ]
