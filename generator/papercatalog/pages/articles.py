"""Pages of prose, such as the one about the catalogue."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.description import describe
from papercatalog.pages.page import Page


def plan_articles(_config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    for article in catalog.articles:
        yield Page(
            path=article.url,
            template="article.html",
            title=article.title,
            description=article.description or describe(article.body, catalog),
            context={"article": article},
            source=article.span,
        )
