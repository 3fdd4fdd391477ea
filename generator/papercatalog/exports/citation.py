"""What a citation of a paper says, before any format: BibTeX, RIS, CSL and the printed line share these facts."""

import re
from dataclasses import dataclass
from typing import Literal

from papercatalog.catalog import Catalog
from papercatalog.exports.serialize import drop_illegal
from papercatalog.model import Name, Paper
from papercatalog.text import squeeze
from papercatalog.urls import absolute_url

CitationKind = Literal["conference", "journal", "preprint"]

_PAGE_RANGE = re.compile(r"([^\s\u2013\u2014-]+)\s*[\u2013\u2014-]+\s*([^\s\u2013\u2014-]+)")


@dataclass(frozen=True, slots=True)
class Citation:
    """One paper as it is cited. Each text is a single line without controls; None means unknown."""

    id: str
    kind: CitationKind
    title: str
    authors: tuple[Name, ...] = ()
    year: int | None = None
    container: str | None = None
    """The full name of the proceedings or journal; None for a preprint."""
    container_short: str | None = None
    volume: str | None = None
    issue: str | None = None
    pages: tuple[str, ...] = ()
    """First and last page, or a single page or article number."""
    arxiv: str | None = None
    doi: str | None = None
    url: str | None = None
    """The best address: DOI, else arXiv, else this catalogue's page."""
    note: str | None = None
    keywords: tuple[str, ...] = ()


def cite_paper(paper: Paper, catalog: Catalog, base_url: str | None = None) -> Citation:
    """Return the citation of `paper`; without `base_url` this catalogue's own page is never its address."""
    venue = catalog.venue[paper.venue.id] if paper.venue else None
    permalink = absolute_url(base_url, paper.url) if base_url else None
    return Citation(
        id=paper.id,
        kind="preprint" if not venue else "journal" if venue.kind == "journal" else "conference",
        title=_clean(paper.title),
        authors=tuple(map(_clean_name, paper.authors)),
        year=paper.cited_year,
        container=_clean(venue.name) if venue else None,
        container_short=_clean(venue.short) if venue else None,
        volume=_clean(paper.venue.volume) if paper.venue and paper.venue.volume else None,
        issue=_clean(paper.venue.issue) if paper.venue and paper.venue.issue else None,
        pages=_split_pages(_clean(paper.venue.pages)) if paper.venue and paper.venue.pages else (),
        arxiv=paper.identifiers.arxiv,
        doi=paper.identifiers.doi,
        url=paper.identifiers.doi_url or paper.identifiers.arxiv_url or permalink,
        note=paper.status.capitalize() if paper.status else None,
        keywords=tuple(_clean(catalog.topic[topic].name) for topic in paper.topics),
    )


def format_citation(citation: Citation) -> str:
    """Return the printed line: `A. One and B. Two. 2015. Title. In Venue, pages 1-9. https://...`"""
    sentences = [
        _join_names(citation.authors),
        str(citation.year or ""),
        citation.title,
        _format_container(citation),
        citation.note or "",
    ]
    line = " ".join(text if text[-1] in ".?!" else f"{text}." for text in sentences if text)
    return f"{line} {citation.url}" if citation.url else line


def _format_container(citation: Citation) -> str:
    if citation.kind == "preprint":
        return f"arXiv:{citation.arxiv}" if citation.arxiv else ""
    volume = (citation.volume or "") + (f"({citation.issue})" if citation.issue else "")
    pages = ("pages " if len(citation.pages) > 1 else "page ") + "\u2013".join(citation.pages)
    place = ", ".join(part for part in (citation.container or "", volume, citation.pages and pages) if part)
    return f"In {place}" if citation.kind == "conference" else place


def _join_names(names: tuple[Name, ...]) -> str:
    *first, last = map(str, names) if names else ("",)
    return f"{', '.join(first)}{',' if len(first) > 1 else ''} and {last}" if first else last


def _split_pages(pages: str) -> tuple[str, ...]:
    found = _PAGE_RANGE.fullmatch(pages)
    return (found[1], found[2]) if found else (pages,)


def _clean_name(name: Name) -> Name:
    family, given, literal = _clean(name.family), _clean(name.given), name.literal and _clean(name.literal)
    if family and (family, given, "") == (name.family, name.given, name.literal):
        return name
    # A name without a family name cannot be turned round: no format may put a comma into it.
    return Name(family, given) if family and not literal else Name(literal=literal or given)


def _clean(text: str) -> str:
    return squeeze(drop_illegal(text))
