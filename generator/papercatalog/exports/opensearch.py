"""`opensearch.xml`: lets a browser search the catalogue from its address bar. Needs absolute addresses."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.serialize import add_element, xml_file
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page
from papercatalog.urls import absolute_url

_MAX_SHORT_NAME = 16
_MAX_LONG_NAME = 48
_MAX_DESCRIPTION = 1024


def export_opensearch(config: SiteConfig, _catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile]:
    if not config.base_url:
        return
    root = ET.Element("OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    add_element(root, "ShortName", shorten(config.title, _MAX_SHORT_NAME))
    add_element(root, "LongName", shorten(config.title, _MAX_LONG_NAME))
    add_element(root, "Description", shorten(config.description or config.title, _MAX_DESCRIPTION))
    template = absolute_url(config.base_url, "/search/?q={searchTerms}")
    add_element(root, "Url", type="text/html", template=template)
    own_url = absolute_url(config.base_url, "/opensearch.xml")
    add_element(root, "Url", type="application/opensearchdescription+xml", rel="self", template=own_url)
    add_element(root, "InputEncoding", "UTF-8")
    yield xml_file("opensearch.xml", root)


def shorten(text: str, length: int) -> str:
    """Return at most `length` characters, cut after a whole word if the first one fits."""
    if len(text) <= length:
        return text
    head, space, _ = text[: length + 1].rpartition(" ")
    return head.rstrip(" ,;:-") if space else text[:length]
