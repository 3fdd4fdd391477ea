"""The page that shows papers side by side. The browser fills it."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page
from papercatalog.pages.shards import count_shards


def plan_compare(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/compare/",
        template="compare.html",
        title="Compare papers",
        description=f"Datasets, results and code of papers from {config.title}, side by side.",
        context={"shards": count_shards(len(catalog.papers))},
    )
