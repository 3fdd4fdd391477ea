"""content/ -> Catalog: finds the files, checks each record, reports every problem at once."""

import os
import posixpath
import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

from papercatalog.catalog import Catalog, publication_order
from papercatalog.config import SiteConfig
from papercatalog.consistency import check_consistency
from papercatalog.crew import work_in_parts
from papercatalog.diagnostics import CatalogError, Diagnostic, Span, raise_errors
from papercatalog.duplicates import Work, find_duplicates, work_of
from papercatalog.fields import EXPLANATIONS, ID_PATTERN, MAX_ID_LENGTH
from papercatalog.files import list_folder, read_bytes, read_text
from papercatalog.front_matter import FIRST_LINE, split_page
from papercatalog.grounding import check_grounding, find_dataset_claims
from papercatalog.known import NOTHING, Claims, File, Files, Known
from papercatalog.mentions import dataset_finder
from papercatalog.model import Dataset, Paper
from papercatalog.places import CONTENT_FOLDER
from papercatalog.reading import FOLDERS, LISTS, Reading, read_file, schema_of
from papercatalog.schema import Finding, Problem, locate
from papercatalog.state import state_of_file
from papercatalog.text import caseless, is_device_name, slugify

_FILES_AT_ONCE = 250


@dataclass(frozen=True, slots=True)
class Content:
    """The catalogue, the warnings about it, and what the next reading wants to know."""

    catalog: Catalog
    diagnostics: tuple[Diagnostic, ...]
    known: Known


@dataclass(frozen=True, slots=True)
class Records:
    """What content/ holds: each record is right in itself, but they need not fit together."""

    catalog: Catalog
    ids: Mapping[str, set[str]]
    """By folder or list of content/, those of records that could not be read included; without lists that are lost."""
    diagnostics: tuple[Diagnostic, ...]
    findings: tuple[Diagnostic, ...]
    files: Files

    def key(self, paper: Paper) -> tuple[str, bytes]:
        """Return a key for what follows from a paper alone: another one if its file changes or moves."""
        path = paper.span.path
        return path, self.files[path].digest


def read_content(config: SiteConfig, known: Known = NOTHING, jobs: int = 1) -> Content:
    """Read the catalogue, and check it. What is `known` from an earlier reading is not found out again.

    Raises `CatalogError` with every problem of every file, warnings included, if one is an error.
    """
    return check_records(config, read_records(config, known, jobs), known)


def check_records(config: SiteConfig, records: Records, known: Known) -> Content:
    """Check whether the records fit together; see `read_content`."""
    catalog = records.catalog
    duplicates, before = (known.duplicates, known.files) if known.duplicates is not None else ((), {})
    if changed := _works(records.files, before) ^ _works(before, records.files):
        duplicates = tuple(find_duplicates(map(work_of, catalog.papers), changed, duplicates))
    aliases = frozenset(alias for paper in catalog.papers for alias in paper.aliases)
    is_all_there = (records.ids, aliases) == (known.ids, known.aliases)
    settled = {path for path, file in records.files.items() if is_all_there and known.files.get(path) is file}
    together = [*check_consistency(catalog, records.ids, duplicates, settled), *check_grounding(catalog)]
    diagnostics = [*records.diagnostics, *records.findings, *_locate_findings(config.root, together)]
    raise_errors(diagnostics)
    names = _names(catalog.datasets)
    found = Known(records.files, catalog.claims, names, duplicates, records.ids, aliases, catalog)
    return Content(catalog, tuple(diagnostics), found)


def _works(files: Files, other: Files) -> set[Work]:
    """Return the papers in files that are not among the `other` ones."""
    new = (file for path, file in files.items() if other.get(path) is not file)
    return {work_of(record) for file in new for record in file.reading.records if isinstance(record, Paper)}


