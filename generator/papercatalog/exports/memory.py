"""Which files of an export would come out as they are published, and what else of them can be used again.

A published file is known by its digest. What it was made of is kept beside the digest, as one hash, the stamp:
whatever another build has published meanwhile, a stamp that holds is right.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b

from papercatalog.cache import Cache
from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.paper_file import Exported, PaperFile
from papercatalog.model import Paper
from papercatalog.output import OutputFile, Stage


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where the parts are in a file with all papers."""

    digest: str
    start: int
    step: int
    lengths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    stamps: Mapping[str, bytes] = field(default_factory=dict)
    keys: Mapping[str, bytes] = field(default_factory=dict)
    """Those of the papers, in the order of the files that are cut."""
    cuts: Mapping[str, _Cut] = field(default_factory=dict)


class ExportMemory:
    """What is known of the files of one export. `keys` are those of `paper_keys`."""

    def __init__(self, cache: Cache | None, export: str, keys: Mapping[str, bytes], stage: Stage) -> None:
        """Without a cache nothing is known."""
        self._cache = cache
        self._name = f"export-{export}"
        self._keys = keys
        self._stage = stage
        self._known = _Kept()
        self._stamps: dict[str, bytes] = {}
        self._cuts: dict[str, _Cut] = {}
        self._list: tuple[Sequence[Paper], bytes] = ((), b"")

    def renew(self, make: Callable[[], Iterable[Exported]]) -> Iterator[OutputFile]:
        """Yield those files that are not as they were, to be written to the stage at once; it takes over the others."""
        self._known = (self._cache and self._cache.load(self._name)) or _Kept()
        for file in make():
            if isinstance(file, OutputFile):
                yield file
            elif self._holds(file):
                self._stage.keep(file.path)
            else:
                yield OutputFile(file.path, self._make(file))
                if self._cache:
                    self._note(file, self._stage.digests[file.path])
        if self._cache and self._stamps:
            keys = self._keys if self._cuts else {}
            self._cache.save(self._name, _Kept(self._stamps, keys, self._cuts))

    def _holds(self, file: PaperFile) -> bool:
        """Tell whether `file`, if it were made, would be as it is published."""
        path = file.path
        digest, known = self._stage.published.get(path), self._known.stamps.get(path)
        if not digest or not known or known != self._stamp(file, digest):
            return False
        self._stamps[path] = known
        # A list that had all papers may be without a new one: then its parts are no longer in step with `keys`.
        if path in self._known.cuts and len(file.papers) == len(self._keys):
            self._cuts[path] = self._known.cuts[path]
        return True

    def _make(self, file: PaperFile) -> bytes:
        """Return the content of `file`. One with all papers has what it needs from the published one."""
        cut = self._known.cuts.get(file.path)
        if cut and cut.digest == self._stage.published.get(file.path):
            file.parts.made |= self._parts_as_they_were((self._stage.site / file.path).read_bytes(), cut)
        return file.content

    def _note(self, file: PaperFile, digest: str) -> None:
        """Remember a file that was made."""
        self._stamps[file.path] = self._stamp(file, digest)
        if len(file.papers) == len(self._keys) and [paper.id for paper in file.papers] == list(self._keys):
            lengths = tuple([len(file.parts.of(paper)) for paper in file.papers])
            self._cuts[file.path] = _Cut(digest, len(file.head.encode()), len(file.between.encode()), lengths)

    def _stamp(self, file: PaperFile, digest: str) -> bytes:
        """Return a hash of what `file` is made of and what came of it."""
        papers, keys = self._list
        if papers is not file.papers:  # the formats of a list follow each other
            keys = b"".join([self._keys[paper.id] for paper in file.papers])
            self._list = file.papers, keys
        return _hash("\0".join((file.head, file.between, file.tail, digest)).encode() + keys)

    def _parts_as_they_were(self, content: bytes, cut: _Cut) -> dict[str, bytes]:
        parts = {}
        at = cut.start
        for (paper_id, key), length in zip(self._known.keys.items(), cut.lengths, strict=True):
            if self._keys.get(paper_id) == key:
                parts[paper_id] = content[at : at + length]
            at += length + cut.step
        return parts


def paper_keys(
    config: SiteConfig, catalog: Catalog, file_key: Callable[[Paper], tuple[str, bytes]]
) -> dict[str, bytes]:
    """Return, by the paper's id, a hash of all that `Parts` may follow from. `file_key` is that of the paper's file."""
    # Synonyms and articles are for search and pages.
    no_papers = replace(catalog, papers=(), articles=(), synonyms=(), claims={}, related={})
    basis = _hash(repr((config, no_papers)).encode())
    keys = {}
    for paper in catalog.papers:
        path, digest = file_key(paper)
        neighbours = " ".join([neighbour.id for neighbour in catalog.related.get(paper.id, ())])
        keys[paper.id] = _hash(b"%b%b%b %b" % (basis, digest, path.encode(), neighbours.encode()))
    return keys


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
