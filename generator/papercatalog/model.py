"""The catalogue's facts and how they hang together.

These dataclasses are the schema: each field is declared once, here, and pydantic checks
content against them. Nothing in this module reads files or knows an output format.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal, TypeVar
from urllib.parse import quote

from pydantic import AfterValidator, BeforeValidator, ConfigDict, StringConstraints

from papercatalog.diagnostics import Span
from papercatalog.text import slugify, split_name, squeeze
from papercatalog.urls import is_external_url

MAX_ID_LENGTH = 80
ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_DECIMAL_PATTERN = r"^[+-]?[0-9]+(,[0-9]{3})*(\.[0-9]+)?$"
_ARXIV_PATTERN = r"^([0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?/[0-9]{7})$"
_DOI_PATTERN = r"^10\.[0-9]{4,9}/[!-~]+$"
_ORCID_PATTERN = r"^([0-9]{4}-){3}[0-9]{3}[0-9X]$"

EXPLANATIONS = {
    ID_PATTERN: "must be lower-case letters and digits, in words joined by hyphens",
    _DECIMAL_PATTERN: "must be a decimal number such as 99.63",
    _ARXIV_PATTERN: "must be an arXiv identifier without version, such as 1503.03832",
    _DOI_PATTERN: "must be a bare DOI, such as 10.1109/CVPR.2015.7298682",
    _ORCID_PATTERN: "must be an ORCID, such as 0000-0002-1825-0097",
}
"""What each pattern of the schema demands, in words."""

Key = TypeVar("Key", bound=Hashable)

_STRICT = ConfigDict(extra="forbid")
_NOWHERE = Span("")


def _url(value: str) -> str:
    if not is_external_url(value):
        raise ValueError("must be an http or https address with a host, without user name, spaces or quotes")
    return value


def _year(value: object) -> object:
    if isinstance(value, int) or (isinstance(value, str) and re.fullmatch("[12][0-9]{3}", value)):
        return value
    raise ValueError("must be a year of four digits, such as 2021")


def _day(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"is not a day of the calendar ({error})") from None
    raise ValueError("must be a date such as 2026-11-21")


def _person(value: object) -> object:
    if isinstance(value, str):
        value = {"name": value}
    if isinstance(value, dict) and "name" in value:
        rest = {key: part for key, part in value.items() if key != "name"}
        if not isinstance(value["name"], str) or not value["name"].strip() or set(rest) - {"id"}:
            raise ValueError("must be a name, {name, id}, {family, given} or {literal}")
        family, given = split_name(value["name"])
        return {"family": family, "given": given, **rest}
    if isinstance(value, dict) and ("family" in value) == ("literal" in value):
        raise ValueError("must be a name, {name, id}, {family, given} or {literal}")
    return value


Line = Annotated[str, AfterValidator(squeeze), StringConstraints(min_length=1)]
Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID_LENGTH)]
Url = Annotated[str, AfterValidator(_url)]
Year = Annotated[int, BeforeValidator(_year)]
Day = Annotated[date, BeforeValidator(_day)]
Decimal = Annotated[str, StringConstraints(pattern=_DECIMAL_PATTERN)]
ArxivId = Annotated[str, StringConstraints(pattern=_ARXIV_PATTERN)]
Doi = Annotated[str, StringConstraints(pattern=_DOI_PATTERN)]

DatasetRole = Literal["introduced", "evaluated", "trained", "mentioned"]
LinkKind = Literal["code", "project", "data", "pdf", "video"]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed on a paper: `family` and `given`, or `literal` for a group or a name without such parts."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    family: str = ""
    given: str = ""
    literal: str = ""
    id: Id | None = None
    """Tells two people of one name apart."""

    def __str__(self) -> str:
        return self.literal or f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class VenueRef:
    """Where and when a paper appeared; `id` is a venue of venues.yaml."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    year: Year | None = None
    volume: Line | None = None
    issue: Line | None = None
    pages: Line | None = None
    note: Line | None = None


@dataclass(frozen=True, slots=True)
class Identifiers:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    arxiv: ArxivId | None = None
    doi: Doi | None = None

    @property
    def arxiv_url(self) -> str | None:
        return f"https://arxiv.org/abs/{self.arxiv}" if self.arxiv else None

    @property
    def pdf_url(self) -> str | None:
        return f"https://arxiv.org/pdf/{self.arxiv}" if self.arxiv else None

    @property
    def doi_url(self) -> str | None:
        # A DOI may hold any printable character, `<` and `#` among them.
        return f"https://doi.org/{quote(self.doi, safe='/:;()')}" if self.doi else None


@dataclass(frozen=True, slots=True)
class Link:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    kind: LinkKind
    url: Url
    source: Url | None = None
    """The page that shows the link, where the abstract does not."""


@dataclass(frozen=True, slots=True)
class DatasetUse:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    role: DatasetRole


