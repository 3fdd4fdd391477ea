"""What a build knows of the papers that the build before has indexed.

A folder of records is known by what it follows from. Its name holds a hash of its content: a published
folder of that name is right, whatever has happened meanwhile.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from papercatalog.cache import Cache
from papercatalog.search.documents import Record, Tokens
from papercatalog.search.postings import ForwardIndex
from papercatalog.search.terms import Terms

_INDEX = "search-index"


@dataclass(frozen=True, slots=True)
class Source:
    """A paper whose tokens and record are made when they are asked for."""

    id: str
    key: Hashable
    """Another one where these may be others."""
    tokens: Callable[[], Tokens]
    record: Callable[[], Record]


@dataclass(frozen=True, slots=True)
class _Known:
    """What a build has made, published or not."""

    index: ForwardIndex
    keys: Sequence[Hashable] = ()
    """Of its papers, by number."""
    folders: Mapping[Hashable, str] = field(default_factory=dict)
    """What folders of records are called, by what they follow from."""


class SearchMemory:
    """The tokens of papers, and the names of folders. Without a cache nothing is known."""

    def __init__(self, cache: Cache | None, labels: object, take_over: Callable[[Sequence[str]], bool]) -> None:
        """`labels` are what tokens and records depend on beside their papers.

        `take_over` leaves published files as they are. Unless all are there it does nothing, and returns False.
        """
        self.take_over = take_over
        self._cache = cache
        self._basis = _hash(labels)
        self._known = self._load()
        self.terms = self._known.index.terms
        """Of all papers."""
        self._numbers = {key: number for number, key in enumerate(self._known.keys)}
        self._keys: list[Hashable] = []
        self._folders: dict[Hashable, str] = {}
        self.index = ForwardIndex(self.terms)

    def add(self, sources: Sequence[Source]) -> None:
        """Add the next papers to the index."""
        for source in sources:
            self._keys.append(source.key)
            if source.key in self._numbers:
                self.index.take_over(self._known.index, self._numbers[source.key])
            else:
                self.index.add(source.tokens())

    def find_folder(self, sources: Sequence[Source]) -> str | None:
        """Return what a folder with these papers was called."""
        return self._known.folders.get(_made_of(sources))

    def note_folder(self, sources: Sequence[Source], name: str) -> None:
        self._folders[_made_of(sources)] = name

    def save(self) -> None:
        if self._cache:
            self._cache.save(_INDEX, (self._basis, _Known(self.index, self._keys, self._folders)))

    def _load(self) -> _Known:
        basis, known = (self._cache and self._cache.load(_INDEX)) or (b"", None)
        return known if known and basis == self._basis else _Known(ForwardIndex(Terms()))


def _made_of(sources: Sequence[Source]) -> bytes:
    return _hash([source.key for source in sources])


def _hash(value: object) -> bytes:
    return blake2b(repr(value).encode(), digest_size=16).digest()
