"""The search page. The browser fills it."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page


def plan_search(config: SiteConfig, _catalog: Catalog) -> Iterator[Page]:
    yield Page("/search/", "search.html", "Search", description=f"Search the papers of {config.title}.")
