"""Catalog -> every file of search.

To import this is to load numpy, which takes a tenth of a second: only where search is made.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from functools import partial
from operator import attrgetter

from papercatalog.cache import Cache
from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Paper
from papercatalog.output import OutputFile
from papercatalog.search.documents import Documents, numbered
from papercatalog.search.facets import make_facets
from papercatalog.search.files import renew_files
from papercatalog.search.memory import SearchMemory, Source
from papercatalog.search.names import make_names


def build_search(config: SiteConfig, catalog: Catalog) -> Iterator[OutputFile]:
    """Yield every file below `data/` that search reads."""
    return renew_search(config, catalog, attrgetter("id"), None, lambda _: False)


def renew_search(
    config: SiteConfig,
    catalog: Catalog,
    key: Callable[[Paper], Hashable],
    cache: Cache | None,
    take_over: Callable[[Sequence[str]], bool],
) -> Iterator[OutputFile]:
    """Yield those files that are not as they were when `cache` was saved; see `SearchMemory` for the others.

    A paper is as it was if its `key` is. Without a cache, none is.
    """
    labels = catalog.topics, catalog.datasets, catalog.methods, catalog.venues, catalog.people, catalog.synonyms
    memory = SearchMemory(cache, labels, take_over)
    documents = Documents(catalog, memory.terms)
    sources = [
        Source(paper.id, key(paper), partial(documents.tokens, paper), partial(documents.record, paper))
        for paper in numbered(catalog)
    ]
    has_lunr_index = config.has_lunr_index(len(sources))
    yield from renew_files(sources, memory, make_names(catalog), make_facets(catalog), has_lunr_index=has_lunr_index)
    memory.save()
