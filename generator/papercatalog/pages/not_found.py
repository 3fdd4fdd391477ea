"""The page that a web server shows for an address that does not exist."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page


def plan_not_found(config: SiteConfig, _catalog: Catalog) -> Iterator[Page]:
    description = f"{config.title} has no page at this address."
    yield Page("/404.html", "404.html", "Page not found", description=description, in_sitemap=False)
