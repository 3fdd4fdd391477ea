"""What may be taken for something else is pointed out, at its place, and stops nothing."""

import pytest

from conftest import MakeSite
from sitecase import SiteCase

PAPER = "---\ntitle: {}\nadded: 2026-01-01\n---\n{}\n"
MIXED = '"аpple" mixes Latin and Cyrillic letters that look alike: U+0430'


def warnings(site: SiteCase) -> list[str]:
    """Return the warnings of `catalog check`, which must find no error."""
    outcome = site.run("check")
    assert outcome.code == 0, outcome.text
    return [line for line in outcome.stderr.splitlines() if " warning[" in line]


@pytest.mark.parametrize(
    ("title", "body", "place"),
    [
        ("An аpple a day", "Text.", "2:8"),
        ('"An \\u0430pple"', "Text.", "2:8"),
        ("Plain", "One line.\n\nThe аpple again.", "7"),
    ],
)
def test_word_of_two_alphabets_is_pointed_out(site: SiteCase, title: str, body: str, place: str) -> None:
    site.write("content/papers/x.md", PAPER.format(title, body))

    assert warnings(site) == [f"content/papers/x.md:{place}: warning[mixed-alphabets]: {MIXED}"]


def test_words_of_list_files_are_looked_at_too(make_site: MakeSite) -> None:
    site = make_site({"content/methods.yaml": "- id: apple\n  name: Fresh аpple\n"})

    assert warnings(site) == [f"content/methods.yaml:2:9: warning[mixed-alphabets]: {MIXED}"]


@pytest.mark.parametrize(
    "link", ["<https://xn--pple-43d.com/>", "[a]( https://XN--pple-43d.com/ )", "[a](https://x&#110;--pple-43d.com)"]
)
def test_host_that_some_show_in_other_letters_is_pointed_out(site: SiteCase, link: str) -> None:
    site.write("content/papers/x.md", PAPER.format("Plain", f"Text.\nSee {link}."))

    said = "warning[foreign-host]: the host xn--pple-43d.com is shown as аpple.com by some programs"
    assert warnings(site) == [f"content/papers/x.md:6: {said}"]


def test_host_of_a_field_is_pointed_out(site: SiteCase) -> None:
    site.edit("content/datasets/toy-set.md", "name: ToySet", "name: ToySet\nhomepage: https://xn--pple-43d.com/")

    assert "content/datasets/toy-set.md:3:11: warning[foreign-host]" in warnings(site)[0]


def test_address_of_a_page_is_shown_as_the_browser_will_ask_for_it(site: SiteCase) -> None:
    site.edit("content/datasets/toy-set.md", "name: ToySet", "name: ToySet\nhomepage: https://xn--pple-43d.com/")
    site.build()

    assert ">https://xn--pple-43d.com/</a>" in site.html("datasets/toy-set")


def test_names_of_people_from_anywhere_are_fine(site: SiteCase) -> None:
    site.edit(
        "content/papers/doe-2020-example.md",
        "[Jane Doe, Richard Roe]",
        "[Jörg Müller, {literal: 李伟, id: li-wei}, Łukasz Żak]",
    )

    assert not warnings(site)
