"""What search needs on the site: a standard Lunr index, and the compact files of the site's own search."""

from collections.abc import Iterator

from papercatalog.config import SiteConfig
from papercatalog.model import Catalog
from papercatalog.output import OutputFile
from papercatalog.search.documents import make_documents
from papercatalog.search.index import build_index
from papercatalog.search.shards import compact_json, search_files

LUNR_INDEX_PATH = "data/lunr-index.json"
LUNR_INDEX_LIMIT = 10_000
"""Papers. The index of more than these takes a browser a second to read and a build minutes to make."""


def build_search(config: SiteConfig, catalog: Catalog) -> Iterator[OutputFile]:
    """Yield every file below `data/` that search reads."""
    documents = make_documents(catalog)
    yield from search_files(documents)
    if has_lunr_index(config, catalog):
        yield OutputFile(LUNR_INDEX_PATH, compact_json(build_index(documents)))


def has_lunr_index(config: SiteConfig, catalog: Catalog) -> bool:
    if config.lunr_index == "auto":
        return len(catalog.papers) <= LUNR_INDEX_LIMIT
    return config.lunr_index == "always"


def lunr_index_note(config: SiteConfig, catalog: Catalog) -> str | None:
    """Say that the standard index was left out because of the catalogue's size; None when it was not."""
    if config.lunr_index != "auto" or has_lunr_index(config, catalog):
        return None
    return (
        f"{LUNR_INDEX_PATH} is left out: {len(catalog.papers):,} papers are more than {LUNR_INDEX_LIMIT:,}"
        " (`lunr_index: always` in site.yaml writes it anyway)"
    )
