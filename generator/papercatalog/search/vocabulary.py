"""Terms -> the file of all of them, for words that no term equals."""

from collections.abc import Mapping, Sequence

from papercatalog.search.arrays import np
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


def _shared(terms: Sequence[str]) -> list[int]:
    """Return the length of the beginning that each term has in common with the one before."""
    most = len(_DIGITS) - 1
    characters = np.array(["", *[term[:most] for term in terms]], f"U{most}").view(np.uint32).reshape(-1, most)
    common = np.logical_and.accumulate(characters[1:] == characters[:-1], axis=1)
    # Beyond U+FFFF a character is two in JavaScript, which counts differently.
    is_late = (common & (characters[1:] >= 0xD800)).any(axis=1)
    lengths: list[int] = np.where(is_late, 0, common.sum(axis=1)).tolist()
    return lengths
