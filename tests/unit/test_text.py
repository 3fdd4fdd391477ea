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
    ],
)
def test_split_name(name: str, family: str, given: str) -> None:
    assert split_name(name) == (family, given)


@pytest.mark.parametrize(
    "character", ["\x00", "\x0b", "\x7f", "\u200b", "\u202e", "\u2066", "\u3164", "\ufeff", "\U000e0041"]
)
def test_forbidden_characters_are_found_where_they_are(character: str) -> None:
    assert find_forbidden_character("ab" + character) == 2


def test_joiners_and_ordinary_scripts_are_allowed() -> None:
    assert find_forbidden_character("می\u200cخواهم Müller 李 क्\u200dष\t\n𝒪") is None
