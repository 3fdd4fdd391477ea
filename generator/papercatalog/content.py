"""content/ -> Catalog: finds the files, checks each record, reports every problem at once."""

import os
import posixpath
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from papercatalog.catalog import Catalog, publication_order
from papercatalog.claims import Claim
from papercatalog.config import SiteConfig
from papercatalog.consistency import check_consistency, check_record
from papercatalog.diagnostics import CatalogError, Diagnostic, Span, raise_errors
from papercatalog.fields import EXPLANATIONS, ID_PATTERN, MAX_ID_LENGTH
from papercatalog.files import MAX_FILE_BYTES, decode_text, read_bytes, read_text
from papercatalog.front_matter import FIRST_LINE, split_page
from papercatalog.grounding import check_grounding, find_claims, find_dataset_claims
from papercatalog.mentions import dataset_finder
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
    catalog = records.catalog
    findings = [*records.findings, *check_consistency(catalog, records.ids), *check_grounding(catalog)]
    diagnostics = [*records.diagnostics, *_locate_findings(config.root, findings)]
    raise_errors(diagnostics)
    return catalog, diagnostics


@dataclass(frozen=True, slots=True)
class Records:
    """What content/ holds: each record is right in itself, but they need not fit together."""

    catalog: Catalog
    ids: Mapping[str, set[str]]
    """By folder or list of content/, those of records that could not be read included."""
    diagnostics: tuple[Diagnostic, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file of content/ says, and what is wrong with it."""

    records: tuple[Any, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why a record could not be read."""
    findings: tuple[Finding, ...] = ()
    """What is wrong with records that could."""
    claims: tuple[Claim, ...] = ()
    """Those of a paper that can be judged by it alone."""


def read_records(config: SiteConfig) -> Records:
    """Read every file, and collect the problems of each."""
    folder = config.root / CONTENT_FOLDER
    if folder.is_symlink() or not folder.is_dir():
        hint = "a catalogue keeps its records in the folder content/"
        raise CatalogError([Diagnostic("no-content", "there is no such folder", Span(CONTENT_FOLDER), hint)])
    diagnostics = _check_top_level(folder)
    known: dict[str, set[str]] = {}
    readings: dict[str, list[Reading]] = {}
    for kind in _FOLDERS:
        names = _find_pages(folder / kind, diagnostics)
        known[kind] = {name.removesuffix(".md") for name in names}
        readings[kind] = [_read(folder, f"{kind}/{name}", kind) for name in names]
    for kind in _LISTS:
        readings[kind] = [_read(folder, kind, kind)] if os.path.lexists(folder / kind) else []
        known[kind] = {record.id for reading in readings[kind] for record in reading.records}
    every = [reading for group in readings.values() for reading in group]
    diagnostics += (diagnostic for reading in every for diagnostic in reading.diagnostics)
    findings = tuple(finding for reading in every for finding in reading.findings)
    return Records(_make_catalog(readings), known, tuple(diagnostics), findings)


def _make_catalog(readings: Mapping[str, list[Reading]]) -> Catalog:
    records = {kind: [record for reading in group for record in reading.records] for kind, group in readings.items()}
    finder = dataset_finder(records["datasets"])
    datasets = {dataset.id for dataset in records["datasets"]}
    return Catalog(
        papers=tuple(sorted(records["papers"], key=publication_order)),
        topics=_by_name(records["topics"]),
        datasets=_by_name(records["datasets"]),
        venues=_by_name(records["venues.yaml"]),
        methods=_by_name(records["methods.yaml"]),
        metrics=_by_name(records["metrics.yaml"]),
        people=_by_name(records["authors.yaml"]),
        articles=tuple(records["pages"]),
        synonyms=tuple(records["synonyms.yaml"]),
        claims={
            paper.id: (*reading.claims, *find_dataset_claims(paper, finder, datasets))
            for reading in readings["papers"]
            for paper in reading.records
        },
    )


def _by_name(records: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda record: (fold(record.name), record.id)))


