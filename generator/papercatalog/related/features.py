"""Words and labels -> a sparse vector per paper, so that the product of two vectors says how close the papers are.

What a vector holds is of four kinds: text (the cosine of TF-IDF, at most 1), topics, datasets and
methods (the rarity of each shared one, at most 1 for each). A weight stands before each kind.
Components are whole numbers: sums are equal in any order.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import compress
from operator import attrgetter, itemgetter, mul

from papercatalog.model import DatasetRole, Paper
from papercatalog.related.standing import Standing, rarity, split_label

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


def find_labels(paper: Paper, parents: Mapping[str, str | None]) -> dict[str, float]:
    """Return the labels of a paper, and how much it is about each. `parents` are those of topics."""
    found: dict[str, float] = {}
    for topic in paper.topics:
        if parent := parents[topic]:
            found.setdefault(f"topics:{parent}", PARENT_SHARE)
    found |= {f"topics:{topic}": 1.0 for topic in paper.topics}
    found |= {f"datasets:{use.id}": ROLE_SHARE[use.role] for use in paper.datasets}
    found |= {f"methods:{method}": 1.0 for method in paper.methods}
    return found


def make_vector(
    terms: Mapping[str, int],
    labels: Mapping[str, float],
    standings: Mapping[str, Standing],
    total: int,
    weights: Weights,
) -> Vector:
    """Return the vector of a paper, whose terms are counted, in a catalogue of `total` papers."""
    components = _text_components(terms, standings, weights.text)
    for label, share in labels.items():
        standing = standings[label]
        if standing.is_shared:
            weight = getattr(weights, split_label(label)[0])
            value = share * math.sqrt(weight * standing.rarity / rarity(2, total))
            components.append((round(UNIT * value), label))
    components.sort(key=itemgetter(0), reverse=True)  # equal ones stay in the paper's order
    return {feature: value for value, feature in components if value}


def _text_components(
    counts: Mapping[str, int], standings: Mapping[str, Standing], weight: float
) -> list[tuple[int, str]]:
    # Step by step for all terms at once: a loop in Python takes thrice as long.
    found = [standings[term] for term in counts]
    values = list(map(mul, map(math.sqrt, counts.values()), map(attrgetter("rarity"), found)))
    length = math.hypot(*values)
    if not length:
        return []
    scale = UNIT * math.sqrt(weight) / length
    # A term that no other paper has counts for the length only.
    shared = compress(zip(values, counts, strict=True), map(attrgetter("is_shared"), found))
    strongest = sorted(shared, reverse=True)[:MAX_TERMS]
    return [(round(scale * value), term) for value, term in strongest]
