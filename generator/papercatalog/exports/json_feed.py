"""JSON Feed 1.1: `feed.json` for the site, each topic and each dataset, and `corrections.json`."""

from collections.abc import Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.feeds import FeedContent, FeedEntry, list_feeds, timestamp
from papercatalog.exports.paper_file import PaperFile
from papercatalog.exports.serialize import json_text
from papercatalog.pages.page import Page


def export_json_feed(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[PaperFile]:
    for feed in list_feeds(config, catalog, lambda entry: json_text(_item(entry))):
        head = json_text(_feed_members(feed, config)).removesuffix("}") + ',"items":['
        yield PaperFile(f"{feed.path}.json", feed.papers, feed.entries, head, ",", "]}\n")


def _feed_members(feed: FeedContent, config: SiteConfig) -> dict[str, object]:
    """Return what the feed says of itself."""
    members: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": config.description,
        "language": config.language,
        "home_page_url": feed.home_url,
        "feed_url": f"{feed.url}.json",
    }
    return {name: value for name, value in members.items() if value}


def _item(entry: FeedEntry) -> dict[str, object]:
    members: dict[str, object] = {
        "id": entry.id,
        "url": entry.url,
        "external_url": entry.related[0] if entry.related else None,
        "title": entry.title,
        # An item must have content, and some papers have no abstract here.
        "content_text": entry.abstract or entry.summary or entry.title,
        "summary": entry.summary,
        "date_published": timestamp(entry.published),
        "date_modified": timestamp(entry.updated),
        "authors": [{"name": author} for author in entry.authors],
        "tags": [topic.name for topic in entry.topics],
    }
    return {name: value for name, value in members.items() if value}
