"""What differs between two built sites: by their manifests, so that nothing is read twice."""

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span, printable
from papercatalog.manifest import find_files, read_manifest
from papercatalog.review.quoting import code, section
from papercatalog.search.paths import FOLDER as SEARCH_FOLDER
from papercatalog.search.paths import LUNR_INDEX_PATH
from papercatalog.text import counted

_ASSETS = "assets/"
_INDEX = (SEARCH_FOLDER, LUNR_INDEX_PATH)
_MAX_LISTED = 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pages by their paths in the site's folder, and the bytes of all files that a search may load."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    other_files: int
    """Files that are no pages and differ."""
    index_before: int
    index_after: int

    def __str__(self) -> str:
        named = (("added", self.added), ("changed", self.changed), ("removed", self.removed))
        return "\n".join([self.headline, *(printable(f"  {word} {path}") for word, paths in named for path in paths)])

    @property
    def headline(self) -> str:
        counts = (
            f"{counted(len(self.added), 'page')} added, {len(self.changed):,} changed, {len(self.removed):,} removed"
        )
        growth = f"{self.index_after - self.index_before:+,} bytes"
        index = f"search index {_kilobytes(self.index_before)} before, {_kilobytes(self.index_after)} after ({growth})"
        return f"{counts}; {counted(self.other_files, 'other file')} differ; {index}"


def compare_sites(old: Path, new: Path) -> Comparison:
    """Compare two folders that `catalog build` has written; raises `CatalogError` where one was not."""
    before, after = _read(old), _read(new)
    differing = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    added, removed = after.keys() - before.keys(), before.keys() - after.keys()
    return Comparison(
        added=_pages(added),
        changed=_pages(differing),
        removed=_pages(removed),
        other_files=sum(not path.endswith(".html") for path in added | removed | differing),
        index_before=_index_size(old, before),
        index_after=_index_size(new, after),
    )


def copy_pages(comparison: Comparison, site: Path, target: Path) -> None:
    """Copy the new and changed pages of a site into an empty folder, with the assets that they load.

    Raises `CatalogError` where the folder has anything in it.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        problem = Diagnostic(
            "refused-output", "is not an empty folder", Span(str(target)), "name a new one with --pages"
        )
        raise CatalogError([problem], ExitCode.USAGE)
    pages = [*comparison.added, *comparison.changed]
    for path in [*pages, *(path for path in _read(site) if path.startswith(_ASSETS))]:
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / path, place, follow_symlinks=False)


def format_comparison(comparison: Comparison) -> str:
    """Return it as Markdown."""
    lines = ["## The built site", "", comparison.headline, ""]
    for word, paths in (("Added", comparison.added), ("Changed", comparison.changed), ("Removed", comparison.removed)):
        lines += section(word, map(code, paths), _MAX_LISTED)
    return "\n".join(lines) + "\n"


def _read(folder: Path) -> Mapping[str, str]:
    """Return the digests of the files that a manifest lists and that are there: a manifest may be anybody's."""
    listed = read_manifest(folder)
    return {path: listed[path] for path in find_files(folder) if path in listed}


def _pages(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in paths if path.endswith(".html")))


def _index_size(folder: Path, paths: Iterable[str]) -> int:
    return sum((folder / path).stat().st_size for path in paths if path.startswith(_INDEX))


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.1f} kB"
