"""What a list of papers can be narrowed by, and how its papers spread over years, datasets, methods and topics."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from papercatalog.catalog import Catalog
from papercatalog.model import Dataset, Method, Paper, Topic
from papercatalog.pages.listing import Part
from papercatalog.text import caseless

WORTH_FILTERING = 8
"""Lists of more papers than this get filters; a shorter one is read faster than it is filtered."""

Counted = TypeVar("Counted", Dataset, Method, Topic)


@dataclass(frozen=True, slots=True)
class Facets:
    """The choices of a list's filters, each with the number of papers that it leaves."""

    years: tuple[tuple[int, int], ...]
    """Newest first. A paper is found by that of its first public version and by that of its venue."""
    datasets: tuple[tuple[Dataset, int], ...]
    """By name."""
    with_code: int


def find_facets(part: Part[Paper], catalog: Catalog) -> Facets | None:
    """Return None for a list that is short, or cut into pages: filters work on the page that a reader has."""
    papers = part.items
    if part.count > 1 or len(papers) <= WORTH_FILTERING:
        return None
    uses = [use.id for paper in papers for use in paper.datasets]
    return Facets(
        years=tuple(sorted(Counter(year for paper in papers for year in paper.years).items(), reverse=True)),
        datasets=tuple(sorted(most_common(uses, catalog.dataset), key=lambda pair: caseless(pair[0].name))),
        with_code=sum(1 for paper in papers if paper.links_of("code")),
    )


def spread_over_years(papers: Iterable[Paper]) -> list[tuple[int, int]]:
    """Return the number of papers of each year from the first to the last, years without any included."""
    counts = Counter(paper.year for paper in papers if paper.year)
    return [(year, counts[year]) for year in range(min(counts), max(counts) + 1)] if counts else []


def most_common(
    ids: Iterable[str], records: Mapping[str, Counted], limit: int | None = None
) -> list[tuple[Counted, int]]:
    """Return the records that occur most among `ids`, with how often; equals by name."""
    counts = Counter(ids)
    # Few of many are asked for: only those that may be among them are sorted by name.
    least = sorted(counts.values())[-limit] if limit and limit < len(counts) else 0
    counted = [(records[id_], count) for id_, count in counts.items() if count >= least]
    return sorted(counted, key=lambda pair: (-pair[1], caseless(pair[0].name), pair[0].id))[:limit]
