"""A folder has its seal as long as nobody has touched anything in it."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from papercatalog.manifest import MANIFEST, read_own_digests, write_manifest
from papercatalog.seal import is_sealed, look_at, read_sealed, seal_of

DIGESTS = {path: path[0] * 64 for path in ("a.html", "b/c/d.html", "b/c/e.html")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "public"
    for path in DIGESTS:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path)
    write_manifest(folder, DIGESTS)
    return folder


def keep_time(path: Path, change: Callable[[Path], object]) -> None:
    before = path.stat()
    change(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def write_longer(path: Path) -> None:
    keep_time(path, lambda path: path.write_text("longer than it was"))


def replace_by_copy(path: Path) -> None:
    keep_time(path.parent, lambda folder: shutil.copy2(path, folder / "copy").replace(path))


def change_digest(folder: Path) -> None:
    manifest = folder / MANIFEST
    manifest.write_text(manifest.read_text().replace("a" * 64, "f" * 64))


MEDDLE: dict[str, Callable[[Path], object]] = {
    "a file is another one": lambda folder: (folder / "a.html").write_text("A.html"),
    "a file is longer": lambda folder: write_longer(folder / "a.html"),
    "a copy stands for a file": lambda folder: replace_by_copy(folder / "b/c/d.html"),
    "nobody may read a file": lambda folder: (folder / "b/c/d.html").chmod(0),
    "a file has gone": lambda folder: (folder / "b/c/e.html").unlink(),
    "a file has come": lambda folder: (folder / "b/c/f.html").touch(),
    "a file has come where only a folder was": lambda folder: (folder / "b/f.html").touch(),
    "a folder has come": lambda folder: (folder / "b/f").mkdir(),
    "a digest is another one": change_digest,
    "the manifest is no text": lambda folder: (folder / MANIFEST).write_bytes(b"\xff"),
    "the manifest has gone": lambda folder: (folder / MANIFEST).unlink(),
    "all has gone": shutil.rmtree,
}


def test_folder_that_nobody_has_touched_is_sealed(folder: Path) -> None:
    states = look_at(folder, DIGESTS)

    assert is_sealed(folder, seal_of(states))
    assert read_sealed(folder, seal_of(states)) == (DIGESTS, states) == (read_own_digests(folder), states)


@pytest.mark.parametrize("what", MEDDLE)
def test_whatever_other_hands_do_breaks_the_seal(folder: Path, what: str) -> None:
    seal = seal_of(look_at(folder, DIGESTS))

    MEDDLE[what](folder)

    assert not is_sealed(folder, seal)
    assert read_sealed(folder, seal) == ({}, {})
