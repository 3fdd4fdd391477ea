"""`opensearch.xml`: lets a browser search the catalogue from its address bar. Needs absolute addresses."""

from collections.abc import Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.serialize import XML_DECLARATION, text_file, xml_block, xml_line
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page
from papercatalog.urls import absolute_url

_MAX_SHORT_NAME = 16
_MAX_LONG_NAME = 48
_MAX_DESCRIPTION = 1024


def export_opensearch(config: SiteConfig, _catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile]:
    if not config.base_url:
        return
    template = absolute_url(config.base_url, "/search/?q={searchTerms}")
    own_url = absolute_url(config.base_url, "/opensearch.xml")
    children = [
        xml_line(1, "ShortName", _cut(config.title, _MAX_SHORT_NAME)),
        xml_line(1, "LongName", _cut(config.title, _MAX_LONG_NAME)),
        xml_line(1, "Description", _cut(config.description or config.title, _MAX_DESCRIPTION)),
        xml_line(1, "Url", type="text/html", template=template),
        xml_line(1, "Url", type="application/opensearchdescription+xml", rel="self", template=own_url),
        xml_line(1, "InputEncoding", "UTF-8"),
    ]
    root = xml_block(0, "OpenSearchDescription", children, xmlns="http://a9.com/-/spec/opensearch/1.1/")
    yield text_file("opensearch.xml", XML_DECLARATION + root)


def _cut(text: str, length: int) -> str:
    """Return at most `length` characters, cut after a whole word if the first one fits; none joins what is cut off."""
    if len(text) <= length:
        return text
    head, space, _ = text[: length + 1].rpartition(" ")
    return head.rstrip(" ,;:&-\u2013\u2014") if space else text[:length]
