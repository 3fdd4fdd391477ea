"""Catalog -> a sparse vector per paper, so that the product of two vectors says how close the papers are.

What a vector holds is of four kinds: text (the cosine of TF-IDF, at most 1), topics, datasets and
methods (the rarity of each shared one, at most 1 for each). A weight stands before each kind.
"""

import heapq
import math
from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from papercatalog.catalog import Catalog
from papercatalog.markdown import plain_text
from papercatalog.model import DatasetRole, Paper
from papercatalog.related.words import Reader, Words

Kind = Literal["text", "topics", "datasets", "methods"]

TITLE_USES = 3
"""A word of the title counts as so many of the abstract."""
PARENT_SHARE = 0.2
"""How much of a topic belongs to its parent: papers on sibling topics share a little."""
ROLE_SHARE: dict[DatasetRole, float] = {"introduced": 1.0, "evaluated": 1.0, "trained": 0.7, "mentioned": 0.3}
"""How much a paper is about a dataset."""
MAX_TERMS = 120
"""The strongest terms of a paper that are kept; an abstract of 200 words has fewer."""


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
class Vector:
    """Feature numbers, ascending, and their weights."""

    features: "array[int]"
    weights: "array[float]"

    def as_dict(self) -> dict[int, float]:
        return dict(zip(self.features, self.weights, strict=True))


@dataclass(frozen=True, slots=True)
class Features:
    """The vectors of all papers, and what the numbers in them stand for."""

    vectors: list[Vector]
    names: list[tuple[Kind, str]]
    """By feature: its kind, and the term or the id."""
    terms: Mapping[str, int]
    """The features that are terms, by the term."""
    use: list[int]
    """By feature: how many papers have it."""
    words: Sequence[Words]
    """By paper: the words of title, abstract and summary."""
    forms: Sequence[str]
    """What the numbers of printed words stand for."""
    usual_forms: Mapping[str, str]
    """Printed word in lower case -> with its usual capitals."""
    title_terms: frozenset[int]
    """Terms that some paper found worth its title."""


@dataclass(frozen=True, slots=True)
class _Record:
    """What one paper has: how often each term, its words, its title's terms, and its labels' shares."""

    counts: Mapping[int, int]
    words: Words
    title: Sequence[int]
    labels: Mapping[tuple[Kind, str], float]


def make_features(catalog: Catalog, weights: Weights) -> Features:
    """Return the features of all papers, numbered in the order in which they appear: terms first, then labels."""
    reader = Reader()
    records = [_read(reader, catalog, paper) for paper in catalog.papers]
    names: list[tuple[Kind, str]] = [("text", term) for term in reader.terms]
    names += dict.fromkeys(label for record in records for label in record.labels)
    label_numbers = {label: number for number, label in enumerate(names) if label[0] != "text"}
    use = [0] * len(names)
    for record in records:
        for number in (*record.counts, *(label_numbers[label] for label in record.labels)):
            use[number] += 1
    total = len(records)
    vectors = []
    for record in records:
        components = _text_components(record.counts, use, total, weights.text)
        for label, share in record.labels.items():
            number, weight = label_numbers[label], getattr(weights, label[0])
            if use[number] > 1 and weight:
                components[number] = share * math.sqrt(weight * _rarity(use[number], total))
        ordered = sorted(components.items())
        vectors.append(Vector(array("i", (f for f, _ in ordered)), array("d", (w for _, w in ordered))))
    return Features(
        vectors=vectors,
        names=names,
        terms=reader.terms,
        use=use,
        words=[record.words for record in records],
        forms=list(reader.forms),
        usual_forms=reader.usual_forms(),
        title_terms=frozenset(term for record in records for term in record.title),
    )


def _read(reader: Reader, catalog: Catalog, paper: Paper) -> _Record:
    title, words = reader.read(paper.title, is_title=True)
    counts = Counter(title * TITLE_USES)
    for text in (plain_text(paper.body), paper.summary or ""):
        terms, more = reader.read(text)
        counts.update(terms)
        words.extend(more)
    return _Record(counts, words, title, _labels(catalog, paper))


def _labels(catalog: Catalog, paper: Paper) -> dict[tuple[Kind, str], float]:
    found: dict[tuple[Kind, str], float] = {}
    for topic in paper.topics:
        parent = catalog.topic[topic].parent
        if parent:
            found.setdefault(("topics", parent), PARENT_SHARE)
    found |= {("topics", topic): 1.0 for topic in paper.topics}
    found |= {("datasets", use.id): ROLE_SHARE[use.role] for use in paper.datasets}
    found |= {("methods", method): 1.0 for method in paper.methods}
    return found


def _text_components(counts: Mapping[int, int], use: list[int], total: int, weight: float) -> dict[int, float]:
    if not weight:
        return {}
    # A term that no other paper has counts for the length only.
    raw = {term: math.sqrt(count) * math.log((total + 1) / use[term]) for term, count in counts.items()}
    scale = math.sqrt(weight / sum(value * value for value in raw.values())) if raw else 0.0
    shared = ((value, term) for term, value in raw.items() if use[term] > 1)
    return {term: scale * value for value, term in heapq.nlargest(MAX_TERMS, shared)}


def _rarity(use: int, total: int) -> float:
    """1 for what two papers share, falling towards 0 for what all have."""
    return math.log((total + 1) / use) / math.log((total + 1) / 2)
