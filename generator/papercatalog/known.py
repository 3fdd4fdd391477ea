"""What a reading of the catalogue leaves for the next one: what was found out, and what that was found from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from papercatalog.cache import Cache
from papercatalog.catalog import Catalog
from papercatalog.claims import Claim
from papercatalog.duplicates import Duplicate
from papercatalog.reading import Reading
from papercatalog.state import State

_FILES = "content"
_REST = "content-together"


@dataclass(frozen=True)
class File:
    """A file of content/ by its bytes, and what they say."""

    digest: bytes
    reading: Reading
    seconds: float = 0
    """What it took to read it, in processor time."""
    state: State = ()
    """That of the file just before it was read."""


Files = Mapping[str, File]
"""By the path that is shown to people."""
Claims = Mapping[str, tuple[Claim, ...]]
"""By the id of the paper."""


@dataclass(frozen=True, slots=True)
class Known:
    files: Files = field(default_factory=dict)
    claims: Claims = field(default_factory=dict)
    dataset_names: frozenset[tuple[str, ...]] = frozenset()
    """What the claims of a paper depend on beside its file."""
    duplicates: tuple[Duplicate, ...] | None = None
    """None if nobody has looked among these files."""
    ids: Mapping[str, set[str]] = field(default_factory=dict)
    """All that there were: each that a file refers to is among them, and the aliases of papers."""
    aliases: frozenset[str] = frozenset()
    catalog: Catalog | None = None
    """Of all that. It is not saved: to put it together takes less time than to load it."""


NOTHING = Known()


def load_known(cache: Cache) -> Known:
    files = cache.load_mapping(_FILES)
    basis, rest = cache.load(_REST) or (b"", NOTHING)
    # A process was killed between the two, or two saved at once: what follows from other files is not believed.
    return replace(rest if basis == _basis(files) else NOTHING, files=files)


def save_known(cache: Cache, known: Known) -> None:
    cache.save_mapping(_FILES, known.files)
    cache.save(_REST, (_basis(known.files), replace(known, files={}, catalog=None)))


def _basis(files: Files) -> bytes:
    """Return a hash of what is in the files."""
    basis = blake2b()
    for path in sorted(files):
        basis.update(repr((path, files[path].digest)).encode())
    return basis.digest()
