"""What search needs on the site: a standard Lunr index, and the compact files of the site's own search."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.output import OutputFile
from papercatalog.search.documents import make_documents
from papercatalog.search.facets import make_facets
from papercatalog.search.files import FOLDER as SEARCH_FOLDER
from papercatalog.search.files import search_files
from papercatalog.search.names import make_names

__all__ = ["SEARCH_FOLDER", "build_search"]


def build_search(config: SiteConfig, catalog: Catalog) -> Iterator[OutputFile]:
    """Yield every file below `data/` that search reads."""
    has_lunr_index = config.has_lunr_index(len(catalog.papers))
    extra = {**make_facets(catalog), **make_names(catalog)}
    yield from search_files(make_documents(catalog), extra, has_lunr_index=has_lunr_index)
