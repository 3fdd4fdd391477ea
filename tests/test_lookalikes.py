"""What may be taken for something else is pointed out, at its place, and stops nothing."""

import pytest

from conftest import MakeSite
from papercatalog.lookalikes import find_mixed_words
from sitecase import SiteCase

PAPER = "---\ntitle: {}\nadded: 2026-01-01\n---\n{}\n"
MIXED = 'warning[mixed-alphabets]: "аpple" mixes Latin and Cyrillic letters that look alike: U+0430'
FOREIGN = "warning[foreign-host]: the host xn--pple-43d.com is shown as аpple.com by some programs"


def warnings(site: SiteCase) -> list[str]:
    """Return the warnings of `catalog check`, which must find no error."""
    outcome = site.run("check")
    assert outcome.code == 0, outcome.text
    return [line for line in outcome.stderr.splitlines() if " warning[" in line]


def test_words_of_two_alphabets_are_pointed_out(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/papers/a.md": PAPER.format("An аpple a day", "Text."),
            "content/papers/b.md": PAPER.format('"For \\u0430pple lovers"', "Text."),
            "content/papers/c.md": PAPER.format("Plain", "One line.\n\nThe аpple again."),
            "content/methods.yaml": "- id: apple\n  name: Fresh аpple\n",
        }
    )

    assert warnings(site) == [
        f"content/methods.yaml:2:9: {MIXED}",
        f"content/papers/a.md:2:8: {MIXED}",
        f"content/papers/b.md:2:8: {MIXED}",
        f"content/papers/c.md:7: {MIXED}",
    ]


def test_words_in_letters_that_all_look_latin_are_pointed_out(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/papers/a.md": PAPER.format("\u0410 Survey of Things", "Text.\nOf \u0441\u0430\u0440."),
            "content/papers/b.md": PAPER.format("Plain", "По-русски.\nА это\nс BERT."),
            "content/papers/c.md": PAPER.format("Other", "Text."),
        }
    )
    names = 'authors: [{family: "\\u041e\u0440\u0435", given: Ann}, {literal: Роса Иванова, id: rosa}]'
    site.edit("content/papers/c.md", "added:", f"{names}\nadded:")

    said = "is in Cyrillic letters that look like Latin ones"
    assert warnings(site) == [
        f'content/papers/a.md:2:8: warning[mixed-alphabets]: "\u0410" {said}: U+0410',
        f'content/papers/a.md:6: warning[mixed-alphabets]: "\u0441\u0430\u0440" {said}: U+0441 U+0430 U+0440',
        f'content/papers/c.md:3:20: warning[mixed-alphabets]: "\u041e\u0440\u0435" {said}: U+041E U+0440 U+0435',
    ]


def test_hosts_that_some_show_in_other_letters_are_pointed_out_and_shown_as_they_are(site: SiteCase) -> None:
    links = ["<https://xn--pple-43d.com/>", "[a]( https://XN--pple-43d.com/ )", "[a](https://x&#110;--pple-43d.com)"]
    for name, link in zip("abc", links, strict=True):
        site.write(f"content/papers/{name}.md", PAPER.format(f"Plain {name * 9}", f"Text.\nSee {link}."))
    site.edit("content/datasets/toy-set.md", "name: ToySet", "name: ToySet\nhomepage: https://xn--pple-43d.com/")

    assert warnings(site) == [
        f"content/datasets/toy-set.md:3:11: {FOREIGN}",
        *(f"content/papers/{name}.md:6: {FOREIGN}" for name in "abc"),
    ]
    site.build()
    assert ">https://xn--pple-43d.com/</a>" in site.html("datasets/toy-set").replace("<wbr>", "")


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\ufe0e", "\U000e0100", "\u00a0"])
def test_names_that_differ_by_what_nobody_sees_are_the_same(site: SiteCase, mark: str) -> None:
    site.write("content/topics/twin.md", f'---\nname: "Exam{mark}ples"\n---\nThe same to the eye.\n')
    if mark == "\u00a0":
        site.edit("content/topics/examples.md", "Examples", "Exam ples")

    outcome = site.run("check")

    assert outcome.code == 1
    assert "content/topics/twin.md:2:7: error[duplicate-name]" in outcome.stderr


def test_what_the_output_cannot_spell_is_escaped(site: SiteCase) -> None:
    site.edit("content/datasets/toy-set.md", "name: ToySet", "name: ToySet\nrole: 深")

    outcome = site.run("check", "--format", "github", PYTHONIOENCODING="cp1252")

    assert outcome.code == 1
    assert "::error file=content/datasets/toy-set.md" in outcome.stdout


@pytest.mark.parametrize("host", ["HTTPS://xn--80ak6aa92e.com/", "https://xn--fae-6ka.de/"])
def test_hosts_are_pointed_out_however_they_are_written(site: SiteCase, host: str) -> None:
    site.edit("content/datasets/toy-set.md", "name: ToySet", f"name: ToySet\nhomepage: {host}")

    assert [line.partition(": the host")[0] for line in warnings(site)] == [
        "content/datasets/toy-set.md:3:11: warning[foreign-host]"
    ]


def test_names_of_people_from_anywhere_are_fine(site: SiteCase) -> None:
    names = "[Jörg Müller, {literal: 李伟, id: li-wei}, Łukasz Żak, {literal: Ελένη Παπαδοπούλου, id: eleni}]"
    site.edit("content/papers/doe-2020-example.md", "[Jane Doe, Richard Roe]", names)

    assert not warnings(site)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("аpple", [("аpple", ("Latin", "Cyrillic"))]),
        ("Αlpha", [("Αlpha", ("Latin", "Greek"))]),
        ("an аpple a dаy", [("аpple", ("Latin", "Cyrillic")), ("dаy", ("Latin", "Cyrillic"))]),
        ("տest", [("տest", ("Latin", "Armenian"))]),
        ("Ꭺpple", [("Ꭺpple", ("Latin", "Cherokee"))]),
        ("Οкно", [("Οкно", ("Greek", "Cyrillic"))]),
        ("Müller", []),
        ("李 Li", []),
        ("3D顔 αNet ΔE β-VAE 5μm kΩ", []),
        ("PDF-файл Ελλάδα и Россия", []),
    ],
)
def test_words_of_several_alphabets_are_found(text: str, found: list[tuple[str, tuple[str, ...]]]) -> None:
    assert list(find_mixed_words(text)) == found
