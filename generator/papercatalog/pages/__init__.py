"""Which pages the site has and where each one lives. One module a page kind.

Planning happens before any rendering, so that a link can be checked against the complete
set of URLs. Nothing here reads files or knows what HTML looks like. A new kind of page is
one new module and one line in `PAGE_KINDS`.
"""

from collections.abc import Callable, Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.aliases import plan_aliases
from papercatalog.pages.articles import plan_articles
from papercatalog.pages.authors import plan_authors
from papercatalog.pages.compare import plan_compare
from papercatalog.pages.coverage import plan_coverage
from papercatalog.pages.datasets import plan_datasets
from papercatalog.pages.downloads import plan_downloads
from papercatalog.pages.home import plan_home
from papercatalog.pages.map import plan_map
from papercatalog.pages.methods import plan_methods
from papercatalog.pages.not_found import plan_not_found
from papercatalog.pages.page import Page
from papercatalog.pages.papers import plan_papers
from papercatalog.pages.reading_list import plan_reading_list
from papercatalog.pages.search import plan_search
from papercatalog.pages.topics import plan_topics
from papercatalog.pages.trends import plan_trends
from papercatalog.pages.venues import plan_venues
from papercatalog.pages.years import plan_years

PlanPages = Callable[[SiteConfig, Catalog], Iterator[Page]]

PAGE_KINDS: tuple[PlanPages, ...] = (
    plan_home,
    plan_papers,
    plan_topics,
    plan_datasets,
    plan_methods,
    plan_authors,
    plan_venues,
    plan_years,
    plan_map,
    plan_search,
    plan_compare,
    plan_reading_list,
    plan_downloads,
    plan_articles,
    plan_coverage,
    plan_trends,
    plan_aliases,
    plan_not_found,
)


def plan_pages(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    """Yield every page in output order."""
    for plan in PAGE_KINDS:
        yield from plan(config, catalog)
