"""Token counts of papers -> where each term stands, and how often.

The standard Lunr index and the site's own files are two spellings of this. It is filled
paper by paper, so that the tokens of few papers are in memory; a use of a term takes
eight bytes.
"""

from array import array
from bisect import bisect_left
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, repeat

from papercatalog.search.tokens import TokenCounts, utf16_order

Uses = tuple[int, list[int], list[int]]
"""A term in a field: the field, the papers that have it, in order, and how often it stands there."""


Counts = Mapping[str, TokenCounts]
"""By field."""

_PAPER = 32
"""Bits. Where a term was first seen is one number: the paper, then so many bits for the place in it."""


class _FieldUses(dict[str, "array[int]"]):
    """Term -> paper, count, paper, count, ... A term that is new here is also noted in `new`."""

    def __init__(self, new: list[str]) -> None:
        self._new = new

    def __missing__(self, term: str) -> "array[int]":
        self._new.append(term)
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
        self._new: list[str] = []
        self._uses = [_FieldUses(self._new) for _ in fields]
        self._seen: dict[str, int] = {}
        """Where each term was first seen."""

    def add(self, counts: Counts) -> None:
        """Add the next paper."""
        paper = self.count
        added = [counts[field].terms for field in self.fields]
        for field, lengths in zip(self.fields, self.lengths, strict=True):
            lengths.append(counts[field].length)
        # Once for every word of every paper: loops in C, over all fields in one go, for most are short.
        uses_of = [uses.__getitem__ for uses in self._uses]
        found = [*chain.from_iterable(map(map, uses_of, added))]
        _exhaust(map(array.append, found, repeat(paper)))
        _exhaust(map(array.append, found, chain.from_iterable([terms.values() for terms in added])))
        for place, term in enumerate(self._new, paper << _PAPER):
            self._seen.setdefault(term, place)
        self._new.clear()
        self.count += 1

    def replace(self, paper: int, before: Counts, counts: Counts, counts_of: Callable[[int], Counts]) -> None:
        """Give a paper other counts than it had `before`.

        A term may now come first in this paper, or no longer, but in another: `counts_of` is asked what that one has.
        """
        for field, lengths, uses in zip(self.fields, self.lengths, self._uses, strict=True):
            for term in before[field].terms:
                numbers = uses[term]
                at = 2 * bisect_left(numbers[::2], paper)
                del numbers[at : at + 2]
                if not numbers:
                    del uses[term]
            lengths[paper] = counts[field].length
            for term, count in counts[field].terms.items():
                numbers = uses[term]
                at = 2 * bisect_left(numbers[::2], paper)
                numbers[at:at] = array("I", (paper, count))
        self._new.clear()
        # Lunr numbers terms as they first come.
        again = {paper}
        for term in {*self._terms(before), *self._terms(counts)}:
            first = self._first_paper(term)
            if first is None:
                del self._seen[term]
            elif self._seen.get(term, -1) >> _PAPER != first:
                again.add(first)
        for one in again:
            self._see(one, counts_of(one))

    def _see(self, paper: int, counts: Counts) -> None:
        """Note the terms that come first in this paper."""
        for place, term in enumerate(self._terms(counts), paper << _PAPER):
            if self._first_paper(term) == paper:
                self._seen[term] = place

    def _terms(self, counts: Counts) -> Iterable[str]:
        """Return the terms of a paper as they come, each once."""
        return dict.fromkeys(chain.from_iterable(counts[field].terms for field in self.fields))

    def _first_paper(self, term: str) -> int | None:
        return min((uses[term][0] for uses in self._uses if term in uses), default=None)

    def terms(self) -> list[str]:
        """Return all terms as they came."""
        return sorted(self._seen, key=self._seen.__getitem__)

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
