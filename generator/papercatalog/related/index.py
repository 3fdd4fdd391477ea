"""Vectors -> the closest papers, without comparing all pairs."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from papercatalog.related.features import Features, Vector


@dataclass(frozen=True, slots=True)
class Bounds:
    """What keeps the cost of a paper the same in a catalogue of any size."""

    features: int = 12
    """The strongest features of a paper: from them its keys are made."""
    paired: int = 6
    """Of those that many papers have, so many give a key with each other one."""
    papers: int = 20
    """The papers that are looked at for one key."""
    candidates: int = 16
    """The papers that are compared as a whole."""


class Index:
    """Key -> the papers that are found under it, in the order of the catalogue.

    A rare feature is a key. One that many papers have (a topic, say) would yield any few of them: together with
    another such feature it is a key, under which stand those that share both. The strongest is one alone, too.
    """

    def __init__(self, features: Features, bounds: Bounds) -> None:
        self._vectors = features.vectors
        self._bounds = bounds
        self._papers: dict[str, list[int]] = defaultdict(list)
        self._keys = [self._make_keys(vector, features.use) for vector in features.vectors]
        for paper, keys in enumerate(self._keys):
            for key in keys:
                self._papers[key].append(paper)

    def _make_keys(self, vector: Vector, use: Mapping[str, int]) -> dict[str, int]:
        """Return the keys of a paper, and what a key adds to how promising another paper is."""
        keys: dict[str, int] = {}
        common: list[tuple[str, int]] = []
        for feature, component in islice(vector.items(), self._bounds.features):
            square = component * component
            if use[feature] <= self._bounds.papers:
                keys[feature] = square
            elif len(common) < self._bounds.paired:
                if not common:
                    keys[feature] = square
                for other, other_square in common:
                    keys[f"{feature} {other}" if feature < other else f"{other} {feature}"] = square + other_square
                common.append((feature, square))
        return keys

    def closest(self, paper: int, count: int) -> list[int]:
        """Return the papers closest to `paper`, best first; of equally close ones the newest comes first.

        Fewer than `count` where no more share anything with it.
        """
        mine = self._vectors[paper]
        scores = [(-closeness(mine, self._vectors[other]), other) for other in self._candidates(paper)]
        return [other for _, other in sorted(scores)[:count]]

    def _candidates(self, paper: int) -> list[int]:
        """Return the most promising papers."""
        limit = self._bounds.papers
        found: dict[int, int] = defaultdict(int)
        for key, promise in self._keys[paper].items():
            papers = self._papers[key]
            if len(papers) > limit:
                # Those of about the same time: each paper sees others, not all the same few.
                start = max(0, min(bisect_left(papers, paper) - limit // 2, len(papers) - limit))
                papers = papers[start : start + limit]
            for other in papers:
                found[other] += promise
        found.pop(paper, None)
        most = self._bounds.candidates
        if len(found) <= most:
            return list(found)
        # Sorting bare numbers first is faster than sorting all papers by theirs.
        least = sorted(found.values())[-most]
        promising = [other for other, promise in found.items() if promise >= least]
        return sorted(promising, key=found.__getitem__, reverse=True)[:most]


def closeness(mine: Vector, theirs: Vector) -> int:
    return sum([mine[feature] * theirs[feature] for feature in mine.keys() & theirs.keys()])
