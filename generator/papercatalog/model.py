"""The records of a catalogue.

These dataclasses are the schema: each field is declared once, here, and pydantic checks content against them. They have
no slots, which lets a pickle fill them in half the time. Nothing here reads files or knows an output format.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal
from urllib.parse import quote

from pydantic import BeforeValidator, WithJsonSchema

from papercatalog.diagnostics import Span
from papercatalog.fields import (
    PERSON_SCHEMA,
    ArxivId,
    Day,
    Decimal,
    Doi,
    Id,
    Line,
    Orcid,
    Strict,
    Url,
    Year,
    parse_person,
)

_NOWHERE = Span("")

DatasetRole = Literal["introduced", "evaluated", "trained", "mentioned"]
LinkKind = Literal["code", "project", "data", "pdf", "video"]
PaperStatus = Literal["withdrawn", "retracted"]


@dataclass(frozen=True)
class Name(Strict):
    """A name as printed on a paper: `family` and `given`, or `literal` for a group or a name without such parts."""

    family: str = ""
    given: str = ""
    literal: str = ""
    id: Id | None = None
    """Tells two people of one name apart."""

    def __str__(self) -> str:
        return self.literal or f"{self.given} {self.family}".strip()


@dataclass(frozen=True)
class VenueRef(Strict):
    """Where and when a paper appeared; `id` is a venue of venues.yaml."""

    id: Id
    year: Year | None = None
    volume: Line | None = None
    issue: Line | None = None
    pages: Line | None = None
    note: Line | None = None


@dataclass(frozen=True)
class Identifiers(Strict):
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

    @property
    def urls(self) -> list[str]:
        """The paper elsewhere, the best address first."""
        return [url for url in (self.doi_url, self.arxiv_url) if url]


@dataclass(frozen=True)
class Link(Strict):
    kind: LinkKind
    url: Url
    source: Url | None = None
    """The page that shows the link, where the abstract does not."""


@dataclass(frozen=True)
class DatasetUse(Strict):
    id: Id
    role: DatasetRole
    source: Url | None = None
    """The page that shows the use, where title and abstract do not name the dataset."""


@dataclass(frozen=True)
class Result(Strict):
    """A number that the abstract states: `value` is the decimal as written, `method` whose it is if not the paper's."""

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
    """The page that shows the quoted words, where title and abstract do not."""

    @property
    def text(self) -> str:
        """The number as readers see it, with its spread and unit, on one line: 99.63%, 0.87 ± 0.02, 50 frames/s."""
        number = f"{self.value} ±\xa0{self.spread}" if self.spread else self.value
        # Signs stand by the number, words apart from it.
        space = "\xa0" if self.unit and self.unit not in ("%", "×") else ""
        return f"{number}{space}{self.unit or ''}"


@dataclass(frozen=True)
class Related(Strict):
    id: Id
    reason: Line


@dataclass(frozen=True, kw_only=True)
class Paper(Strict):
    """One record of the catalogue. `id` is the file name, the citation key and the address for ever.

    The fields stand in the canonical order of a page's front matter.
    """

    id: Id
    title: Line
    authors: tuple[Annotated[Name, BeforeValidator(parse_person), WithJsonSchema(PERSON_SCHEMA)], ...] = ()
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
    """One or two sentences in the curator's own words."""
    added: Day
    """The day it came into the catalogue."""
    updated: Day | None = None
    status: PaperStatus | None = None
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
    def label(self) -> str:
        """What running text calls the paper: "Schroff et al. 2015", or by its title where there are no authors."""
        names = [name.family or str(name) for name in self.authors] or [self.title.partition(":")[0]]
        who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
        return f"{who} {self.cited_year or ''}".rstrip()

    @property
    def cited_year(self) -> int | None:
        """The venue's year where it is known, else that of the first public version."""
        return (self.venue and self.venue.year) or self.year

    @property
    def years(self) -> list[int]:
        """Those by which readers know it: that of the first public version, then that of its venue."""
        return [year for year in dict.fromkeys((self.year, self.cited_year)) if year]

    @property
    def last_change(self) -> date:
        return self.updated or self.added

    def links_of(self, kind: LinkKind) -> list[Link]:
        return [link for link in self.links if link.kind == kind]


@dataclass(frozen=True)
class Topic(Strict):
    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    """Spellings found in text."""
    asked_as: tuple[Line, ...] = ()
    """Phrases by which people who do not know the name ask for it; search finds the topic's papers by them."""
    parent: Id | None = None
    body: str = ""
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/topics/{self.id}/"


@dataclass(frozen=True)
class Dataset(Strict):
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


@dataclass(frozen=True)
class Venue(Strict):
    id: Id
    name: Line
    short: Line
    kind: Literal["conference", "journal", "workshop"]
    aliases: tuple[Line, ...] = ()
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/venues/{self.id}/"


@dataclass(frozen=True)
class Method(Strict):
    id: Id
    name: Line
    description: Line | None = None
    aliases: tuple[Line, ...] = ()
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/methods/{self.id}/"


@dataclass(frozen=True)
class Synonym(Strict):
    """Everyday words for what papers say: search finds the papers that say one of `words` by `asked_as`, too."""

    id: Id
    words: tuple[Line, ...]
    asked_as: tuple[Line, ...]
    span: Span = _NOWHERE


@dataclass(frozen=True)
class Metric(Strict):
    id: Id
    name: Line
    better: Literal["higher", "lower"]
    unit: Line | None = None
    comparable: bool = True
    """False for what papers state without naming the measure: such numbers are never ranked."""
    span: Span = _NOWHERE


@dataclass(frozen=True)
class Person(Strict):
    """An author as a person with a page of their own: listed in authors.yaml, or known by name only."""

    id: Id
    name: Line
    aliases: tuple[Line, ...] = ()
    orcid: Orcid | None = None
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/authors/{self.id}/"

    @property
    def orcid_url(self) -> str | None:
        return f"https://orcid.org/{self.orcid}" if self.orcid else None


@dataclass(frozen=True)
class Article(Strict):
    """A page of prose from content/pages/, published at `/<id>/`."""

    id: Id
    title: Line
    description: Line | None = None
    body: str = ""
    span: Span = _NOWHERE

    @property
    def url(self) -> str:
        return f"/{self.id}/"