def _check_top_level(folder: Path) -> list[Diagnostic]:
    known = {*_FOLDERS, *_LISTS}
    return [
        Diagnostic(
            "unexpected-file", "is not part of a catalogue", Span(f"{CONTENT_FOLDER}/{entry.name}"), "move or remove it"
        )
        for entry in _entries(folder)
        if entry.name not in known
    ]


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in a folder, by name, without the leftovers of editors and desktops."""
    with os.scandir(folder) as entries:
        found = [entry for entry in entries if not entry.name.startswith(".") and not entry.name.endswith("~")]
    return sorted(found, key=lambda entry: entry.name)


def _find_pages(folder: Path, diagnostics: list[Diagnostic]) -> list[str]:
    """Return the names of the pages in a folder that are ids; the others become diagnostics."""
    if not os.path.lexists(folder):
        return []
    shown = f"{CONTENT_FOLDER}/{folder.name}"
    if folder.is_symlink() or not folder.is_dir():
        diagnostics.append(Diagnostic("not-a-folder", "must be a folder, and not a link", Span(shown), "replace it"))
        return []
    pages = []
    spellings: dict[str, list[str]] = defaultdict(list)
    for entry in _entries(folder):
        name = entry.name
        span = Span(f"{shown}/{name}")
        spellings[fold(name)].append(name)
        if not name.endswith(".md") or entry.is_dir(follow_symlinks=False):
            message = "is not a page: pages are files that end in .md"
            diagnostics.append(Diagnostic("unexpected-file", message, span, "move or remove it"))
        elif problem := _check_file_name(stem := name.removesuffix(".md")):
            diagnostics.append(Diagnostic("invalid-file-name", problem, span, _rename_hint(stem)))
        else:
            pages.append(name)
    for names in spellings.values():
        if len(names) > 1:
            message = "these differ only in case or in the form of their characters: " + ", ".join(names)
            span = Span(f"{shown}/{names[-1]}")
            diagnostics.append(
                Diagnostic("ambiguous-file-name", message, span, "rename one: some systems hold only one of them")
            )
    return pages


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


def _read(folder: Path, name: str, kind: str) -> Reading:
    shown = f"{CONTENT_FOLDER}/{name}"
    try:
        return read_file(kind, shown, read_bytes(folder / name, shown))
    except CatalogError as error:
        return Reading(diagnostics=error.diagnostics)


def read_file(kind: str, path: str, data: bytes) -> Reading:
    """Return what a file says by itself: nothing but these arguments has a part in it.

    `kind` is the folder or list of content/, `path` is shown to people. Raises `CatalogError` where the file is unfit.
    """
    text = decode_text(data, path)
    return _read_list(text, path, kind) if kind in _LISTS else _read_page(text, path, kind)


@cache
def _schema(kind: str) -> Schema[Any]:
    """Making one takes as long as reading a hundred pages."""
    if kind in _LISTS:
        return Schema(_LISTS[kind], ["span"], EXPLANATIONS)
    return Schema(_FOLDERS[kind], ["id", "body", "span"], EXPLANATIONS)


def _read_page(text: str, path: str, kind: str) -> Reading:
    page = split_page(text, path)
    values = load_yaml(page.front_matter, path, first_line=FIRST_LINE)
    id_ = posixpath.basename(path).removesuffix(".md")
    given = {"id": id_, "body": page.body.strip("\n"), "span": Span(path, page.body_line)}
    record, problems = _schema(kind).check(values, given)
    if record is None:
        return Reading(diagnostics=tuple(locate(problems, page.front_matter, path, FIRST_LINE)))
    claims = tuple(find_claims(record)) if isinstance(record, Paper) else ()
    return Reading((record,), findings=tuple(check_record(record)), claims=claims)


def _read_list(text: str, path: str, kind: str) -> Reading:
    items = load_yaml(text, path, max_bytes=MAX_FILE_BYTES)
    if not isinstance(items, list):
        message = "must be a list of records, each beginning with - id:"
        return Reading(diagnostics=(Diagnostic("invalid-value", message, Span(path, 1, 1)),))
    records: dict[str, Any] = {}
    problems: list[Problem] = []
    for index, item in enumerate(items):
        record, found = _schema(kind).check(item, {"span": Span(path)})
        if record is not None and record.id in records:
            found = [Problem(("id",), "duplicate-id", f'"{record.id}" is there already', "keep one of the two")]
        elif record is not None:
            records[record.id] = record
        problems += [replace(problem, path=(index, *problem.path)) for problem in found]
    return Reading(tuple(records.values()), tuple(locate(problems, text, path) if problems else ()))


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
