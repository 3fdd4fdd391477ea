"""Theme folders -> templates and static files.

A theme is a folder with `templates/`, `static/` and perhaps a `theme.yaml` that names the theme
it extends; the two fill what it lacks. Themes are code: the maintainer chose them. Still no
link in one is followed, so that nothing outside the folder is published by accident.
"""

import os
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from rjsmin import jsmin

from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, Diagnostic, Span, suggestion
from papercatalog.files import check_regular_file, decode_text, list_folder, read_text, refuse_link
from papercatalog.output import OutputFile, is_inside
from papercatalog.places import BUNDLED_THEMES, CONFIG_FILE, THEMES_FOLDER
from papercatalog.strict_yaml import find_marks, load_yaml

THEME_FILE = "theme.yaml"

JINJA_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
"""What stands in a template and in no page: a statement, an expression or a comment."""
_NAMES = re.compile(r"{%[-+]?\s*(?:extends|include|import|from)\s(.*?)%}", re.DOTALL)
"""Names other templates: by the texts in group 1."""
_TEXT = re.compile(r"""["']([^"']+)["']""")
_EXTENDS = re.compile(r"""{#.*?#}|{%[-+]?\s*extends\s+["']([^"']+)["']""", re.DOTALL)
"""A comment, or what a template extends."""
_SHEET_ADDRESS = re.compile(
    rb"""/\*.*?\*/|(?:url\(\s*|@import\s+(?!url\())(?:"([^"]*)|'([^']*)|([^"')\s;]+))""", re.DOTALL
)
"""A comment of a style sheet, or what it loads."""
_OUTSIDE_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|/|$", re.IGNORECASE)
_MISREAD = (re.compile(rb"\$\{(?:[^{}`]|\{[^{}`]*\})*`"), re.compile(rb"=>\s*/(?![/*])"))
"""What rjsmin takes for something else: a template within a template, and a function that is a regular expression."""


@dataclass(frozen=True, slots=True)
class Template:
    source: str
    shown_path: str
    """What a message calls the file."""

    @property
    def extends(self) -> tuple[str, int]:
        """The name of what it extends, empty if that is nothing, and where it says so."""
        found = [match for match in _EXTENDS.finditer(self.source) if match[1]]
        return (found[0][1], found[0].start()) if found else ("", 0)

    @property
    def named(self) -> list[list[str]]:
        """The names of other templates, tag by tag; none where a name is computed."""
        return [[] if "~" in tag else _TEXT.findall(tag) for tag in _NAMES.findall(self.source)]

    def span_at(self, start: int) -> Span:
        line_start = self.source.rfind("\n", 0, start)
        return Span(self.shown_path, self.source.count("\n", 0, start) + 1, start - line_start)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with everything it inherits.

    A template is known by its name, and by the theme's and its name: the `base.html` of a theme
    may say `{% extends "default/base.html" %}` and change one block.
    """

    shown_path: str
    foundation: str
    """What a message calls the last of those that it inherits from, which extends none."""
    names: Sequence[str]
    """Of the theme itself, of the one that it extends, and so on."""
    templates: Mapping[str, Template]
    static: Mapping[str, bytes]
    assets_path: str
    """The site path of the static files. It changes whenever one of them does, so they can be cached for ever."""

    def parts_of(self, name: str) -> dict[str, Template]:
        """Return a template and those that it names, by name: whatever a page of it is made of."""
        parts: dict[str, Template] = {}
        left = [name]
        while left:
            name = left.pop(0)
            if name in self.templates and name not in parts:
                parts[name] = self.templates[name]
                for names in parts[name].named:
                    left += names or self.templates  # a name that is computed may be any
        return parts

    @property
    def used_templates(self) -> dict[str, Template]:
        """All but those that are only there for another theme to extend them."""
        folders = tuple(f"{name}/" for name in self.names)
        asked = [name for name in self.templates if not name.startswith(folders)]
        return {name: part for each in asked for name, part in self.parts_of(each).items()}

    def place_of(self, name: str, text: str) -> Span:
        """Return where a template, or one that it names, has `text`; the template as a whole if none has."""
        parts = self.parts_of(name)
        for part in parts.values():
            for number, line in enumerate(part.source.split("\n"), start=1):
                if text in line:
                    return Span(part.shown_path, number, line.index(text) + 1)
        return Span(parts[name].shown_path if parts else self.shown_path)

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
    sheets: dict[str, tuple[str, bytes]] = {}
    for folder in reversed(chain):
        files = {name: _shorten(folder, name, data) for name, data in _read_files(folder, "static", problems).items()}
        static |= files
        sheets |= {name: (f"{folder.shown}/static/{name}", files[name]) for name in files if name.endswith(".css")}
        for name, data in _read_files(folder, "templates", problems).items():
            shown = f"{folder.shown}/templates/{name}"
            try:
                template = Template(decode_text(data, shown), shown)
            except CatalogError as error:
                problems.extend(error.diagnostics)
            else:
                templates[name] = templates[f"{folder.name}/{name}"] = template
    problems += _find_loops(chain, templates)
    problems += [problem for name, sheet in sheets.items() for problem in _check_sheet(name, *sheet, static)]
    if problems:
        raise CatalogError(problems)
    static = dict(sorted(static.items()))
    names = [folder.name for folder in chain]
    return Theme(chain[0].shown, chain[-1].shown, names, templates, static, f"/assets/{_hash(static)}/")


def _find_chain(config: SiteConfig) -> list[_Folder]:
    """Return the theme, the one it extends, and so on."""
    chain: list[_Folder] = []
    known = _find_themes(config.root)
    name: str | None = config.theme
    path, shown, key = config.root / CONFIG_FILE, CONFIG_FILE, "theme"  # where the name stands
    while name is not None:
        names = [folder.name for folder in chain]
        if name in names:
            loop = " extends ".join([*names, name])
            raise CatalogError([Diagnostic("theme-loop", loop, _span(path, shown, key), "remove one extends")])
        if name not in known:
            hint = suggestion(name, known) or "the themes are: " + ", ".join(sorted(known))
            message = f'there is no theme "{name}"'
            raise CatalogError([Diagnostic("unknown-theme", message, _span(path, shown, key), hint)])
        folder = known[name]
        if folder.path.is_symlink():
            raise CatalogError([refuse_link(folder.shown)])
        chain.append(folder)
        path, shown, key = folder.path / THEME_FILE, f"{folder.shown}/{THEME_FILE}", "extends"
        name = _read_extends(path, Span(shown))
    return chain


def _span(path: Path, shown: str, key: str) -> Span:
    """Return the place of a value in a file of YAML."""
    return Span(shown, *find_marks(read_text(path, shown)).find((key,))) if path.exists() else Span(shown)


def _find_themes(root: Path) -> dict[str, _Folder]:
    """Return the themes by name: the site's own, and those that come with the generator."""
    if (root / THEMES_FOLDER).is_symlink():
        raise CatalogError([refuse_link(THEMES_FOLDER)])
    places = [(root / THEMES_FOLDER, THEMES_FOLDER), *((folder, folder.as_posix()) for folder in BUNDLED_THEMES)]
    known: dict[str, _Folder] = {}
    for place, shown in places:
        for entry in _scan(place, shown):
            if entry.is_symlink() or entry.is_dir():
                known.setdefault(entry.name, _Folder(entry.name, Path(entry.path), f"{shown}/{entry.name}"))
    return known


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
    for name, path in _walk(folder.path / kind, f"{folder.shown}/{kind}"):
        shown = f"{folder.shown}/{kind}/{name}".rstrip("/")
        problem = check_regular_file(path, shown)
        if not problem and not is_inside(name):
            message = "has a character in its name that no address may have"
            problem = Diagnostic("invalid-file-name", message, Span(shown), "rename it")
        if not problem and is_own and path.stat().st_nlink > 1:
            problem = Diagnostic("hard-link", "has another name elsewhere", Span(shown), "put a copy of the file here")
        if problem:
            problems.append(problem)
        else:
            files[name] = path.read_bytes()
    return files


