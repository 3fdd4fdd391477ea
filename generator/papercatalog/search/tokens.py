"""Text -> search tokens.

The browser cuts what a reader types with the same rules (static/search/words.js). A word
that the two sides cut differently is a word that nobody finds, so tests compare them on
shared cases: change one and the other must follow.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from papercatalog.text import PLAIN_LETTERS

# Left out of prose: they are in nearly every abstract and say nothing. Titles and names keep them.
STOP_WORDS = frozenset(
    """
    a able about across after all almost also am among an and any are as at be because been but by can cannot could
    dear did do does either else ever every for from get got had has have he her hers him his how however i if in into
    is it its just least let like likely may me might most must my neither no nor not of off often on only or other our
    own rather said say says she should since so some than that the their them then there these they this tis to too
    twas us wants was we were what when where which while who whom why will with would yet you your
    arent cant couldnt didnt doesnt dont hasnt havent isnt shouldnt theyre wasnt werent wont wouldnt
    """.split()
)

# Chinese, Japanese and Korean are written without (reliable) spaces.
_UNSPACED = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff"
)
_UNSPACED_RUN = re.compile(f"([{_UNSPACED}]+)")
_CHUNK = re.compile(r"[^\W_][\w.+#^'-]*")
_DIVIDER = re.compile(r"[-+#]|\.(?![0-9])|(?<![0-9])\.")
_TRAILING = ".'^_-"
_SAME = PLAIN_LETTERS | str.maketrans(
    {"\u2019": "'", "\u2010": "-", "ς": "σ"}  # NFKD has already turned the non-breaking hyphen into U+2010
    # Left over from TeX, or invisible inside a word: soft hyphen, joiners.
    | dict.fromkeys("${}\u00ad\u200c\u200d", "")
)


class Chunk(NamedTuple):
    """A word as written: `IJB-B` is joined `ijbb`, with the parts `ijb` and `b`."""

    joined: str
    parts: list[str]


def chunks(text: str) -> Iterator[Chunk]:
    """Yield the words of `text` in reading order, folded; unspaced scripts give overlapping pairs of characters."""
    for i, run in enumerate(_UNSPACED_RUN.split(fold(text))):
        if i % 2:  # the captured runs
            for start in range(max(1, len(run) - 1)):
                pair = run[start : start + 2]
                yield Chunk(pair, [pair])
        else:
            for word in _CHUNK.findall(run):
                yield _cut(word)


def tokens(text: str) -> list[str]:
    """Return all tokens of `text`: of each word its parts, then the joined form where that is another one."""
    # What is cut does not depend on what stands beyond a space, and nearly all words of a text
    # have come before: it is put together of what is remembered, without a step in Python a word.
    return list(chain.from_iterable(map(_word_tokens, text.split())))


def prose_tokens(text: str) -> list[str]:
    """Return the tokens of `text` that are no stop words."""
    return [token for token in tokens(text) if token not in STOP_WORDS]


def word_parts(text: str) -> list[str]:
    """Return the parts of all words: few-shot is few, shot."""
    return list(chain.from_iterable(map(parts_of_word, text.split())))


def cut_word(word: str) -> tuple[str, ...]:
    """Return the tokens of a word that has no spaces."""
    if plain := _plain_parts(word):
        return (plain[0],) if len(plain) == 1 else (*plain, "".join(plain))
    found: list[str] = []
    for joined, parts in chunks(word):
        found += parts
        if parts != [joined]:
            found.append(joined)
    return tuple(found)


_word_tokens = cache(cut_word)


@cache
def parts_of_word(word: str) -> tuple[str, ...]:
    """Return the parts of a word that has no spaces."""
    if plain := _plain_parts(word):
        return tuple(plain)
    return tuple(part for chunk in chunks(word) for part in chunk.parts)


def _plain_parts(word: str) -> list[str]:
    """Return the parts of a word that needs no folding, as most; otherwise nothing."""
    bare = word.strip(",.;:()")
    parts = bare.lower().split("-") if bare.isascii() else []
    return parts if all(map(str.isalnum, parts)) else []


def utf16_order(token: str) -> bytes:
    """Return a key that sorts as JavaScript sorts its strings, by UTF-16 code unit: U+1D4AA before U+FB02."""
    return token.encode("utf-16-be")


def fold(text: str) -> str:
    """Drop what people vary or cannot type: accents, ligatures, superscripts, mathematical letters, case."""
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text)
        text = unicodedata.normalize("NFC", "".join(c for c in decomposed if unicodedata.category(c)[0] != "M"))
    return text.lower().translate(_SAME)


def _cut(word: str) -> Chunk:
    if word.isalnum():  # most are: not worth the steps below
        return Chunk(word, [word])
    # Stripped step by step: one expression for all of it takes cubic time on "a......b".
    word = word.rstrip(_TRAILING)
    body = word.rstrip("+#")
    tail = word[len(body) :]
    body = body.rstrip(_TRAILING).removesuffix("'s")
    body = body.replace("^", "").replace("_", "").replace("'", "")
    parts = [part for part in _DIVIDER.split(body) if part]
    return Chunk("".join(parts) + tail, parts)
