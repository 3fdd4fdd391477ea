"""Which files of content/ a command is about."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
from papercatalog.places import CONTENT_FOLDER


@dataclass(frozen=True, slots=True)
class Scope:
    """Files, and all files below folders, by paths relative to the catalogue with `/`."""

    paths: frozenset[str]

    def __contains__(self, path: str) -> bool:
        return path in self.paths or any(str(parent) in self.paths for parent in PurePosixPath(path).parents)


EVERYTHING = Scope(frozenset({"."}))


def make_scope(root: Path, paths: Iterable[Path]) -> Scope:
    """Return the scope of paths as a shell gives them: everything if there are none.

    Raises `CatalogError` where one is not in content/ of the catalogue `root`.
    """
    shown = {Path(os.path.relpath(path.absolute(), root.absolute())).as_posix() for path in paths}
    hint = f"name files and folders of {CONTENT_FOLDER}/ in the catalogue"
    strange = [
        Diagnostic("not-content", f"is not in {CONTENT_FOLDER}/", Span(path), hint)
        for path in sorted(shown)
        if PurePosixPath(path).parts[:1] != (CONTENT_FOLDER,)
    ]
    if strange:
        raise CatalogError(strange, ExitCode.USAGE)
    return Scope(frozenset(shown)) if shown else EVERYTHING