def read_records(config: SiteConfig, known: Known = NOTHING, jobs: int = 1) -> Records:
    """Read every file, and collect the problems of each; see `read_content`."""
    folder = config.root / CONTENT_FOLDER
    if folder.is_symlink() or not folder.is_dir():
        if os.path.lexists(folder):
            raise CatalogError([_no_folder(CONTENT_FOLDER)])
        hint = "a catalogue keeps its records in the folder content/"
        raise CatalogError([Diagnostic("no-content", "there is no such folder", Span(CONTENT_FOLDER), hint)])
    entries = {entry.name: entry for entry in list_folder(folder, CONTENT_FOLDER)}
    diagnostics = _check_top_level(entries)
    names = {kind: _find_pages(entries[kind], diagnostics, known) if kind in entries else [] for kind in FOLDERS}
    names |= {kind: [kind] if kind in entries else [] for kind in LISTS}
    files = _read_files(folder, [(kind, name) for kind, group in names.items() for name in group], known.files, jobs)
    readings = {kind: [files[_shown(name)].reading for name in group] for kind, group in names.items()}
    ids = {kind: {posixpath.basename(name).removesuffix(".md") for name in names[kind]} for kind in FOLDERS}
    # Of a list that could not be read nobody knows the ids: then it is the list that is wrong, and no reference to it.
    lists = {kind: group for kind, group in readings.items() if kind in LISTS and not any(r.is_lost for r in group)}
    ids |= {kind: {id_ for reading in group for id_ in reading.ids} for kind, group in lists.items()}
    every = [reading for group in readings.values() for reading in group]
    diagnostics += (diagnostic for reading in every for diagnostic in reading.diagnostics)
    findings = tuple(finding for reading in every for finding in reading.findings)
    return Records(_make_catalog(readings, files, known), ids, tuple(diagnostics), findings, files)


def read_catalog(config: SiteConfig) -> Catalog:
    """Return all records, which need not fit together. Raises `CatalogError` where one is wrong in itself."""
    records = read_records(config)
    raise_errors(records.diagnostics)
    return records.catalog


def _shown(name: str) -> str:
    return f"{CONTENT_FOLDER}/{name}"


def _make_catalog(readings: Mapping[str, list[Reading]], files: Files, known: Known) -> Catalog:
    records = {kind: [record for reading in group for record in reading.records] for kind, group in readings.items()}
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
        claims=_find_claims(readings["papers"], records["datasets"], files, known),
    )
    if known.catalog:
        catalog.take_authors_of(known.catalog)
    return catalog


def _find_claims(papers: Iterable[Reading], datasets: Sequence[Dataset], files: Files, known: Known) -> Claims:
    finder, ids = dataset_finder(datasets), {dataset.id for dataset in datasets}
    old = known.claims if _names(datasets) == known.dataset_names else {}
    claims = {}
    for reading in papers:
        for paper in reading.records:
            is_as_it_was = paper.id in old and known.files.get(paper.span.path) is files[paper.span.path]
            claims[paper.id] = (
                old[paper.id] if is_as_it_was else (*reading.claims, *find_dataset_claims(paper, finder, ids))
            )
    return claims


def _names(datasets: Iterable[Dataset]) -> frozenset[tuple[str, ...]]:
    return frozenset((dataset.id, dataset.name, *dataset.aliases) for dataset in datasets)


