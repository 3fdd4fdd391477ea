"""Vectors -> the closest papers, without comparing all pairs."""

import heapq
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from operator import mul

from papercatalog.related.features import Vector


@dataclass(frozen=True, slots=True)
class Bounds:
    """What keeps the cost of a paper the same in a catalogue of any size."""

    features: int = 12
    """The strongest features of a paper that are looked up."""
    papers: int = 400
    """The papers that are looked at for one feature."""
    candidates: int = 30
    """The papers that are compared as a whole."""


class Index:
    """Feature -> the papers that have it, in the order of the catalogue."""

    def __init__(self, vectors: Sequence[Vector], bounds: Bounds) -> None:
        self._vectors = vectors
        self._bounds = bounds
        self._papers: dict[int, array[int]] = defaultdict(lambda: array("i"))
        self._weights: dict[int, array[float]] = defaultdict(lambda: array("d"))
        for paper, vector in enumerate(vectors):
            for feature, weight in zip(vector.features, vector.weights, strict=True):
                self._papers[feature].append(paper)
                self._weights[feature].append(weight)

    def closest(self, paper: int, count: int) -> list[int]:
        """Return the papers closest to `paper`, best first; of equally close ones the newest comes first.

        Fewer than `count` where no more share anything with it.
        """
        mine = self._vectors[paper].as_dict()
        # Rounded, so that the last digit of a sum does not decide.
        scores = [(-round(self._product(mine, other), 9), other) for other in self._candidates(paper)]
        return [other for score, other in heapq.nsmallest(count, scores) if score < 0]

    def _candidates(self, paper: int) -> list[int]:
        vector = self._vectors[paper]
        found: dict[int, float] = defaultdict(float)
        strongest = heapq.nlargest(self._bounds.features, zip(vector.weights, vector.features, strict=True))
        for weight, feature in strongest:
            papers, weights = self._papers[feature], self._weights[feature]
            if len(papers) > self._bounds.papers:
                # Those of about the same time: each paper sees others, not all the same few.
                here = bisect_left(papers, paper)
                start = max(0, min(here - self._bounds.papers // 2, len(papers) - self._bounds.papers))
                papers = papers[start : start + self._bounds.papers]
                weights = weights[start : start + self._bounds.papers]
            for other, other_weight in zip(papers, weights, strict=True):
                found[other] += weight * other_weight
        found.pop(paper, None)
        # Stable: of equal ones the first found stays first.
        return sorted(found, key=found.__getitem__, reverse=True)[: self._bounds.candidates]

    def _product(self, mine: dict[int, float], other: int) -> float:
        vector = self._vectors[other]
        product: float = sum(map(mul, map(mine.get, vector.features, repeat(0.0)), vector.weights))
        return product
