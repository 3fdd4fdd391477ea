"""What features are worth in a catalogue.

A feature is a term, or a kind and an id: "speech", "topics:speech-recognition". No term has a colon.
All that is found out of a paper follows from its own file and from the standing of its features: it
holds until one of these changes. Standings are therefore coarse. Rarity is a logarithm in steps of
a half, of a catalogue whose size is a power of two: a paper more or less changes few of them.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from papercatalog.catalog import Catalog
from papercatalog.model import Dataset, Method, Topic

FEW = 20
"""So many papers are looked at for one key: a feature that no more have is rare."""
COMMON_LABEL = 1 / 5
"""What this share of the papers has as topic or method says little of two of them."""
COMMON_TERM = 1 / 8
"""The same for a term."""
TITLED_TERM = 1 / 20
"""A word that a smaller share of its papers put in their titles is seldom a matter of research ("crucial", "years")."""


class Standing(NamedTuple):
    rarity: float
    is_shared: bool
    """More than one paper has it."""
    is_rare: bool
    """So few papers have it that all of them can be looked at."""
    tells: bool
    """That two papers have it is worth saying."""
    in_title: bool = False
    """Of a term: a paper has it in its title."""
    spellings: tuple[str, ...] = ()
    """Of a label."""
    name: str = ""
    """Of a label: what it is called within a sentence."""


@dataclass(frozen=True, slots=True)
class Uses:
    """How many papers have a feature, and how many have a term in their title."""

    anywhere: Counter[str] = field(default_factory=Counter)
    in_titles: Counter[str] = field(default_factory=Counter)


def is_label(feature: str) -> bool:
    return ":" in feature


def split_label(label: str) -> tuple[str, str]:
    """Return the kind and the id of a label."""
    kind, _, id_ = label.partition(":")
    return kind, id_


def find_standings(catalog: Catalog, uses: Uses, names: Mapping[str, str]) -> dict[str, Standing]:
    """Return the standing of every feature in use. `names` are those of labels."""
    total = len(catalog.papers)

    @cache  # most terms are in few papers
    def of_term(use: int, titles: int) -> Standing:
        tells = titles >= max(1, use * TITLED_TERM) and 1 < use <= max(2, total * COMMON_TERM)
        return Standing(rarity(use, total), use > 1, use <= FEW, tells, titles > 0)

    standings = {feature: of_term(use, uses.in_titles[feature]) for feature, use in uses.anywhere.items()}
    for label, record in list_labels(catalog):
        if use := uses.anywhere[label]:
            tells = _tells(label, use, catalog)
            spellings = (record.name, *record.aliases)
            standings[label] = Standing(
                rarity(use, total), use > 1, use <= FEW, tells, spellings=spellings, name=names.get(label, record.name)
            )
    return standings


def rarity(use: int, total: int) -> float:
    """Return at most 1 for what all papers have, more by a half for what is rarer by the square root of two."""
    return total.bit_length() - round(2 * math.log2(use)) / 2


def list_labels(catalog: Catalog) -> Iterator[tuple[str, Topic | Dataset | Method]]:
    for topic in catalog.topics:
        yield f"topics:{topic.id}", topic
    for dataset in catalog.datasets:
        yield f"datasets:{dataset.id}", dataset
    for method in catalog.methods:
        yield f"methods:{method.id}", method


def _tells(label: str, use: int, catalog: Catalog) -> bool:
    kind, id_ = split_label(label)
    common = max(2, len(catalog.papers) * COMMON_LABEL)
    match kind:
        case "topics":  # not `use`, which counts the papers of subtopics, too
            return 0 < len(catalog.papers_by_topic[id_]) <= common
        case "methods":
            return use <= common
    return True
