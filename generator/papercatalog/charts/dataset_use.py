"""Which datasets the papers use most, and in which role: a bar a dataset."""

from collections import Counter
from dataclasses import dataclass
from typing import get_args

from papercatalog.catalog import Catalog
from papercatalog.model import Dataset, DatasetRole
from papercatalog.text import caseless

MOST = 16
WIDTH = 400
ROW = 30
BAR_TOP = 16
BAR_HEIGHT = 9
WIDEST_PAPER = 60
"""So that a handful of papers does not look like a crowd."""
RIGHT = 48
"""Room for the number at the end of the longest bar."""

ROLES: tuple[DatasetRole, ...] = get_args(DatasetRole)


@dataclass(frozen=True, slots=True)
class Segment:
    role: DatasetRole
    papers: int
    x: float
    width: float

    @property
    def pair(self) -> tuple[DatasetRole, int]:
        return self.role, self.papers


@dataclass(frozen=True, slots=True)
class Bar:
    dataset: Dataset
    papers: int
    segments: tuple[Segment, ...]
    y: int

    @property
    def end(self) -> float:
        return self.segments[-1].x + self.segments[-1].width


@dataclass(frozen=True, slots=True)
class DatasetBars:
    bars: tuple[Bar, ...]
    """The most used first."""
    roles: tuple[DatasetRole, ...]
    """Those that occur."""
    height: int
    width: int = WIDTH
    bar_top: int = BAR_TOP
    bar_height: int = BAR_HEIGHT


def most_used(catalog: Catalog, limit: int) -> list[Dataset]:
    """Return the datasets with the most papers; those with a single one only where hardly any has more."""
    used = [dataset for dataset in catalog.datasets if dataset.id in catalog.papers_by_dataset]
    used.sort(key=lambda dataset: (-len(catalog.papers_by_dataset[dataset.id]), caseless(dataset.name)))
    shared = [dataset for dataset in used if len(catalog.papers_by_dataset[dataset.id]) > 1]
    return (shared if len(shared) > 2 else used)[:limit]


def draw_dataset_use(catalog: Catalog) -> DatasetBars:
    roles: dict[str, Counter[DatasetRole]] = {}
    for paper in catalog.papers:
        for use in paper.datasets:
            roles.setdefault(use.id, Counter())[use.role] += 1
    datasets = most_used(catalog, MOST)
    most = max((roles[dataset.id].total() for dataset in datasets), default=1)
    unit = min(WIDEST_PAPER, (WIDTH - RIGHT) / most)
    bars = tuple(_bar(dataset, roles[dataset.id], unit, i * ROW) for i, dataset in enumerate(datasets))
    present = tuple(role for role in ROLES if any(roles[dataset.id][role] for dataset in datasets))
    return DatasetBars(bars, present, len(bars) * ROW)


def _bar(dataset: Dataset, roles: Counter[DatasetRole], unit: float, y: int) -> Bar:
    segments, done = [], 0
    for role in ROLES:
        if papers := roles[role]:
            segments.append(Segment(role, papers, round(done * unit, 1), round(papers * unit, 1)))
            done += papers
    return Bar(dataset, done, tuple(segments), y)
