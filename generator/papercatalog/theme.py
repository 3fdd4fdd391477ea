"""Theme folders -> templates and static files.

A theme is a folder with `templates/`, `static/` and perhaps a `theme.yaml` that names the theme
it extends; the two fill what it lacks. Themes are code: the maintainer chose them. Still no
link in one is followed, so that nothing outside the folder is published by accident.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from rjsmin import jsmin

from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, Diagnostic, Span, suggestion
from papercatalog.files import check_regular_file, decode_text, read_text
from papercatalog.output import OutputFile
from papercatalog.places import BUNDLED_THEMES, THEMES_FOLDER
from papercatalog.strict_yaml import load_yaml

THEME_FILE = "theme.yaml"

_NESTED_TEMPLATE = re.compile(rb"\$\{(?:[^{}`]|\{[^{}`]*\})*`")


@dataclass(frozen=True, slots=True)
class Template:
    source: str
    shown_path: str
    """What a message calls the file."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with everything it inherits.

    A template is known by its name, and by the theme's and its name: the `base.html` of a theme
    may say `{% extends "default/base.html" %}` and change one block.
    """

    shown_path: str
    templates: Mapping[str, Template]
    static: Mapping[str, bytes]
    assets_path: str
    """The site path of the static files. It changes whenever one of them does, so they can be cached for ever."""

    def static_files(self) -> Iterator[OutputFile]:
        for name, content in self.static.items():
            yield OutputFile(self.assets_path.removeprefix("/") + name, content)


@dataclass(frozen=True, slots=True)
class _Folder:
    """One theme of the chain. `shown` is how messages call it."""

    name: str
    path: Path
    shown: str


def load_theme(config: SiteConfig) -> Theme:
    """Return the site's theme. Raises `CatalogError` with every problem of the theme and those it extends."""
    chain = _find_chain(config)
    problems: list[Diagnostic] = []
    templates: dict[str, Template] = {}
    static: dict[str, bytes] = {}
    for folder in reversed(chain):
        static |= _read_files(folder, "static", problems)
        for name, data in _read_files(folder, "templates", problems).items():
            shown = f"{folder.shown}/templates/{name}"
            try:
                template = Template(decode_text(data, shown), shown)
            except CatalogError as error:
                problems.extend(error.diagnostics)
            else:
                templates[name] = templates[f"{folder.name}/{name}"] = template
    if problems:
        raise CatalogError(problems)
    static = {name: _without_comments(name, content) for name, content in sorted(static.items())}
    return Theme(chain[0].shown, templates, static, f"/assets/{_hash(static)}/")


def _find_chain(config: SiteConfig) -> list[_Folder]:
    """Return the theme, the one it extends, and so on."""
    chain: list[_Folder] = []
    name: str | None = config.theme
    span = Span("site.yaml")
    while name is not None:
        names = [folder.name for folder in chain]
        if name in names:
            loop = " extends ".join([*names, name])
            raise CatalogError([Diagnostic("theme-loop", loop, span, "remove one extends")])
        folder = _find_folder(config.root, name, span)
        chain.append(folder)
        span = Span(f"{folder.shown}/{THEME_FILE}")
        name = _read_extends(folder.path / THEME_FILE, span)
    return chain


def _find_folder(root: Path, name: str, span: Span) -> _Folder:
    """Return the theme of that name: the site's own, else the one that comes with the generator."""
    places = [(root / THEMES_FOLDER, THEMES_FOLDER), *((folder, folder.as_posix()) for folder in BUNDLED_THEMES)]
    known: dict[str, _Folder] = {}
    for place, shown in places:
        for entry in _scan(place):
            if entry.is_symlink() or entry.is_dir():
                known.setdefault(entry.name, _Folder(entry.name, Path(entry.path), f"{shown}/{entry.name}"))
    if name not in known:
        hint = suggestion(name, sorted(known)) or "the themes are: " + ", ".join(sorted(known))
        raise CatalogError([Diagnostic("unknown-theme", f'there is no theme "{name}"', span, hint)])
    folder = known[name]
    if folder.path.is_symlink():
        raise CatalogError([_refuse_link(folder.shown)])
    return folder


def _read_extends(path: Path, span: Span) -> str | None:
    if not os.path.lexists(path):
        return None
    values = load_yaml(read_text(path, span.path), span.path)
    if values is None:
        return None
    if not isinstance(values, dict) or set(values) - {"extends"} or not isinstance(values.get("extends"), str):
        message = "must hold one line: the theme that this one extends"
        raise CatalogError([Diagnostic("invalid-value", message, span, "write extends: default")])
    return str(values["extends"])


def _read_files(folder: _Folder, kind: str, problems: list[Diagnostic]) -> dict[str, bytes]:
    """Return the files below templates/ or static/ by name; those that may not be read become problems."""
    files = {}
    # A second name of some file is a link that does not look like one. Installers make such of our own files.
    is_own = folder.shown.startswith(f"{THEMES_FOLDER}/")
    for name, path in _walk(folder.path / kind, ""):
        shown = f"{folder.shown}/{kind}/{name}".rstrip("/")
        problem = _refuse_link(shown) if path.is_symlink() else check_regular_file(path, shown)
        if not problem and is_own and path.stat().st_nlink > 1:
            problem = Diagnostic("hard-link", "has another name elsewhere", Span(shown), "put a copy of the file here")
        if problem:
            problems.append(problem)
        else:
            files[name] = path.read_bytes()
    return files


def _without_comments(name: str, content: bytes) -> bytes:
    """Return a script without comments (but those that begin `/*!`) and indentation: a third less to wait for."""
    # rjsmin takes a template within a template for code, and drops its spaces.
    can_be = name.endswith(".js") and not _NESTED_TEMPLATE.search(content)
    return jsmin(content, keep_bang_comments=True) if can_be else content


def _walk(path: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Yield (name, path) of all that is no folder, links to folders included."""
    if path.is_symlink():
        yield name, path
        return
    for entry in _scan(path):
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), f"{name}{entry.name}/")
        else:
            yield name + entry.name, Path(entry.path)


def _scan(folder: Path) -> list["os.DirEntry[str]"]:
    """Return what is in a folder, by name, without the leftovers of editors and desktops."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        kept = [entry for entry in entries if not entry.name.startswith(".") and not entry.name.endswith("~")]
    return sorted(kept, key=lambda entry: entry.name)


def _refuse_link(shown: str) -> Diagnostic:
    return Diagnostic("symlink", "is a symbolic link, which is never followed", Span(shown), "put the file itself here")


def _hash(files: Mapping[str, bytes]) -> str:
    digest = sha256()
    for part in _parts(files.items()):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:10]


def _parts(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    for name, content in files:
        yield name.encode()
        yield content
