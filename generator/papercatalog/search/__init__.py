"""What search needs on the site: a standard Lunr index, and the compact files of the site's own search."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.output import OutputFile
from papercatalog.search.documents import make_documents
from papercatalog.search.index import build_index
from papercatalog.search.shards import compact_json, search_files

LUNR_INDEX_PATH = "data/lunr-index.json"


def build_search(config: SiteConfig, catalog: Catalog) -> Iterator[OutputFile]:
    """Yield every file below `data/` that search reads."""
    documents = make_documents(catalog)
    yield from search_files(documents)
    if config.has_lunr_index(len(catalog.papers)):
        yield OutputFile(LUNR_INDEX_PATH, compact_json(build_index(documents)))
