"""What the formats of reference managers share: bounds, and how the fields of a reference become a publication."""

import re
from collections.abc import Sequence

from papercatalog.diagnostics import CatalogError, Diagnostic, Severity, Span
from papercatalog.files import decode_text
from papercatalog.identifiers import find_arxiv, find_doi, first_version_month
from papercatalog.importers.names import plain_name
from papercatalog.importers.publication import Publication
from papercatalog.model import Name, PaperStatus
from papercatalog.text import counted, squeeze
from papercatalog.urls import is_external_url

_MAX_BYTES = 1024 * 1024
MAX_ENTRIES = 5_000
"""In one file. More are a job for several files, each of which a person can look through."""
_MAX_FIELD = 10_000
"""Characters. Abstracts have 2,000."""

_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")
_PREPRINT_SERVER = re.compile(r"(?:arxiv|corr|computing research repository)\b.*", re.IGNORECASE | re.DOTALL)
# "CoRR, abs/2202.03800" has a number, "arXiv preprint, 2015" has not.
_PREPRINT_NUMBER = re.compile(r"[0-9]{4}\.[0-9]|/[0-9]{7}")
_ET_AL = re.compile(r"\bet\.? al\.?$", re.IGNORECASE)

Parsed = tuple[list[Publication], list[Diagnostic]]
"""The publications in order and every problem; with an error among them the publications mean nothing."""


def make_publication(
    span: Span,
    problems: list[Diagnostic],
    *,
    title: str,
    authors: tuple[Name, ...],
    has_editors: bool,
    date: str,
    original_date: str = "",
    container: str,
    volume: str,
    issue: str,
    pages: str,
    doi: str,
    identifiers: Sequence[str],
    url: str,
    abstract: str,
    keywords: Sequence[str],
    note: str,
    is_latex: bool = False,
) -> Publication | None:
    """Return the paper of a reference, or None and a problem where it has no title or is no text for a page.

    `identifiers` are fields that may hold the number of a preprint, best first.
    """
    longest = max(map(len, (title, abstract, container, volume, issue, pages, doi, url)))
    if longest > _MAX_FIELD:
        message = f"a field of {longest:,} characters, more than the {_MAX_FIELD:,} allowed"
        problems.append(Diagnostic("too-large", message, span, "shorten it"))
        return None
    if not title.strip("{} \t\n"):
        message = "the entry has no title and is skipped"
        problems.append(Diagnostic("missing-title", message, span, "add one", Severity.WARNING))
        return None
    if has_editors and not authors:
        message = "there are editors and no authors, and a page has no place for editors"
        hint = "if they stand for the authors, add them to the page"
        problems.append(Diagnostic("incomplete-authors", message, span, hint, Severity.WARNING))
    container = squeeze(container)
    is_preprint = _PREPRINT_SERVER.fullmatch(container) is not None
    venue = "" if is_preprint else container
    year = _find_year(date, span, problems)
    number = f"{container} {volume}".strip() if is_preprint else ""
    arxiv = find_arxiv(*identifiers, url, *((container, volume, number) if is_preprint else ()))
    if _PREPRINT_NUMBER.search(number) and not arxiv:
        problems.append(invalid_arxiv(number, span))
    pages = _find_pages(pages, span, problems)
    return Publication(
        title,
        span,
        abstract,
        authors=_without_others(authors, span, problems),
        year=_first_year(None if venue else year, _find_year(original_date, span, problems), arxiv),
        venue=venue,
        venue_year=year if venue else None,
        volume=volume if venue else "",
        issue=issue if venue else "",
        pages=pages if venue else "",
        arxiv=arxiv,
        doi=doi.strip() or find_doi(url),
        keywords=tuple(map(squeeze, keywords)),
        source=_find_source(url, span, problems),
        status=_find_status(note),
        is_latex=is_latex,
    )


def _find_pages(pages: str, span: Span, problems: list[Diagnostic]) -> str:
    pages = re.sub(" ?[-–—]+ ?", "-", squeeze(pages))
    if pages != "1-1":
        return pages
    message = '"1-1" is what IEEE writes for pages that are not known yet, and is left out'
    problems.append(Diagnostic("invalid-value", message, span, "add them to the page", Severity.WARNING))
    return ""


