"""Former addresses of papers: each leads to the present one."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page


def plan_aliases(_config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    for paper in catalog.papers:
        for alias in paper.aliases:
            yield Page(
                path=f"/papers/{alias}/",
                template="redirect.html",
                title=paper.title,
                context={"target": paper.url},
                source=paper.span,
                in_sitemap=False,
            )
