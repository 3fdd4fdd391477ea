"""Words and labels -> a sparse vector per paper, so that the product of two vectors says how close the papers are.

What a vector holds is of four kinds: text (the cosine of TF-IDF, at most 1), topics, datasets and
methods (the rarity of each shared one, at most 1 for each). A weight stands before each kind.

Rarity is coarse: logarithms in steps of a half, of a catalogue whose size is a power of two. So a
paper more or less changes few weights. Components are whole numbers: sums are equal in any order.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from papercatalog.catalog import Catalog
from papercatalog.model import DatasetRole, Paper
from papercatalog.related.words import Words

Vector = Mapping[str, int]
"""Features -> components, the strongest first."""

UNIT = 1000
"""The length of a vector whose product with itself is 1."""
PARENT_SHARE = 0.2
"""How much of a topic belongs to its parent: papers on sibling topics share a little."""
ROLE_SHARE: dict[DatasetRole, float] = {"introduced": 1.0, "evaluated": 1.0, "trained": 0.7, "mentioned": 0.3}
"""How much a paper is about a dataset."""
MAX_TERMS = 60
"""The strongest terms of a paper that are kept."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind counts.

    Chosen on the labels' tuning half from a coarse grid, as round numbers in the middle of a plateau: topics from
    0.3 to 0.5, datasets from 0.05 to 0.1 and methods up to 0.1 differ there by 0.02 at most.
    """

    text: float = 1.0
    topics: float = 0.4
    datasets: float = 0.1
    methods: float = 0.05


@dataclass(frozen=True, slots=True)
class Features:
    """A feature is a term, or a kind and an id: "speech", "topics:speech-recognition". No term has a colon."""

    vectors: list[Vector]
    """By paper."""
    use: Mapping[str, int]
    """How many papers have a feature."""


def is_label(feature: str) -> bool:
    return ":" in feature


def split_label(feature: str) -> tuple[str, str]:
    """Return the kind and the id of a label; a term has no kind."""
    kind, _, id_ = feature.rpartition(":")
    return kind, id_


def make_features(catalog: Catalog, words: Sequence[Words], weights: Weights) -> Features:
    """Return the features of all papers, whose words are given in the same order."""
    total = len(words)
    labels = [_labels(catalog, paper) for paper in catalog.papers]
    use = Counter[str]()
    for text, found in zip(words, labels, strict=True):
        use.update({*text.terms, *text.parts})
        use.update(found.keys())
    del use[""]
    rarity = {feature: _rarity(papers, total) for feature, papers in use.items()}
    vectors: list[Vector] = []
    for text, found in zip(words, labels, strict=True):
        components = _text_components(text.count_terms(), rarity, use, weights.text)
        for feature, share in found.items():
            if use[feature] > 1:
                weight = getattr(weights, split_label(feature)[0])
                value = share * math.sqrt(weight * rarity[feature] / _rarity(2, total))
                components.append((round(UNIT * value), feature))
        components.sort(key=itemgetter(0), reverse=True)  # equal ones stay in the paper's order
        vectors.append({feature: value for value, feature in components if value})
    return Features(vectors, use)


def _labels(catalog: Catalog, paper: Paper) -> dict[str, float]:
    found: dict[str, float] = {}
    for topic in paper.topics:
        parent = catalog.topic[topic].parent
        if parent:
            found.setdefault(f"topics:{parent}", PARENT_SHARE)
    found |= {f"topics:{topic}": 1.0 for topic in paper.topics}
    found |= {f"datasets:{use.id}": ROLE_SHARE[use.role] for use in paper.datasets}
    found |= {f"methods:{method}": 1.0 for method in paper.methods}
    return found


def _text_components(
    counts: Mapping[str, int], rarity: Mapping[str, float], use: Mapping[str, int], weight: float
) -> list[tuple[int, str]]:
    raw = [(math.sqrt(count) * rarity[term], term) for term, count in counts.items()]
    length = math.hypot(*(value for value, _ in raw))
    if not length:
        return []
    scale = UNIT * math.sqrt(weight) / length
    # A term that no other paper has counts for the length only.
    shared = sorted([pair for pair in raw if use[pair[1]] > 1], reverse=True)[:MAX_TERMS]
    return [(round(scale * value), term) for value, term in shared]


@lru_cache(maxsize=1 << 10)  # most terms are in few papers
def _rarity(use: int, total: int) -> float:
    """Return 0 for what all papers have, more by a half for what is rarer by the square root of two."""
    return total.bit_length() - round(2 * math.log2(use)) / 2
