"""Add papers to a site: read, plan, write."""

import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from papercatalog.config import SiteConfig
from papercatalog.content import read_catalog
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Severity, Span, raise_errors, sort_diagnostics
from papercatalog.files import decode_text, replace_bytes
from papercatalog.importers.bibtex import parse_bibtex
from papercatalog.importers.csl_json import parse_csl_json
from papercatalog.importers.facts import KnownFacts, complete_listing, parse_facts
from papercatalog.importers.listing import parse_listing
from papercatalog.importers.plan import PlannedPage, plan_additions
from papercatalog.importers.publication import MAX_TEXT, Publication
from papercatalog.importers.references import Parsed
from papercatalog.importers.results import dump_results
from papercatalog.importers.ris import parse_ris
from papercatalog.reading import read_file

_MAX_BYTES = 16 * 1024 * 1024
_MAX_ADDRESSES = 50
_PARSERS: Mapping[str, Callable[[bytes, str], Parsed]] = {
    "bibtex": parse_bibtex,
    "csl-json": parse_csl_json,
    "ris": parse_ris,
}


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Paths are relative to the site; the diagnostics are warnings."""

    written: tuple[str, ...]
    unchanged: int
    diagnostics: tuple[Diagnostic, ...]
    suggestions: tuple[tuple[str, str], ...] = ()
    """A new page's path, and front matter for the results that its abstract seems to report: a person has to judge."""


def import_file(config: SiteConfig, path: Path, format_: str, facts: Path | None, today: date) -> ImportReport:
    """Add the papers of a file to the catalogue at `config.root`; `facts` completes those of a listing.

    With a mistake in either file or in the catalogue's content, nothing is written and a
    `CatalogError` names every one.
    """
    if format_ == "listing":
        publications, problems = _read_listing(path, facts)
    else:
        publications, problems = _PARSERS[format_](_read_source(path), str(path))
    raise_errors(sort_diagnostics(problems))
    return _write_pages(config, publications, today, problems)


def _read_listing(path: Path, facts: Path | None) -> Parsed:
    entries, problems = parse_listing(_read_source(path), str(path))
    records: list[KnownFacts] = []
    if facts:
        try:
            records = parse_facts(decode_text(_read_source(facts), str(facts)), str(facts))
        except CatalogError as error:
            problems += error.diagnostics
    publications, idle = complete_listing(entries, records)
    return publications, problems + idle


def _read_source(path: Path) -> bytes:
    """Return what is in a file that the user named: never from a pipe or a device, and not without bounds."""
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        problem = Diagnostic("not-a-file", "is not a regular file", Span(str(path)), "save the papers in a file")
        raise CatalogError([problem], ExitCode.USAGE)
    if status.st_size > _MAX_BYTES:
        message = f"has {status.st_size:,} bytes, more than the {_MAX_BYTES:,} allowed"
        raise CatalogError([Diagnostic("too-large", message, Span(str(path)), "split it")])
    return path.read_bytes()


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
    raise_errors(list(_find_oversized(publications)))
    # Records that do not fit together are for `catalog check`: what is missing may be what is imported. But a file that
    # is no page stops this: so nothing stands unseen where a new page will go.
    catalog = read_catalog(config)

    def read_page(path: str) -> str:
        return (config.root / path).read_bytes().decode()  # a page keeps its own line ends

    pages, found = plan_additions(publications, catalog, today, read_page, must_be_new=must_be_new)
    problems = sort_diagnostics([*problems, *found])
    if must_be_new:
        problems = [_refuse(problem) for problem in problems]
    raise_errors(problems)
    changed = [page for page in pages if page.draft or read_page(page.path) != page.text]
    raise_errors(list(_find_invalid(changed)))
    for page in changed:
        replace_bytes(config.root / page.path, page.text.encode())
    written = tuple(page.path for page in changed)
    new = ((page.path, page.draft.results) for page in changed if page.draft)
    suggestions = tuple((path, dump_results(results)) for path, results in new if results)
    return ImportReport(written, len(pages) - len(written), tuple(problems), suggestions)


def _find_oversized(publications: Iterable[Publication]) -> Iterator[Diagnostic]:
    """Report texts that nobody would call an abstract, before they are looked through for names."""
    for publication in publications:
        text = f"{publication.title}\n{publication.abstract}"
        for size, what, most in (
            (len(text) - 1, "characters", MAX_TEXT),
            (text.count("://"), "addresses", _MAX_ADDRESSES),
        ):
            if size > most:
                message = f"title and abstract have {size:,} {what}, more than the {most:,} allowed"
                yield Diagnostic("too-large", message, publication.span, "shorten them")


def _refuse(problem: Diagnostic) -> Diagnostic:
    """Turn a warning that a paper is skipped into an error."""
    if problem.code == "duplicate-paper":
        return replace(problem, severity=Severity.ERROR, hint="add to that page what it lacks")
    if problem.code == "similar-title":
        return replace(problem, severity=Severity.ERROR, hint=str(problem.hint).removeprefix("it is skipped; "))
    return problem


def _find_invalid(pages: Iterable[PlannedPage]) -> Iterator[Diagnostic]:
    """Report what `catalog check` would not take, such as an address with a user name, at its source."""
    for page in pages:
        place = page.draft.publication.span if page.draft else Span(page.path)
        try:
            problems = read_file("papers", page.path, page.text.encode()).diagnostics
        except CatalogError as error:
            problems = error.diagnostics
        for problem in problems:
            yield replace(problem, span=place, message=f"{problem.message}, on the page {page.path} to be")
