"""Atom 1.0: `feed.xml` for the site, each topic and each dataset, and `corrections.xml`."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.feeds import FeedContent, FeedEntry, list_feeds, timestamp
from papercatalog.exports.serialize import add_element, xml_file
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page


def export_atom(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile]:
    for feed in list_feeds(config, catalog):
        yield xml_file(f"{feed.path}.xml", _feed_element(feed, config))


def _feed_element(feed: FeedContent, config: SiteConfig) -> ET.Element:
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": config.language})
    add_element(root, "id", f"{feed.url}.xml")
    add_element(root, "title", feed.title)
    if config.description:
        add_element(root, "subtitle", config.description)
    add_element(root, "updated", timestamp(feed.updated))
    add_element(root, "link", rel="self", type="application/atom+xml", href=f"{feed.url}.xml")
    add_element(root, "link", rel="alternate", type="text/html", href=feed.home_url)
    # Atom demands an author; this one stands for entries whose authors are unknown.
    add_element(add_element(root, "author"), "name", config.title)
    for entry in feed.entries:
        _add_entry(root, entry)
    return root


def _add_entry(root: ET.Element, entry: FeedEntry) -> None:
    element = add_element(root, "entry")
    add_element(element, "id", entry.id)
    add_element(element, "title", entry.title)
    add_element(element, "published", timestamp(entry.published))
    add_element(element, "updated", timestamp(entry.updated))
    add_element(element, "link", rel="alternate", type="text/html", href=entry.url)
    for url in entry.related:
        add_element(element, "link", rel="related", href=url)
    for author in entry.authors:
        add_element(add_element(element, "author"), "name", author)
    for topic in entry.topics:
        add_element(element, "category", term=topic.id, label=topic.name)
    if entry.summary:
        add_element(element, "summary", entry.summary)
    if entry.abstract:
        add_element(element, "content", entry.abstract, type="text")
