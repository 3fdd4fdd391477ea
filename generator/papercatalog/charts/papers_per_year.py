"""How many papers each year brought: a column a year."""

from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.charts.ticks import count_ticks, thin_out

WIDTH = 400
HEIGHT = 190
RIGHT, TOP, BOTTOM = 4, 16, 22
DIGIT = 8
"""The room for a digit beside the axis."""
YEAR = 38
"""The room for a year below the axis, in the letters that phones get."""
MAX_COLUMN = 26
MOST_LABELS = 11
MOST_LABELS_ON_PHONES = 6


@dataclass(frozen=True, slots=True)
class Column:
    year: int
    papers: int
    x: float
    y: float
    width: float
    height: float
    is_named: bool
    is_named_on_phones: bool

    @property
    def middle(self) -> float:
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class PapersPerYear:
    columns: tuple[Column, ...]
    """From the first year to the last; years without papers have height 0."""
    ticks: tuple[tuple[int, float], ...]
    """Value and y."""
    undated: int
    left: int
    has_values: bool
    """Whether there is room for a number on each column."""
    width: int = WIDTH
    height: int = HEIGHT
    base: int = HEIGHT - BOTTOM


def draw_papers_per_year(catalog: Catalog) -> PapersPerYear:
    counts = {year: len(papers) for year, papers in catalog.papers_by_year.items()}
    years = range(min(counts), max(counts) + 1) if counts else range(0)
    ticks = count_ticks(max(counts.values(), default=0))
    base = HEIGHT - BOTTOM
    scale = (base - TOP) / ticks[-1]
    left = 10 + DIGIT * len(f"{ticks[-1]:,}")
    count = max(len(years), 1)
    right = max(RIGHT, (YEAR - (WIDTH - left) / count) / 2)  # the name of the last year is wider than its column
    slot = (WIDTH - left - right) / count
    width = min(MAX_COLUMN, 0.72 * slot)
    named = thin_out(years, MOST_LABELS)
    named_on_phones = named & thin_out(years, MOST_LABELS_ON_PHONES)
    columns = tuple(
        Column(
            year,
            counts.get(year, 0),
            round(left + i * slot + (slot - width) / 2, 1),
            round(base - scale * counts.get(year, 0), 1),
            round(width, 1),
            round(scale * counts.get(year, 0), 1),
            year in named,
            year in named_on_phones,
        )
        for i, year in enumerate(years)
    )
    undated = sum(not paper.year for paper in catalog.papers)
    has_values = len(columns) <= MOST_LABELS and ticks[-1] < 1000
    named_ticks = tuple((tick, round(base - scale * tick, 1)) for tick in ticks)
    return PapersPerYear(columns, named_ticks, undated, left, has_values)
