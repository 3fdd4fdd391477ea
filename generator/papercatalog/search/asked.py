"""What readers may type although the paper does not say it.

Everyday words for its topics and for what it says (the curator's `asked_as`), acronyms that nobody
has written down, names without their version numbers. All of it is found out when the site is
built, so that a reader's browser has nothing more to load than the words of the query.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from papercatalog.model import Synonym
from papercatalog.search.tokens import STOP_WORDS, parts_of_word, prose_tokens, word_parts

_VERSIONED = re.compile(r"([a-z][a-z0-9]*?[a-z])v?[0-9][0-9.]*")
_TITLE_PART = re.compile(r": | [-–—] ")
_INITIALS = range(3, 7)  # letters; fewer stand for too many things, and nobody types more


class Synonyms:
    """Finds which of the curator's synonyms a text calls for."""

    def __init__(self, synonyms: Sequence[Synonym]) -> None:
        self._asked = [prose_tokens(" ".join(synonym.asked_as)) for synonym in synonyms]
        self._beginning: dict[str, list[tuple[str, int]]] = {}
        """First word -> all words in a row, and the number of their synonym."""
        for number, synonym in enumerate(synonyms):
            for written in map(_sequence, synonym.words):
                for first in written.split()[:1]:
                    self._beginning.setdefault(first, []).append((written, number))

    def words(self, *texts: str) -> Iterator[str]:
        """Yield what is asked instead of words of the texts."""
        if not self._asked:
            return
        text = "".join(map(_sequence, texts))
        # To look for each of some hundred in every text would take longer than all else of search.
        likely = chain.from_iterable(self._beginning[first] for first in self._beginning.keys() & text.split())
        for number in sorted({number for written, number in likely if written in text}):
            yield from self._asked[number]


def _sequence(text: str) -> str:
    """Return the words between spaces, so that whole words are found in it; few-shot is few shot."""
    return f" {' '.join(word_parts(text))} "


def acronyms_of_title(title: str) -> Iterator[str]:
    """Yield the initials of each part of a title, without its little words: MDSE is found as a beginning of mdsess."""
    for part in _TITLE_PART.split(title):
        initials = "".join(map(_telling_initials, part.split()))
        if len(initials) in _INITIALS:
            yield initials


@cache
def _telling_initials(word: str) -> str:
    return "".join([part[0] for part in parts_of_word(word) if part not in STOP_WORDS])


def acronyms_of_name(name: str) -> set[str]:
    """Return the initials of a name, with and without its little words: wvw and wvitw."""
    words = word_parts(name)
    telling = [word for word in words if word not in STOP_WORDS]
    return {"".join(word[0] for word in some) for some in (words, telling) if len(some) in _INITIALS}


def without_version(token: str) -> str:
    """Return StyleGAN for StyleGAN2, since people leave out the number; nothing for what has none."""
    if token[-1] > "9":
        return ""  # nearly all end in a letter, and are not worth the expression
    match = _VERSIONED.fullmatch(token)
    return match[1] if match else ""
