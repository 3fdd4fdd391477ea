"""The look of a topic, the same in every picture: a hue and a shape, which it shares with all topics below it."""

from collections.abc import Iterator
from dataclasses import dataclass

from papercatalog.catalog import Catalog

HUES = 10
FORMS = 7
SHAPES = 2 * FORMS
"""Each form is filled or open. Fourteen roots differ without colour, seventy in hue, shape or both."""


@dataclass(frozen=True, slots=True)
class Look:
    hue: int
    shape: int

    @property
    def form(self) -> int:
        return self.shape % FORMS

    @property
    def is_open(self) -> bool:
        return self.shape >= FORMS


def find_looks(catalog: Catalog) -> dict[str, Look]:
    """Return the look of every topic; "" has that of papers without topics.

    Roots take theirs in the order of their names, so that papers may come and go without a change of colours.
    """
    looks: dict[str, Look] = {}
    roots = catalog.subtopics[""]
    for i, root in enumerate(roots):
        look = Look(i % HUES, i % SHAPES)
        looks |= dict.fromkeys((root.id, *in_tree_order(catalog, root.id)), look)
    return {**looks, "": Look(len(roots) % HUES, len(roots) % SHAPES)}


def in_tree_order(catalog: Catalog, parent: str = "") -> Iterator[str]:
    """Yield the ids of the topics below `parent`, each before those below it."""
    for topic in catalog.subtopics[parent]:
        yield topic.id
        yield from in_tree_order(catalog, topic.id)


def root_of(catalog: Catalog, topic_id: str) -> str:
    """Return the topic at the root of the tree of `topic_id`."""
    while parent := catalog.topic[topic_id].parent:
        topic_id = parent
    return topic_id
