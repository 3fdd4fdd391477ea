"""What a page says about itself to machines: reference managers, search engines, previews of links, harvesters.

Pure functions from the configuration, the catalogue and a planned page to names, values and plain objects; the theme
writes them into the head. Nothing here knows HTML. What is unknown leaves no trace: an empty tag misleads its reader.
"""

from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.citation import cite_paper
from papercatalog.markdown import plain_text
from papercatalog.metadata.head_links import HeadLink, head_links
from papercatalog.metadata.highwire import citation_tags
from papercatalog.metadata.json_ld import describe_graph, page_nodes
from papercatalog.metadata.record import record_of
from papercatalog.metadata.social import social_properties
from papercatalog.metadata.work_nodes import paper_node
from papercatalog.model import Paper
from papercatalog.pages.page import Page


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The head of one page, for machines."""

    tags: tuple[tuple[str, str], ...]
    """(name, content) of `meta` elements."""
    properties: tuple[tuple[str, str], ...]
    """(property, content) of `meta` elements: Open Graph."""
    links: tuple[HeadLink, ...]
    jsonld: tuple[dict[str, object], ...]
    """JSON-LD documents. Their texts may hold `</script>`: write them with Jinja's `tojson` only."""


def describe_page(config: SiteConfig, catalog: Catalog, page: Page) -> PageMetadata:
    """Return the metadata of `page`. Without a base URL whatever needs a full address is left out."""
    record = record_of(page)
    tags: tuple[tuple[str, str], ...] = ()
    if isinstance(record, Paper):
        citation, abstract = cite_paper(record, catalog), plain_text(record.body)
        tags = tuple(citation_tags(citation, record, abstract, config.base_url))
        nodes = [paper_node(config, catalog, record, citation, abstract)]
    else:
        nodes = list(page_nodes(config, catalog, page, record))
    return PageMetadata(
        tags=tags,
        properties=tuple(social_properties(config, catalog, page, record)),
        links=tuple(head_links(config, catalog, page, record)),
        jsonld=describe_graph(config, catalog, page, record, nodes),
    )
