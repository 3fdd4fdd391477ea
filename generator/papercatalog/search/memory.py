"""What a build knows of the search files that the build before has made.

A file of terms, or a folder of records, is known by what it follows from. Its name holds a hash of its
content: a published file of that name is right, whatever has happened meanwhile.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from papercatalog.cache import Cache, Memo
from papercatalog.search.documents import FIELDS, Document
from papercatalog.search.postings import Counts, Postings

_DOCUMENTS = "search"
_INDEX = "search-index"
_MOST_CHANGED = 0.1
"""Of the papers; where more have changed, it takes less time to count all of them again."""


@dataclass(frozen=True, slots=True)
class Source:
    """A paper whose document is made when it is asked for."""

    id: str
    key: Hashable
    """Another one where the document may be another."""
    make: Callable[[], Document]


@dataclass(slots=True)
class _Index:
    """What a build has made, published or not."""

    keys: Sequence[Hashable] = ()
    """Of the papers, by number."""
    postings: Postings = field(default_factory=lambda: Postings(list(FIELDS)))
    names: Mapping[Hashable, str] = field(default_factory=dict)
    """What files and folders are called, by what they follow from."""


class SearchMemory:
    """The postings, begun where the last build has ended, and the names of files. Without a cache nothing is known."""

    def __init__(
        self,
        cache: Cache | None = None,
        labels: object = (),
        sources: Sequence[Source] = (),
        take_over: Callable[[Sequence[str]], bool] = lambda _: False,
    ) -> None:
        """`labels` are what documents depend on beside their papers; `sources` are all papers, by number.

        `take_over` leaves published files as they are. Unless all are there it does nothing, and returns False.
        """
        self._cache = cache
        self._documents = Memo(cache, _DOCUMENTS, labels)
        self._sources = sources
        self._take_over = take_over
        self._known = self._load()
        self._names: dict[Hashable, str] = {}
        self._touched: set[str] = set()
        """The terms of papers that are not as they were."""

    @property
    def postings(self) -> Postings:
        """Those of all papers, once the documents of those that are new or changed have been asked for."""
        return self._known.postings

    def document(self, number: int, source: Source) -> Document:
        """Return the document of a paper, which then is in the postings."""
        document: Document = self._documents.get(source.key, source.make)
        known = self._known.keys[number : number + 1]
        if number == self.postings.count:
            self.postings.add(document.counts)
            if self._known.keys:
                self._touch(document.counts)
        elif known and known[0] != source.key:
            before: Counts = self._documents.find(known[0]).counts
            self.postings.replace(number, before, document.counts, self._counts_of)
            self._touch(before)
            self._touch(document.counts)
        return document

    def find_records(self, start: int, sources: Sequence[Source], paths: Callable[[str], Sequence[str]]) -> str | None:
        """Return the name of a folder, taken over, with these papers; the first has the number `start`."""
        for source in sources:
            self._documents.hold(source.key)
        return self._find(_records(start, sources), paths)

    def find_terms(self, terms: Sequence[str], paths: Callable[[str], Sequence[str]]) -> str | None:
        """Return the name of a file, taken over, with these terms."""
        return self._find(_terms(terms), paths) if self._touched.isdisjoint(terms) else None

    def note_records(self, start: int, sources: Sequence[Source], name: str) -> None:
        self._names[_records(start, sources)] = name

    def note_terms(self, terms: Sequence[str], name: str) -> None:
        self._names[_terms(terms)] = name

    def save(self) -> None:
        self._documents.save()
        if self._cache:
            keys = [source.key for source in self._sources]
            self._cache.save(_INDEX, (self._documents.basis, _Index(keys, self.postings, self._names)))

    def _load(self) -> _Index:
        basis, index = (self._cache and self._cache.load(_INDEX)) or (b"", _Index())
        if basis != self._documents.basis or len(index.keys) > len(self._sources):
            return _Index()
        changed = [key for key, source in zip(index.keys, self._sources, strict=False) if key != source.key]
        if len(changed) > _MOST_CHANGED * len(index.keys) or None in map(self._documents.find, changed):
            return _Index()
        return index

    def _find(self, made_of: Hashable, paths: Callable[[str], Sequence[str]]) -> str | None:
        name = self._known.names.get(made_of)
        if not name or not self._take_over(paths(name)):
            return None
        self._names[made_of] = name
        return name

    def _touch(self, counts: Counts) -> None:
        for _, terms in counts.values():
            self._touched.update(terms)

    def _counts_of(self, number: int) -> Counts:
        source = self._sources[number]
        return self._documents.get(source.key, source.make).counts


def _records(start: int, sources: Sequence[Source]) -> Hashable:
    return _hash((start, [source.key for source in sources]))


def _terms(terms: Sequence[str]) -> Hashable:
    return _hash(tuple(terms))


def _hash(value: object) -> bytes:
    return blake2b(repr(value).encode(), digest_size=16).digest()
