"""Token counts of papers -> where each term stands, and how often.

The standard Lunr index and the site's own files are two spellings of this. It is filled
paper by paper, so that the tokens of one paper only are in memory; a use of a term takes
eight bytes.
"""

from array import array
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat

from papercatalog.search.tokens import TokenCounts, utf16_order

Uses = tuple[int, list[int], list[int]]
"""A term in a field: the field, the papers that have it, in order, and how often it stands there."""


class _FieldUses(dict[str, "array[int]"]):
    """Term -> paper, count, paper, count, ... A term that is new is also noted in `seen`."""

    def __init__(self, seen: dict[str, None]) -> None:
        self._seen = seen

    def __missing__(self, term: str) -> "array[int]":
        self._seen[term] = None
        uses = self[term] = array("I")
        return uses


class Postings:
    """The uses of every term. Papers and fields are numbered as they come."""

    def __init__(self, fields: Sequence[str]) -> None:
        self.fields = tuple(fields)
        self.count = 0
        """Of papers."""
        self.lengths = [array("I") for _ in fields]
        """Field -> paper -> length of the field in tokens."""
        self._seen: dict[str, None] = {}  # a set that keeps its order
        self._uses = [_FieldUses(self._seen) for _ in fields]

    def add(self, counts: Mapping[str, TokenCounts]) -> None:
        """Add the next paper, by field."""
        paper = self.count
        for field, lengths, uses in zip(self.fields, self.lengths, self._uses, strict=True):
            length, terms = counts[field]
            lengths.append(length)
            # Once for every word of every paper: loops in C.
            found = [*map(uses.__getitem__, terms)]
            _exhaust(map(array.append, found, repeat(paper)))
            _exhaust(map(array.append, found, terms.values()))
        self.count += 1

    def terms(self) -> list[str]:
        """Return all terms as they came."""
        return list(self._seen)

    def uses(self, term: str) -> Iterator[Uses]:
        """Yield the fields that have the term, in order."""
        for field, uses in enumerate(self._uses):
            if term in uses:
                numbers = uses[term].tolist()
                yield field, numbers[::2], numbers[1::2]

    def use_counts(self) -> dict[str, int]:
        """Return in how many fields of papers each term stands, in the order of JavaScript strings.

        A paper that has it in two fields counts twice, as in Lunr.
        """
        counts = dict.fromkeys(sorted(self._seen, key=utf16_order), 0)
        for uses in self._uses:
            for term, numbers in uses.items():
                counts[term] += len(numbers) // 2
        return counts

    def average_length(self, field: int) -> float:
        return sum(self.lengths[field]) / max(1, self.count)


def _exhaust(calls: Iterable[None]) -> None:
    deque(calls, maxlen=0)
