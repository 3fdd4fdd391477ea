"""Pages of content/ into house style, and what can be mended in them without changing a meaning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic
from papercatalog.files import decode_text, list_folder, read_bytes, replace_bytes
from papercatalog.front_matter import split_page
from papercatalog.house_style import format_front_matter
from papercatalog.identifiers import find_arxiv, find_doi
from papercatalog.places import CONTENT_FOLDER
from papercatalog.reading import FOLDERS
from papercatalog.scope import Scope

_FINDERS = {"arxiv": find_arxiv, "doi": find_doi}


@dataclass(frozen=True, slots=True)
class Tidied:
    """Paths are relative to the catalogue; the diagnostics are about pages and folders that cannot be read."""

    pages: int
    changed: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]


def tidy_pages(root: Path, scope: Scope, *, mend: bool = False, write: bool = True) -> Tidied:
    """Put the pages of a scope into house style, and mend values if `mend`.

    Without `write` nothing is written: the report says what would be.
    """
    changed: list[str] = []
    diagnostics: list[Diagnostic] = []
    pages = [(kind, path) for kind, path in _find_pages(root, scope, diagnostics) if path in scope]
    for kind, path in pages:
        try:
            data = read_bytes(root / path, path)
            tidied = tidy_page(data, path, kind, mend=mend)
        except CatalogError as error:
            diagnostics += error.diagnostics
            continue
        if tidied != data:
            changed.append(path)
            if write:
                replace_bytes(root / path, tidied)
    return Tidied(len(pages), tuple(changed), tuple(diagnostics))


def tidy_page(data: bytes, path: str, kind: str, *, mend: bool = False) -> bytes:
    """Return a page in house style: its front matter, no byte order mark, one kind of line end. The body stays.

    `kind` is its folder. Raises `CatalogError` where the page cannot be read.
    """
    text = decode_text(data, path)
    front_matter = split_page(text, path).front_matter
    tidied = format_front_matter(front_matter, FOLDERS[kind], path, mend_value if mend else None)
    start = text.index("\n") + 1
    text = text[:start] + tidied + text[start + len(front_matter) :]
    # Git may have given a file the line ends of the system: they are right if they are all alike.
    is_windows = data.count(b"\r\n") == data.count(b"\n")
    return (text.replace("\n", "\r\n") if is_windows else text).encode()


def mend_value(field: str, value: object) -> object:
    """Return the value of a paper's field as it should be written: identifiers bare, no id twice."""
    if field == "identifiers" and isinstance(value, dict):
        return {key: _bare(key, part) for key, part in value.items()}
    is_set = field in ("topics", "methods", "sources")
    if is_set and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(dict.fromkeys(value))
    return value


def _bare(scheme: object, value: object) -> object:
    """Return an identifier without what is written around it; what can be read in two ways stays as it is."""
    if not isinstance(value, str) or scheme not in _FINDERS:
        return value
    text = re.sub(rf"^{scheme}:\s*", "", value.strip(), flags=re.IGNORECASE)
    if re.search(r"\s", text):  # a sentence, which may name another paper
        return value
    if text.startswith("10."):  # no address: what looks like an escape is part of the DOI
        text = text.replace("%", "%25")
    return _FINDERS[scheme](text) or value


def _find_pages(root: Path, scope: Scope, diagnostics: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    """Yield kind and path of what may be pages of a scope; `diagnostics` takes why a folder cannot be looked into."""
    content = root / CONTENT_FOLDER
    # What is no page, or not to be read, is left to `catalog check`.
    if content.is_symlink() or not content.is_dir():
        return
    folders = {entry.name: entry for entry in list_folder(content, CONTENT_FOLDER)}
    for kind in FOLDERS:
        shown = f"{CONTENT_FOLDER}/{kind}"
        is_asked = shown in scope or any(path.startswith(f"{shown}/") for path in scope.paths)
        if is_asked and kind in folders and folders[kind].is_dir(follow_symlinks=False):
            try:
                names = [entry.name for entry in list_folder(content / kind, shown)]
            except CatalogError as error:
                diagnostics += error.diagnostics
            else:
                yield from ((kind, f"{shown}/{name}") for name in names if name.endswith(".md"))
