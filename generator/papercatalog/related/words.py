"""Texts -> numbered terms, and how each term is printed.

Terms are search's tokens without stop words and without the plural's `s`: "landmarks" and
"landmark" speak of one thing. A text is cut word by word, so that the printed form stays
known and no word is folded twice.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from papercatalog.search.tokens import STOP_WORDS, chunks, tokens

BREAK = -1
"""Stands in a sequence where no phrase may run on: punctuation, stop words, unclear words."""

_EDGES = re.compile(r"^[^\w]+|(['’]s)?[^\w+#]*$")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in order: the terms, with BREAK where no phrase may run on, and the printed forms."""

    terms: "array[int]" = field(default_factory=lambda: array("i", [BREAK]))
    forms: "array[int]" = field(default_factory=lambda: array("i", [BREAK]))

    def extend(self, other: "Words") -> None:
        self.terms.extend(other.terms)
        self.forms.extend(other.forms)


@dataclass(frozen=True, slots=True)
class _Cut:
    """A word of a text: its terms, and itself as a whole."""

    terms: tuple[int, ...]
    words: Words
    form: str


class Reader:
    """Cuts texts; numbers the terms in the order in which they appear."""

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self.forms: dict[str, int] = {}
        self._cuts: dict[str, _Cut] = {}
        self._prose_uses: Counter[str] = Counter()

    def read(self, text: str, *, is_title: bool = False) -> tuple[list[int], Words]:
        """Return the terms of `text`, the parts of compounds among them, and its words."""
        terms: list[int] = []
        words = Words()
        split = text.split()
        # The capitals of a title or at the start of a sentence say nothing about a word.
        self._prose_uses.update(dict.fromkeys(split, 0))
        if not is_title:
            self._prose_uses.update(word for before, word in pairwise(split) if before[-1] not in ".:!?")
        for word in split:
            cut = self._cuts.get(word)
            if cut is None:
                cut = self._cuts[word] = self._cut(word)
            terms += cut.terms
            words.extend(cut.words)
        return terms, words

    def usual_forms(self) -> dict[str, str]:
        """Return, by lower case, each printed word in the capitals that it has most often within a sentence."""
        uses: dict[str, Counter[str]] = defaultdict(Counter)
        for word, count in self._prose_uses.items():
            form = self._cuts[word].form
            first_only = not count and form[1:].islower()
            uses[form.lower()][form.lower() if first_only else form] += count
        return {low: min(forms, key=lambda form: (-forms[form], form)) for low, forms in uses.items()}

    def _cut(self, word: str) -> _Cut:
        found = list(chunks(word))
        terms = tuple(self._numbers(token for token in tokens(word) if token not in STOP_WORDS))
        if len(found) != 1 or found[0].joined in STOP_WORDS:
            return _Cut(terms, Words(), "")
        form = _EDGES.sub("", word)
        (whole,) = self._numbers([found[0].joined])
        form_number = self.forms.setdefault(form, len(self.forms))
        # Punctuation ends a phrase, a bracket begins one.
        before, after = [BREAK] * (word[0] in "(["), [BREAK] * (word[-1] in ".,;:!?)]")
        words = (array("i", [*before, number, *after]) for number in (whole, form_number))
        return _Cut(terms, Words(*words), form)

    def _numbers(self, tokens: Iterable[str]) -> Iterator[int]:
        return (self.terms.setdefault(singular(token), len(self.terms)) for token in tokens)


def singular(token: str) -> str:
    """Drop a plural's ending; crude, but the same for every use of a word."""
    if len(token) > 4 and token.endswith("ies"):
        return token[:-3] + "y"
    return token[:-1] if len(token) > 3 and token[-1] == "s" and token[-2] not in "sui" else token
