"""Texts -> the terms in them.

Terms are search's tokens without little words and without the plural's `s`: "landmarks" and
"landmark" speak of one thing. A text is cut at its blanks, so that each printed word stays known.
"""

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from papercatalog.markdown import plain_text
from papercatalog.model import Paper
from papercatalog.search.tokens import STOP_WORDS, chunks, tokens

_TEXTS = 20
"""So many are kept: all would take much memory, and most are asked for a few times in a row."""
TITLE_USES = 3
"""A word of the title counts as so many of the abstract."""

# Among them those of other languages, as far as they are no words or acronyms of English. Search finds by all of these.
_LITTLE = STOP_WORDS | frozenset(
    """
    afin ainsi al avec ce celle ces cet cette chez dans de depuis des dont du dun dune elle est et etre il ils la le les
    leur leurs lors mais nos notre nous ont ou permet peut plusieurs pour qu que qui quil ses sont sous sur tous tout
    toutes tres une
    auch auf bei das dass dem der durch ein eine einem einen einer eines nach nicht oder sich sind uber und unter
    vom von werden wie wird zu zum zur zwischen
    como del desde entre esta este estos los para pero por sobre sus unos foi mais nao pela pelo sao uma
    che degli della delle di gli nella piu sono sulla
    """.split()
)

_CLOSING = (",", ".", ";", ":", "!", "?", ")", "]")
_OPENING = ("(", "[")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one paper, and nothing that depends on other papers."""

    counts: Mapping[str, int]
    """How often the paper has each term. Among them are the parts of compounds, which are no words of their own."""
    in_title: frozenset[str]


class Reader(dict[str, str]):
    """Printed word -> its term, found out when the word first comes."""

    def __init__(self) -> None:
        self._parts: dict[str, list[str]] = {}

    def read(self, paper: Paper) -> tuple[str, Terms]:
        """Return the sequence of a paper, see `Library`, and its terms."""
        split = printed_text(paper).split()
        terms = list(map(self.__getitem__, split))
        parts = [part for word in filter(self._parts.__contains__, split) for part in self._parts[word]]
        title = terms[: len(_set_apart(paper.title).split())]
        counts = Counter(terms + title * (TITLE_USES - 1) + parts)
        del counts[""]
        return f" {' '.join(terms)} ", Terms(counts, frozenset(filter(None, title)))

    def __missing__(self, word: str) -> str:
        term = self[word] = self._cut(word)
        return term

    def _cut(self, word: str) -> str:
        bare = word.strip(",.;:()")
        if bare.isascii() and bare.isalnum():  # most are: not worth the steps below
            token = bare.lower()
            return "" if token in _LITTLE else sys.intern(singular(token))
        found = list(chunks(word))
        whole = singular(found[0].joined) if len(found) == 1 and found[0].joined not in _LITTLE else ""
        terms = [singular(token) for token in tokens(word) if token not in _LITTLE]
        if parts := [sys.intern(term) for term in terms if term != whole]:
            self._parts[word] = parts
        return sys.intern(whole)


class Library(dict[int, str]):
    """The sequences of papers by their numbers, read when they are first asked for.

    A sequence has for each word of a paper's text its term, with a blank before and after it: nothing for punctuation,
    a little word and what is not one word.
    """

    def __init__(self, papers: Sequence[Paper]) -> None:
        self._papers = papers
        self._reader = Reader()
        self._terms: dict[int, Terms] = {}
        # Without `self`: what leads back to this object would keep it in memory until rubbish is looked for.
        text = lru_cache(_TEXTS)(lambda number: printed_text(papers[number]))
        self.text = text
        self.printed = lru_cache(1)(lambda number: text(number).split())

    def __missing__(self, number: int) -> str:
        sequence, self._terms[number] = self._reader.read(self._papers[number])
        self[number] = sequence
        return sequence

    def terms(self, number: int) -> Terms:
        """Return the terms of a paper."""
        if number not in self._terms:
            self.__missing__(number)
        return self._terms[number]

    def take_terms(self, number: int) -> Terms:
        """Return the terms of a paper for the last time: they take more memory than its words."""
        terms = self.terms(number)
        del self._terms[number]
        return terms

    def forget_words(self) -> None:
        """Drop which word has which term. It is found out anew for papers that are read later: few, as a rule."""
        self._reader = Reader()


def printed_text(paper: Paper) -> str:
    """Return title, a full stop, and the running text; punctuation stands apart."""
    prose = f"{plain_text(paper.body)} . {paper.summary or ''}"
    return f"{_set_apart(paper.title)} . {_set_apart(prose)}"


def _set_apart(text: str) -> str:
    """Put blanks around punctuation, but not within "1.5" or "state-of-the-art"."""
    text = f" {' '.join(text.splitlines())} "
    for mark in _CLOSING:
        if mark in text:  # to look for one character takes next to no time
            text = text.replace(f"{mark} ", f" {mark} ")
    for mark in _OPENING:
        if mark in text:
            text = text.replace(f" {mark}", f" {mark} ")
    return text


def singular(token: str) -> str:
    """Drop a plural's ending; crude, but the same for every use of a word."""
    if len(token) > 4 and token.endswith("ies"):
        return token[:-3] + "y"
    return token[:-1] if len(token) > 3 and token[-1] == "s" and token[-2] not in "sui" else token
