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
from posixpath import commonprefix
from typing import Any, NamedTuple

from papercatalog.search.arrays import NDArray, Numbers, np
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
    start: int
    """The place of its first term among all of them."""
    terms: list[str]


def find_shards(papers: int, use_counts: Mapping[str, int]) -> Iterator[Shard]:
    """Yield what files are made, in the order of JavaScript strings, in which `use_counts` has the terms."""
    weighed = ((term, uses + 2) for term, uses in use_counts.items())  # a term is as long as two uses
    last, start = "", 0
    for group in cut(weighed, *_sizes(papers)):
        terms = [term for term, _ in group]
        yield Shard(terms[0][: len(commonprefix([last, terms[0]])) + 1], start, terms)
        last, start = terms[-1], start + len(terms)


def _sizes(papers: int) -> tuple[int, int]:
    """Return the least and the greatest weight of a file."""
    if papers <= _SINGLE_FILE:
        return 0, 1 << 40
    return (1_500, 4_000) if papers <= _MANY else (3_000, 8_000)


class ShardCoder:
    """Writes files of terms, each as a whole: a step for every use would take longer than all else of search."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings
        # A count is at most a length, a distance less than the number of papers.
        greatest = max(len(postings.lengths), int(postings.lengths.max(initial=0)))
        self._codes = np.array([_encode(number) for number in range(greatest + 1)], np.bytes_)
        self._sizes = np.char.str_len(self._codes)

    def content(self, shard: Shard) -> bytes:
        """Return the file in JSON: no character of a term or of a number needs an escape."""
        postings = self._postings
        term_starts = postings.term_starts[shard.start : shard.start + len(shard.terms) + 1]
        groups = slice(term_starts[0], term_starts[-1])
        starts = postings.group_starts[groups.start : groups.stop + 1]
        uses = slice(starts[0], starts[-1])
        starts = starts - uses.start
        fields, sizes = postings.group_fields[groups], np.diff(starts)
        papers, counts = postings.papers[uses], postings.counts[uses]
        distances = np.diff(papers, prepend=0)
        distances[starts[:-1]] = papers[starts[:-1]]
        columns = zip(
            fields.tolist(),
            self._texts(distances, starts),
            self._texts(postings.lengths[papers, np.repeat(fields, sizes)], starts),
            self._texts(counts, starts),
            (np.maximum.reduceat(counts, starts[:-1]) > 1).tolist(),
            strict=True,
        )
        parts = [
            f',{field},"{distances}","{lengths}","{counts * is_counted}"'
            for field, distances, lengths, counts, is_counted in columns
        ]
        spans = zip(shard.terms, pairwise((term_starts - groups.start).tolist()), strict=True)
        entries = [f'["{term}"{"".join(parts[start:end])}]' for term, (start, end) in spans]
        return f"[{','.join(entries)}]".encode()

    def _texts(self, numbers: NDArray[Any], starts: Numbers) -> Iterator[str]:
        """Yield the numbers of each group in a row."""
        text = self._codes[numbers].tobytes().replace(b"\0", b"").decode()
        ends = np.append(0, np.cumsum(self._sizes[numbers]))[starts].tolist()
        return (text[start:end] for start, end in pairwise(ends))


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
        rank = (len(commonprefix([before, after])), after[::-1])
        if best_rank is None or rank < best_rank:
            best, best_rank = end, rank
    return best
