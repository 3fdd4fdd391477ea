"""`robots.txt`: everything may be read."""

from collections.abc import Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.serialize import text_file
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page
from papercatalog.urls import absolute_url


def export_robots(config: SiteConfig, _catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile]:
    sitemap = f"\nSitemap: {absolute_url(config.base_url, '/sitemap.xml')}\n" if config.base_url else ""
    yield text_file("robots.txt", f"User-agent: *\nAllow: /\n{sitemap}")
