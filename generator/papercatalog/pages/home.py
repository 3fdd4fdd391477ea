"""The home page."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Dataset
from papercatalog.pages.feeds import announce_feed
from papercatalog.pages.listing import last_change
from papercatalog.pages.page import Page

NEWEST = 8
TOP_DATASETS = 12


def plan_home(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/",
        template="home.html",
        title=config.title,
        description=config.description,
        context={"newest": catalog.newest[:NEWEST], "top_datasets": _most_used(catalog)},
        last_change=last_change(catalog.papers),
        feed=announce_feed(config, catalog, "/"),
    )


def _most_used(catalog: Catalog) -> list[Dataset]:
    """Return datasets by number of papers; equals stay in order of name."""
    used = [dataset for dataset in catalog.datasets if dataset.id in catalog.papers_by_dataset]
    return sorted(used, key=lambda dataset: -len(catalog.papers_by_dataset[dataset.id]))[:TOP_DATASETS]
