"""Where a text names the topics and datasets of the catalogue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from papercatalog.model import Dataset, Topic


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that names a record."""

    id: str
    start: int
    end: int


class PhraseFinder:
    """Finds names in running text.

    Letters, digits and `-` are parts of words, so `COCO` is not in `V-COCO`. Where two names
    overlap, the longer one is meant.
    """

    def __init__(self, names: Iterable[tuple[str, str]], *, fold_case: bool) -> None:
        """`names` are pairs of name and id. With `fold_case`, case is ignored and a hyphen counts as a space."""
        self._fold_case = fold_case
        self._ids = {self._normal(name): id_ for name, id_ in names}
        longest_first = sorted(self._ids, key=lambda name: (-len(name), name))
        # A look-ahead finds names that begin inside another one, too.
        pattern = r"(?<![\w-])(?=(" + "|".join(map(re.escape, longest_first)) + r")(?![\w-]))"
        self._pattern = re.compile(pattern) if longest_first else None

    def find(self, text: str) -> list[Mention]:
        """Return every mention that is not part of a longer one, in order."""
        if not self._pattern:
            return []
        # The original decides what is a word ("face-recognition" is two), the normal form what is equal.
        normal = self._normal(text)
        matches = (match for match in self._pattern.finditer(normal) if not _cuts_word(text, *match.span(1)))
        found = [Mention(self._ids[match[1]], *match.span(1)) for match in matches]
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
            if all(mention.end <= other.start or other.end <= mention.start for other in kept):
                kept.append(mention)
        return sorted(kept, key=lambda m: m.start)

    def _normal(self, text: str) -> str:
        # Lower case only where it keeps the length: positions in both forms must be the same.
        if not self._fold_case:
            return text
        return "".join(low if len(low := c.lower()) == 1 else c for c in text).replace("-", " ")


def _cuts_word(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1] == "-") or text[end : end + 1] == "-"


def topic_finder(topics: Iterable[Topic]) -> PhraseFinder:
    names = ((name, topic.id) for topic in topics for name in (topic.name, *topic.aliases))
    return PhraseFinder(names, fold_case=True)


def dataset_finder(datasets: Iterable[Dataset]) -> PhraseFinder:
    names = ((name, dataset.id) for dataset in datasets for name in (dataset.name, *dataset.aliases))
    return PhraseFinder(names, fold_case=False)
