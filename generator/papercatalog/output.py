"""Output files -> a folder: one owner a path, inside the folder, over nothing that is not ours."""

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
from papercatalog.manifest import MANIFEST, write_manifest
from papercatalog.places import CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER
from papercatalog.system import real_path

# As "xb" opens a file. Each of 100,000 files and folders is made by the system's own calls: to make a Path and a file
# object for each takes longer than to write it.
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)

_SOURCES = (CONTENT_FOLDER, THEMES_FOLDER, ".git")


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file of the site. `path` is relative to the output folder, with `/`."""

    path: str
    content: bytes


class Stage:
    """The folder that a build fills before it is published.

    It may begin as the site before the last one, `standing`: then only what differs is written. Files of the site
    that is published by now may be taken over.
    """

    def __init__(
        self,
        folder: Path,
        standing: Mapping[str, str] = {},
        published: Mapping[str, str] = {},
        site: Path = Path(),
    ) -> None:
        self.folder = folder
        self.digests: dict[str, str] = {}
        """The SHA-256 of each file of the new site so far, by its path."""
        self.published = published
        """Those of the published site; empty if it is not certain that its files are what the last build made."""
        self.site = site
        """The folder of the published site."""
        self._standing = standing
        self._folders: set[str] = set()

    @property
    def paths(self) -> Set[str]:
        """What the new site has so far."""
        return self.digests.keys()

    def claim(self, digests: Mapping[str, str]) -> None:
        """Note that files with these digests have been, or are being, written. Each path has one owner."""
        if twice := self.paths & digests.keys():
            raise ValueError(f"written twice: {', '.join(sorted(twice))}")
        self.digests |= digests

    def write(self, file: OutputFile) -> None:
        """Write one file. A second file at the same path, or a path that leads out, is a bug in the caller."""
        if not is_inside(file.path):
            raise ValueError(f"not a path inside the output folder: {file.path!r}")
        digest = hashlib.sha256(file.content).hexdigest()
        self._claim_one(file.path, digest)
        if self._standing.get(file.path) == digest:
            return
        out = os.open(self._new(file.path), _NEW_FILE, 0o666)
        try:
            rest = memoryview(file.content)
            while rest:  # a disk that is nearly full takes a part, and refuses the next
                rest = rest[os.write(out, rest) :]
        finally:
            os.close(out)

    def keep(self, path: str) -> None:
        """Take over a file of the published site as it is."""
        digest = self.published[path]
        self._claim_one(path, digest)
        if self._standing.get(path) != digest:
            place = self._new(path)
            try:
                os.link(f"{self.site}/{path}", place)
            except OSError:  # not every file system has links
                shutil.copyfile(self.site / path, place)

    def keep_all(self, paths: Sequence[str]) -> bool:
        """Take over files of the published site, if all are there; else take none, and return False."""
        if not self.published.keys() >= {*paths}:
            return False
        for path in paths:
            self.keep(path)
        return True

    def seal(self) -> None:
        """Remove what the new site has not, and write the manifest: the folder is complete."""
        for path in self._standing.keys() - self.paths:
            place = self.folder / path
            with suppress(FileNotFoundError, NotADirectoryError):  # gone with what stood in the way of something new
                if not place.is_dir():  # a folder of the new site, where the older one had a file
                    place.unlink()
            with suppress(OSError):  # the folder has other files
                place.parent.rmdir()
                for folder in place.parent.relative_to(self.folder).parents:
                    (self.folder / folder).rmdir()
        (self.folder / MANIFEST).unlink(missing_ok=True)
        write_manifest(self.folder, self.digests)

    def _claim_one(self, path: str, digest: str) -> None:
        if path in self.digests:
            raise ValueError(f"written twice: {path}")
        self.digests[path] = digest

    def _new(self, path: str) -> str:
        """Return where a file is about to be made, with nothing of an older site in its way."""
        self._make_folder(path.rpartition("/")[0])
        place = f"{self.folder}/{path}"
        if path in self._standing:
            Path(place).unlink(missing_ok=True)  # never written over: the published site may share the file
        elif self._standing and Path(place).is_dir():
            shutil.rmtree(place)
        return place

    def _make_folder(self, folder: str) -> None:
        """Make a folder, and before it those that it is in, unless that has been done."""
        if folder in self._folders:
            return
        if folder:
            self._make_folder(folder.rpartition("/")[0])
        if folder in self._standing:
            with suppress(OSError):  # another process may have made the folder by now
                (self.folder / folder).unlink()
        with suppress(FileExistsError):
            os.mkdir(f"{self.folder}/{folder}")  # noqa: PTH102 - see _NEW_FILE
        self._folders.add(folder)


def is_inside(path: str) -> bool:
    """Tell whether a path can be that of an output file: within the folder, and an address everywhere."""
    parts = path.split("/")
    return all(parts) and path != MANIFEST and path.isprintable() and not {".", ".."} & {*parts} and "\\" not in path


def check_output_folder(target: Path, site: Path) -> None:
    """Refuse a folder whose replacement could destroy something that is not ours; raises `CatalogError`.

    Refused are links, files, folders with anything in them but without our manifest, clones of a repository, the site
    itself and what contains it, its sources, a part of another site that we made, and the home folder and what
    contains it.
    """
    reason = _is_of_others(without_dots(target), without_dots(site)) or _is_in_use(without_dots(target))
    if reason:
        raise _refuse(target, reason, "name an empty or new folder with --output")


def check_not_a_source(target: Path) -> None:
    """Refuse a file or folder to write that would be among the sources of a catalogue; raises `CatalogError`."""
    for place in (without_dots(target), real_path(target)):
        for folder in (place, *place.parents):
            if folder.name in _SOURCES and (folder.parent / CONFIG_FILE).is_file():
                raise _refuse(target, f"it is part of the catalogue's {folder.name}/", "name a place outside of it")


def _refuse(target: Path, reason: str, hint: str) -> CatalogError:
    diagnostic = Diagnostic("refused-output", f"will not write here: {reason}", Span(str(target)), hint)
    return CatalogError([diagnostic], ExitCode.USAGE)


def _is_of_others(target: Path, site: Path) -> str:
    """Return what the place of `target` is that a site must not take; empty if it may."""
    # Compared with every link resolved as well, so that an innocent-looking way in does not help.
    for place in (target, real_path(target)):
        for protected, what in ((site, "the catalogue itself"), *_home()):
            if place in (protected, real_path(protected)):
                return f"it is {what}"
            if protected.is_relative_to(place) or real_path(protected).is_relative_to(place):
                return f"it contains {what}"
        for source in _SOURCES:
            if place.is_relative_to(real_path(site / source)):
                return f"it is part of the catalogue's {source}/"
        if any((folder / MANIFEST).is_file() for folder in place.parents):
            return "it is part of a published site"
    return ""


def _home() -> list[tuple[Path, str]]:
    try:
        return [(Path.home(), "the home folder")]
    except RuntimeError:  # neither HOME nor the system's list of users names one
        return []


def _is_in_use(target: Path) -> str:
    """Return what stands at `target` that is not ours; empty if nothing does."""
    if target.is_symlink():
        return "it is a symbolic link"
    if target.exists() and not target.is_dir():
        return "it is a file"
    if target.is_dir() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        return f"it is not empty and was not made by papercatalog (it has no {MANIFEST} file)"
    if os.path.lexists(target / ".git"):  # a clone of what was published has our manifest, and work of its own
        return "it has a .git, which would be removed"
    return ""


def without_dots(path: Path) -> Path:
    """Return the path without `..`, but with a link at its end: a link must be seen to be refused.

    After a link, `..` leads out of the folder that it leads to, as the system has it when files are written.
    """
    path = path.absolute()
    if ".." not in path.parts:
        return path
    return real_path(path) if path.name == ".." else real_path(path.parent) / path.name
