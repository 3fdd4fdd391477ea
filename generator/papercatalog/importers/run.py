"""Add papers to a site: read, plan, write."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from papercatalog.config import SiteConfig
from papercatalog.content import read_records
from papercatalog.diagnostics import CatalogError, Diagnostic, Severity, Span, raise_errors, sort_diagnostics
from papercatalog.files import decode_text
from papercatalog.importers.facts import Record, complete_listing, parse_facts
from papercatalog.importers.listing import parse_listing
from papercatalog.importers.plan import PlannedPage, plan_pages
from papercatalog.importers.publication import Publication
from papercatalog.model import Result
from papercatalog.reading import read_file


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Paths are relative to the site; the diagnostics are warnings."""

    written: tuple[str, ...]
    unchanged: int
    diagnostics: tuple[Diagnostic, ...]
    results: tuple[tuple[str, Result], ...] = ()
    """Numbers that the abstracts of new pages seem to report, with the path of the page: for a person to judge."""


def import_listing(config: SiteConfig, listing: Path, facts: Path | None, today: date) -> ImportReport:
    """Add the papers of `listing` to the catalogue at `config.root`; `facts` completes them.

    With a mistake in either file or in the catalogue's content, nothing is written and a
    `CatalogError` names every one.
    """
    entries, problems = parse_listing(listing.read_bytes(), str(listing))
    records: list[Record] = []
    if facts:
        try:
            records = parse_facts(decode_text(facts.read_bytes(), str(facts)), str(facts))
        except CatalogError as error:
            problems += error.diagnostics
    raise_errors(sort_diagnostics(problems))
    publications, warnings = complete_listing(entries, records)
    return _write_pages(config, publications, today, warnings)


def add_publications(config: SiteConfig, publications: Sequence[Publication], today: date) -> ImportReport:
    """Add papers that must be new to the catalogue at `config.root`.

    With one that is there already, or with a mistake in the catalogue's content, nothing is written and a
    `CatalogError` says why.
    """
    return _write_pages(config, publications, today, [], must_be_new=True)


def _write_pages(
    config: SiteConfig,
    publications: Sequence[Publication],
    today: date,
    problems: Iterable[Diagnostic],
    *,
    must_be_new: bool = False,
) -> ImportReport:
    # Records that do not fit together are for `catalog check`: what is missing may be what is imported.
    present = read_records(config)
    raise_errors(present.diagnostics)
    pages, found = plan_pages(publications, present.catalog, today, lambda path: _read_page(config.root / path))
    problems = sort_diagnostics([*problems, *found])
    if must_be_new:
        problems = [_as_refusal(problem) if problem.code == "duplicate-paper" else problem for problem in problems]
    raise_errors(problems)
    changed = [page for page in pages if page.draft or _read_page(config.root / page.path) != page.text]
    raise_errors([*_find_strangers(config.root, changed), *_find_invalid(changed)])
    for page in changed:
        write_page(config.root / page.path, page.text)
    written = tuple(page.path for page in changed)
    results = tuple((page.path, result) for page in changed if page.draft for result in page.draft.results)
    return ImportReport(written, len(pages) - len(written), tuple(problems), results)


def _as_refusal(problem: Diagnostic) -> Diagnostic:
    return replace(problem, severity=Severity.ERROR, hint=problem.hint.removeprefix("it is skipped; "))


def _find_strangers(root: Path, pages: Iterable[PlannedPage]) -> Iterator[Diagnostic]:
    """Report files where a new page would go: they are not part of the catalogue, perhaps because they are broken."""
    message = "a new paper needs this name, but the file is not a page of the catalogue"
    hint = "run `catalog check`, and repair or move the file"
    for page in pages:
        if page.draft and os.path.lexists(root / page.path):
            yield Diagnostic("file-in-the-way", message, Span(page.path), hint)


def _find_invalid(pages: Iterable[PlannedPage]) -> Iterator[Diagnostic]:
    """Report what `catalog check` would not take, such as an address with a user name, at its source."""
    for page in pages:
        try:
            reading = read_file("papers", page.path, page.text.encode())
        except CatalogError as error:
            problems = list(error.diagnostics)
        else:
            problems = list(reading.diagnostics)
        for problem in problems:
            place = page.draft.publication.span if page.draft else Span(page.path)
            yield replace(problem, span=place, message=f"{problem.message}, on the page {page.path} to be")


def _read_page(path: Path) -> str:
    """Read without translating line ends, so that a page keeps its own."""
    return path.read_bytes().decode()


def write_page(path: Path, text: str) -> None:
    """Replace the file in one step: a reader sees the old page or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with staged.open("xb") as file:
            file.write(text.encode())
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, staged)
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)
