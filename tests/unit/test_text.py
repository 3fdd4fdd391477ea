"""Slugs, names, folding."""

import pytest

from papercatalog.text import find_forbidden_character, slugify, split_name


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("José M. Buenaposada", "jose-m-buenaposada"),
        ("Łukasz Größe", "lukasz-grosse"),
        ("O'Brien", "obrien"),
        ("UniF²ace", "unif2ace"),
        ("李飞飞", ""),
        ("...", ""),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Laurens van der Maaten", "van der Maaten", "Laurens"),
        ("Jose M. Buades-Rubio", "Buades-Rubio", "Jose M."),
        ("Madonna", "Madonna", ""),
        ("Van Nguyen", "Nguyen", "Van"),
        ("Ludwig de la Vallée", "de la Vallée", "Ludwig"),
        ("van der Maaten", "van der Maaten", ""),
        ("Albert J. Phillips Jr.", "Phillips Jr.", "Albert J."),
        ("Richard van der Roe III", "van der Roe III", "Richard"),
        ("Phillips Jr.", "Phillips Jr.", ""),
    ],
)
def test_split_name(name: str, family: str, given: str) -> None:
    assert split_name(name) == (family, given)


FORBIDDEN = [
    *range(0x09),
    *range(0x0B, 0x20),
    *range(0x7F, 0xA0),
    *(0xAD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x2028, 0x2029, 0x2800),
    *(0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
    *(0x3164, 0xD800, 0xDFFF, 0xFDD0, 0xFDEF, 0xFEFF, 0xFFA0, 0xFFF9, 0xFFFB, 0xFFFE, 0xFFFF),
    *range(0xE0000, 0xE0080),
]


@pytest.mark.parametrize("code", FORBIDDEN, ids=lambda code: f"U+{code:04X}")
def test_forbidden_characters_are_found_where_they_are(code: int) -> None:
    assert find_forbidden_character("ab" + chr(code)) == 2
    assert find_forbidden_character("\u0645" + chr(code) + "\u0645") == 1


def test_ordinary_characters_of_all_scripts_are_allowed() -> None:
    assert find_forbidden_character("Müller 李 שלום مرحبا 한국어 \t\n𝒪 👩 é e\u0301 \u00a0\u200e") is None


@pytest.mark.parametrize("text", ["می\u200cخواهم", "क्\u200dष", "ക്\u200dഷ", "မြန်\u200cမာ", "ᠠ\u200dᠨ"])
def test_joiners_are_allowed_inside_words_of_scripts_that_need_them(text: str) -> None:
    assert find_forbidden_character(text) is None


@pytest.mark.parametrize("joiner", ["\u200c", "\u200d"])
@pytest.mark.parametrize(
    ("text", "place"),
    [("pay{}pal", 3), ("{}", 0), ("می{}", 2), ("{}می", 0), ("م {}م", 2), ("م{0}{0}م", 1), ("李{}李", 1)],
)
def test_joiners_elsewhere_are_forbidden(text: str, place: int, joiner: str) -> None:
    assert find_forbidden_character(text.format(joiner)) == place
