"""The catalogue as a whole: how its records hang together.

Look-ups are made on first use and kept. Nothing here reads files or knows an output format.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple, TypeVar

from papercatalog.claims import Claim
from papercatalog.identifiers import first_version_month
from papercatalog.model import (
    Article,
    Dataset,
    Method,
    Metric,
    Name,
    Paper,
    Person,
    Result,
    Synonym,
    Topic,
    Venue,
)
from papercatalog.text import slugify

Key = TypeVar("Key", bound=Hashable)
Member = TypeVar("Member")

Prose = Paper | Topic | Dataset | Article
"""The records with a body in Markdown."""


def publication_order(paper: Paper) -> tuple[int, int, str]:
    """Newest first, within a year by the month that arXiv tells; papers whose year or month is unknown come last.

    Ties are settled by id, which never changes.
    """
    year, month = first_version_month(paper.identifiers.arxiv or "")
    return (-(paper.year or 0), -month if year == paper.year else 0, paper.id)


class RelatedPaper(NamedTuple):
    """A neighbour of a paper, computed or chosen by the curator, and why it is one.

    Papers have five each: as a tuple, one takes half the memory of a dataclass.
    """

    id: str
    reasons: tuple[str, ...]
    """Phrases for readers, the weightiest first: "both evaluate on ImageNet"."""


@dataclass(frozen=True)
class Catalog:
    """Every record, checked and resolved, with the look-ups that pages and exports need.

    `papers` are newest first, `articles` by id, `synonyms` as they are listed, all other records by name.
    Every id that a record refers to exists.
    """

    papers: tuple[Paper, ...]
    topics: tuple[Topic, ...] = ()
    datasets: tuple[Dataset, ...] = ()
    venues: tuple[Venue, ...] = ()
    methods: tuple[Method, ...] = ()
    metrics: tuple[Metric, ...] = ()
    people: tuple[Person, ...] = ()
    """Those of authors.yaml; `authors` has everybody."""
    articles: tuple[Article, ...] = ()
    synonyms: tuple[Synonym, ...] = ()
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    """Paper id -> what its links, datasets and results rest on."""
    related: Mapping[str, tuple[RelatedPaper, ...]] = field(default_factory=dict)
    """Paper id -> its neighbours, best first. Empty until papers have been related."""

    def with_related(self, related: Mapping[str, tuple[RelatedPaper, ...]]) -> "Catalog":
        """Return the catalogue with the neighbours of its papers, and with the look-ups that have been made."""
        catalog = copy(self)
        object.__setattr__(catalog, "related", related)
        return catalog

    def take_authors_of(self, before: "Catalog") -> None:
        """Take over the look-ups of authors that have been made in another catalogue, if its papers have the same."""
        if before.people == self.people and _authors(before.papers) == _authors(self.papers):
            vars(self).update({name: found for name, found in vars(before).items() if name in _OF_AUTHORS})

    @property
    def paper_count(self) -> int:
        return len(self.papers)

    @cached_property
    def last_change(self) -> date | None:
        """The day on which a paper last changed; None if there is none."""
        return max((paper.last_change for paper in self.papers), default=None)

    @property
    def is_empty(self) -> bool:
        """What every page asks should not be a reason to make every page anew: ask no more than this."""
        return not self.papers

    @cached_property
    def paper(self) -> dict[str, Paper]:
        return {paper.id: paper for paper in self.papers}

    @cached_property
    def topic(self) -> dict[str, Topic]:
        return {topic.id: topic for topic in self.topics}

    @cached_property
    def dataset(self) -> dict[str, Dataset]:
        return {dataset.id: dataset for dataset in self.datasets}

    @cached_property
    def venue(self) -> dict[str, Venue]:
        return {venue.id: venue for venue in self.venues}

    @cached_property
    def method(self) -> dict[str, Method]:
        return {method.id: method for method in self.methods}

    @cached_property
    def metric(self) -> dict[str, Metric]:
        return {metric.id: metric for metric in self.metrics}

    def gain(self, result: Result) -> str | None:
        """Return what a number that compares is called: "gain", or "lower" where less is better; None for others."""
        if result.kind != "gain":
            return None
        return "gain" if self.metric[result.metric].better == "higher" else "lower"

    def format_venue(self, paper: Paper) -> str | None:
        """Return the short form that lists show, such as "CVPR 2015"; None for a preprint."""
        if not paper.venue:
            return None
        short = self.venue[paper.venue.id].short
        return f"{short} {paper.venue.year}" if paper.venue.year else short

    def cite(self, paper_id: str) -> tuple[str, str] | None:
        """Return the site path and the label of a cited paper; None where there is no such paper."""
        paper = self.paper.get(paper_id)
        return (paper.url, paper.label) if paper else None

    def prose(self) -> Iterator[Prose]:
        """Yield every record with a body in Markdown."""
        yield from self.papers
        yield from self.topics
        yield from self.datasets
        yield from self.articles

    @cached_property
    def _known_people(self) -> dict[str, str]:
        return {name: person.id for person in self.people for name in (person.name, *person.aliases)}

    def author_id(self, name: Name) -> str:
        """Return the id of the person behind a printed name; empty when the name gives none (no Latin letters)."""
        return self.author_ids.get(name) or self._find_author_id(name)

    @cached_property
    def author_ids(self) -> dict[Name, str]:
        """Those of all printed names: each is asked for many times, and a slug takes longer to make than to find."""
        return {name: self._find_author_id(name) for name in self._printed_names}

    @cached_property
    def _printed_names(self) -> Counter[Name]:
        """How many times each name is printed, in the order in which they come first."""
        return Counter(name for paper in self.papers for name in paper.authors)

    def _find_author_id(self, name: Name) -> str:
        return name.id or self._known_people.get(str(name)) or slugify(str(name))

    @cached_property
    def authors(self) -> tuple[Person, ...]:
        """Everybody who wrote a paper here, by family name. The spelling printed most often is the one shown."""
        spellings: dict[str, Name] = {}
        most: dict[str, int] = {}
        for (name, author_id), count in zip(self.author_ids.items(), self._printed_names.values(), strict=True):
            if count > most.get(author_id, 0):
                spellings[author_id], most[author_id] = name, count
        by_family: list[tuple[str, Person]] = []
        for author_id, name in spellings.items():
            person = self.listed_person.get(author_id) or Person(author_id, str(name))
            by_family.append(((slugify(name.family or str(name)) or author_id) + " " + author_id, person))
        return tuple(person for _, person in sorted(by_family, key=lambda pair: pair[0]))

    @cached_property
    def author(self) -> dict[str, Person]:
        return {person.id: person for person in self.authors}

    @cached_property
    def listed_person(self) -> dict[str, Person]:
        """Those of authors.yaml only: what is asked of everybody else is the same for all of them."""
        return {person.id: person for person in self.people}

    @cached_property
    def papers_by_author(self) -> dict[str, list[Paper]]:
        return _group(self.papers, lambda paper: dict.fromkeys(map(self.author_ids.__getitem__, paper.authors)))

    @cached_property
    def paper_count_by_author(self) -> dict[str, int]:
        """For those who ask no more: a page depends on what it asks, and there are many authors."""
        return {author_id: len(papers) for author_id, papers in self.papers_by_author.items()}

    @cached_property
    def papers_by_topic(self) -> dict[str, list[Paper]]:
        return _group(self.papers, lambda paper: paper.topics)

    @cached_property
    def paper_count_with_subtopics(self) -> dict[str, int]:
        """How many papers a topic and all topics below it have together; each paper counts once."""
        lines = {topic.id: (topic.id, *(above.id for above in self.ancestors(topic))) for topic in self.topics}
        return Counter(id_ for paper in self.papers for id_ in set().union(*map(lines.__getitem__, paper.topics)))

    @cached_property
    def papers_by_dataset(self) -> dict[str, list[Paper]]:
        return _group(self.papers, lambda paper: [use.id for use in paper.datasets])

    @cached_property
    def papers_by_method(self) -> dict[str, list[Paper]]:
        return _group(self.papers, lambda paper: paper.methods)

    @cached_property
    def papers_by_venue(self) -> dict[str, list[Paper]]:
        return _group(self.papers, lambda paper: [paper.venue.id] if paper.venue else [])

    @cached_property
    def papers_by_year(self) -> dict[int, list[Paper]]:
        """Years newest first; papers without a year are in none."""
        return _group(self.papers, lambda paper: [paper.year] if paper.year else [])

    @cached_property
    def subtopics(self) -> dict[str, list[Topic]]:
        """Children by parent id; the key "" has the roots."""
        tree: dict[str, list[Topic]] = defaultdict(list)
        for topic in self.topics:
            tree[topic.parent or ""].append(topic)
        return _Groups(tree)

    def ancestors(self, topic: Topic) -> list[Topic]:
        """Return the topics above one, from the root down."""
        above: list[Topic] = []
        while topic.parent:
            topic = self.topic[topic.parent]
            above.insert(0, topic)
        return above

    @cached_property
    def newest(self) -> tuple[Paper, ...]:
        """Papers by the day they were added, latest first: what is new to a reader."""
        return tuple(sorted(self.papers, key=lambda paper: paper.added, reverse=True))


_OF_AUTHORS = {"_known_people", "_printed_names", "author_ids", "authors", "author", "paper_count_by_author"}
"""Look-ups that depend on nothing but the names that papers print, and authors.yaml."""


def _authors(papers: Iterable[Paper]) -> list[tuple[Name, ...]]:
    return [paper.authors for paper in papers]


def _group(papers: Iterable[Paper], keys: Callable[[Paper], Iterable[Key]]) -> dict[Key, list[Paper]]:
    groups: dict[Key, list[Paper]] = defaultdict(list)
    for paper in papers:
        for key in keys(paper):
            groups[key].append(paper)
    return _Groups(groups)


class _Groups(dict[Key, list[Member]]):
    """Lists by a key. To ask for one that is not there gives an empty list and leaves all as it is."""

    def __missing__(self, key: Key) -> list[Member]:
        return []
