"""What a build leaves so that the next one is faster. It may be deleted at any time.

    <the user's folder for caches>/papercatalog/
        <hash of a catalogue's path>/
            <name>      pickles, after a line with their hash
            <name>-since    what has changed in a large mapping since <name> was written
            spare/      the site before the last one: see publish.py
        common/         the same for what all catalogues share

It lies outside the catalogue, in a folder that is the user's alone: reading a pickle can run
code, so nothing that a contributor sends may ever be taken for a cache. What another version of
the program, of Python or of a library has left is never used.
"""

import gc
import hashlib
import os
import pickle
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from io import BufferedReader
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

from platformdirs import user_cache_path

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Severity, Span
from papercatalog.state import state_of_all
from papercatalog.system import real_path

SPARE = "spare"

_DRAFT = ".new"
_DRAFT_SECONDS = 3600
"""Older drafts were left by processes that were killed."""
_NO_DIGEST = "0" * 64
"""As long as the one that takes its place."""
PART = 1_000
"""So many papers or files are a part of a large value."""
_MOST_SINCE = 0.1
"""A mapping is written as a whole when so much of it has changed since it last was."""


class Cache:
    """The folder of one catalogue."""

    def __init__(self, folder: Path, notes: list[Diagnostic] | None = None) -> None:
        self.folder = folder
        self.notes = [] if notes is None else notes
        """What was found that could not be used, or could not be kept."""
        self._program = _program_state()
        self._loaded: dict[str, _Loaded] = {}

    def load(self, name: str) -> Any:
        """Return what was saved under a name; None if there is nothing, or nothing fit for use."""
        parts = self.load_parts(name)
        return parts[0] if parts else None

    def load_parts(self, name: str) -> list[Any]:
        """Return what `save_parts` has saved under a name; nothing if it is not fit for use."""
        # Read twice, for its hash and for its values: the file of a large catalogue would take as much memory as these.
        try:
            with (self.folder / name).open("rb") as file:
                head, digest = file.readline(), hashlib.file_digest(file, "sha256")
                if head == self._head(digest.hexdigest()):
                    file.seek(len(head))
                    return self._load(name, file)
        except FileNotFoundError:
            return []
        except OSError as error:
            return self._refuse(name, error.strerror or "cannot be read")
        is_other = head.split(b" ")[0] != self._program.encode() and len(head) == len(self._head(_NO_DIGEST))
        return [] if is_other else self._refuse(name, "is damaged")

    def save(self, name: str, value: object) -> None:
        """Save a value under a name, if that can be: the next build does without what is not there."""
        self.save_parts(name, [value])

    def save_parts(self, name: str, parts: Iterable[object]) -> None:
        """Save a large value part by part: a pickle lists all that is in it, which would take as much memory again."""
        draft = self.folder / f"{os.getpid()}-{name}{_DRAFT}"
        try:
            with draft.open("wb") as file:
                file.write(self._head(_NO_DIGEST))
                content = _Hashed(file)
                pickler = pickle.Pickler(content, pickle.HIGHEST_PROTOCOL)
                for part in parts:
                    pickler.dump(part)
                    pickler.clear_memo()
                file.seek(0)
                file.write(self._head(content.digest.hexdigest()))
            draft.replace(self.folder / name)
        except OSError as error:
            message = f"what the next build could use is not kept: {error.strerror or 'cannot be written'}"
            hint = "nothing is lost: it is made anew"
            note = Diagnostic("cache-not-kept", message, Span(str(self.folder)), hint, Severity.WARNING)
            if note not in self.notes:  # of many values the same
                self.notes.append(note)
            with suppress(OSError):
                draft.unlink()

    def load_mapping(self, name: str) -> Mapping[Any, Any]:
        """Return what `save_mapping` has saved under a name."""
        base, *parts = self.load_parts(name) or [b""]
        values = {key: value for part in parts for key, value in part.items()}
        its_base, since, gone = (self.load(f"{name}-since") if base else None) or (b"", {}, frozenset())
        if its_base != base:  # a process was killed between the two files
            since, gone = {}, frozenset()
        values |= since
        for key in gone:
            values.pop(key, None)
        self._loaded[name] = _Loaded(base, values, frozenset(since), gone)
        return values

    def save_mapping(self, name: str, values: Mapping[Any, Any]) -> None:
        """Save a mapping whose values never change: of what was loaded, only those that are other objects now."""
        loaded = self._loaded.get(name, _NEVER)
        since = {key: value for key, value in values.items() if loaded.values.get(key) is not value}
        since |= {key: values[key] for key in loaded.since if key in values}
        gone = (loaded.values.keys() | loaded.gone) - values.keys()
        if loaded.base and len(since) + len(gone) < _MOST_SINCE * len(values):
            self.save(f"{name}-since", (loaded.base, since, gone))
        else:
            self.save_parts(name, chain([os.urandom(16)], _split(values)))

    def _head(self, digest: str) -> bytes:
        return f"{self._program} {digest}\n".encode()

    def _load(self, name: str, file: BufferedReader) -> list[Any]:
        parts = []
        gc.disable()
        try:
            while file.peek(1):
                parts.append(pickle.load(file))  # noqa: S301 - ours, see above
            return parts
        except Exception:
            return self._refuse(name, "is damaged")
        finally:
            gc.freeze()  # None of this is rubbish: to look for some, now or later, takes half as long as to load it.
            gc.enable()

    def _refuse(self, name: str, reason: str) -> list[Any]:
        with suppress(OSError):
            (self.folder / name).unlink()
        hint = "nothing is lost: it is made anew"
        self.notes.append(
            Diagnostic(
                "ignored-cache", f"{reason}, so it is not used", Span(str(self.folder / name)), hint, Severity.WARNING
            )
        )
        return []


