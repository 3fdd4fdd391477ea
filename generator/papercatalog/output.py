"""Output files -> disk: one owner a path, inside the output folder, all or nothing.

A build writes beside the published folder and takes its place only when everything has
succeeded. A folder that this program did not make is never replaced.
"""

import os
import shutil
from collections.abc import Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span

MARKER = ".papercatalog"
"""The file that tells our output folders from all others."""

_MARKER_TEXT = b"papercatalog made this folder. Its next build replaces everything in it.\n"


@dataclass(frozen=True, slots=True)
class OutputFile:
    """One file of the site. `path` is relative to the output folder, with `/`."""

    path: str
    content: bytes


class Stage:
    """The folder that a build fills before it is published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.paths: set[str] = set()
        """What has been written so far."""
        self._folders: set[str] = set()

    def claim(self, paths: Set[str]) -> None:
        """Note that these paths have been, or are being, written. Each has one owner."""
        if twice := self.paths & paths:
            raise ValueError(f"written twice: {', '.join(sorted(twice))}")
        self.paths |= paths

    def write(self, file: OutputFile) -> None:
        """Write one file. A second file at the same path, or a path that leads out, is a bug in the caller."""
        parts = file.path.split("/")
        if not all(parts) or any(part in (".", "..") or "\\" in part or "\0" in part for part in parts):
            raise ValueError(f"not a path inside the output folder: {file.path!r}")
        self.claim({file.path})
        folder, _, _ = file.path.rpartition("/")
        if folder not in self._folders:
            (self.folder / folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        with (self.folder / file.path).open("xb", buffering=0) as out:
            out.write(file.content)


@contextmanager
def staged(target: Path) -> Iterator[Stage]:
    """Give a stage beside `target` and publish it when the block ends without an error.

    After an error `target` is as it was and nothing is left beside it.
    """
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    for leftover in target.parent.glob(f".{target.name}.*-{MARKER[1:]}"):
        if _is_dead(leftover):
            shutil.rmtree(leftover)
    stage_folder = _sibling(target, "new")
    stage_folder.mkdir()
    try:
        stage = Stage(stage_folder)
        stage.write(OutputFile(MARKER, _MARKER_TEXT))
        yield stage
        _publish(stage_folder, target)
    except BaseException:
        shutil.rmtree(stage_folder, ignore_errors=True)
        raise


def check_output_folder(target: Path, site: Path) -> None:
    """Refuse a folder whose replacement could destroy something that is not ours; raises `CatalogError`.

    Refused are links, files, folders with anything in them but without our marker, the site
    itself and what contains it, its sources, and the home folder and what contains it.
    """
    reason = _refusal(_normal(target), _normal(site))
    if reason:
        hint = "name an empty or new folder with --output"
        diagnostic = Diagnostic("refused-output", f"will not write here: {reason}", Span(str(target)), hint)
        raise CatalogError([diagnostic], ExitCode.USAGE)


def _refusal(target: Path, site: Path) -> str:
    # Compared with every link resolved as well, so that an innocent-looking way in does not help.
    for place in (target, target.resolve()):
        for protected, what in ((site, "the catalogue itself"), (Path.home(), "the home folder")):
            if place in (protected, protected.resolve()):
                return f"it is {what}"
            if protected.is_relative_to(place) or protected.resolve().is_relative_to(place):
                return f"it contains {what}"
        for source in ("content", "themes", ".git"):
            if place.is_relative_to((site / source).resolve()):
                return f"it is part of the catalogue's {source}/"
    if target.is_symlink():
        return "it is a symbolic link"
    if target.exists() and not target.is_dir():
        return "it is a file"
    if target.is_dir() and any(target.iterdir()) and not (target / MARKER).is_file():
        return f"it is not empty and was not made by papercatalog (it has no {MARKER} file)"
    return ""


def _normal(path: Path) -> Path:
    """Return the path without `..`, but with its links: a link must be seen to be refused."""
    return Path(os.path.normpath(path.absolute()))


def _publish(stage_folder: Path, target: Path) -> None:
    old = _sibling(target, "old")
    if target.exists():
        target.rename(old)
    stage_folder.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _sibling(target: Path, role: str) -> Path:
    """Return a folder beside `target` (hence on its device) whose name says which process made it."""
    return target.with_name(f".{target.name}.{role}-{os.getpid()}-{MARKER[1:]}")


def _is_dead(folder: Path) -> bool:
    """Tell whether the process that made a stage has ended, so that the stage is rubbish."""
    try:
        os.kill(int(folder.name.split("-")[-2]), 0)
    except ProcessLookupError:
        return True
    except (ValueError, PermissionError, OSError):
        return False
    return False
