"""`catalog fmt` and `catalog check --fix`: pages into house style, and what is mended beside."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT
from papercatalog.diagnostics import CatalogError
from papercatalog.files import decode_text
from papercatalog.front_matter import split_page
from papercatalog.scope import EVERYTHING
from papercatalog.strict_yaml import load_yaml
from papercatalog.tidy import mend_value, tidy_page, tidy_pages
from sitecase import MINIMAL, SiteCase

PAPER = "content/papers/doe-2020-example.md"
REAL_PAGES = sorted((ROOT / "content" / "papers").glob("*.md"))
SICI = "10.1002/(SICI)1097-4571(199806)49:8<693::AID-ASI4>3.0.CO;2-O"
SICI_ENCODED = SICI.replace("<", "%3C").replace(">", "%3E")
SPLINTERS = [
    *(
        b"\n",
        b"\r\n",
        b"---\n",
        b"# c\n",
        b" # c",
        b"  ",
        b": ",
        b"- ",
        b"|",
        b">",
        b"'",
        b'"',
        b"\\",
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
    ),
    *(
        b"\n- ",
        b"\n  ",
        b"? ",
        b"...\n",
        b"%YAML 1.2\n",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\t",
        b"&a ",
        b"*a",
        b"!!int ",
        b"<<: ",
    ),
    *(
        b"year: 2015\n",
        b"title: x\n",
        b"\ntopics:\n- a\n- b\n",
        b"summary: |\n  x\n\n",
        "\u0085".encode(),
        "é".encode(),
    ),
]
UNTIDY = """\
---
# Written by hand.
year: '2020'
title:   'An Example of a Paper'
authors: [ Jane Doe,Richard Roe ]
topics: [examples]   # one is enough
datasets: [{role: evaluated, id: toy-set}]
added: 2026-01-02
---

We give an example,\x20\x20
and measure it on ToySet.
"""
TIDY = """\
---
title: "An Example of a Paper"
authors: [Jane Doe, Richard Roe]
# Written by hand.
year: 2020
topics: [examples]   # one is enough
datasets:
  - {id: toy-set, role: evaluated}
added: 2026-01-02
---

