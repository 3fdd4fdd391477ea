"""A stage beside the published folder -> its place, in one step.

Three names beside `public/`, all of which only the holder of the lock may touch:

    .public.papercatalog-lock   held while a build runs
    .public.papercatalog-new    the stage; after the exchange, the site that was replaced
    .public.papercatalog-old    only where two folders cannot be exchanged: the site that is being replaced

The site that was replaced may be kept elsewhere on the disk: it is where the next stage begins.

A process may be killed at any moment. Under the lock, whatever stands there is either rubbish or,
where two renames were needed and one was done, a finished site that lacks only the second.
"""

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Severity, Span
from papercatalog.lock import locked
from papercatalog.manifest import MANIFEST
from papercatalog.output import Stage
from papercatalog.seal import States, find_folders, look_at, read_sealed, seal_of
from papercatalog.system import exchange

_UNMOVABLE = {
    errno.EBUSY: "it is a mount point, which cannot be replaced as a whole",
    errno.EXDEV: "it is in a lower layer of an overlay, from where no folder can be moved; remove it first",
}
"""What it means that the system does not move a folder within the one that it is in."""


@dataclass(frozen=True, slots=True)
class Seals:
    """By what a later build recognises the folders that a build has left; see `seal`."""

    published: str = ""
    spare: str = ""
    """Of the site before, empty if it was not kept."""


@dataclass(slots=True)
class Staging:
    """A build on its way into the published folder."""

    stage: Stage
    seals: Seals = Seals()
    """Those to recognise the outcome by, when it is published."""


