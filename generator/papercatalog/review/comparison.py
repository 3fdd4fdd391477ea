"""What differs between two built sites: by their manifests, so that little is read."""

import re
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
_ASSETS_ADDRESS = re.compile(rb"\bassets/[0-9a-f]{10}/")
"""The folder of the static files, which has another name as soon as one of them differs."""
_INDEX = (SEARCH_FOLDER, LUNR_INDEX_PATH)
_MAX_LISTED = 100


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pages by their paths in the site's folder, and the bytes of all files that a search may load."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    restyled: tuple[str, ...]
    """Pages that are the same, but for the static files that they load."""
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
        if self.restyled:
            counts += f", {len(self.restyled):,} with other static files only"
        growth = f"{self.index_after - self.index_before:+,} bytes"
        index = f"search index {_kilobytes(self.index_before)} before, {_kilobytes(self.index_after)} after ({growth})"
        others = counted(self.other_files, "other file") + (" differs" if self.other_files == 1 else " differ")
        return f"{counts}; {others}; {index}"


def compare_sites(old: Path, new: Path) -> Comparison:
    """Compare two folders that `catalog build` has written; raises `CatalogError` where one was not."""
    before, after = _read(old), _read(new)
    named_before, named_after = ({_name(path): path for path in site} for site in (before, after))
    both = named_before.keys() & named_after.keys()
    differing = {name for name in both if before[named_before[name]] != after[named_after[name]]}
    # With the static files their address changes in each page: what else is different there?
    has_other_assets = any(named_before[name] != named_after[name] for name in both)
    restyled = {
        name
        for name in differing
        if has_other_assets and _without_address(old / named_before[name]) == _without_address(new / named_after[name])
    }
    differing -= restyled
    added, removed = named_after.keys() - both, named_before.keys() - both
    return Comparison(
        added=_pages(added),
        changed=_pages(differing),
        removed=_pages(removed),
        restyled=_pages(restyled),
        other_files=sum(not path.endswith(".html") for path in added | removed | differing),
        index_before=_index_size(old, before),
        index_after=_index_size(new, after),
    )


def copy_pages(comparison: Comparison, site: Path, target: Path) -> None:
    """Copy the pages of a site that are new or look different into an empty folder, with the assets that they load.

    Raises `CatalogError` where the folder has anything in it.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        problem = Diagnostic(
            "refused-output", "is not an empty folder", Span(str(target)), "name a new one with --pages"
        )
        raise CatalogError([problem], ExitCode.USAGE)
    pages = [*comparison.added, *comparison.changed, *comparison.restyled]
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


def _name(path: str) -> str:
    """Return what a file is called in both sites."""
    return _ASSETS_ADDRESS.sub(_ASSETS.encode(), path.encode()).decode()


def _without_address(file: Path) -> bytes:
    return _ASSETS_ADDRESS.sub(b"", file.read_bytes())


def _pages(paths: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in paths if path.endswith(".html")))


def _index_size(folder: Path, paths: Iterable[str]) -> int:
    return sum((folder / path).stat().st_size for path in paths if path.startswith(_INDEX))


def _kilobytes(size: int) -> str:
    return f"{size / 1000:,.1f} kB"
