"""`catalog digest`: the letter that says what is new."""

import re
from datetime import date, timedelta

import html5lib
import pytest

from conftest import MakeSite
from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.digest import MAX_ENTRIES, compose_digest, format_html, format_text
from papercatalog.model import Name, Paper, Topic, Venue, VenueRef
from sitecase import SiteCase

ADDRESS = ("--base-url", "https://example.org/a/")
SITE = SiteConfig("Faces & Co", base_url="https://example.org/a/")

TEXT = """\
Test catalogue: 2 new papers, 1 corrected since 2026-02-01

Examples
--------

An Example <of> a Paper
  Jane Doe, Richard Roe · 2020
  We give an example, and measure it on ToySet.
  https://example.org/a/papers/doe-2020-example/

Papers without a topic
----------------------

About plain
  Text.
  https://example.org/a/papers/plain/

Corrected records
-----------------

Retracted: About wrong
  Text.
  https://example.org/a/papers/wrong/

https://example.org/a/
"""


@pytest.fixture
def letters(make_site: MakeSite) -> SiteCase:
    site = make_site().edit("content/papers/doe-2020-example.md", "2026-01-02", "2026-02-02")
    site.edit("content/papers/doe-2020-example.md", "An Example of a Paper", "An Example <of> a Paper")
    site.paper("wrong", "updated: 2026-03-01\nstatus: retracted").paper("old").paper("plain")
    return site.edit("content/papers/plain.md", "2026-01-01", "2026-02-01")


def compose(since: date, *papers: Paper) -> str:
    catalog = Catalog(papers, (Topic("t", "Topic"), Topic("u", "Other")), venues=(Venue("v", "Venue", "V", "journal"),))
    digest = compose_digest(SITE, catalog, "https://example.org/a/", since)
    mail = format_html(digest, "en")
    assert max(map(len, mail.splitlines())) < 998, "mail has no longer lines"
    html = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(mail)
    text = format_text(digest)
    # What the two say is the same, but for spaces and the lines under headings.
    shown = re.sub(r"\s|^-+$", "", text, flags=re.MULTILINE)
    addresses = "".join(link.get("href") for link in html.iter("a"))
    assert sorted(shown) == sorted(
        re.sub(r"\s", "", "".join(html.find("body").itertext()) + addresses[: -len(SITE.base_url or "")])
    )
    return text


def test_letter_has_new_papers_by_topic_and_corrected_ones(letters: SiteCase) -> None:
    outcome = letters.run("digest", "--since", "2026-02-01", *ADDRESS)

    assert outcome.code == 0, outcome.text
    assert outcome.stdout.startswith("2 new papers, 1 corrected: digest/digest-2026-02-01.html, digest/")
    assert (letters.root / "digest/digest-2026-02-01.txt").read_text(encoding="utf-8") == TEXT
    html = (letters.root / "digest/digest-2026-02-01.html").read_text(encoding="utf-8")
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert root.findtext("head/title") == "Test catalogue: 2 new papers, 1 corrected since 2026-02-01"
    assert [h.text for h in root.iter("h2")] == ["Examples", "Papers without a topic", "Corrected records"]
    assert [(a.get("href"), a.text) for a in root.iter("a")] == [
        ("https://example.org/a/papers/doe-2020-example/", "An Example <of> a Paper"),
        ("https://example.org/a/papers/plain/", "About plain"),
        ("https://example.org/a/papers/wrong/", "Retracted: About wrong"),
        ("https://example.org/a/", "https://example.org/a/"),
    ]
    assert all(span.text for span in root.iter("span")), "what is unknown takes no line"
    assert not [e.tag for e in root.iter() if e.tag in ("script", "link", "img")], "a letter loads nothing"


def test_letter_can_be_written_anywhere_and_again(letters: SiteCase) -> None:
    for _ in range(2):
        assert letters.run("digest", "--since", "2026-02-01", "--output", "mail/out", *ADDRESS).code == 0

    assert sorted(path.name for path in (letters.root / "mail/out").iterdir()) == [
        "digest-2026-02-01.html", "digest-2026-02-01.txt"
    ]  # fmt: skip


