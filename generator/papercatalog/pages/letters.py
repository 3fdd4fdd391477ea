"""Long lists of names, by first letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from papercatalog.pages.listing import Part
from papercatalog.text import slugify

_DIGITS = "0-9"
"""Stands for names that begin with a digit."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list."""

    name: str
    """As it is sorted: "Schroff, Florian"."""
    url: str
    letter: str
    papers: int


def first_letter(name: str, id_: str) -> str:
    """Return the letter under which a name stands. One in other letters stands where its id in Latin ones does."""
    initial = (slugify(name) or id_)[0].upper()
    return initial if initial.isalpha() else _DIGITS


def find_letters(parts: Sequence[Part[Entry]]) -> dict[str, str]:
    """Return for each letter, in the order of the list, the site path at which it begins."""
    homes: dict[str, str] = {}
    for part in parts:
        for entry in part.items:
            homes.setdefault(entry.letter, f"{part.path}#letter-{entry.letter}")
    return homes
