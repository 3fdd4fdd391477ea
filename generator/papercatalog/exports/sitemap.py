"""`sitemap.xml`: every page that search engines should know. Needs absolute addresses, hence `base_url`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.serialize import XML_DECLARATION, text_file, xml_block, xml_escape
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page
from papercatalog.urls import absolute_url

MAX_URLS = 50_000
"""The protocol's limit for one file. Its other limit, 50 MB, is far away at our length of address."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def export_sitemap(
    config: SiteConfig, _catalog: Catalog, pages: Sequence[Page], limit: int = MAX_URLS
) -> Iterator[OutputFile]:
    """Yield one sitemap or, above `limit` pages, an index of that name and numbered sitemaps."""
    listed = [page for page in pages if page.in_sitemap]
    base_url = config.base_url
    if not base_url or not listed:
        return
    parts = [listed[start : start + limit] for start in range(0, len(listed), limit)]
    paths = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)] if len(parts) > 1 else ["sitemap.xml"]
    for path, part in zip(paths, parts, strict=True):
        places = ((absolute_url(base_url, page.path), page.last_change) for page in part)
        yield _list_places(path, "urlset", "url", places)
    if len(parts) > 1:
        files = ((absolute_url(base_url, path), _last_change(part)) for path, part in zip(paths, parts, strict=True))
        yield _list_places("sitemap.xml", "sitemapindex", "sitemap", files)


def _last_change(pages: Sequence[Page]) -> date | None:
    return max((page.last_change for page in pages if page.last_change), default=None)


def _list_places(path: str, root_tag: str, tag: str, places: Iterable[tuple[str, date | None]]) -> OutputFile:
    blocks = []
    for url, changed in places:
        lastmod = f"    <lastmod>{changed.isoformat()}</lastmod>\n" if changed else ""
        blocks.append(f"  <{tag}>\n    <loc>{xml_escape(url)}</loc>\n{lastmod}  </{tag}>\n")
    return text_file(path, XML_DECLARATION + xml_block(0, root_tag, blocks, xmlns=_NAMESPACE))
