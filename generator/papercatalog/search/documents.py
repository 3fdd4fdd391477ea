"""Catalog -> what search knows of each paper: its tokens by field, and what a result shows.

Names stand where records hold ids: readers search for "Labeled Faces in the Wild" and LFW,
not for `lfw`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.markdown import plain_text
from papercatalog.model import Dataset, Method, Name, Paper, Topic
from papercatalog.search.asked import (
    Synonyms,
    acronyms_of_name,
    acronyms_of_title,
    topic_words,
    without_versions,
)
from papercatalog.search.tokens import fold, list_tokens, prose_tokens, tokens

FIELDS: dict[str, float] = {
    "title": 5,
    "authors": 1,
    "summary": 1,
    "abstract": 1,
    "topics": 1,
    "datasets": 1,
    "methods": 1,
    "venue": 1,
    "asked": 3,
}
"""Field -> boost. The order is part of the format: postings refer to fields by number.

`asked` holds what readers may type although the paper does not say it.
"""

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


def numbered(catalog: Catalog) -> list[Paper]:
    """Return the papers in the order of their numbers, oldest addition first: a new paper changes no other's number."""
    return sorted(catalog.papers, key=lambda paper: (paper.added, paper.id))


def make_documents(catalog: Catalog) -> Iterator[Document]:
    """Yield a document per paper, by number."""
    synonyms = Synonyms(catalog.synonyms)
    for paper in numbered(catalog):
        yield _document(catalog, synonyms, paper, plain_text(paper.body))


def _document(catalog: Catalog, synonyms: Synonyms, paper: Paper, abstract: str) -> Document:
    authors = [str(name) for name in paper.authors]
    topics = [catalog.topic[topic] for topic in paper.topics]
    datasets = [catalog.dataset[use.id] for use in paper.datasets]
    summary = paper.summary or ""
    fields = {
        "title": tokens(paper.title),
        "authors": list_tokens(authors),
        "summary": prose_tokens(summary),
        "abstract": prose_tokens(abstract),
        "topics": _names(topics),
        "datasets": _names(datasets),
        "methods": _names(catalog.method[method] for method in paper.methods),
        "venue": list_tokens(_venue_words(catalog, paper)),
    }
    acronyms = {*acronyms_of_title(paper.title)}.union(*map(acronyms_of_name, _spellings([*topics, *datasets])))
    unnumbered = without_versions([*fields["title"], *fields["abstract"], *fields["datasets"]])
    fields["asked"] = [
        *topic_words(topics),
        *synonyms.words(paper.title, summary, abstract),
        *sorted(acronyms.union(unnumbered)),
    ]
    shown: dict[str, object] = {
        "id": paper.id,
        "url": paper.url,
        "title": paper.title,
        "authors": authors,
        "year": paper.year,
        "venue": catalog.venue[paper.venue.id].short if paper.venue else None,
        "status": paper.status,
        "topics": [[topic.id, topic.name] for topic in topics],
        "summary": paper.summary,
        "abstract": abstract,
    }
    if odd := _odd_author_ids(catalog, paper.authors):
        shown["authorIds"] = odd
    return Document(paper.id, fields, shown)


def _names(records: Iterable[Topic | Dataset | Method]) -> list[str]:
    return list_tokens(_spellings(records))


def _spellings(records: Iterable[Topic | Dataset | Method]) -> Iterator[str]:
    for record in records:
        yield from (record.name, *record.aliases)


def _venue_words(catalog: Catalog, paper: Paper) -> list[str]:
    """The venue's names and the years, so that "schroff 2015" and "cvpr 2015" find the paper."""
    years = {paper.year, paper.cited_year} - {None}
    words = [str(year) for year in sorted(years, key=str)]
    if paper.venue:
        venue = catalog.venue[paper.venue.id]
        words += [venue.short, venue.name]
    return words


def _odd_author_ids(catalog: Catalog, authors: Iterable[Name]) -> dict[int, str]:
    """Return the ids that the browser cannot make of the printed names, by place."""
    ids = ((place, str(name), catalog.author_id(name)) for place, name in enumerate(authors))
    return {place: id_ for place, name, id_ in ids if id_ != _browser_slug(name)}


def _browser_slug(name: str) -> str:
    """Make an id as the browser does (static/search/client.js): without the table of letters that `slugify` has."""
    return "-".join(re.findall("[a-z0-9]+", fold(name).replace("'", "")))
