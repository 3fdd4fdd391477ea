"""The seal of a folder: whether all of it is exactly as a build left it, told at once and without reading the files.

It is a hash of times, inodes, sizes and modes. Which files there are says the manifest, which is under the seal itself.
"""

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from struct import Struct

from papercatalog.crew import work_in_parts
from papercatalog.manifest import MANIFEST, read_own_digests, read_own_paths

_FILES_AT_ONCE = 5_000

States = Mapping[str, bytes]
"""By path: time, inode, size and mode of a file or a folder."""
_STATE = Struct("qQqI")


def is_sealed(folder: Path, seal: str) -> bool:
    """Tell whether a folder has this seal: it is exactly as a build left it."""
    if not seal:
        return False
    try:
        return _hash(_join_all(folder, _with_folders(read_own_paths(folder)))) == seal
    except (OSError, ValueError):
        return False


def read_sealed(folder: Path, seal: str) -> tuple[dict[str, str], States]:
    """Return the digests of the files in `folder` by path, and what was looked at; nothing if it has another seal."""
    if not seal:
        return {}, {}
    try:
        digests = read_own_digests(folder)
        states = look_at(folder, digests)
    except (OSError, ValueError):
        return {}, {}
    return (digests, states) if seal_of(states) == seal else ({}, {})


def look_at(folder: Path, paths: Iterable[str], known: Mapping[str, bytes] = {}) -> States:
    """Return the states of the files at `paths`, the manifest and the folders that hold them.

    Whatever is changed, added or removed by other hands changes one: an addition touches its
    folder. What is `known` is not looked at.
    """
    everything = _with_folders(sorted(paths))
    unknown = [path for path in everything if path not in known]
    joined = _join_all(folder, unknown)
    states = (joined[start : start + _STATE.size] for start in range(0, len(joined), _STATE.size))
    seen = dict(zip(unknown, states, strict=True))
    return {path: known[path] if path in known else seen[path] for path in everything} if known else seen


def _with_folders(paths: Iterable[str]) -> list[str]:
    """Return the manifest, `paths`, which are in order, and all folders: what there is to look at, in its order."""
    files = [MANIFEST, *paths]
    return [*files, *find_folders(files)]


def _join_all(folder: Path, paths: Sequence[str]) -> bytes:
    """Return the states of all paths in a row."""

    def join(some: Sequence[str]) -> dict[str, bytes]:
        return {some[0]: _join_states(f"{folder}/", some)}

    # Where nothing has changed, this is most of what a build does.
    found = work_in_parts(paths, _FILES_AT_ONCE, 1 if len(paths) > 2 * _FILES_AT_ONCE else 0, join)
    return b"".join(found[path] for path in paths[::_FILES_AT_ONCE])


def find_folders(paths: Iterable[str]) -> dict[str, None]:
    """Return the folders in which `paths` are, with those that these are in, as far as the outermost, which is ""."""
    folders = dict.fromkeys(path.rpartition("/")[0] for path in paths)
    for path in list(folders):
        while path and (path := path.rpartition("/")[0]) not in folders:
            folders[path] = None
    return folders


def seal_of(states: States) -> str:
    """Return a hash of what `look_at` has seen."""
    return _hash(b"".join(states.values()))


def _hash(joined: bytes) -> str:
    return hashlib.sha256(joined).hexdigest()


def _join_states(root: str, paths: Iterable[str]) -> bytes:
    states = []
    for path in paths:
        status = os.lstat(root + path)
        states.append(_STATE.pack(status.st_mtime_ns, status.st_ino, status.st_size, status.st_mode))
    return b"".join(states)
