"""What a citation of a paper says, before any format: BibTeX, RIS, CSL and the printed line share these facts."""

import re
from dataclasses import dataclass
from typing import Literal

from papercatalog.catalog import Catalog
from papercatalog.exports.serialize import drop_illegal
from papercatalog.model import Name, Paper, VenueRef
from papercatalog.text import squeeze
from papercatalog.urls import absolute_url

CitationKind = Literal["conference", "journal", "preprint"]

_PAGE_RANGE = re.compile(r"([^\s\u2013\u2014-]+)\s*[\u2013\u2014-]+\s*([^\s\u2013\u2014-]+)")


@dataclass(frozen=True, slots=True)
class Citation:
    """One paper as it is cited. Each text is a single line without controls; what is unknown is empty."""

    id: str
    kind: CitationKind
    title: str
    authors: tuple[Name, ...]
    year: int | None
    container: str
    """The full name of the proceedings or journal; none for a preprint."""
    container_short: str
    volume: str
    issue: str
    pages: tuple[str, ...]
    """First and last page, or a single page or article number."""
    arxiv: str
    doi: str
    url: str
    """The best address: DOI, else arXiv, else this catalogue's page."""
    note: str
    """What became of the paper, and what is known of the place where it appeared: `Retracted. Online 2023`."""
    keywords: tuple[str, ...]

    @property
    def first_page(self) -> str:
        return self.pages[0] if self.pages else ""

    @property
    def last_page(self) -> str:
        return self.pages[1] if len(self.pages) > 1 else ""


def cite_paper(paper: Paper, catalog: Catalog, base_url: str | None = None) -> Citation:
    """Return the citation of `paper`; without `base_url` this catalogue's own page is never its address."""
    venue = catalog.venue[paper.venue.id] if paper.venue else None
    place = paper.venue or VenueRef("")
    permalink = absolute_url(base_url, paper.url) if base_url else ""
    return Citation(
        id=paper.id,
        kind="preprint" if not venue else "journal" if venue.kind == "journal" else "conference",
        title=_clean(paper.title),
        authors=tuple(map(_clean_name, paper.authors)),
        year=paper.cited_year,
        container=_clean(venue.name) if venue else "",
        container_short=_clean(venue.short) if venue else "",
        volume=_clean(place.volume),
        issue=_clean(place.issue),
        pages=_split_pages(_clean(place.pages)),
        arxiv=paper.identifiers.arxiv or "",
        doi=paper.identifiers.doi or "",
        url=next(iter(paper.identifiers.urls), permalink),
        note=". ".join(text[0].upper() + text[1:] for text in (paper.status, _clean(place.note)) if text),
        keywords=tuple(_clean(catalog.topic[topic].name) for topic in paper.topics),
    )


def format_citation(citation: Citation) -> str:
    """Return the printed line: `A. One and B. Two. 2015. Title. In Venue, pages 1-9. https://...`"""
    year, container = str(citation.year or ""), _format_container(citation)
    sentences = [_join_names(citation.authors), year, citation.title, container, citation.note]
    line = " ".join(text if text[-1] in ".?!" else f"{text}." for text in sentences if text)
    return f"{line} {citation.url}" if citation.url else line


def _format_container(citation: Citation) -> str:
    if citation.kind == "preprint":
        return f"arXiv:{citation.arxiv}" if citation.arxiv else ""
    volume = citation.volume + (f"({citation.issue})" if citation.issue else "")
    pages = ("pages " if len(citation.pages) > 1 else "page ") + "\u2013".join(citation.pages)
    place = ", ".join(part for part in (citation.container, volume, citation.pages and pages) if part)
    return f"In {place}" if citation.kind == "conference" else place


def _join_names(names: tuple[Name, ...]) -> str:
    *first, last = map(str, names) if names else ("",)
    return f"{', '.join(first)}{',' if len(first) > 1 else ''} and {last}" if first else last


def _split_pages(pages: str) -> tuple[str, ...]:
    found = _PAGE_RANGE.fullmatch(pages)
    return (found[1], found[2]) if found else (pages,) if pages else ()


def _clean_name(name: Name) -> Name:
    family, given, literal = _clean(name.family), _clean(name.given), name.literal and _clean(name.literal)
    if family and (family, given, "") == (name.family, name.given, name.literal):
        return name
    # A name without a family name cannot be turned round: no format may put a comma into it.
    return Name(family, given) if family and not literal else Name(literal=literal or given)


def _clean(text: str | None) -> str:
    return squeeze(drop_illegal(text or ""))
