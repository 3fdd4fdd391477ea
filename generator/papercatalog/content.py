"""content/ -> Catalog: finds the files, checks each record, reports every problem at once."""

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from papercatalog.catalog import Catalog, publication_order
from papercatalog.config import SiteConfig
from papercatalog.consistency import check_consistency
from papercatalog.diagnostics import CatalogError, Diagnostic, Span, raise_errors
from papercatalog.fields import EXPLANATIONS, ID_PATTERN, MAX_ID_LENGTH
from papercatalog.files import MAX_FILE_BYTES, read_text
from papercatalog.front_matter import FIRST_LINE, split_page
from papercatalog.grounding import check_grounding
from papercatalog.model import Article, Dataset, Method, Metric, Paper, Person, Synonym, Topic, Venue
from papercatalog.schema import Finding, Problem, Schema, locate
from papercatalog.strict_yaml import load_yaml
from papercatalog.text import fold, is_device_name, slugify

CONTENT_FOLDER = "content"

_FOLDERS: Mapping[str, type[Any]] = {"papers": Paper, "topics": Topic, "datasets": Dataset, "pages": Article}
_LISTS: Mapping[str, type[Any]] = {
    "venues.yaml": Venue,
    "methods.yaml": Method,
    "metrics.yaml": Metric,
    "authors.yaml": Person,
    "synonyms.yaml": Synonym,
}


def read_content(config: SiteConfig) -> tuple[Catalog, list[Diagnostic]]:
    """Return the catalogue and the warnings about it.

    Raises `CatalogError` with every problem of every file, warnings included, if one is an error.
    """
    records = read_records(config)
    findings = [*check_consistency(records.catalog, records.ids), *check_grounding(records.catalog)]
    diagnostics = [*records.diagnostics, *_locate_findings(config.root, findings)]
    raise_errors(diagnostics)
    return records.catalog, diagnostics


@dataclass(frozen=True, slots=True)
class Records:
    """What content/ holds, file by file: each record is right in itself, but they need not fit together."""

    catalog: Catalog
    ids: Mapping[str, set[str]]
    """By folder or list of content/, those of records that could not be read included."""
    diagnostics: tuple[Diagnostic, ...]


def read_records(config: SiteConfig) -> Records:
    """Read every file, and collect the problems of each."""
    folder = config.root / CONTENT_FOLDER
    if folder.is_symlink() or not folder.is_dir():
        hint = "a catalogue keeps its records in the folder content/"
        raise CatalogError([Diagnostic("no-content", "there is no such folder", Span(CONTENT_FOLDER), hint)])
    diagnostics = _check_top_level(folder)
    known: dict[str, set[str]] = {}
    records: dict[str, list[Any]] = {}
    for name, type_ in _FOLDERS.items():
        paths = _find_pages(folder / name, diagnostics)
        known[name] = {path.stem for path in paths}
        records[name] = list(_read_pages(paths, type_, diagnostics))
    for name, type_ in _LISTS.items():
        records[name] = _read_list(folder / name, type_, diagnostics)
        known[name] = {record.id for record in records[name]}
    catalog = Catalog(
        papers=tuple(sorted(records["papers"], key=publication_order)),
        topics=_by_name(records["topics"]),
        datasets=_by_name(records["datasets"]),
        venues=_by_name(records["venues.yaml"]),
        methods=_by_name(records["methods.yaml"]),
        metrics=_by_name(records["metrics.yaml"]),
        people=_by_name(records["authors.yaml"]),
        articles=tuple(records["pages"]),
        synonyms=tuple(records["synonyms.yaml"]),
    )
    return Records(catalog, known, tuple(diagnostics))


def _by_name(records: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda record: (fold(record.name), record.id)))


def _shown(path: Path) -> str:
    """Return the path from the site's root, as people write it, wherever `path` is under content/."""
    parts = path.parts
    return "/".join(parts[len(parts) - 1 - parts[::-1].index(CONTENT_FOLDER) :])


def _check_top_level(folder: Path) -> list[Diagnostic]:
    known = {*_FOLDERS, *_LISTS}
    return [
        Diagnostic("unexpected-file", "is not part of a catalogue", Span(_shown(path)), "move or remove it")
        for path in _entries(folder)
        if path.name not in known
    ]


def _entries(folder: Path) -> list[Path]:
    """Return what is in a folder, by name, without the leftovers of editors and desktops."""
    with os.scandir(folder) as entries:
        names = [entry.name for entry in entries]
    return [folder / name for name in sorted(names) if not name.startswith(".") and not name.endswith("~")]


