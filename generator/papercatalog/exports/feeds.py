"""What is in each feed, before any format: Atom and JSON Feed say the same.

Pages decide which feeds of new papers there are. One more tells of corrections: records changed after they were added.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.markdown import plain_text
from papercatalog.model import Paper, Topic
from papercatalog.pages.feeds import announce_feed, has_feeds
from papercatalog.pages.page import Feed
from papercatalog.urls import absolute_url

MAX_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A paper in a feed. `id` never changes: it is the permalink `url`, or that and the day of a correction."""

    id: str
    url: str
    title: str
    """Of a retracted or withdrawn paper it says so first: many readers show nothing else."""
    abstract: str
    summary: str | None
    authors: tuple[str, ...]
    topics: tuple[Topic, ...]
    related: tuple[str, ...]
    """The paper elsewhere: DOI, arXiv."""
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
    entries: tuple[FeedEntry, ...]


def list_feeds(config: SiteConfig, catalog: Catalog) -> Iterator[FeedContent]:
    """Yield the feed of the site, one for each topic and dataset, and that of corrections, even those still empty."""
    # A paper is in several feeds, and reading its Markdown is most of the work.
    entries: dict[str, FeedEntry] = {}
    for home, name, papers in _list_sources(catalog):
        announced = announce_feed(config, catalog, home, name)
        if announced is None or config.base_url is None:
            return
        newest = sorted(papers, key=lambda paper: paper.added, reverse=True)[:MAX_ENTRIES]
        for paper in newest:
            if paper.id not in entries:
                entries[paper.id] = _entry(paper, catalog, config.base_url)
        chosen = tuple(entries[paper.id] for paper in newest)
        yield _feed(announced, home, chosen, catalog, config.base_url)
    yield from _corrections(config, catalog, entries)


def announce_corrections(config: SiteConfig, catalog: Catalog) -> Feed | None:
    """Return the feed of corrections, which the home page announces; None where there are no feeds."""
    return Feed("/corrections", f"{config.title}: corrections") if has_feeds(config, catalog) else None


def _corrections(config: SiteConfig, catalog: Catalog, entries: dict[str, FeedEntry]) -> Iterator[FeedContent]:
    announced = announce_corrections(config, catalog)
    if announced is None or config.base_url is None:
        return
    dated = [(paper.updated, paper) for paper in catalog.papers if paper.updated]
    latest = sorted(dated, key=lambda pair: pair[0], reverse=True)[:MAX_ENTRIES]
    chosen = []
    for day, paper in latest:
        entry = entries.get(paper.id) or _entry(paper, catalog, config.base_url)
        # A record corrected twice is news twice.
        chosen.append(replace(entry, id=f"{entry.url}#corrected-{day}", published=day))
    yield _feed(announced, "/", tuple(chosen), catalog, config.base_url)


def _feed(announced: Feed, home: str, entries: tuple[FeedEntry, ...], catalog: Catalog, base_url: str) -> FeedContent:
    return FeedContent(
        path=announced.path.removeprefix("/"),
        url=absolute_url(base_url, announced.path),
        title=announced.title,
        home_url=absolute_url(base_url, home),
        updated=max((entry.updated for entry in entries), default=catalog.newest[0].added),
        entries=entries,
    )


def _list_sources(catalog: Catalog) -> Iterator[tuple[str, str, Iterable[Paper]]]:
    """Yield (path of the page, name, papers) for each feed; the site's own has no name."""
    yield "/", "", catalog.papers
    for topic in catalog.topics:
        yield topic.url, topic.name, catalog.papers_by_topic.get(topic.id, [])
    for dataset in catalog.datasets:
        yield dataset.url, dataset.name, catalog.papers_by_dataset.get(dataset.id, [])


def timestamp(day: date) -> str:
    """Return the start of `day` as RFC 3339 demands; content knows no times."""
    return f"{day.isoformat()}T00:00:00Z"


def _entry(paper: Paper, catalog: Catalog, base_url: str) -> FeedEntry:
    url = absolute_url(base_url, paper.url)
    return FeedEntry(
        id=url,
        url=url,
        title=f"{paper.status.capitalize()}: {paper.title}" if paper.status else paper.title,
        abstract=plain_text(paper.body),
        summary=paper.summary,
        authors=tuple(map(str, paper.authors)),
        topics=tuple(catalog.topic[topic] for topic in paper.topics),
        related=tuple(url for url in (paper.identifiers.doi_url, paper.identifiers.arxiv_url) if url),
        published=paper.added,
        updated=paper.last_change,
    )
