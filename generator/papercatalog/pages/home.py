"""The home page."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.facets import most_common
from papercatalog.pages.feeds import announce_feed
from papercatalog.pages.page import Page

NEWEST = 6
TOP_DATASETS = 12


def plan_home(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    used = (use.id for paper in catalog.papers for use in paper.datasets)
    top_datasets = [pair for pair in most_common(used, catalog.dataset, TOP_DATASETS) if pair[1] > 1]
    yield Page(
        path="/",
        template="home.html",
        title=config.title,
        description=config.description or "Papers by topic, dataset, method, author, venue and year.",
        context={"newest": catalog.newest[:NEWEST], "top_datasets": top_datasets},
        last_change=catalog.last_change,
        feed=announce_feed(config, catalog, "/"),
    )
