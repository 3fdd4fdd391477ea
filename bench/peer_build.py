"""`catalog build` of the peer set: what the generators that we are compared to make, and search.

    python bench/peer_build.py --site folder --output public      # the options of `catalog build`

Papers, topics, datasets, their lists, the home page, one feed, the sitemap, search, related papers.
The pages themselves are those of the whole site, with links to pages that are not made here: they
are collected and looked up as ever, and what is found missing is not reported.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from papercatalog import content_links, exports, links, pages
from papercatalog.catalog import Catalog
from papercatalog.cli import main
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import Diagnostic
from papercatalog.exports.atom import export_atom
from papercatalog.exports.sitemap import export_sitemap
from papercatalog.output import OutputFile
from papercatalog.pages.datasets import plan_datasets
from papercatalog.pages.home import plan_home
from papercatalog.pages.page import Page
from papercatalog.pages.papers import plan_papers
from papercatalog.pages.search import plan_search
from papercatalog.pages.topics import plan_topics


def export_feed(config: SiteConfig, catalog: Catalog, planned: Sequence[Page]) -> Iterator[OutputFile]:
    """Yield the feed of the site, which is the first, without those of topics and datasets."""
    return islice(export_atom(config, catalog, planned), 1)


def overlook(find: Callable[..., Iterator[Diagnostic]]) -> Callable[..., Iterator[Diagnostic]]:
    """Return a function that looks for problems as `find` does, and finds none."""

    def find_none(*arguments: object) -> Iterator[Diagnostic]:
        for _ in find(*arguments):
            pass
        yield from ()

    return find_none


if __name__ == "__main__":
    pages.PAGE_KINDS = (plan_home, plan_papers, plan_topics, plan_datasets, plan_search)
    exports.EXPORTS = (export_feed, export_sitemap)
    SiteConfig.has_lunr_index = lambda *_: False  # type: ignore[method-assign]
    content_links.check_content_links = overlook(content_links.check_content_links)
    links.LinkChecker.problems = overlook(links.LinkChecker.problems)  # type: ignore[method-assign]
    main(["build", *sys.argv[1:]])
