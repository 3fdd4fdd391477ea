"""Terms -> the file of all of them, for words that no term equals."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from papercatalog.search.encoding import compact_json

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def make_vocabulary(use_counts: Mapping[str, int]) -> bytes:
    """Return the terms, which come in the order of JavaScript strings, and in how many fields of papers each stands.

    Of each term there is, in one character, how many characters (at most 35) it shares with
    the term before, and the others. Terms have no spaces; they are divided by them.
    """
    terms = list(use_counts)
    coded = [_DIGITS[shared] + term[shared:] for term, shared in zip(terms, _shared(terms), strict=True)]
    return compact_json({"terms": " ".join(coded), "uses": list(use_counts.values())})


def _shared(terms: Sequence[str]) -> Iterator[int]:
    """Yield the length of the beginning that each term has in common with the one before."""
    most = len(_DIGITS) - 1
    characters = np.array(["", *[term[:most] for term in terms]], f"U{most}").view(np.uint32).reshape(-1, most)
    is_same = characters[1:] == characters[:-1]
    lengths = np.logical_and.accumulate(is_same, axis=1).sum(axis=1)
    for term, length in zip(terms, lengths.tolist(), strict=True):
        # Beyond U+FFFF a character is two in JavaScript, which counts differently.
        beginning = term[:length]
        yield length if beginning.isascii() or max(beginning) < "\ud800" else 0
