"""Catalog -> what search knows of each paper: its tokens by field, and the record that a result shows.

Names stand where records hold ids: readers search for "Visual Object Classes" and VOC2012,
not for `voc2012`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from papercatalog.catalog import Catalog
from papercatalog.markdown import plain_text
from papercatalog.model import Dataset, Method, Name, Paper, Topic
from papercatalog.search.asked import Synonyms, acronyms_of_name, acronyms_of_title
from papercatalog.search.terms import Terms, Tokeniser
from papercatalog.search.tokens import STOP_WORDS, fold

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
_PLAIN_NAMES = re.compile("[A-Za-z0-9 .'-]*")


Tokens = Mapping[str, Sequence[int]]
"""The numbers of the terms of a paper by field, in the order of reading; every field is present."""
Record = Mapping[str, object]
"""What a result shows of a paper, as the browser receives it."""


def numbered(catalog: Catalog) -> list[Paper]:
    """Return the papers in the order of their numbers, oldest addition first: a new paper changes no other's number.

    Of those added on one day the oldest publication is first. A search without words shows them from the end.
    """
    return sorted(catalog.papers, key=lambda paper: (paper.added, paper.year or 0, paper.id))


@dataclass(frozen=True, slots=True)
class _Label:
    """What a topic, data set or method adds to each paper that has it."""

    tokens: list[int]
    """Of all its names."""
    acronyms: set[str]
    asked: list[int]


class Documents:
    """Says what search knows of papers whose labels are all in the catalogue; the papers themselves need not be."""

    def __init__(self, catalog: Catalog, terms: Terms) -> None:
        self._catalog = catalog
        self._terms = terms
        self._synonyms = Synonyms(catalog.synonyms)
        self._prose = Tokeniser(terms, STOP_WORDS)
        self._names = Tokeniser(terms)
        self._topics = {topic.id: self._label(topic, topic.asked_as) for topic in catalog.topics}
        self._datasets = {dataset.id: self._label(dataset) for dataset in catalog.datasets}
        self._methods = {method.id: self._label(method) for method in catalog.methods}
        self._people = {name for person in catalog.people for name in (person.name, *person.aliases)}
        self._venues: dict[tuple[object, ...], list[int]] = {}
        """The tokens of a venue and of years."""

    def tokens(self, paper: Paper) -> Tokens:
        summary, abstract = paper.summary or "", plain_text(paper.body)
        topics = [self._topics[topic] for topic in paper.topics]
        datasets = [self._datasets[use.id] for use in paper.datasets]
        tokens = {
            "title": self._names.tokens(paper.title),
            "authors": self._names.tokens(" ".join(map(str, paper.authors))),
            "summary": self._prose.tokens(summary),
            "abstract": self._prose.tokens(abstract),
            "topics": _all_tokens(topics),
            "datasets": _all_tokens(datasets),
            "methods": _all_tokens([self._methods[method] for method in paper.methods]),
            "venue": self._venue_tokens(paper),
        }
        acronyms = {*acronyms_of_title(paper.title)}.union(*(label.acronyms for label in (*topics, *datasets)))
        versioned = self._terms.versioned
        named = versioned.keys() & chain(tokens["title"], tokens["abstract"], tokens["datasets"])
        acronyms.update(map(versioned.__getitem__, named))
        more = [*self._synonyms.words(paper.title, summary, abstract), *sorted(acronyms)]
        asked = chain.from_iterable([topic.asked for topic in topics])
        tokens["asked"] = [*asked, *map(self._terms.__getitem__, more)]
        return tokens

    def _label(self, record: Topic | Dataset | Method, asked_as: Sequence[str] = ()) -> _Label:
        spellings = (record.name, *record.aliases)
        acronyms = set().union(*map(acronyms_of_name, spellings))
        return _Label(self._names.tokens(" ".join(spellings)), acronyms, self._prose.tokens(" ".join(asked_as)))

    def _venue_tokens(self, paper: Paper) -> list[int]:
        place = paper.venue.id if paper.venue else None, *paper.years
        if place not in self._venues:
            self._venues[place] = self._names.tokens(" ".join(_venue_words(self._catalog, paper)))
        return self._venues[place]

    def record(self, paper: Paper) -> Record:
        catalog, authors = self._catalog, [str(name) for name in paper.authors]
        record: dict[str, object] = {
            "id": paper.id,
            "url": paper.url,
            "title": paper.title,
            "authors": authors,
            "year": paper.year,
            "venue": catalog.format_venue(paper),
            "status": paper.status,
            "topics": [[topic, catalog.topic[topic].name] for topic in paper.topics],
            "datasets": [catalog.dataset[use.id].name for use in paper.datasets],
            "methods": [catalog.method[method].name for method in paper.methods],
            "summary": paper.summary,
            "abstract": plain_text(paper.body),
        }
        if odd := dict(self._odd_author_ids(paper.authors, authors)):
            record["authorIds"] = odd
        return record

    def _odd_author_ids(self, authors: Sequence[Name], printed: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Yield the ids that the browser cannot make of the printed names, each with its place."""
        is_named = any(author.id for author in authors) or not self._people.isdisjoint(printed)
        if not is_named and _PLAIN_NAMES.fullmatch("".join(printed)):
            return  # as of most papers: not worth a look at each author
        for place, (author, name) in enumerate(zip(authors, printed, strict=True)):
            if author.id or name in self._people or not _PLAIN_NAMES.fullmatch(name):
                id_ = self._catalog.author_id(author)
                if id_ != _browser_slug(name):
                    yield place, id_


def _all_tokens(labels: Sequence[_Label]) -> list[int]:
    return [*chain.from_iterable([label.tokens for label in labels])]


def _venue_words(catalog: Catalog, paper: Paper) -> list[str]:
    """The venue's names and the years, so that "schroff 2015" and "cvpr 2015" find the paper."""
    words = [str(year) for year in sorted(paper.years)]
    if paper.venue:
        venue = catalog.venue[paper.venue.id]
        words += [venue.short, venue.name, *venue.aliases]
    return words


def _browser_slug(name: str) -> str:
    """Make an id as the browser does (static/search/bets.js)."""
    return "-".join(re.findall("[a-z0-9]+", fold(name).replace("'", "")))