def _find_pages(folder: Path, diagnostics: list[Diagnostic]) -> list[Path]:
    """Return the pages in a folder whose names are ids; the others become diagnostics."""
    if not os.path.lexists(folder):
        return []
    if folder.is_symlink() or not folder.is_dir():
        diagnostics.append(
            Diagnostic("not-a-folder", "must be a folder, and not a link", Span(_shown(folder)), "replace it")
        )
        return []
    paths = []
    spellings: dict[str, list[str]] = defaultdict(list)
    for path in _entries(folder):
        span = Span(_shown(path))
        spellings[fold(path.name)].append(path.name)
        if path.suffix != ".md" or (path.is_dir() and not path.is_symlink()):
            message = "is not a page: pages are files that end in .md"
            diagnostics.append(Diagnostic("unexpected-file", message, span, "move or remove it"))
        elif problem := _check_file_name(path.stem):
            diagnostics.append(Diagnostic("invalid-file-name", problem, span, _rename_hint(path.stem)))
        else:
            paths.append(path)
    for names in spellings.values():
        if len(names) > 1:
            message = "these differ only in case or in the form of their characters: " + ", ".join(names)
            span = Span(f"{_shown(folder)}/{names[-1]}")
            diagnostics.append(
                Diagnostic("ambiguous-file-name", message, span, "rename one: some systems hold only one of them")
            )
    return paths


def _check_file_name(stem: str) -> str:
    """Return why the name of a file is no id; empty if it is one."""
    if not re.fullmatch(ID_PATTERN.strip("^$"), stem):
        return f'the file name is the id and {EXPLANATIONS[ID_PATTERN]}, not "{stem}"'
    if len(stem) > MAX_ID_LENGTH:
        return f"the file name has {len(stem)} characters, more than the {MAX_ID_LENGTH} of an id"
    if is_device_name(stem):
        return f'"{stem}" is a device on Windows and cannot be the name of a file there'
    return ""


def _rename_hint(stem: str) -> str:
    slug = slugify(unicodedata.normalize("NFKC", stem))[:MAX_ID_LENGTH].strip("-")
    return f"rename it to {slug}.md" if slug and slug != stem else "rename it"


def _read_pages(paths: Iterable[Path], type_: type[Any], diagnostics: list[Diagnostic]) -> Iterator[Any]:
    schema = Schema(type_, ["id", "body", "span"], EXPLANATIONS)
    for path in paths:
        try:
            yield _read_page(path, schema)
        except CatalogError as error:
            diagnostics.extend(error.diagnostics)


def _read_page(path: Path, schema: Schema[Any]) -> Any:
    shown = _shown(path)
    page = split_page(read_text(path, shown), shown)
    values = load_yaml(page.front_matter, shown, first_line=FIRST_LINE)
    given = {"id": path.stem, "body": page.body.strip("\n"), "span": Span(shown, page.body_line)}
    record, problems = schema.check(values, given)
    if record is None:
        raise CatalogError(locate(problems, page.front_matter, shown, FIRST_LINE))
    return record


def _read_list(path: Path, type_: type[Any], diagnostics: list[Diagnostic]) -> list[Any]:
    """Return the records of a YAML list; a file that is not there is an empty list."""
    if not os.path.lexists(path):
        return []
    shown = _shown(path)
    try:
        text = read_text(path, shown)
        items = load_yaml(text, shown, max_bytes=MAX_FILE_BYTES)
    except CatalogError as error:
        diagnostics.extend(error.diagnostics)
        return []
    if not isinstance(items, list):
        diagnostics.append(
            Diagnostic("invalid-value", "must be a list of records, each beginning with - id:", Span(shown, 1, 1))
        )
        return []
    schema = Schema(type_, ["span"], EXPLANATIONS)
    records: dict[str, Any] = {}
    problems: list[Problem] = []
    for index, item in enumerate(items):
        record, found = schema.check(item, {"span": Span(shown)})
        if record is not None and record.id in records:
            found = [Problem(("id",), "duplicate-id", f'"{record.id}" is there already', "keep one of the two")]
        elif record is not None:
            records[record.id] = record
        problems += [replace(problem, path=(index, *problem.path)) for problem in found]
    if problems:
        diagnostics.extend(locate(problems, text, shown))
    return list(records.values())


def _locate_findings(root: Path, findings: Iterable[Finding]) -> Iterator[Diagnostic]:
    """Give each finding its line and column. Files with findings are few and are read again."""
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.span.path].append(finding)
    for path, group in by_path.items():
        page = split_page(read_text(root / path, path), path)
        located = locate([finding.problem for finding in group], page.front_matter, path, FIRST_LINE)
        for finding, diagnostic in zip(group, located, strict=True):
            span = finding.span if finding.in_body else diagnostic.span
            yield replace(diagnostic, span=span, severity=finding.severity)
