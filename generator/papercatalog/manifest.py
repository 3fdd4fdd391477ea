"""The manifest of a published folder: the SHA-256 of every file, and what differs from it by now.

It is written as `sha256sum` writes, so that a published site can be verified without this
program: `sha256sum --check .papercatalog`. It says nothing of when or where it was made.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span

MANIFEST = ".papercatalog"
"""Its name. It also tells our output folders from all others."""

_HEAD = """\
# papercatalog made this folder. Its next build replaces everything in it.
# The SHA-256 of every other file follows; `catalog verify` compares.
"""


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify_folder` found."""

    files: int
    """How many the manifest lists."""
    fingerprint: str
    """The hash of the manifest, hence of the whole site: equal sites have equal fingerprints."""
    problems: tuple[Diagnostic, ...]


def write_manifest(folder: Path, digests: Mapping[str, str]) -> None:
    """Write the manifest into `folder`; `digests` are hexadecimal by path."""
    with (folder / MANIFEST).open("x", encoding="utf-8", newline="\n") as out:
        out.write(_HEAD)
        out.writelines(f"{digests[path]}  {path}\n" for path in sorted(digests))


def read_manifest(folder: Path) -> dict[str, str]:
    """Return the digests that the manifest of a published folder lists; raises `CatalogError` where it has none."""
    return _parse(_read_manifest(folder), str(folder / MANIFEST))


def read_own_digests(folder: Path) -> dict[str, str]:
    """Return the same of a manifest that is not looked at closely: a seal tells whether it is as we wrote it."""
    return {line[66:]: line[:64] for line in _read_lines(folder)}


def read_own_paths(folder: Path) -> list[str]:
    """Return the paths alone, which takes a fifth of the time."""
    return [line[66:] for line in _read_lines(folder)]


def _read_lines(folder: Path) -> list[str]:
    lines = (folder / MANIFEST).read_text(encoding="utf-8").split("\n")
    return [line for line in lines if line and line[0] != "#"]


def find_files(folder: Path) -> Iterator[str]:
    """Yield the paths of the regular files in a published folder, without the manifest."""
    return (path for path, entry in _walk(folder, "") if entry.is_file(follow_symlinks=False))


def verify_folder(folder: Path) -> Verification:
    """Compare a published folder with its manifest; files missing, changed or added are errors."""
    content = _read_manifest(folder)
    digests = _parse(content, str(folder / MANIFEST))
    problems: tuple[Diagnostic, ...] = ()
    try:
        problems = tuple(_compare(folder, digests))
    except FileNotFoundError:
        if _read_manifest(folder) == content:
            raise
    if _read_manifest(folder) != content:  # another site has been published meanwhile, whose files these were
        return verify_folder(folder)
    return Verification(len(digests), hashlib.sha256(content).hexdigest(), problems)


def _read_manifest(folder: Path) -> bytes:
    manifest = folder / MANIFEST
    if manifest.is_symlink() or not manifest.is_file():
        hint = "name a folder that catalog build has written"
        message = f"has no {MANIFEST}, so there is nothing to compare" if folder.exists() else "there is no such folder"
        raise CatalogError([Diagnostic("no-manifest", message, Span(str(folder)), hint)], ExitCode.USAGE)
    return manifest.read_bytes()


def _parse(content: bytes, shown_path: str) -> dict[str, str]:
    digests = {}
    for number, line in enumerate(content.decode("utf-8", "replace").split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        digest, _, path = line.partition("  ")
        if len(digest) != 64 or not path or path in digests:
            problem = Diagnostic("damaged-manifest", "is no line of a manifest", Span(shown_path, number), "build anew")
            raise CatalogError([problem])
        digests[path] = digest
    return digests


def _compare(folder: Path, digests: Mapping[str, str]) -> Iterator[Diagnostic]:
    # The manifest may be anybody's: only what is found in the folder is opened, never a path that is merely listed.
    left = dict(digests)
    for path, entry in _walk(folder, ""):
        expected = left.pop(path, None)
        if expected is None:
            yield Diagnostic("added-file", "is not in the manifest", Span(str(folder / path)))
        elif entry.is_symlink() or not entry.is_file():
            yield Diagnostic("changed-file", "is no longer a regular file", Span(str(folder / path)))
        elif _digest(entry.path) != expected:
            yield Diagnostic("changed-file", "is not as it was built", Span(str(folder / path)))
    for path in left:
        yield Diagnostic("missing-file", "is in the manifest, but not here", Span(str(folder / path)))


def _walk(folder: Path, prefix: str) -> Iterator[tuple[str, "os.DirEntry[str]"]]:
    """Yield all that is no folder, links to folders included, by its path in the site; not the manifest itself."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")
            elif prefix + entry.name != MANIFEST:
                yield prefix + entry.name, entry


def _digest(path: str) -> str:
    with open(path, "rb") as file:  # noqa: PTH123 - a Path for each of 100,000 files costs more than reading it
        return hashlib.file_digest(file, "sha256").hexdigest()
