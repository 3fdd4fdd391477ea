"""Where a text names the topics and datasets of the catalogue."""

import re
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from papercatalog.model import Dataset, Topic


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a text that names a record."""

    id: str
    start: int
    end: int


# Where a name can begin: with a whole word, or with a character that is no part of one.
_HEAD = re.compile(r"(?<![\w-])(?:[\w-]+|.)", re.DOTALL)
_END = re.compile(r"(?![\w-])")


class PhraseFinder:
    """Finds names in running text, in a time that does not depend on how many there are.

    Letters, digits and `-` are parts of words, so `COCO` is not in `V-COCO`. Where two names
    overlap, the longer one is meant.
    """

    def __init__(self, names: Iterable[tuple[str, str]], *, fold_case: bool) -> None:
        """`names` are pairs of name and id. With `fold_case`, case is ignored and a hyphen counts as a space."""
        self._fold_case = fold_case
        self._ids = {self._normal(name): id_ for name, id_ in names}
        lengths: dict[str, set[int]] = defaultdict(set)
        for name in self._ids:
            lengths[_HEAD.findall(name)[0]].add(len(name))
        self._lengths = {head: sorted(found, reverse=True) for head, found in lengths.items()}
        """How long the names with the same beginning are, the longest first."""

    def find(self, text: str) -> list[Mention]:
        """Return every mention that is not part of a longer one, in order."""
        # The original decides what is a word ("speech-recognition" is two), the normal form what is equal.
        found = self._find_all(text)
        kept: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
            at = bisect(kept, mention.start, key=lambda m: m.start)
            is_clear_before = at == 0 or kept[at - 1].end <= mention.start
            if is_clear_before and (at == len(kept) or mention.end <= kept[at].start):
                kept.insert(at, mention)
        return kept

    def _find_all(self, text: str) -> Iterator[Mention]:
        """Yield the longest name at each place where one begins."""
        normal = self._normal(text)
        for head in _HEAD.finditer(normal):
            for length in self._lengths.get(head[0], ()):
                start, end = head.start(), min(head.start() + length, len(normal))
                id_ = self._ids.get(normal[start:end])
                if id_ is not None and _END.match(normal, end) and not _cuts_word(text, start, end):
                    yield Mention(id_, start, end)
                    break

    def _normal(self, text: str) -> str:
        # Lower case only where it keeps the length: positions in both forms must be the same.
        if not self._fold_case:
            return text
        return "".join(low if len(low := c.lower()) == 1 else c for c in text).replace("-", " ")


def _cuts_word(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] == "-" or text.startswith("-", end)


def topic_finder(topics: Iterable[Topic]) -> PhraseFinder:
    names = ((name, topic.id) for topic in topics for name in (topic.name, *topic.aliases))
    return PhraseFinder(names, fold_case=True)


def dataset_finder(datasets: Iterable[Dataset]) -> PhraseFinder:
    names = ((name, dataset.id) for dataset in datasets for name in (dataset.name, *dataset.aliases))
    return PhraseFinder(names, fold_case=False)
