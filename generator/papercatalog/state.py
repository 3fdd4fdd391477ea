"""Whether files are as they were, without reading them: by size, times and inode, which a change leaves as others."""

import hashlib
import marshal
import os
import stat
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

State = tuple[int, ...]

_INSTANT_NANOSECONDS = 100_000_000
_SECOND_NANOSECONDS = 1_000_000_000
_UNSETTLED = 1 << 62
"""The time of a change that is never over, in nanoseconds: what cannot be looked at may be another thing each time."""


def is_settled(changed: int) -> bool:
    """Tell whether a change in the same instant, which might leave the same state, is out of the question by now."""
    # Whole seconds are as a rule those of a file system that knows no parts of them; FAT knows even ones only.
    instant = _INSTANT_NANOSECONDS if changed % _SECOND_NANOSECONDS else 2 * _SECOND_NANOSECONDS
    return changed < time.time_ns() - instant


def state_of_file(path: str) -> State:
    """Return the state of a file; empty where a change might leave the same."""
    try:
        status = os.lstat(path)
    except OSError:
        return ()
    return _state(status) if is_settled(status.st_ctime_ns) else ()


def state_of_all(paths: Iterable[Path], left_out: str = "") -> tuple[str, int]:
    """Return a hash of the states of files and of all files below folders, and the time of the latest change.

    The time is in nanoseconds since 1970. A path that does not exist counts as well, for it may come, and so does
    an empty folder. What cannot be looked at is left to those who read it, and its change is never settled.
    Folders with the name `left_out` are not looked at.
    """
    states = [state for path in paths for state in _states(str(path), left_out)]
    return hashlib.sha256(marshal.dumps(states, 2)).hexdigest(), max((state[0] for _, state in states), default=0)


def _states(path: str, left_out: str) -> Iterator[tuple[str, State]]:
    try:
        status = os.lstat(path)
        # Without a Path for each of 100,000 files.
        names = sorted(os.listdir(path)) if stat.S_ISDIR(status.st_mode) else None  # noqa: PTH208
    except FileNotFoundError:
        yield path, (0,)
        return
    except OSError:
        yield path, (_UNSETTLED,)
        return
    if names is None:
        yield path, _state(status)
        return
    yield path, (0,)  # its times are those of what is in it, and of editors' drafts
    for name in names:
        if name != left_out:
            yield from _states(f"{path}/{name}", left_out)


def _state(status: os.stat_result) -> State:
    return status.st_ctime_ns, status.st_mtime_ns, status.st_ino, status.st_size
