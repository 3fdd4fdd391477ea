"""A catalogue with a paper of each kind, and what its pages say to machines."""

from dataclasses import replace
from datetime import date

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.metadata import PageMetadata, describe_page
from papercatalog.model import (
    Dataset,
    DatasetUse,
    Identifiers,
    Link,
    Method,
    Name,
    Paper,
    Person,
    Topic,
    Venue,
    VenueRef,
)
from papercatalog.pages import plan_pages
from papercatalog.pages.page import Page

SITE = SiteConfig("Faces & Co", description="Papers on faces.")
PUBLISHED = replace(SITE, base_url="https://papers.example.org/a/")
ROOT = "https://papers.example.org/a"

CONFERENCE = Paper(
    id="doe-2020-faces",
    title="Faces <and> names",
    authors=(Name("Doe", "Jane"), Name("Van Dyke", "Mary Ann"), Name(literal="Google Research")),
    year=2019,
    venue=VenueRef("conf", year=2020, pages="11-19"),
    identifiers=Identifiers(arxiv="2001.00001", doi="10.1000/x"),
    links=(Link("code", "https://example.org/code"), Link("pdf", "https://elsewhere.example.org/x.pdf")),
    topics=("verification", "odd"),
    datasets=(DatasetUse("lfw", "evaluated"),),
    summary="About names.",
    added=date(2026, 1, 2),
    body="An *abstract*.\n\nOf two paragraphs.",
)
JOURNAL = Paper(
    id="dyke-2021-survey",
    title="A survey",
    authors=(Name("Van Dyke", "Mary Ann"),),
    year=2021,
    venue=VenueRef("journal", volume="42", issue="3", pages="17", note="online 2020"),
    links=(Link("pdf", "https://papers.example.org/files/survey.pdf"),),
    status="retracted",
    added=date(2026, 1, 2),
)
PREPRINT = Paper(
    id="li-2023-note", title="A note", year=2023, identifiers=Identifiers(arxiv="2301.00001"), added=date(2026, 1, 1)
)
BARE = Paper(id="bare", title="Bare", added=date(2026, 1, 1))
CATALOG = Catalog(
    papers=(PREPRINT, JOURNAL, CONFERENCE, BARE),
    topics=(
        Topic("recognition", "Recognition"),
        Topic("verification", "Verification", ("checking",), parent="recognition", body="Is it *them*?"),
        Topic("odd", "Odd; even"),
    ),
    datasets=(
        Dataset(
            "lfw", "LFW", ("Wild faces",), licence="CC BY-NC-SA 4.0", introduced_by="doe-2020-faces", body="Faces."
        ),
        Dataset("own", "Own", licence="research only", homepage="https://example.org/own", body="Words. " * 20),
    ),
    venues=(
        Venue("conf", "Conference on Faces", "CoF", "conference"),
        Venue("journal", "Journal of Faces", "JoF", "journal"),
    ),
    methods=(Method("net", "Network", "Many layers."),),
    people=(Person("jane-doe", "Jane Doe", orcid="0000-0002-1825-0097"),),
)


def pages_of(config: SiteConfig = PUBLISHED, catalog: Catalog = CATALOG) -> dict[str, Page]:
    return {page.path: page for page in plan_pages(config, catalog)}


def describe(path: str, config: SiteConfig = PUBLISHED, catalog: Catalog = CATALOG) -> PageMetadata:
    return describe_page(config, catalog, pages_of(config, catalog)[path])
