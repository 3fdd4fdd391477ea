"""What the catalogue has and still lacks, for readers who want to know and contributors who want to help."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page
from papercatalog.stats import FEW_PAPERS, measure_coverage

_SHOWN = 50
"""Records named for each gap: enough to choose from, and the page stays short in a large catalogue."""


def plan_coverage(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/about/coverage/",
        template="coverage.html",
        title="Coverage",
        description=f"What {config.title} knows about its papers and datasets, and what it still lacks.",
        context={"coverage": measure_coverage(catalog), "few_papers": FEW_PAPERS, "shown": _SHOWN},
        last_change=catalog.last_change,
    )
