"""A lock file: one process at a time, and whoever comes second learns who was first."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
from papercatalog.system import try_lock

_PATIENCE_SECONDS = 3.0
"""Long enough for a small build to end, and for what a killed one left running."""


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file `path` during the block and remove it afterwards.

    Waits a little for another holder, then raises `CatalogError` with its process id. A holder
    that was killed holds nothing: the file it leaves is taken over.
    """
    descriptor = _acquire(path)
    try:
        yield
    finally:
        with suppress(PermissionError):  # Windows removes no file that is open
            path.unlink(missing_ok=True)
        os.close(descriptor)


def _acquire(path: Path) -> int:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        try:
            is_locked = try_lock(descriptor)
        except OSError as error:  # a file system that has no locks names no file
            os.close(descriptor)
            raise OSError(error.errno, error.strerror, str(path)) from error
        if is_locked and _is_still_there(descriptor, path):
            with suppress(OSError):  # a full disk, which is told where it does harm
                os.truncate(descriptor, 0)
                os.write(descriptor, b"%d\n" % os.getpid())
            return descriptor
        holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
        os.close(descriptor)
        if time.monotonic() > deadline:
            who = f"process {holder}" if holder else "another process"
            hint = "let it finish, then run this again"
            problem = Diagnostic("locked", f"{who} is building here", Span(str(path)), hint)
            raise CatalogError([problem], ExitCode.ENVIRONMENT)
        time.sleep(0.02)


def _is_still_there(descriptor: int, path: Path) -> bool:
    """Tell whether the locked file is the one at `path`: the holder before may have removed it just now."""
    try:
        return os.path.samestat(os.fstat(descriptor), path.lstat())
    except FileNotFoundError:
        return False
