"""What a build knows of the papers that the build before has indexed.

A folder of records is known by what it follows from. Its name holds a hash of its content: a published
folder of that name is right, whatever has happened meanwhile.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from papercatalog.cache import Cache, Memo
from papercatalog.search.documents import Document
from papercatalog.search.postings import ForwardIndex
from papercatalog.search.records import Record
from papercatalog.search.terms import Terms

_RECORDS = "search"
_INDEX = "search-index"


@dataclass(frozen=True, slots=True)
class Source:
    """A paper whose document is made when it is asked for."""

    id: str
    key: Hashable
    """Another one where the document may be another."""
    make: Callable[[], Document]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a build has made, published or not."""

    index: ForwardIndex
    keys: Sequence[Hashable] = ()
    """Of its papers, by number."""
    folders: Mapping[Hashable, str] = field(default_factory=dict)
    """What folders of records are called, by what they follow from."""


class SearchMemory:
    """The tokens and records of papers, and the names of folders. Without a cache nothing is known."""

    def __init__(self, cache: Cache | None, labels: object, take_over: Callable[[Sequence[str]], bool]) -> None:
        """`labels` are what documents depend on beside their papers.

        `take_over` leaves published files as they are. Unless all are there it does nothing, and returns False.
        """
        self.take_over = take_over
        self._cache = cache
        self._records = Memo(cache, _RECORDS, labels)
        self._known = self._load()
        self.terms = self._known.index.terms
        """Of all documents that are made."""
        self._numbers = {key: number for number, key in enumerate(self._known.keys)}
        self._keys: list[Hashable] = []
        self._folders: dict[Hashable, str] = {}
        self._added: dict[str, Record] = {}
        """The records of the papers that were added last and had to be made, by id."""
        self.index = ForwardIndex(self.terms)

    def add(self, sources: Sequence[Source]) -> None:
        """Add the next papers to the index."""
        self._added.clear()
        for source in sources:
            self._keys.append(source.key)
            if source.key in self._numbers:
                self.index.take_over(self._known.index, self._numbers[source.key])
            else:
                document = source.make()
                self.index.add(document.tokens)
                self._added[source.id] = document.shown

    def record(self, source: Source) -> Record:
        """Return what is shown of a paper; it is made no second time for one that was added last."""
        return self._records.get(source.key, lambda: self._added.get(source.id) or source.make().shown)

    def find_folder(self, sources: Sequence[Source]) -> str | None:
        """Return what a folder with these papers was called."""
        return self._known.folders.get(_made_of(sources))

    def note_folder(self, sources: Sequence[Source], name: str) -> None:
        self._folders[_made_of(sources)] = name
        for source in sources:
            self._records.hold(source.key)

    def save(self) -> None:
        self._records.save()
        if self._cache:
            self._cache.save(_INDEX, (self._records.basis, _Known(self.index, self._keys, self._folders)))

    def _load(self) -> _Known:
        basis, known = (self._cache and self._cache.load(_INDEX)) or (b"", None)
        return known if known and basis == self._records.basis else _Known(ForwardIndex(Terms()))


def _made_of(sources: Sequence[Source]) -> Hashable:
    return blake2b(repr([source.key for source in sources]).encode(), digest_size=16).digest()
