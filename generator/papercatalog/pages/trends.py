"""The page of charts: how the catalogue spreads over years, topics and datasets."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page


def plan_trends(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/about/trends/",
        template="trends.html",
        title="Trends",
        description=f"The papers of {config.title} by year, topic and dataset, as charts and as tables.",
        last_change=catalog.last_change,
    )
