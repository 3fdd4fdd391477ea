"""What is in each feed, before any format: Atom and JSON Feed say the same.

Pages decide which feeds of new papers there are. One more tells of corrections: records changed after they were added.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.paper_file import Parts
from papercatalog.markdown import plain_text
from papercatalog.model import Paper, Topic
from papercatalog.pages.description import title_with_status
from papercatalog.pages.feeds import announce_corrections, announce_feed
from papercatalog.pages.page import Feed
from papercatalog.urls import absolute_url

MAX_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A paper in a feed. `id` never changes: it is the permalink `url`, or that and the day of a correction."""

    id: str
    url: str
    title: str
    abstract: str
    summary: str | None
    authors: tuple[str, ...]
    topics: tuple[Topic, ...]
    related: tuple[str, ...]
    """The paper elsewhere, the best address first."""
    published: date
    updated: date


@dataclass(frozen=True, slots=True)
class FeedContent:
    """A feed. `path` is the output file without extension, `url` its address without extension."""

    path: str
    url: str
    title: str
    home_url: str
    """The page that shows the same papers."""
    updated: date
    papers: Sequence[Paper]
    entries: Parts


def list_feeds(config: SiteConfig, catalog: Catalog, format_entry: Callable[[FeedEntry], str]) -> Iterator[FeedContent]:
    """Yield the feed of the site, one for each topic and dataset, and that of corrections, even those still empty."""
    base_url = config.base_url
    if not base_url:
        return
    entries = Parts(lambda paper: format_entry(_entry(paper, catalog, base_url)))
    for home, name, papers in _list_sources(catalog):
        if announced := announce_feed(config, catalog, home, name):
            newest = sorted(papers, key=attrgetter("added"), reverse=True)[:MAX_ENTRIES]
            yield _feed(announced, home, newest, entries, catalog, base_url)
    if announced := announce_corrections(config, catalog):
        corrections = Parts(lambda paper: format_entry(_correction(paper, catalog, base_url)))
        corrected = [paper for paper in catalog.papers if paper.updated]
        latest = sorted(corrected, key=lambda paper: paper.last_change, reverse=True)[:MAX_ENTRIES]
        yield _feed(announced, "/", latest, corrections, catalog, base_url)


def _feed(
    announced: Feed, home: str, papers: Sequence[Paper], entries: Parts, catalog: Catalog, base_url: str
) -> FeedContent:
    return FeedContent(
        path=announced.path.removeprefix("/"),
        url=absolute_url(base_url, announced.path),
        title=announced.title,
        home_url=absolute_url(base_url, home),
        updated=max((paper.last_change for paper in papers), default=catalog.newest[0].added),
        papers=papers,
        entries=entries,
    )


def _list_sources(catalog: Catalog) -> Iterator[tuple[str, str, Iterable[Paper]]]:
    """Yield (path of the page, name, papers) for each feed; the site's own has no name."""
    yield "/", "", catalog.papers
    for topic in catalog.topics:
        yield topic.url, topic.name, catalog.papers_by_topic[topic.id]
    for dataset in catalog.datasets:
        yield dataset.url, dataset.name, catalog.papers_by_dataset[dataset.id]


def timestamp(day: date) -> str:
    """Return the start of `day` as RFC 3339 demands; content knows no times."""
    return f"{day.isoformat()}T00:00:00Z"


def _entry(paper: Paper, catalog: Catalog, base_url: str) -> FeedEntry:
    url = absolute_url(base_url, paper.url)
    return FeedEntry(
        id=url,
        url=url,
        title=title_with_status(paper),
        abstract=plain_text(paper.body),
        summary=paper.summary,
        authors=tuple(map(str, paper.authors)),
        topics=tuple(catalog.topic[topic] for topic in paper.topics),
        related=tuple(paper.identifiers.urls),
        published=paper.added,
        updated=paper.last_change,
    )


def _correction(paper: Paper, catalog: Catalog, base_url: str) -> FeedEntry:
    entry = _entry(paper, catalog, base_url)
    # A record corrected twice is news twice.
    return replace(entry, id=f"{entry.url}#corrected-{entry.updated}", published=entry.updated)