@contextmanager
def held(target: Path, notes: list[Diagnostic]) -> Iterator[None]:
    """Let no other build publish at `target` during the block.

    The list of `notes` takes what the user should know of it. Raises `CatalogError` where nothing can be published; an
    error in the block takes the notes with it.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _check_writable(target)
    with locked(_sibling(target, "lock")):
        try:
            if _complete(target):
                notes.append(_completed(target))
            if left := _sweep(target):
                raise CatalogError([_in_the_way(left, Severity.ERROR)], ExitCode.ENVIRONMENT)
            yield
        except CatalogError as error:  # what they tell of has happened all the same
            raise CatalogError([*error.diagnostics, *notes], error.exit_code) from error
        if left := _sweep(target):
            notes.append(_in_the_way(left, Severity.WARNING))


@contextmanager
def staged(target: Path, notes: list[Diagnostic], spare: Path | None, seals: Seals) -> Iterator[Staging]:
    """Give a stage beside `target`, which is held, and publish it when the block ends without an error.

    After an error `target` is as it was and nothing is left beside it.

    Where a folder `spare` is named, the site that was replaced is kept there, and the next
    stage begins with it: to write a few files is then all that publishing them costs. `seals`
    are those of the last build; a folder without its seal is not used.
    """
    new = _sibling(target, "new")
    with _modes_for_everyone():
        try:
            published, _ = read_sealed(target, seals.published)
            standing, states = _take_spare(spare, seals.spare, new)
            staging = Staging(Stage(new, standing, published, target))
            yield staging
            staging.stage.seal()
            if not _publish(new, target):
                notes.append(_not_in_one_step(target))
            kept = _keep_spare(target, spare) if spare and published else False
            states = look_at(target, staging.stage.paths, _untouched(states, standing, staging.stage.digests))
            staging.seals = Seals(seal_of(states), seals.published if kept else "")
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            # Which file of the stage was the one too many does not matter, and it may not be named.
            raise OSError(error.errno, error.strerror, str(target)) from error
        finally:
            _sweep(target)


def _take_spare(spare: Path | None, seal: str, place: Path) -> tuple[Mapping[str, str], States]:
    """Make the folder `place`, of the site before the last one if that can be.

    Returns the digests of its files, and its states.
    """
    standing, states = read_sealed(spare, seal) if spare else ({}, {})
    if spare and standing:
        try:
            spare.rename(place)
        except OSError:  # another disk
            standing = {}
    if not standing:
        place.mkdir()
        states = {}
    return standing, states


def _untouched(states: States, before: Mapping[str, str], after: Mapping[str, str]) -> States:
    """Return the states of what is as it was in a stage that stood, whose files had the digests `before`."""
    changed = {MANIFEST, *(path for path, _ in before.items() ^ after.items())}
    touched = changed | find_folders(changed).keys()
    return {path: state for path, state in states.items() if path not in touched}


def _keep_spare(target: Path, spare: Path) -> bool:
    """Move the site that was replaced to `spare`; False where it cannot be moved."""
    shutil.rmtree(spare, ignore_errors=True)
    for replaced in (_sibling(target, "old"), _sibling(target, "new")):
        if replaced.exists():
            try:
                replaced.rename(spare)
            except OSError:  # another disk
                return False
            return True
    return False


def complete_interrupted(target: Path) -> Diagnostic | None:
    """Finish what a build killed between its two renames left undone; tell of it if there was anything."""
    if not _is_interrupted(target):
        return None
    with locked(_sibling(target, "lock")):
        completed = _complete(target)
        _sweep(target)
    return _completed(target) if completed else None


def _publish(new: Path, target: Path) -> bool:
    """Put the stage in its place; False where there was a moment without any site."""
    if not target.exists():
        new.rename(target)
        return True
    old = _sibling(target, "old")
    try:
        if exchange(new, target):
            return True
        target.rename(old)
    except OSError as error:
        if error.errno in _UNMOVABLE:
            raise _refuse(target, _UNMOVABLE[error.errno]) from error
        raise
    try:
        new.rename(target)
    except BaseException:
        old.rename(target)
        raise
    return False


def _is_interrupted(target: Path) -> bool:
    # A stage beside an old site is always complete: rubbish goes before a stage is begun.
    return not target.exists() and _sibling(target, "old").exists() and _sibling(target, "new").exists()


def _complete(target: Path) -> bool:
    interrupted = _is_interrupted(target)
    if interrupted:
        _sibling(target, "new").rename(target)
    return interrupted


def _sweep(target: Path) -> Path | None:
    """Remove what no longer serves: a stage that failed or was killed, a site that was replaced.

    Returns what cannot be removed.
    """
    if _is_interrupted(target):
        return None  # the only copies of the site
    left = None
    for rubbish in (_sibling(target, "new"), _sibling(target, "old")):
        if rubbish.exists():
            shutil.rmtree(rubbish, ignore_errors=True)
            left = rubbish if rubbish.exists() else left
    return left


def _check_writable(target: Path) -> None:
    """Refuse, before any work, a place where the work could not be published; raises `CatalogError`."""
    reason = ""
    if not os.access(target.parent, os.W_OK | os.X_OK):
        reason = "the folder that it is in is read-only"
    elif target.exists() and not os.access(target, os.W_OK | os.X_OK):
        reason = "it is read-only"
    elif os.path.ismount(target):
        reason = _UNMOVABLE[errno.EBUSY]
    if reason:
        raise _refuse(target, reason)


def _refuse(target: Path, reason: str) -> CatalogError:
    hint = "a build is made beside its output folder and then takes its place"
    problem = Diagnostic("cannot-publish", f"cannot write here: {reason}", Span(str(target)), hint)
    return CatalogError([problem], ExitCode.ENVIRONMENT)


@contextmanager
def _modes_for_everyone() -> Iterator[None]:
    """Let what is made be 0644 and 0755 whatever the user's mask: a web server must read it."""
    mask = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(mask)


def _sibling(target: Path, role: str) -> Path:
    """Return a path beside `target`, hence on its device."""
    return target.with_name(f".{target.name}.papercatalog-{role}")


def _in_the_way(left: Path, severity: Severity) -> Diagnostic:
    message = "what was published before cannot be removed, and the next build needs its place"
    hint = "remove it with the rights that this takes: a folder in it is read-only"
    return Diagnostic("cannot-publish", message, Span(str(left)), hint, severity)


def _completed(target: Path) -> Diagnostic:
    message = "the build before this was killed while it published; its site has been put in place first"
    return Diagnostic("completed-build", message, Span(str(target)), severity=Severity.WARNING)


def _not_in_one_step(target: Path) -> Diagnostic:
    message = "this file system cannot exchange two folders, so for a moment there was no site here"
    hint = "should a build be killed in that moment, the next catalog command on this folder completes it"
    return Diagnostic("not-in-one-step", message, Span(str(target)), hint, Severity.WARNING)
