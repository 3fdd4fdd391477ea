"""What search needs on the site: a standard Lunr index, and the compact files of the site's own search."""

from collections.abc import Callable, Iterator
from functools import partial

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Paper
from papercatalog.output import OutputFile
from papercatalog.search.documents import DocumentMaker, numbered
from papercatalog.search.facets import make_facets
from papercatalog.search.files import FOLDER as SEARCH_FOLDER
from papercatalog.search.files import index_files
from papercatalog.search.names import make_names
from papercatalog.search.postings import Counts, count_tokens
from papercatalog.search.records import Record

__all__ = ["SEARCH_FOLDER", "build_search"]


Counted = tuple[Counts, Record]
"""What search needs of a paper: its tokens, counted, and what a result shows."""


def build_search(
    config: SiteConfig, catalog: Catalog, keep: Callable[[Paper, Callable[[], Counted]], Counted] | None = None
) -> Iterator[OutputFile]:
    """Yield every file below `data/` that search reads.

    `keep` is asked for each paper, with the function that would count it, and may know the outcome
    from before: it depends on the paper and on all records that are no papers.
    """
    maker = DocumentMaker(catalog)

    def count(paper: Paper) -> Counted:
        document = maker.make(paper)
        return count_tokens(document.tokens), document.shown

    papers = (keep(paper, partial(count, paper)) if keep else count(paper) for paper in numbered(catalog))
    extra = {**make_facets(catalog), **make_names(catalog)}
    yield from index_files(papers, extra, has_lunr_index=config.has_lunr_index(len(catalog.papers)))
