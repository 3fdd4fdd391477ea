"""Postings -> files of terms in a row, cut where a new paper does not move the cuts.

An entry is `[term, field, papers, lengths, counts, field, ...]`. Papers are numbered from 0;
each number but the first is the distance from the one before. `lengths` are the lengths of
that field in those papers. `counts` are how often the term stands there, or "" when it is
once everywhere. From these follow the weights of the Lunr index, to the last digit.

Numbers are written in a row, most of them as one character. The last character of a number
is one of the 57 from # to [, and counts 0 to 56. Those before it are of the 34 from ] to ~,
and count 1 to 34 times what follows. That is an eighth less, compressed, than a list in
JSON, and is read when its term is asked for.

Cuts depend on nothing but the terms nearby: each is made between the two neighbours, within
reach, that have the shortest beginning in common. The terms of a short beginning so tend to
share a file, and cuts return to their places soon after a place where a term came in.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from operator import sub
from typing import NamedTuple

from papercatalog.search.encoding import common_length
from papercatalog.search.postings import Postings

_SINGLE_FILE = 300
"""Papers; up to so many, all terms are one file."""
_MANY = 30_000
"""Papers; from so many on, files are larger, or the manifest would be too long."""

Weighed = tuple[str, int]
"""A term and its share of a file, in uses: each is about six bytes, of which gzip leaves three."""


class Shard(NamedTuple):
    """The terms of a file."""

    first: str
    """All terms from here to the next shard's are in it; no longer than it takes to tell it from the term before."""
    terms: list[str]


def find_shards(papers: int, use_counts: Mapping[str, int]) -> Iterator[Shard]:
    """Yield what files are made, in the order of JavaScript strings, in which `use_counts` has the terms."""
    weighed = ((term, uses + 2) for term, uses in use_counts.items())  # a term is as long as two uses
    last = ""
    for group in cut(weighed, *_sizes(papers)):
        terms = [term for term, _ in group]
        yield Shard(terms[0][: common_length(last, terms[0]) + 1], terms)
        last = terms[-1]


def _sizes(papers: int) -> tuple[int, int]:
    """Return the least and the greatest weight of a file."""
    if papers <= _SINGLE_FILE:
        return 0, 1 << 40
    return (1_500, 4_000) if papers <= _MANY else (3_000, 8_000)


class ShardCoder:
    """Writes files of terms. What is written often is made once."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        # A count is at most a length, a distance less than the number of papers.
        greatest = max([postings.count, *(max(lengths, default=0) for lengths in postings.lengths)])
        self._codes = codes = [_encode(number) for number in range(greatest + 1)]
        self._lengths = [[codes[length] for length in lengths] for lengths in postings.lengths]

    def content(self, terms: Iterable[str]) -> bytes:
        return f"[{','.join(map(self._entry, terms))}]".encode()

    def _entry(self, term: str) -> str:
        """Return the entry in JSON: no character of a term or of a number needs an escape."""
        codes = self._codes
        entry = f'["{term}"'
        for field, papers, counts in self._postings.uses(term):
            lengths = self._lengths[field]
            first = papers[0]
            if len(papers) == 1:  # most are, and the general way is a long one
                count = "" if counts[0] == 1 else codes[counts[0]]
                entry += f',{field},"{codes[first]}","{lengths[first]}","{count}"'
                continue
            distances = "".join([codes[distance] for distance in map(sub, papers[1:], papers)])
            its_lengths = "".join([lengths[paper] for paper in papers])
            is_once = counts.count(1) == len(counts)
            its_counts = "" if is_once else "".join([codes[count] for count in counts])
            entry += f',{field},"{codes[first]}{distances}","{its_lengths}","{its_counts}"'
        return entry + "]"


def _encode(number: int) -> str:
    times, rest = divmod(number, 57)
    code = chr(ord("#") + rest)
    while times:
        times, rest = divmod(times - 1, 34)
        code = chr(ord("]") + rest) + code
    return code


def cut(terms: Iterable[Weighed], least: int, greatest: int) -> Iterator[list[Weighed]]:
    """Yield the terms in groups that weigh `least` to `greatest` where they allow it; a heavy term is a group."""
    group: list[Weighed] = []
    total = 0
    for term, weight in terms:
        group.append((term, weight))
        total += weight
        while total > greatest and len(group) > 1:
            end = _find_cut(group, least, greatest)
            yield group[:end]
            group = group[end:]
            total = sum(weight for _, weight in group)
    if group:
        yield group


def _find_cut(group: list[Weighed], least: int, greatest: int) -> int:
    best, best_rank = 1, None
    total = 0
    for end, ((before, weight), (after, _)) in enumerate(pairwise(group), start=1):
        total += weight
        if total > greatest:
            break
        if total < least:
            best = end  # unless there is a better one: what follows is heavy
            continue
        if best_rank and before[: best_rank[0] + 1] == after[: best_rank[0] + 1]:
            continue  # they have more in common
        # Of equals any will do that is the same one tomorrow: their ends are as good as chance.
        rank = (common_length(before, after), after[::-1])
        if best_rank is None or rank < best_rank:
            best, best_rank = end, rank
    return best
