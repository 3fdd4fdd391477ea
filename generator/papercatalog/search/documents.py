"""Catalog -> what search knows of each paper: its tokens by field, and what a result shows.

Names stand where records hold ids: readers search for "Labeled Faces in the Wild" and LFW,
not for `lfw`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.markdown import plain_text
from papercatalog.model import Dataset, Method, Paper, Topic
from papercatalog.search.tokens import list_tokens, prose_tokens, tokens

FIELDS: dict[str, int] = {
    "title": 10,
    "authors": 1,
    "summary": 1,
    "abstract": 1,
    "topics": 1,
    "datasets": 1,
    "methods": 1,
    "venue": 1,
}
"""Field -> boost. The order is part of the format: postings refer to fields by number."""

K1 = 1.2
"""How soon repeating a word stops helping; Lunr's default."""
B = 0.3
"""How much a long field weakens its words. Lunr's 0.75 less often puts the paper first that a reader has in mind."""


@dataclass(frozen=True, slots=True)
class Document:
    """One paper as search sees it."""

    id: str
    tokens: dict[str, list[str]]
    """By field; every field is present."""
    shown: Mapping[str, object]
    """The record behind a result, as the browser receives it."""


def make_documents(catalog: Catalog) -> list[Document]:
    """Return a document per paper, in the catalogue's order: of equal scores the newest paper comes first."""
    return [_document(catalog, paper, plain_text(paper.body)) for paper in catalog.papers]


def _document(catalog: Catalog, paper: Paper, abstract: str) -> Document:
    authors = [str(name) for name in paper.authors]
    fields = {
        "title": tokens(paper.title),
        "authors": list_tokens(authors),
        "summary": prose_tokens(paper.summary or ""),
        "abstract": prose_tokens(abstract),
        "topics": _names(catalog.topic[topic] for topic in paper.topics),
        "datasets": _names(catalog.dataset[use.id] for use in paper.datasets),
        "methods": _names(method for method in catalog.methods if method.id in paper.methods),
        "venue": list_tokens(_venue_words(catalog, paper)),
    }
    shown = {
        "id": paper.id,
        "url": paper.url,
        "title": paper.title,
        "authors": authors,
        "year": paper.year,
        "venue": catalog.venue[paper.venue.id].short if paper.venue else None,
        "status": paper.status,
        "summary": paper.summary,
        "abstract": abstract,
    }
    return Document(paper.id, fields, shown)


def _names(records: Iterable[Topic | Dataset | Method]) -> list[str]:
    return list_tokens(text for record in records for text in (record.name, *record.aliases))


def _venue_words(catalog: Catalog, paper: Paper) -> list[str]:
    """The venue's names and the years, so that "schroff 2015" and "cvpr 2015" find the paper."""
    years = {paper.year, paper.cited_year} - {None}
    words = [str(year) for year in sorted(years, key=str)]
    if paper.venue:
        venue = catalog.venue[paper.venue.id]
        words += [venue.short, venue.name]
    return words