We give an example,\x20\x20
and measure it on ToySet.
"""


def test_real_catalogue_is_in_house_style_to_the_byte() -> None:
    report = tidy_pages(ROOT, EVERYTHING, mend=True, write=False)

    assert (report.changed, report.diagnostics) == ((), ())
    assert report.pages == len(list((ROOT / "content").glob("*/*.md")))


def test_page_is_formatted_and_the_text_below_stays(site: SiteCase) -> None:
    site.write(PAPER, UNTIDY)
    (site.root / PAPER).chmod(0o600)
    outcome = site.run("fmt")

    assert (outcome.code, outcome.stdout) == (0, f"formatted {PAPER}\n1 page changed, 2 as they were\n")
    assert (site.root / PAPER).read_text() == TIDY
    assert (site.root / PAPER).stat().st_mode & 0o777 == 0o600
    assert site.run("fmt").stdout == "0 pages changed, 3 as they were\n"


def test_only_the_pages_that_are_named_are_formatted(site: SiteCase) -> None:
    site.write(PAPER, UNTIDY).write("content/papers/other.md", UNTIDY).write("content/papers/notes.txt", UNTIDY)

    assert site.run("fmt", PAPER).stdout == f"formatted {PAPER}\n1 page changed, 0 as they were\n"
    assert (site.root / "content/papers/other.md").read_text() == UNTIDY
    assert site.run("fmt", "content/papers").stdout.startswith("formatted content/papers/other.md\n1 page changed, ")
    assert (site.root / "content/papers/notes.txt").read_text() == UNTIDY


def test_check_says_what_is_not_formatted_and_writes_nothing(site: SiteCase) -> None:
    outcome = site.write(PAPER, UNTIDY).run("fmt", "--check", PAPER)

    assert outcome.code == 1
    assert outcome.stderr == (
        f"{PAPER}: error[not-formatted]: the front matter is not in canonical order and style\n"
        f"  hint: run catalog fmt {PAPER}\n1 error\n"
    )
    assert (site.root / PAPER).read_text() == UNTIDY
    assert site.run("fmt", "--check", "content/topics").code == 0


def test_page_that_cannot_be_read_is_reported_and_the_others_are_formatted(site: SiteCase) -> None:
    site.write(PAPER, UNTIDY).write("content/papers/broken.md", "---\ntitle: [\n---\n")
    outcome = site.run("fmt")

    assert outcome.code == 1
    assert "content/papers/broken.md:3:1: error[invalid-yaml]" in outcome.stderr
    assert (site.root / PAPER).read_text() == TIDY


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"\xef\xbb\xbf" + TIDY.encode(), TIDY.encode()),
        (UNTIDY.replace("\n", "\r\n").encode(), TIDY.replace("\n", "\r\n").encode()),
        (TIDY.replace("\n", "\r\n", 3).encode(), TIDY.encode()),
    ],
    ids=["byte order mark", "line ends of Windows stay", "mixed line ends"],
)
def test_bytes(site: SiteCase, before: bytes, after: bytes) -> None:
    assert site.write(PAPER, before).run("fmt").code == 0

    assert (site.root / PAPER).read_bytes() == after


def test_links_are_not_followed(site: SiteCase, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text(UNTIDY)
    (site.root / "content/papers/link.md").symlink_to(tmp_path / "secret.md")
    outcome = site.run("fmt")

    assert "content/papers/link.md: error[symlink]" in outcome.stderr
    assert (tmp_path / "secret.md").read_text() == UNTIDY


@pytest.mark.parametrize("path", ["site.yaml", "../site/site.yaml", ".", "content/../site.yaml"])
def test_only_content_is_formatted(site: SiteCase, path: str) -> None:
    outcome = site.run("fmt", path)

    assert outcome.code == 2
    assert "error[not-content]" in outcome.stderr


def test_fix_mends_what_has_one_meaning(site: SiteCase) -> None:
    site.write(PAPER, UNTIDY)
    site.edit(PAPER, "[examples]   # one is enough", "[examples, examples]")
    site.edit(PAPER, "added:", "identifiers:\n  doi: https://doi.org/10.1000/x\n  arxiv: arXiv:1503.03832v2\nadded:")
    assert "2 errors" in site.run("check").stderr

    outcome = site.run("check", "--fix", PAPER)

    assert outcome.code == 0
    assert f"mended {PAPER}" in outcome.stderr
    text = (site.root / PAPER).read_text()
    assert 'identifiers: {arxiv: "1503.03832", doi: 10.1000/x}\ntopics: [examples]\n' in text


def test_fix_guesses_nothing(site: SiteCase) -> None:
    site.edit(PAPER, "topics: [examples]", "topics: [exampels]").edit(PAPER, "year:", "yaer:")
    before = (site.root / PAPER).read_text()
    outcome = site.run("check", "--fix")

    assert outcome.code == 1
    assert "error[unknown-field]" in outcome.stderr
    assert (site.root / PAPER).read_text() == before


@pytest.mark.parametrize(
    ("field", "value", "mended"),
    [
        ("identifiers", {"arxiv": "https://arxiv.org/pdf/1503.03832v3.pdf"}, {"arxiv": "1503.03832"}),
        ("identifiers", {"arxiv": "http://arxiv.org/abs/hep-th/9901001"}, {"arxiv": "hep-th/9901001"}),
        ("identifiers", {"arxiv": "https://arxiv.org/html/1503.03832v2"}, {"arxiv": "1503.03832"}),
        ("identifiers", {"arxiv": " arXiv:  1503.03832v2 "}, {"arxiv": "1503.03832"}),
        ("identifiers", {"arxiv": "see arXiv:1503.03832"}, {"arxiv": "see arXiv:1503.03832"}),
        ("identifiers", {"arxiv": "arXiv:1513.03832"}, {"arxiv": "arXiv:1513.03832"}),
        ("identifiers", {"doi": f"https://doi.org/{SICI_ENCODED}"}, {"doi": SICI}),
        ("identifiers", {"doi": "http://dx.doi.org/10.1000/a%253Cb"}, {"doi": "10.1000/a%3Cb"}),
        ("identifiers", {"doi": "https://dx.doi.org/10.1000%2Fa"}, {"doi": "10.1000/a"}),
        ("identifiers", {"doi": "https://doi.org/10.1000/a%20b"}, {"doi": "https://doi.org/10.1000/a%20b"}),
        ("identifiers", {"doi": f"doi:10.1000/{'x' * 1_000}"}, {"doi": f"doi:10.1000/{'x' * 1_000}"}),
        ("identifiers", {"doi": "10.1000/a%3Cb"}, {"doi": "10.1000/a%3Cb"}),
        ("identifiers", {"doi": "doi:  10.1000/a%3Cb"}, {"doi": "10.1000/a%3Cb"}),
        ("identifiers", {"doi": "doi: 10.1000/X(y)v2"}, {"doi": "10.1000/X(y)v2"}),
        ("identifiers", {"doi": None, "isbn": "doi:1"}, {"doi": None, "isbn": "doi:1"}),
        ("identifiers", "arXiv:1503.03832", "arXiv:1503.03832"),
        ("topics", ["a", "b", "a"], ["a", "b"]),
        ("sources", ["https://a", "https://b", "https://a"], ["https://a", "https://b"]),
        ("topics", ["a", {}], ["a", {}]),
        ("authors", ["A B", "A B"], ["A B", "A B"]),
        ("summary", "doi:10.1000/x", "doi:10.1000/x"),
    ],
)
def test_mended_values(field: str, value: object, mended: object) -> None:
    assert mend_value(field, value) == mended


def test_pages_of_the_minimal_site_are_in_house_style(site: SiteCase) -> None:
    shutil.rmtree(site.root / "content" / "topics")
    assert site.run("fmt", "--check").code == 0
    assert (site.root / PAPER).read_text() == MINIMAL[PAPER]


@settings(deadline=None)  # the machine may be busy
@given(st.data())
def test_any_page_stays_what_it_is(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(REAL_PAGES)).read_bytes()
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, min(len(page), 1_500)))
        cut = data.draw(st.integers(0, 12))
        page = page[:at] + data.draw(st.sampled_from(SPLINTERS)) + page[at + cut :]
    try:
        tidied = tidy_page(page, "x.md", "papers")
    except CatalogError:
        return
    before, after = (split_page(decode_text(content, "x"), "x") for content in (page, tidied))

    assert load_yaml(after.front_matter, "x") == load_yaml(before.front_matter, "x")
    assert after.body == before.body
    assert tidy_page(tidied, "x.md", "papers") == tidied
