"""Catalog -> what search knows of each paper: the counts of its tokens by field, and what a result shows.

Names stand where records hold ids: readers search for "Visual Object Classes" and VOC2012,
not for `voc2012`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from papercatalog.catalog import Catalog, format_venue
from papercatalog.markdown import plain_text
from papercatalog.model import Dataset, Method, Name, Paper, Topic
from papercatalog.search.asked import (
    Synonyms,
    acronyms_of_name,
    acronyms_of_title,
    topic_words,
    without_versions,
)
from papercatalog.search.tokens import STOP_WORDS, TokenCounter, TokenCounts, count_tokens, fold, list_tokens

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


# Of such names `slugify` and the browser make the same ids.
_PLAIN_NAME = re.compile("[A-Za-z0-9 .'-]*")


@dataclass(frozen=True, slots=True)
class Document:
    """One paper as search sees it."""

    id: str
    counts: Mapping[str, TokenCounts]
    """By field; every field is present."""
    shown: Mapping[str, object]
    """The record behind a result, as the browser receives it."""


def numbered(catalog: Catalog) -> list[Paper]:
    """Return the papers in the order of their numbers, oldest addition first: a new paper changes no other's number."""
    return sorted(catalog.papers, key=lambda paper: (paper.added, paper.id))


def make_documents(catalog: Catalog) -> Iterator[Document]:
    """Yield a document per paper, by number."""
    return map(DocumentMaker(catalog).make, numbered(catalog))


@dataclass(frozen=True, slots=True)
class _Label:
    """What a topic, data set or method adds to each paper that has it."""

    tokens: list[str]
    """Of all its names."""
    acronyms: set[str]
    asked: list[str]


class DocumentMaker:
    """Makes the documents of papers whose labels are all in the catalogue; the papers themselves need not be."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._synonyms = Synonyms(catalog.synonyms)
        self._prose = TokenCounter(STOP_WORDS)
        self._names = TokenCounter()
        self._topics = {topic.id: _label(topic, topic_words(topic)) for topic in catalog.topics}
        self._datasets = {dataset.id: _label(dataset) for dataset in catalog.datasets}
        self._methods = {method.id: _label(method) for method in catalog.methods}
        self._people = {name for person in catalog.people for name in (person.name, *person.aliases)}
        self._counts: dict[tuple[str, tuple[object, ...]], TokenCounts] = {}
        """Of what many papers share, by field."""

    def make(self, paper: Paper) -> Document:
        authors = [str(name) for name in paper.authors]
        summary, abstract = paper.summary or "", plain_text(paper.body)
        topics = [self._topics[topic] for topic in paper.topics]
        datasets = [self._datasets[use.id] for use in paper.datasets]
        counts = {
            "title": self._names.count(paper.title),
            "authors": self._names.count(" ".join(authors)),
            "summary": self._prose.count(summary),
            "abstract": self._prose.count(abstract),
            "topics": self._count_labels("topics", self._topics, paper.topics),
            "datasets": self._count_labels("datasets", self._datasets, tuple([use.id for use in paper.datasets])),
            "methods": self._count_labels("methods", self._methods, paper.methods),
            "venue": self._count_venue(paper),
        }
        acronyms = {*acronyms_of_title(paper.title)}.union(*(label.acronyms for label in (*topics, *datasets)))
        acronyms.update(without_versions(chain(*(counts[field].terms for field in ("title", "abstract", "datasets")))))
        asked = (word for topic in topics for word in topic.asked)
        counts["asked"] = count_tokens(
            [*asked, *self._synonyms.words(paper.title, summary, abstract), *sorted(acronyms)]
        )
        return Document(paper.id, counts, self._shown(paper, authors, abstract))

    def _count_labels(self, field: str, labels: Mapping[str, _Label], ids: tuple[str, ...]) -> TokenCounts:
        if (field, ids) not in self._counts:
            self._counts[field, ids] = count_tokens([token for id_ in ids for token in labels[id_].tokens])
        return self._counts[field, ids]

    def _count_venue(self, paper: Paper) -> TokenCounts:
        place = paper.venue.id if paper.venue else None, paper.year, paper.cited_year
        if ("venue", place) not in self._counts:
            self._counts["venue", place] = self._names.count(" ".join(_venue_words(self._catalog, paper)))
        return self._counts["venue", place]

    def _shown(self, paper: Paper, authors: Sequence[str], abstract: str) -> Mapping[str, object]:
        catalog = self._catalog
        shown: dict[str, object] = {
            "id": paper.id,
            "url": paper.url,
            "title": paper.title,
            "authors": authors,
            "year": paper.year,
            "venue": format_venue(paper, catalog),
            "status": paper.status,
            "topics": [[topic, catalog.topic[topic].name] for topic in paper.topics],
            "summary": paper.summary,
            "abstract": abstract,
        }
        if odd := dict(self._odd_author_ids(paper.authors, authors)):
            shown["authorIds"] = odd
        return shown

    def _odd_author_ids(self, authors: Sequence[Name], printed: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield the ids that the browser cannot make of the printed names, each with its place."""
        for place, (author, name) in enumerate(zip(authors, printed, strict=True)):
            if author.id or name in self._people or not _PLAIN_NAME.fullmatch(name):
                id_ = self._catalog.author_id(author)
                if id_ != _browser_slug(name):
                    yield place, id_


def _label(record: Topic | Dataset | Method, asked: Sequence[str] = ()) -> _Label:
    spellings = (record.name, *record.aliases)
    return _Label(list_tokens(spellings), set().union(*map(acronyms_of_name, spellings)), list(asked))


def _venue_words(catalog: Catalog, paper: Paper) -> list[str]:
    """The venue's names and the years, so that "schroff 2015" and "cvpr 2015" find the paper."""
    years = {paper.year, paper.cited_year} - {None}
    words = [str(year) for year in sorted(years, key=str)]
    if paper.venue:
        venue = catalog.venue[paper.venue.id]
        words += [venue.short, venue.name, *venue.aliases]
    return words


def _browser_slug(name: str) -> str:
    """Make an id as the browser does (static/search/bets.js)."""
    return "-".join(re.findall("[a-z0-9]+", fold(name).replace("'", "")))
