"""What is found out about papers, in a form that a cache can keep.

Of each paper a few large values: a pickle of many small ones would be slow to read.
"""

from array import array
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from papercatalog.cache import PART, Cache
from papercatalog.catalog import RelatedPaper
from papercatalog.related.features import Vector
from papercatalog.related.names import Named
from papercatalog.related.standing import Standing, Uses

_NAME = "related"


class Sketch(NamedTuple):
    """A paper by itself, in a catalogue in which its features stand as they do."""

    features: str
    """All of them, with blanks between: first those of the vector, in its order."""
    title_terms: str
    components: bytes
    """Those of the vector."""
    keys: str
    """With blanks between."""


class Circle(NamedTuple):
    """The papers around one."""

    candidates: bytes
    """The numbers of those that it was compared with."""
    closeness: bytes
    """How close each of them is."""
    neighbours: tuple[RelatedPaper, ...]
    """Best first; the curator's are among them."""


@dataclass(frozen=True, slots=True)
class Memory:
    """All that was found out about a catalogue. A paper's number is its place in each list."""

    parents: Mapping[str, str | None] = field(default_factory=dict)
    """Those of topics."""
    uses: Uses = field(default_factory=Uses)
    standings: Mapping[str, Standing] = field(default_factory=dict)
    names: Mapping[str, Named] = field(default_factory=dict)
    keys: Sequence[Hashable] = ()
    """For each paper something that is another if its file changes."""
    sketches: Sequence[Sketch] = ()
    circles: Sequence[Circle] = ()


def load_memory(cache: Cache) -> Memory:
    """Return what `save_memory` has saved; nothing if it is not fit for use."""
    head, *parts = cache.load_parts(_NAME) or [Memory()]
    keys, sketches, circles = ([value for part in parts for value in part[column]] for column in range(3))
    memory: Memory = replace(head, keys=keys, sketches=sketches, circles=circles)
    return memory


def save_memory(cache: Cache, memory: Memory) -> None:
    columns = memory.keys, memory.sketches, memory.circles
    parts = ([column[start : start + PART] for column in columns] for start in range(0, len(memory.keys), PART))
    cache.save_parts(_NAME, chain([replace(memory, keys=(), sketches=(), circles=())], parts))


class Vectors(dict[int, Vector]):
    """The vectors of papers by their numbers, unpacked when they are first asked for."""

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self._sketches = sketches

    def __missing__(self, number: int) -> Vector:
        sketch = self._sketches[number]
        # The features without a component come last.
        vector = self[number] = dict(zip(sketch.features.split(), unpack(sketch.components), strict=False))
        return vector


def pack(numbers: Iterable[int]) -> bytes:
    return array("i", numbers).tobytes()


def unpack(packed: bytes) -> memoryview:
    return memoryview(packed).cast("i")
