"""What search needs on the site: a standard Lunr index, and the compact files of the site's own search."""

from collections.abc import Callable, Iterator
from functools import partial

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Paper
from papercatalog.output import OutputFile
from papercatalog.search.documents import Document, DocumentMaker, numbered
from papercatalog.search.facets import make_facets
from papercatalog.search.files import FOLDER as SEARCH_FOLDER
from papercatalog.search.files import search_files
from papercatalog.search.names import make_names

__all__ = ["SEARCH_FOLDER", "build_search"]


def build_search(
    config: SiteConfig, catalog: Catalog, keep: Callable[[Paper, Callable[[], Document]], Document] | None = None
) -> Iterator[OutputFile]:
    """Yield every file below `data/` that search reads.

    `keep` is asked for each paper, with the function that would make its document, and may know the
    outcome from before: it depends on the paper and on all records that are no papers.
    """
    make = DocumentMaker(catalog).make
    documents = (keep(paper, partial(make, paper)) if keep else make(paper) for paper in numbered(catalog))
    has_lunr_index = config.has_lunr_index(len(catalog.papers))
    yield from search_files(documents, make_names(catalog), make_facets(catalog), has_lunr_index=has_lunr_index)
