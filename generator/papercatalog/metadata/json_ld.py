"""The JSON-LD of a page: one graph, with the thing that the page is about and the way to it."""

from collections.abc import Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.metadata.nodes import Node
from papercatalog.metadata.record import Record
from papercatalog.metadata.site_nodes import (
    breadcrumbs_node,
    catalog_node,
    export_node,
    method_node,
    profile_node,
    topic_node,
    topic_set_node,
    venue_node,
    website_node,
)
from papercatalog.metadata.work_nodes import dataset_node
from papercatalog.model import Dataset, Method, Person, Topic, Venue
from papercatalog.pages.page import Page

_SECTIONS = {
    section.lower(): section for section in ("Papers", "Topics", "Datasets", "Methods", "Authors", "Venues", "Years")
}


def describe_graph(
    config: SiteConfig, catalog: Catalog, page: Page, record: Record | None, nodes: Sequence[Node]
) -> tuple[Node, ...]:
    """Return the documents of a page about `nodes`: one, or none where there is nothing to say.

    Lists of papers are not repeated: they are in the page, and as data in its files.
    """
    graph = list(nodes)
    if config.base_url and page.in_sitemap and page.path != "/":
        graph.append(breadcrumbs_node(config, list(_trail(config, catalog, page, record))))
    return ({"@context": "https://schema.org", "@graph": graph},) if graph else ()


def page_nodes(config: SiteConfig, catalog: Catalog, page: Page, record: Record | None) -> Iterator[Node]:
    """Yield what a page is about, unless that is a paper."""
    match record:
        case Dataset():
            yield dataset_node(config, catalog, record)
        case Topic():
            yield topic_node(config, catalog, record)
        case Method():
            yield method_node(config, record)
        case Venue():
            yield venue_node(config, record)
        case Person():
            yield profile_node(config, record)
    match page.path:
        case "/":
            yield website_node(config)
            yield catalog_node(config)
        case "/topics/":
            yield topic_set_node(config, catalog)
        case "/data/":
            yield export_node(config, catalog)


def _trail(config: SiteConfig, catalog: Catalog, page: Page, record: Record | None) -> Iterator[tuple[str, str]]:
    """Yield (path, name) from the home page to the page itself."""
    yield "/", config.title
    section = page.path.split("/")[1]
    if section in _SECTIONS and page.path != f"/{section}/":
        yield f"/{section}/", _SECTIONS[section]
    if isinstance(record, Topic):
        yield from ((topic.url, topic.name) for topic in catalog.ancestors(record))
    yield page.path, page.title