def _by_name(records: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(sorted(records, key=lambda record: (caseless(record.name), record.id)))


def _check_top_level(names: Iterable[str]) -> list[Diagnostic]:
    known = {*FOLDERS, *LISTS}
    return [
        Diagnostic("unexpected-file", "is not part of a catalogue", Span(_shown(name)), "move or remove it")
        for name in names
        if name not in known
    ]


def _find_pages(folder: os.DirEntry[str], diagnostics: list[Diagnostic], known: Known) -> list[str]:
    """Return the pages in a folder whose names are ids, by their paths in content/; the others become diagnostics."""
    shown = _shown(folder.name)
    if not folder.is_dir(follow_symlinks=False):
        diagnostics.append(_no_folder(shown))
        return []
    entries = list_folder(Path(folder.path), shown)  # or nothing: all that refers to what is in it would be wrong
    if all(f"{shown}/{entry.name}" in known.files and not entry.is_dir(follow_symlinks=False) for entry in entries):
        return [f"{folder.name}/{entry.name}" for entry in entries]  # all this has been looked at
    pages = []
    names = [entry.name for entry in entries]
    taken = set(names)
    for name in names:
        span = Span(f"{shown}/{name}")
        if not name.endswith(".md"):
            message = "is not a page: pages are files that end in .md"
            hint = _rename_hint(f"{name[:-3]}.md", taken) if name.lower().endswith(".md") else "move or remove it"
            diagnostics.append(Diagnostic("unexpected-file", message, span, hint))
        elif problem := _check_file_name(stem := name.removesuffix(".md")):
            slug = slugify(unicodedata.normalize("NFKC", stem))[:MAX_ID_LENGTH].strip("-")
            hint = _rename_hint(f"{slug}.md", taken) if not _check_file_name(slug) else "rename it"
            diagnostics.append(Diagnostic("invalid-file-name", problem, span, hint))
        else:
            pages.append(f"{folder.name}/{name}")
    diagnostics += _find_ambiguous(shown, names)
    return pages


def _no_folder(shown: str) -> Diagnostic:
    return Diagnostic("not-a-folder", "must be a folder, and not a link", Span(shown), "replace it")


def _find_ambiguous(folder: str, names: Iterable[str]) -> Iterator[Diagnostic]:
    """Report the names that some systems take for one."""
    spellings: dict[str, list[str]] = defaultdict(list)
    for name in names:
        spellings[caseless(name)].append(name)
    for alike in spellings.values():
        if len(alike) > 1:
            message = "these differ only in case or in the form of their characters: " + ", ".join(alike)
            hint = "rename one: some systems hold only one of them"
            yield Diagnostic("ambiguous-file-name", message, Span(f"{folder}/{alike[-1]}"), hint)


def _check_file_name(stem: str) -> str:
    """Return why the name of a file is no id; empty if it is one."""
    if not re.fullmatch(ID_PATTERN.strip("^$"), stem):
        return f'the file name is the id and {EXPLANATIONS[ID_PATTERN]}, not "{stem}"'
    if len(stem) > MAX_ID_LENGTH:
        return f"the file name has {len(stem)} characters, more than the {MAX_ID_LENGTH} of an id"
    if is_device_name(stem):
        return f'"{stem}" is a device on Windows and cannot be the name of a file there'
    return ""


def _rename_hint(name: str, taken: set[str]) -> str:
    """Propose a name, and take it: to rename a file to that of another one may lose the other one."""
    if name in taken:
        return f"rename it, but not to {name}: that name is taken"
    taken.add(name)
    return f"rename it to {name}"


def _read_files(folder: Path, wanted: Sequence[tuple[str, str]], known: Files, jobs: int) -> Files:
    """Read the files of these kinds and names that are not known, in several processes where there are many."""
    files: dict[str, File] = {}
    new: list[tuple[str, str]] = []
    for kind, name in wanted:
        file = known.get(_shown(name))
        if file and file.state and file.state == state_of_file(f"{folder}/{name}"):
            files[_shown(name)] = file
        else:
            new.append((kind, name))

    def read(some: Sequence[tuple[str, str]]) -> dict[str, File]:
        return {_shown(name): _read(folder, name, kind, known) for kind, name in some}

    files |= work_in_parts(new, _FILES_AT_ONCE, jobs - 1, read)
    return files


def _read(folder: Path, name: str, kind: str, known: Files) -> File:
    shown = _shown(name)
    state = state_of_file(f"{folder}/{name}")
    try:
        data = read_bytes(folder / name, shown)
    except CatalogError as error:
        return File(b"", Reading(diagnostics=error.diagnostics))
    digest = blake2b(data, digest_size=16).digest()
    file = known.get(shown)
    if file and file.digest == digest:
        return replace(file, state=state)
    schema_of(kind)  # made when it is first needed, which is no fault of the file
    started = time.process_time()
    return File(digest, _understand(kind, shown, data), time.process_time() - started, state)


def _understand(kind: str, path: str, data: bytes) -> Reading:
    try:
        return read_file(kind, path, data)
    except CatalogError as error:
        return Reading(diagnostics=error.diagnostics)


def _locate_findings(root: Path, findings: Iterable[Finding | Diagnostic]) -> Iterator[Diagnostic]:
    """Give each finding its line and column. Files with findings are few and are read again."""
    problems: dict[str, list[Problem]] = defaultdict(list)
    for finding in findings:
        if isinstance(finding, Diagnostic):
            yield finding
        else:
            problems[finding.span.path].append(finding.problem)
    for path, group in problems.items():
        page = split_page(read_text(root / path, path), path)
        yield from locate(group, page.front_matter, path, FIRST_LINE)