def _split(values: Mapping[Any, Any]) -> Iterator[dict[Any, Any]]:
    items = iter(values.items())
    while part := dict(islice(items, PART)):
        yield part


class _Hashed:
    """A file that is hashed while it is written: what is pickled into it is never in memory as a whole."""

    def __init__(self, file: BinaryIO) -> None:
        self.digest = hashlib.sha256()
        self._file = file

    def write(self, content: bytes) -> int:
        self.digest.update(content)
        return self._file.write(content)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A mapping as the files of the cache have it."""

    base: bytes
    """Random bytes by which the second file knows the first one."""
    values: Mapping[Any, Any]
    since: frozenset[Any]
    """The keys in the second file."""
    gone: Set[Any]
    """Keys that the mapping has no longer."""


_NEVER = _Loaded(b"", {}, frozenset(), frozenset())


def open_cache(site: Path) -> Cache:
    """Return the cache of the catalogue in the folder `site`; raises `CatalogError` where there can be none."""
    name = hashlib.sha256(os.fsencode(real_path(site))).hexdigest()[:16]
    return _open(name)


def open_common_cache(notes: list[Diagnostic] | None = None) -> Cache:
    """Return the cache for what all catalogues share; raises `CatalogError` where there can be none.

    The list of `notes` takes its notes, too.
    """
    return _open("common", notes)


def _open(name: str, notes: list[Diagnostic] | None = None) -> Cache:
    try:
        folder = user_cache_path("papercatalog") / name
    except RuntimeError:  # neither HOME nor the system's list of users names one
        _fail(Path("papercatalog"), "there is no home folder to have it in")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        owner = folder.stat().st_uid
    except OSError as error:
        _fail(folder, error.strerror or "cannot be made")
    if hasattr(os, "geteuid") and owner != os.geteuid():
        _fail(folder, "belongs to another user")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        _fail(folder, "is read-only")
    for draft in folder.glob(f"*{_DRAFT}"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _DRAFT_SECONDS:
                draft.unlink()
    return Cache(folder, notes)


def _fail(folder: Path, reason: str) -> NoReturn:
    hint = "build with --no-cache, or set XDG_CACHE_HOME to a folder of yours"
    problem = Diagnostic("no-cache", f"the folder for what builds remember: {reason}", Span(str(folder)), hint)
    raise CatalogError([problem], ExitCode.ENVIRONMENT)


def _program_state() -> str:
    """Return a hash that is another one for another version of this program, of Python or of any library."""
    package = Path(__file__).parent
    # To install or remove a package is to change its folder.
    libraries = [
        (path, Path(path).stat().st_mtime_ns) for path in sys.path if path.endswith("-packages") and Path(path).is_dir()
    ]
    program, _ = state_of_all([package], left_out="__pycache__")
    return hashlib.sha256(repr((sys.version, libraries, program)).encode()).hexdigest()
