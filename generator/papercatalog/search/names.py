"""Catalog -> the names that have a page of their own, so that whoever types one is shown that page first.

    [[key, kind, id, name, number of papers], ...]

A key is what all spellings of a name have in common: "crowd pose" is CrowdPose. The entries are
sorted by key and cut into files, so that a query loads one of them however many names there are.
Authors are not among them: they would be most of it, and results carry their names anyway.
"""

from collections.abc import Iterator, Mapping, Sequence

from papercatalog.catalog import Catalog
from papercatalog.model import Dataset, Method, Paper, Topic, Venue
from papercatalog.search.tokens import chunks, utf16_order

NAMES_PER_FILE = 50

Entry = tuple[str, str, str, str, int]


def make_names(catalog: Catalog) -> list[list[Entry]]:
    """Return the entries of each file."""
    entries = sorted(set(_entries(catalog)), key=lambda entry: (utf16_order(entry[0]), *entry[1:]))
    return [entries[start : start + NAMES_PER_FILE] for start in range(0, len(entries), NAMES_PER_FILE)]


def name_key(name: str) -> str:
    """Return the name without gaps and without what the British and the Americans spell differently.

    The browser makes keys by the same rules (static/search/words.js).
    """
    joined = "".join(chunk.joined for chunk in chunks(name))
    return joined.replace("z", "s").replace("ll", "l").replace("our", "or")


def _entries(catalog: Catalog) -> Iterator[Entry]:
    kinds: Sequence[tuple[str, Sequence[Topic | Dataset | Method | Venue], Mapping[str, Sequence[Paper]]]] = (
        ("topic", catalog.topics, catalog.papers_by_topic),
        ("dataset", catalog.datasets, catalog.papers_by_dataset),
        ("method", catalog.methods, catalog.papers_by_method),
        ("venue", catalog.venues, catalog.papers_by_venue),
    )
    for kind, records, papers in kinds:
        for record in records:
            spellings = [record.name, *record.aliases, *([record.short] if isinstance(record, Venue) else [])]
            for key in filter(None, map(name_key, spellings)):
                yield key, kind, record.id, record.name, len(papers.get(record.id, ()))
