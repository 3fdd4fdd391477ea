"""`catalog stats` and the coverage page: what is there, what is missing, what rests on nothing."""

import os
import re
import subprocess

import pytest

from papercatalog.stats import FieldCoverage
from sitecase import CATALOG, SiteCase

GAPS = """
year: 2021
topics: [examples]
links:
  - {kind: code, url: "https://example.org/code", source: "https://example.org/"}
  - {kind: project, url: "https://example.org/nowhere"}
datasets:
  - {id: toy-set, role: evaluated}
results:
  - {metric: accuracy, value: "7", quote: "7 of 9", kind: gain}
"""


def line(text: str, name: str) -> str:
    """Return the line that begins with `name`, with single spaces."""
    found = re.search(rf"^ *{re.escape(name)} .*$", text, re.MULTILINE)
    assert found, f"no line {name!r} in:\n{text}"
    return " ".join(found[0].split())


def test_stats_count_what_is_known_and_name_what_is_not(site: SiteCase) -> None:
    site.paper("with-gaps", "year: 2021\nidentifiers: {arxiv: '2101.00001'}")

    outcome = site.run("stats")

    assert outcome.code == 0, outcome.text
    assert line(outcome.stdout, "authors") == "authors 1 of 2 (50%) lacking: with-gaps"
    assert line(outcome.stdout, "year") == "year 2 of 2 (100%)"
    assert line(outcome.stdout, "arXiv id") == "arXiv id 1 of 2 (50%) lacking: doe-2020-example"
    assert line(outcome.stdout, "homepage") == "homepage 0 of 1 (0%) lacking: toy-set"
    assert line(outcome.stdout, "datasets") == "datasets 1 of 2 (50%) lacking: with-gaps"
    assert "uses of datasets by role: evaluated: 1" in outcome.stdout
    assert "papers by number of topics: 0: 1, 1: 1" in outcome.stdout
    assert "topics with fewer than 3 papers: examples (1)" in outcome.stdout


def test_stats_show_what_is_ungrounded_although_check_refuses_it(site: SiteCase) -> None:
    site.paper("with-gaps", GAPS)
    assert site.run("check").code == 1

    outcome = site.run("stats")

    assert outcome.code == 0, outcome.text
    claims = outcome.stdout.split("claims found", 1)[1]
    assert line(claims, "links") == "links 0 1 1 with-gaps"
    assert line(claims, "datasets") == "datasets 1 0 1 with-gaps"
    assert line(claims, "results") == "results 0 0 1 with-gaps"
    assert "results by kind: gain: 1" in claims


def test_a_misquoted_number_still_rests_on_the_words_that_it_quotes(site: SiteCase) -> None:
    result = '{metric: accuracy, value: "8", quote: "7 of 9", kind: gain}'
    site.paper("misquoted", f"year: 2021\nresults:\n  - {result}", body="It gets 7 of 9.")
    assert "error[misquoted-number]" in site.run("check").stderr

    claims = site.run("stats").stdout.split("claims found", 1)[1]

    assert line(claims, "results") == "results 1 0 0"


def test_long_lists_of_gaps_are_cut(site: SiteCase) -> None:
    for number in range(7):
        site.paper(f"p{number}", "year: 2021")

    assert line(site.run("stats").stdout, "authors").endswith("lacking: p0, p1, p2, p3, p4 and 2 more")


def test_a_line_names_as_many_gaps_as_a_terminal_has_room_for_and_at_least_one(site: SiteCase) -> None:
    for start in "abc":
        site.paper(f"{start}-2021-shown", "year: 2021")
    site.paper("named-by-so-many-words-that-no-line-holds-them", "authors: [Ada Doe]")

    shown = site.run("stats").stdout

    assert line(shown, "authors").endswith("lacking: a-2021-shown and 2 more")
    assert line(shown, "year").endswith("lacking: named-by-so-many-words-that-no-line-holds-them")
    assert [row for row in shown.splitlines() if len(row) > 80 and not row.endswith("-holds-them")] == []


def test_nothing_is_no_share_of_nothing(site: SiteCase) -> None:
    (site.root / "content/papers/doe-2020-example.md").unlink()
    (site.root / "content/datasets/toy-set.md").unlink()

    assert line(site.run("stats").stdout, "year") == "year 0 of 0"
    site.build()
    assert "0 of 0" in site.html("about/coverage")
    assert "%" not in site.html("about/coverage")


@pytest.mark.parametrize(
    ("have", "total", "percent"),
    [(82, 119, 69), (13, 119, 11), (998, 1000, 99), (1000, 1000, 100), (1, 1000, 1), (0, 1000, 0), (0, 0, 100)],
)
def test_percentages_are_rounded_but_100_means_all_and_0_none(have: int, total: int, percent: int) -> None:
    assert FieldCoverage("year", have, total, missing=()).percent == percent


def test_coverage_page_leads_to_the_gaps(site: SiteCase) -> None:
    site.paper("with-gaps", "year: 2021").build()

    page = " ".join(re.sub(r"<[^>]*>", " ", site.html("about/coverage")).split())
    assert "authors 1 of 2 50%" in page
    assert "Examples , 1 paper" in page
    assert "1 without authors" in page  # what opens the list has a name that says of what
    assert 'href="../../papers/with-gaps/">About with-gaps</a>' in site.html("about/coverage")


def test_a_reader_who_has_seen_enough_ends_it_without_a_word(site: SiteCase) -> None:
    read, write = os.pipe()
    os.close(read)

    done = subprocess.run([CATALOG, "stats"], cwd=site.root, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)

    assert (done.returncode, done.stderr) == (1, b"")
