"""Terms -> the file of all of them, for words that no term equals."""

from collections.abc import Mapping

from papercatalog.search.encoding import common_length, compact_json

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def make_vocabulary(use_counts: Mapping[str, int]) -> bytes:
    """Return the terms, which come in the order of JavaScript strings, and in how many fields of papers each stands.

    Of each term there is, in one character, how many characters (at most 35) it shares with
    the term before, and the others. Terms have no spaces; they are divided by them.
    """
    coded = []
    last = ""
    for term in use_counts:
        shared = _shared(last, term)
        coded.append(_DIGITS[shared] + term[shared:])
        last = term
    return compact_json({"terms": " ".join(coded), "uses": list(use_counts.values())})


def _shared(one: str, other: str) -> int:
    """Return the length of the common beginning."""
    length = min(common_length(one, other), len(_DIGITS) - 1)
    # Beyond U+FFFF a character is two in JavaScript, which counts differently.
    beginning = one[:length]
    return length if beginning.isascii() or max(beginning) < "\ud800" else 0
