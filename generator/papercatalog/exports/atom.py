"""Atom 1.0: `feed.xml` for the site, each topic and each dataset, and `corrections.xml`."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.feeds import FeedContent, FeedEntry, list_feeds, timestamp
from papercatalog.exports.serialize import XML_DECLARATION, add_element, text_file, xml_text
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page

_END = "</feed>"


def export_atom(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile]:
    # A paper is in several feeds.
    entries: dict[str, str] = {}
    for feed in list_feeds(config, catalog):
        for entry in feed.entries:
            if entry.id not in entries:
                entries[entry.id] = f"  {xml_text(_entry_element(entry), level=1)}\n"
        head = xml_text(_feed_element(feed, config)).removesuffix(_END)
        body = "".join(entries[entry.id] for entry in feed.entries)
        yield text_file(f"{feed.path}.xml", f"{XML_DECLARATION}{head}{body}{_END}\n")


def _feed_element(feed: FeedContent, config: SiteConfig) -> ET.Element:
    """Return the feed without its entries."""
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
    return root


def _entry_element(entry: FeedEntry) -> ET.Element:
    element = ET.Element("entry")
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
    return element
