"""Import a listing into a site: read, plan, write."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from papercatalog.config import SiteConfig
from papercatalog.content import read_records
from papercatalog.diagnostics import CatalogError, Diagnostic, Span, raise_errors, sort_diagnostics
from papercatalog.files import decode_text, replace_bytes
from papercatalog.importers.facts import Record, parse_facts
from papercatalog.importers.listing import parse_listing
from papercatalog.importers.plan import PlannedPage, plan_import


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Paths are relative to the site; the diagnostics are warnings."""

    written: tuple[str, ...]
    unchanged: int
    diagnostics: tuple[Diagnostic, ...]


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
    # Records that do not fit together are for `catalog check`: what is missing may be what is imported.
    present = read_records(config)
    raise_errors(present.diagnostics)
    pages, warnings = plan_import(entries, records, present.catalog, today, lambda path: _read_page(config.root / path))
    changed = [page for page in pages if page.is_new or _read_page(config.root / page.path) != page.text]
    raise_errors(_find_strangers(config.root, changed))
    for page in changed:
        replace_bytes(config.root / page.path, page.text.encode())
    written = tuple(page.path for page in changed)
    return ImportReport(written, len(pages) - len(written), tuple(sort_diagnostics(warnings)))


def _find_strangers(root: Path, pages: Iterable[PlannedPage]) -> list[Diagnostic]:
    """Report files where a new page would go: they are not part of the catalogue, perhaps because they are broken."""
    message = "a new paper needs this name, but the file is not a page of the catalogue"
    hint = "run `catalog check`, and repair or move the file"
    return [
        Diagnostic("file-in-the-way", message, Span(page.path), hint)
        for page in pages
        if page.is_new and os.path.lexists(root / page.path)
    ]


def _read_page(path: Path) -> str:
    """Read without translating line ends, so that a page keeps its own."""
    return path.read_bytes().decode()
