"""Long lists, cut into pages of bounded length."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from papercatalog.model import Paper

PAGE_SIZE = 200
_NEAR = 2

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Part(Generic[Item]):
    """One page of a list."""

    base: str
    """The site path of the first part."""
    items: Sequence[Item]
    number: int
    """From 1."""
    count: int
    """How many parts there are."""
    total: int
    """How many items all parts have."""

    @property
    def path(self) -> str:
        return self._path_of(self.number)

    @property
    def previous(self) -> str | None:
        return self._path_of(self.number - 1) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        return self._path_of(self.number + 1) if self.number < self.count else None

    @property
    def landmarks(self) -> Sequence[tuple[int, str]]:
        """The numbers and site paths of the first part and the last one, and of this one with two on either side."""
        shown = (1, *range(self.number - _NEAR, self.number + _NEAR + 1), self.count)
        return [(number, self._path_of(number)) for number in range(1, self.count + 1) if number in shown]

    @property
    def first(self) -> int:
        """The place of the first item in the whole list, from 1."""
        is_last = self.number == self.count
        return self.total - len(self.items) + 1 if is_last else (self.number - 1) * len(self.items) + 1

    def title(self, name: str) -> str:
        """Return a title that no other part has."""
        return name if self.number == 1 else f"{name}, page {self.number}"

    def description(self, text: str) -> str:
        """Return a description that no other part has."""
        return text if self.number == 1 else f"Page {self.number}: {text}"

    def _path_of(self, number: int) -> str:
        return self.base if number == 1 else f"{self.base}page/{number}/"


def paginate(base: str, items: Sequence[Item], size: int = PAGE_SIZE) -> Iterator[Part[Item]]:
    """Yield the parts of a list in order. An empty list has one empty part: its page exists all the same."""
    if len(items) <= size:  # as most are: nothing to cut
        yield Part(base, items, 1, 1, len(items))
        return
    count = -(-len(items) // size)
    for number in range(1, count + 1):
        part = items[(number - 1) * size : number * size]
        yield Part(base, part, number, count, len(items))


def last_change(papers: Iterable[Paper]) -> date | None:
    """Return the day on which a list of `papers` last changed; None if it is empty."""
    return max([paper.last_change for paper in papers], default=None)