def test_nothing_new_writes_nothing_and_is_no_error(letters: SiteCase) -> None:
    outcome = letters.run("digest", "--since", "2027-01-01", *ADDRESS)

    assert (outcome.code, outcome.stdout) == (0, "nothing is new since 2027-01-01, nothing written\n")
    assert not (letters.root / "digest").exists()


def test_letter_without_an_address_for_its_links_is_refused(letters: SiteCase) -> None:
    outcome = letters.run("digest", "--since", "2026-02-01")

    assert outcome.code == 2
    assert "site.yaml: error[no-base-url]: a digest needs full addresses" in outcome.stderr


@pytest.mark.parametrize("arguments", [(), ("--since", "yesterday"), ("--since", "2026-02-30")])
def test_day_that_is_none_is_wrong_usage(letters: SiteCase, arguments: tuple[str, ...]) -> None:
    outcome = letters.run("digest", *arguments, *ADDRESS)
    assert outcome.code == 2
    assert not arguments or f'must be a day such as 2026-11-01, not "{arguments[1]}"' in outcome.stderr


def test_broken_content_gives_no_letter(letters: SiteCase) -> None:
    outcome = letters.edit("content/papers/old.md", "title:", "titel:").run("digest", "--since", "2026-02-01", *ADDRESS)

    assert outcome.code == 1
    assert not (letters.root / "digest").exists()


def test_paper_of_two_topics_stands_once_with_what_is_known_of_it() -> None:
    paper = Paper(
        id="x",
        title="Long words " * 12,
        authors=tuple(Name(f"Author{n}") for n in range(8)),
        venue=VenueRef("v", year=2026),
        topics=("u", "t"),
        summary="In short.",
        added=date(2026, 1, 1),
        updated=date(2026, 1, 2),
        body="At length.",
    )
    text = compose(date(2026, 1, 1), paper)

    assert text.count("/papers/x/") == 1
    assert "Other\n-----\n" in text
    assert "Author4, Author5 et al. · V 2026\n" in text
    assert "  In short.\n" in text
    assert max(map(len, text.splitlines())) <= 72


def test_letter_that_mail_programs_would_cut_names_the_rest() -> None:
    days = [date(2026, 1, 1) + timedelta(n) for n in range(MAX_ENTRIES + 7)]
    text = compose(date(2026, 1, 1), *(Paper(id=f"p{n}", title="X", added=day) for n, day in enumerate(days)))

    assert "107 new papers since" in text
    assert "And 7 more in the catalogue." in text
    assert "/papers/p106/" in text
    assert "/papers/p6/" not in text


def test_lines_break_between_words_only() -> None:
    words = ["face-make-up"] * 9 + ["x" * 90]
    text = compose(date(2026, 1, 1), Paper(id="x", title=" ".join(words), added=date(2026, 1, 1)))

    assert [word for word in text.split() if word in words] == words


def test_latest_correction_comes_first_and_those_left_out_are_counted() -> None:
    days = [date(2026, 2, 1) + timedelta(n) for n in range(MAX_ENTRIES + 2)]
    papers = [Paper(id=f"p{n}", title="X", added=date(2026, 1, 1), updated=day) for n, day in enumerate(days)]
    text = compose(date(2026, 2, 1), *papers)

    assert re.findall(r"/papers/(\w+)/", text) == [f"p{n}" for n in range(MAX_ENTRIES + 1, 1, -1)]
    assert "And 2 more in the catalogue." in text


def test_only_corrections_are_news_too() -> None:
    text = compose(date(2026, 2, 1), Paper(id="x", title="X", added=date(2026, 1, 1), updated=date(2026, 2, 1)))

    assert text.startswith("Faces & Co: 1 corrected since 2026-02-01\n\nCorrected records\n")
