"""Catalog -> what results can be narrowed by: a file a facet, which the browser loads when a reader opens it.

    {"values": [[id, name, [other spelling, ...]], ...], "papers": [value or [value, ...], ...]}

`papers` has an entry for every paper, by number; a value is its place among `values`, and `[]` is none.
Of its years, that of a paper's first public version comes first: by it the browser sorts.
What only one paper has needs no places: the file of identifiers is `[[identifier, ...], ...]`.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from papercatalog.catalog import Catalog
from papercatalog.duplicates import work_of
from papercatalog.model import Dataset, Method, Paper, Topic
from papercatalog.search.documents import numbered

Value = tuple[str, str, tuple[str, ...]]
"""Id, name, other spellings."""


def make_facets(catalog: Catalog) -> dict[str, Any]:
    """Return the files by name: `facet-topic`, `facet-year`, ..., `identifiers`."""
    papers = numbered(catalog)
    years = sorted({year for paper in papers for year in paper.years}, reverse=True)
    venues = [(venue.id, venue.short, (venue.name, *venue.aliases)) for venue in catalog.venues]
    return {
        "facet-topic": _facet(papers, _values(catalog.topics), lambda paper: paper.topics),
        "facet-dataset": _facet(papers, _values(catalog.datasets), lambda paper: [use.id for use in paper.datasets]),
        "facet-method": _facet(papers, _values(catalog.methods), lambda paper: paper.methods),
        "facet-venue": _facet(papers, venues, lambda paper: [paper.venue.id] if paper.venue else []),
        "facet-year": _facet(
            papers,
            [(str(year), str(year), ()) for year in years],
            lambda paper: map(str, paper.years),
        ),
        "facet-has": _facet(papers, [("code", "Code", ())], lambda paper: ["code"] if paper.links_of("code") else []),
        # As the browser writes them (static/search/facets.js): a DOI that arXiv made is arXiv's number.
        "identifiers": [[value for _, value in work_of(paper).identifiers()] for paper in papers],
    }


def _values(records: Iterable[Topic | Dataset | Method]) -> list[Value]:
    return [(record.id, record.name, record.aliases) for record in records]


def _facet(
    papers: Sequence[Paper], values: Sequence[Value], ids_of: Callable[[Paper], Iterable[str]]
) -> Mapping[str, Any]:
    place = {id_: i for i, (id_, _, _) in enumerate(values)}
    column = [[place[id_] for id_ in dict.fromkeys(ids_of(paper))] for paper in papers]
    return {"values": values, "papers": [places[0] if len(places) == 1 else places for places in column]}
