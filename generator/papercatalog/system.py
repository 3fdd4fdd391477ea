"""What each system does in its own way: follow links, exchange folders, lock a file, free memory, hold back Ctrl-C."""

import ctypes
import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_EXCHANGE_FLAG = 2
"""RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS have the same value."""
_LINUX_CURRENT_FOLDER = -100
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}


def real_path(path: Path) -> Path:
    """Return the path without links and `..`. Links that lead in a circle stay; `Path.resolve` would raise."""
    return Path(os.path.realpath(path))


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in a single step; False where the system or the file system cannot."""
    paths = os.fsencode(one), os.fsencode(other)
    try:
        if sys.platform == "linux":
            rename = ctypes.CDLL(None, use_errno=True).renameat2
            failed = rename(_LINUX_CURRENT_FOLDER, paths[0], _LINUX_CURRENT_FOLDER, paths[1], _EXCHANGE_FLAG)
        elif sys.platform == "darwin":
            failed = ctypes.CDLL(None, use_errno=True).renamex_np(*paths, _EXCHANGE_FLAG)
        else:
            return False
    except AttributeError:
        return False  # a C library that is older than the call
    code = ctypes.get_errno()
    if failed and code not in _CANNOT:
        raise OSError(code, os.strerror(code), str(one), None, str(other))
    return not failed


def give_back_memory() -> None:
    """Give back to the system what this process has freed. The C library of most Linux systems would keep it."""
    if sys.platform == "linux":
        with suppress(AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def without_ctrl_c() -> Iterator[None]:
    """Hold SIGINT back until the block ends: code that is not Python may tell of it as an exception, and lose it."""
    if sys.platform == "win32":
        yield
        return
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for this process and the children it forks; False where another process has it.

        The system takes the lock back when the last of them closes the file or ends, however it ends.
        """
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # what is locked here cannot be read: lock past the content
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def try_lock(descriptor: int) -> bool:
        """Lock an open file for this process and the children it forks; False where another process has it.

        The system takes the lock back when the last of them closes the file or ends, however it ends.
        """
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
