"""The map of a catalogue too large for a dot a paper: every topic a bubble, as large as its papers are many."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.charts.forces import separate
from papercatalog.charts.labels import CHARACTER_WIDTH
from papercatalog.charts.topic_looks import find_looks, in_tree_order
from papercatalog.model import Topic

LARGEST = 110
"""The radius of the topic with the most papers."""
SMALLEST = 12
MARGIN = 30
MOST = 150
"""Bubbles; the topics with the most papers have one."""
ROUNDS = 80
NAME_SIZE = 18
MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Bubble:
    topic: Topic
    papers: int
    x: int
    y: int
    radius: int
    hue: int
    lines: tuple[str, ...]
    """The name, where it fits into the bubble."""


@dataclass(frozen=True, slots=True)
class TopicMap:
    width: int
    height: int
    bubbles: tuple[Bubble, ...]


def draw_topic_map(catalog: Catalog) -> TopicMap:
    """Place topics that have papers in the order of their tree, close together but never one on another."""
    used = {id_: len(papers) for id_, papers in catalog.papers_by_topic.items()}
    largest = set(sorted(used, key=lambda id_: (-used[id_], id_))[:MOST])
    counts = {id_: used[id_] for id_ in in_tree_order(catalog) if id_ in largest}
    most = max(counts.values(), default=1)
    radii = [max(SMALLEST, round(LARGEST * math.sqrt(count / most))) for count in counts.values()]
    places = _place(radii)
    looks = find_looks(catalog)
    bubbles = tuple(
        Bubble(catalog.topic[id_], count, x, y, radius, looks[id_].hue, _fit(catalog.topic[id_].name, radius))
        for (id_, count), (x, y), radius in zip(counts.items(), places, radii, strict=True)
    )
    return TopicMap(
        width=max((bubble.x + bubble.radius for bubble in bubbles), default=0) + MARGIN,
        height=max((bubble.y + bubble.radius for bubble in bubbles), default=0) + MARGIN,
        bubbles=bubbles,
    )


def _place(radii: Sequence[int]) -> list[tuple[int, int]]:
    """Return middles for circles: in their order around an ellipse, then pushed apart."""
    ring = math.sqrt(sum(radius * radius for radius in radii))
    turns = [2 * math.pi * i / len(radii) for i in range(len(radii))]
    places = separate([(0.6 * ring * math.cos(turn), 0.3 * ring * math.sin(turn)) for turn in turns], radii, ROUNDS)
    left = min((x - radius for (x, _), radius in zip(places, radii, strict=True)), default=0) - MARGIN
    top = min((y - radius for (_, y), radius in zip(places, radii, strict=True)), default=0) - MARGIN
    return [(x - left, y - top) for x, y in places]


def _fit(name: str, radius: int) -> tuple[str, ...]:
    """Return the lines of a name within a bubble, none where it is too small."""
    characters = int(1.7 * radius / (NAME_SIZE * CHARACTER_WIDTH))
    lines = textwrap.wrap(name, max(1, characters), break_long_words=False, break_on_hyphens=False)
    fits = (
        max(map(len, lines)) <= characters and len(lines) <= MOST_LINES and 1.2 * NAME_SIZE * len(lines) <= 1.5 * radius
    )
    return tuple(lines) if fits else ()
