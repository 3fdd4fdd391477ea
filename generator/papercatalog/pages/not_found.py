"""The page that a web server shows for an address that does not exist."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page


def plan_not_found(_config: SiteConfig, _catalog: Catalog) -> Iterator[Page]:
    yield Page("/404.html", "404.html", "Page not found", in_sitemap=False)