def _find_source(url: str, span: Span, problems: list[Diagnostic]) -> str:
    """Return the address of a page that shows the facts, if it says more than an identifier does."""
    if not url or find_arxiv(url) or find_doi(url):
        return ""
    if is_external_url(url):
        return url
    message = f'"{squeeze(url)[:80]}" is no http or https address and is left out'
    hint = "write one, as browsers copy it: in ASCII, and without spaces"
    problems.append(Diagnostic("invalid-value", message, span, hint, Severity.WARNING))
    return ""


def decode_references(data: bytes, path: str) -> str:
    """Return the text of a file; raises `CatalogError` where it is unfit or too large to be read in a second or two."""
    if len(data) > _MAX_BYTES:
        message = f"has {len(data):,} bytes, more than the {_MAX_BYTES:,} allowed"
        raise CatalogError([Diagnostic("too-large", message, Span(path), "split the file")])
    # Web of Science ends some lines with a carriage return alone.
    return decode_text(re.sub(rb"\r(?!\n)", b"\n", data), path)


def check_count(publications: int, path: str) -> None:
    """Raise `CatalogError` for a file with nothing in it, or with more than is planned at once."""
    if not publications:
        hint = "is it the right file, and the right --format?"
        raise CatalogError([Diagnostic("no-entries", "the file holds no entries", Span(path), hint)])
    if publications > MAX_ENTRIES:
        message = f"has {publications:,} entries, more than the {MAX_ENTRIES:,} allowed"
        raise CatalogError([Diagnostic("too-large", message, Span(path), "split the file")])


def invalid_arxiv(text: str, span: Span) -> Diagnostic:
    message = f'"{text[:80]}" is no arXiv identifier and is left out'
    hint = "write it like 1503.03832; numbers of other archives are not kept"
    return Diagnostic("invalid-identifier", message, span, hint, Severity.WARNING)


def _find_year(date: str, span: Span, problems: list[Diagnostic]) -> int | None:
    year = _YEAR.search(date[:100])
    if date and not year:
        message = f'"{squeeze(date)[:40]}" has no year of four digits and is left out'
        problems.append(Diagnostic("invalid-value", message, span, "write it like 2021", Severity.WARNING))
    return int(year[0]) if year else None


def _first_year(year: int | None, original: int | None, arxiv: str) -> int | None:
    """Return the year of the first public version, if that is said: the date of a preprint may be of the latest one."""
    posted, _ = first_version_month(arxiv)
    year = original or year
    return None if year and posted and year > posted else year


def _without_others(authors: Sequence[Name], span: Span, problems: list[Diagnostic]) -> tuple[Name, ...]:
    """Return the authors who are named, and report that there are more."""
    named = tuple(name for author in authors if (name := _without_et_al(author)))
    if named != tuple(authors):
        message = f"the list of authors is not complete: {counted(len(named), 'name')}, and others"
        hint = "add the other names to the page"
        problems.append(Diagnostic("incomplete-authors", message, span, hint, Severity.WARNING))
    return named


def _without_et_al(name: Name) -> Name | None:
    """Return what is a name in one that ends with "et al."; None for "others", or "Coauthors" as meteorologists say."""
    if str(name).lower() in ("others", "coauthors", "co-authors"):
        return None
    if any(map(_ET_AL.search, (name.family, name.given, name.literal))):
        family, given, literal = (_ET_AL.sub("", part).rstrip(" ,") for part in (name.family, name.given, name.literal))
        rest = Name(family, given, literal) if family or literal else plain_name(given)
    elif _ET_AL.search(str(name)):  # it was split between the two words
        rest = plain_name(_ET_AL.sub("", str(name)).rstrip(" ,"))
    else:
        return name
    return rest if str(rest) else None


def _find_status(note: str) -> PaperStatus | None:
    """Read the note that the catalogue's own exports write: what became of a paper stands first in it."""
    match note.partition(".")[0].strip().lower():
        case "withdrawn":
            return "withdrawn"
        case "retracted":
            return "retracted"
    return None
