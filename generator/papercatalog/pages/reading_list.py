"""The page of the papers that a reader keeps. The browser fills it, and nobody else knows what is on it."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page
from papercatalog.pages.shards import count_shards


def plan_reading_list(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/reading-list/",
        template="reading-list.html",
        title="Reading list",
        description=f"The papers of {config.title} that you keep in this browser.",
        context={"shards": count_shards(len(catalog.papers))},
        in_sitemap=False,
    )