def _find_loops(chain: Sequence[_Folder], templates: Mapping[str, Template]) -> Iterator[Diagnostic]:
    """Report templates that extend themselves, if only through others: Jinja would go on for ever."""
    told: set[str] = set()
    for depth, folder in enumerate(chain):  # the site's own theme first: it has made the loop
        for name in templates:
            template = templates.get(f"{folder.name}/{name}")
            if not template or template.shown_path in told:
                continue
            line = [template]
            while (parent := templates.get(line[-1].extends[0])) and parent not in line:
                line.append(parent)
            if parent == template:
                told.update(each.shown_path for each in line)
                named, start = template.extends
                through = " by way of " + ", ".join(each.shown_path for each in line[1:]) if line[1:] else ""
                message = f'"{named}" is this template itself' if not through else f"extends itself{through}"
                replaced = [key for other in chain[depth + 1 :] if (key := f"{other.name}/{name}") in templates]
                hint = (
                    f'write {{% extends "{replaced[0]}" %}} for the one that it replaces'
                    if replaced
                    else f"remove this, or say in {folder.shown}/{THEME_FILE} which theme this one extends"
                )
                yield Diagnostic("template-error", message, template.span_at(start), hint)


def _check_sheet(name: str, shown: str, content: bytes, static: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """Report the files of the theme that a style sheet loads and that are not there."""
    loads = b"url(" in content or b"@import" in content  # as few do
    for found in _SHEET_ADDRESS.finditer(content) if loads else ():
        address = (found[1] or found[2] or found[3] or b"").decode("utf-8", "replace").split("?")[0].split("#")[0]
        target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address)))
        if not _OUTSIDE_ADDRESS.match(address) and target not in static:
            start = content.rfind(b"\n", 0, found.start())
            span = Span(shown, content.count(b"\n", 0, found.start()) + 1, found.start() - start)
            message = f'the theme has no static file "{target}"'
            hint = suggestion(target, static) or "put it into static/, or remove what loads it"
            yield Diagnostic("broken-link", message, span, hint)


def _shorten(folder: _Folder, name: str, content: bytes) -> bytes:
    """Return a script of ours without comments (but those that begin `/*!`) and indentation: a third less to wait for.

    All else is published as it is: nobody has tried what is left of a stranger's script, and its licence has to stay.
    """
    places = [place / folder.name / "static" / name for place in BUNDLED_THEMES] if name.endswith(".js") else []
    is_ours = any(place.is_file() for place in places)
    if not is_ours or any(each.search(content) for each in _MISREAD):
        return content
    shortened: bytes = jsmin(content, keep_bang_comments=True)
    return shortened


def _walk(path: Path, shown: str, name: str = "") -> Iterator[tuple[str, Path]]:
    """Yield (name, path) of all that is no folder, links to folders included."""
    if path.is_symlink():
        yield name, path
        return
    for entry in _scan(path, shown):
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path), f"{shown}/{entry.name}", f"{name}{entry.name}/")
        else:
            yield name + entry.name, Path(entry.path)


def _scan(folder: Path, shown: str) -> list["os.DirEntry[str]"]:
    return list_folder(folder, shown) if folder.is_dir() else []


def _hash(files: Mapping[str, bytes]) -> str:
    digest = sha256()
    for name, content in files.items():
        for part in (name.encode(), content):
            digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()[:10]