@dataclass(frozen=True, slots=True)
class Result:
    """A number that the abstract states: `value` is the decimal as written, `method` whose it is if not the paper's."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    metric: Id
    value: Decimal
    quote: Line
    dataset: Id | None = None
    unit: Line | None = None
    kind: Literal["absolute", "gain", "efficiency"] = "absolute"
    setting: Line | None = None
    spread: Line | None = None
    method: Line | None = None
    source: Url | None = None


@dataclass(frozen=True, slots=True)
class Related:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    reason: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One record of the catalogue. `id` is the file name, the citation key and the address for ever.

    The fields stand in the canonical order of a page's front matter.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    title: Line
    authors: tuple[Annotated[Name, BeforeValidator(_person)], ...] = ()
    year: Year | None = None
    """Of the first public version; the venue may be later."""
    venue: VenueRef | None = None
    identifiers: Identifiers = Identifiers()
    links: tuple[Link, ...] = ()
    topics: tuple[Id, ...] = ()
    methods: tuple[Id, ...] = ()
    datasets: tuple[DatasetUse, ...] = ()
    results: tuple[Result, ...] = ()
    related: tuple[Related, ...] = ()
    summary: Line | None = None
    added: Day
    updated: Day | None = None
    status: Literal["withdrawn", "retracted"] | None = None
    aliases: tuple[Id, ...] = ()
    """Former ids; their addresses lead here."""
    sources: tuple[Url, ...] = ()
    """Pages that showed the bibliographic facts."""
    body: str = ""
    """The authors' abstract, in Markdown."""
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/papers/{self.id}/"

    @property
    def cited_year(self) -> int | None:
        """The venue's year where it is known, else that of the first public version."""
        return (self.venue and self.venue.year) or self.year

    @property
    def last_change(self) -> date:
        return self.updated or self.added

    def links_of(self, kind: LinkKind) -> list[Link]:
        return [link for link in self.links if link.kind == kind]


@dataclass(frozen=True, slots=True)
class Topic:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    """Spellings found in text."""
    parent: Id | None = None
    body: str = ""
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/topics/{self.id}/"


@dataclass(frozen=True, slots=True)
class Dataset:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    kind: Line | None = None
    year: Year | None = None
    size: Line | None = None
    licence: Line | None = None
    homepage: Url | None = None
    introduced_by: Id | None = None
    """The paper of this catalogue that introduced it."""
    source: Url | None = None
    body: str = ""
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/datasets/{self.id}/"


@dataclass(frozen=True, slots=True)
class Venue:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    name: Line
    short: Line
    kind: Literal["conference", "journal", "workshop"]
    aliases: tuple[Line, ...] = ()
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/venues/{self.id}/"


@dataclass(frozen=True, slots=True)
class Method:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    name: Line
    description: Line | None = None
    aliases: tuple[Line, ...] = ()
    span: Span = _NOWHERE


@dataclass(frozen=True, slots=True)
class Metric:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    name: Line
    better: Literal["higher", "lower"]
    unit: Line | None = None
    span: Span = _NOWHERE


@dataclass(frozen=True, slots=True)
class Person:
    """An author as a person with a page of their own: listed in authors.yaml, or known by name only."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    orcid: Annotated[str, StringConstraints(pattern=_ORCID_PATTERN)] | None = None
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/authors/{self.id}/"


@dataclass(frozen=True, slots=True)
class Article:
    """A page of prose from content/pages/, published at `/<id>/`."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: Id
    title: Line
    description: Line | None = None
    body: str = ""
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/{self.id}/"


Prose = Paper | Topic | Dataset | Article
"""The records with a body in Markdown."""


def publication_order(paper: Paper) -> tuple[int, str]:
    """Newest first; papers whose year is unknown come last. Ties are settled by id, which never changes."""
    return (-(paper.year or 0), paper.id)


@dataclass(frozen=True)
class Catalog:
    """Every record, checked and resolved, with the look-ups that pages and exports need.

    `papers` are newest first, all other records by name. Every id that a record refers to exists.
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
        return name.id or self._known_people.get(str(name)) or slugify(str(name))

    @cached_property
    def authors(self) -> tuple[Person, ...]:
        """Everybody who wrote a paper here, by family name. The spelling printed most often is the one shown."""
        listed = {person.id: person for person in self.people}
        spellings: dict[str, Counter[Name]] = defaultdict(Counter)
        for paper in self.papers:
            for name in paper.authors:
                spellings[self.author_id(name)][name] += 1
        by_family: list[tuple[str, Person]] = []
        for author_id, counts in spellings.items():
            name = counts.most_common(1)[0][0]
            person = listed.get(author_id) or Person(author_id, str(name))
            by_family.append((slugify(name.family or str(name)) + " " + author_id, person))
        return tuple(person for _, person in sorted(by_family, key=lambda pair: pair[0]))

    @cached_property
    def author(self) -> dict[str, Person]:
        return {person.id: person for person in self.authors}

    @cached_property
    def papers_by_author(self) -> dict[str, list[Paper]]:
        return _group(self.papers, lambda paper: dict.fromkeys(map(self.author_id, paper.authors)))

    @cached_property
    def papers_by_topic(self) -> dict[str, list[Paper]]:
        return _group(self.papers, lambda paper: paper.topics)

    @cached_property
    def papers_by_dataset(self) -> dict[str, list[Paper]]:
        return _group(self.papers, lambda paper: [use.id for use in paper.datasets])

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
        return tree

    @cached_property
    def newest(self) -> tuple[Paper, ...]:
        """Papers by the day they were added, latest first: what is new to a reader."""
        return tuple(sorted(self.papers, key=lambda paper: paper.added, reverse=True))


def _group(papers: Iterable[Paper], keys: Callable[[Paper], Iterable[Key]]) -> dict[Key, list[Paper]]:
    groups: dict[Key, list[Paper]] = defaultdict(list)
    for paper in papers:
        for key in keys(paper):
            groups[key].append(paper)
    return groups
