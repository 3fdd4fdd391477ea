"""Atom 1.0: `feed.xml` for the site, each topic and each dataset, and `corrections.xml`."""

from collections.abc import Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.feeds import FeedContent, FeedEntry, list_feeds, timestamp
from papercatalog.exports.paper_file import PaperFile
from papercatalog.exports.serialize import XML_DECLARATION, xml_block, xml_line
from papercatalog.pages.page import Page

_END = "</feed>\n"


def export_atom(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[PaperFile]:
    for feed in list_feeds(config, catalog, _format_entry):
        head = XML_DECLARATION + _format_feed(feed, config).removesuffix(_END)
        yield PaperFile(f"{feed.path}.xml", feed.papers, feed.entries, head, tail=_END)


def _format_feed(feed: FeedContent, config: SiteConfig) -> str:
    """Return the feed without its entries."""
    children = [
        xml_line(1, "id", f"{feed.url}.xml"),
        xml_line(1, "title", feed.title),
        *([xml_line(1, "subtitle", config.description)] if config.description else ()),
        xml_line(1, "updated", timestamp(feed.updated)),
        xml_line(1, "link", rel="self", type="application/atom+xml", href=f"{feed.url}.xml"),
        xml_line(1, "link", rel="alternate", type="text/html", href=feed.home_url),
        # Atom demands an author; this one stands for entries whose authors are unknown.
        xml_block(1, "author", [xml_line(2, "name", config.title)]),
    ]
    namespaces = {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": config.language}
    return xml_block(0, "feed", children, **namespaces)


def _format_entry(entry: FeedEntry) -> str:
    children = [
        xml_line(2, "id", entry.id),
        xml_line(2, "title", entry.title),
        xml_line(2, "published", timestamp(entry.published)),
        xml_line(2, "updated", timestamp(entry.updated)),
        xml_line(2, "link", rel="alternate", type="text/html", href=entry.url),
        *[xml_line(2, "link", rel="related", href=url) for url in entry.related],
        *[xml_block(2, "author", [xml_line(3, "name", author)]) for author in entry.authors],
        *[xml_line(2, "category", term=topic.id, label=topic.name) for topic in entry.topics],
    ]
    if entry.summary:
        children.append(xml_line(2, "summary", entry.summary))
    if entry.abstract:
        children.append(xml_line(2, "content", entry.abstract, type="text"))
    return xml_block(1, "entry", children)
