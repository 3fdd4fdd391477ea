"""Vectors -> the papers that may be close, without comparing all pairs."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

from papercatalog.related.features import Vector
from papercatalog.related.standing import FEW, Standing

# With FEW, what keeps the cost of a paper the same in a catalogue of any size.
STRONGEST = 12
"""Features of a paper from which its keys are made."""
PAIRED = 6
"""Of those that many papers have, so many give a key with each other one."""
CANDIDATES = 16
"""The papers that are compared as a whole."""

_PAIR = "&"
"""Stands in no feature, as little as a blank."""


def make_keys(vector: Vector, standings: Mapping[str, Standing]) -> list[str]:
    """Return the keys under which a paper is found.

    A rare feature is a key. One that many papers have (a topic, say) would yield any few of them: together with
    another such feature it is a key, under which stand those that share both. The strongest is one alone, too.
    """
    keys: list[str] = []
    common: list[str] = []
    for feature in islice(vector, STRONGEST):
        if standings[feature].is_rare:
            keys.append(feature)
        elif len(common) < PAIRED:
            if not common:
                keys.append(feature)
            keys += [_PAIR.join((feature, other) if feature < other else (other, feature)) for other in common]
            common.append(feature)
    return keys


class Index:
    """Key -> the papers that are found under it, in the order of the catalogue."""

    def __init__(self, keys: Sequence[str], wanted: set[str]) -> None:
        """`keys` are those of each paper, with blanks between them. Only those that are `wanted` can be asked for."""
        self._keys = keys
        self._papers: dict[str, list[int]] = defaultdict(list)
        for paper, keys_of_paper in enumerate(keys if wanted else ()):
            for key in wanted.intersection(keys_of_paper.split()):
                self._papers[key].append(paper)

    def around(self, key: str, paper: int) -> list[int]:
        """Return those who may see a paper under a key, or would if it were there."""
        # Who looks at so many sees half of them on either side, and at the ends of the list all on one.
        papers = self._papers[key]
        place = bisect_left(papers, paper)
        return papers[max(0, place - FEW) : place + FEW + 1]

    def candidates(self, paper: int, vector: Vector) -> list[int]:
        """Return the papers that are most promising for one with this vector."""
        found: dict[int, int] = defaultdict(int)
        for key in self._keys[paper].split():
            one, _, other = key.partition(_PAIR)
            promise = vector[one] ** 2 + (vector[other] ** 2 if other else 0)
            papers = self._papers.get(key, [])
            if len(papers) > FEW:
                # Those of about the same time: each paper sees others, not all the same few.
                start = max(0, min(bisect_left(papers, paper) - FEW // 2, len(papers) - FEW))
                papers = papers[start : start + FEW]
            for number in papers:
                found[number] += promise
        found.pop(paper, None)
        if len(found) <= CANDIDATES:
            return list(found)
        # Sorting bare numbers first is faster than sorting all papers by theirs.
        least = sorted(found.values())[-CANDIDATES]
        promising = [other for other, promise in found.items() if promise >= least]
        return sorted(promising, key=found.__getitem__, reverse=True)[:CANDIDATES]


def closeness(mine: Vector, theirs: Vector) -> int:
    return sum([mine[feature] * theirs[feature] for feature in mine.keys() & theirs.keys()])
