"""Which topics meet which datasets: a square for each pair that papers share, the larger the more do."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.charts.dataset_use import most_used
from papercatalog.charts.labels import CHARACTER_WIDTH, break_lines
from papercatalog.charts.topic_looks import Look, find_looks, in_tree_order
from papercatalog.model import Dataset, Topic

MOST_DATASETS = 14
MOST_TOPICS = 16
CELL = 30
SMALLEST = 6
DIGIT = 8.5
"""The width of a digit on a square."""
LEAST_WITH_NUMBER = 14
FONT_SIZE = 13
SLANT = math.radians(50)
LONGEST_NAME = 36
"""Longer ones are cut; the text beside the picture has them in full."""


@dataclass(frozen=True, slots=True)
class Cell:
    topic: Topic
    dataset: Dataset
    papers: int
    x: int
    y: int
    """The middle."""
    size: float
    look: Look

    @property
    def has_number(self) -> bool:
        """Tell whether the square has room for its number."""
        return self.papers > 1 and self.size >= max(LEAST_WITH_NUMBER, DIGIT * len(str(self.papers)))


@dataclass(frozen=True, slots=True)
class Row:
    topic: Topic
    lines: tuple[str, ...]
    """Its name: two lines for a long one, so that phones have room for the squares."""
    y: int
    """The middle."""


@dataclass(frozen=True, slots=True)
class TopicsByDatasets:
    rows: tuple[Row, ...]
    """In the order of the tree."""
    datasets: tuple[tuple[Dataset, int], ...]
    """With the x of the middle of their columns, the most used first."""
    cells: tuple[Cell, ...]
    width: int
    height: int
    left: int
    top: int
    step: int = CELL

    def papers(self, topic: Topic, dataset: Dataset) -> int:
        return next((c.papers for c in self.cells if c.topic is topic and c.dataset is dataset), 0)


def draw_topics_by_datasets(catalog: Catalog) -> TopicsByDatasets:
    datasets = most_used(catalog, MOST_DATASETS)
    shown = {dataset.id for dataset in datasets}
    counts = Counter(
        (topic_id, use.id)
        for paper in catalog.papers
        for use in paper.datasets
        if use.id in shown
        for topic_id in paper.topics
    )
    topics = _choose_topics(catalog, counts)
    slanted = _room(_cut(dataset.name) for dataset in datasets)
    top = math.ceil(slanted * math.sin(SLANT)) + 12
    rows = tuple(Row(t, break_lines(_cut(t.name)), top + i * CELL + CELL // 2) for i, t in enumerate(topics))
    left = _room(line for row in rows for line in row.lines) + 12
    columns = tuple((dataset, left + i * CELL + CELL // 2) for i, dataset in enumerate(datasets))
    most = max(counts.values(), default=1)
    looks = find_looks(catalog)
    cells = tuple(
        Cell(
            row.topic,
            dataset,
            papers,
            x,
            row.y,
            max(SMALLEST, round((CELL - 4) * math.sqrt(papers / most), 1)),
            looks[row.topic.id],
        )
        for row in rows
        for dataset, x in columns
        if (papers := counts[row.topic.id, dataset.id])
    )
    # The slanted names lean out to the right.
    lean = math.ceil(slanted * math.cos(SLANT))
    return TopicsByDatasets(
        rows, columns, cells, left + len(columns) * CELL + lean, top + len(rows) * CELL + 2, left, top
    )


def _choose_topics(catalog: Catalog, counts: Counter[tuple[str, str]]) -> list[Topic]:
    """Return the topics with the most uses of the datasets that are shown, in the order of the tree."""
    sums: Counter[str] = Counter()
    for (topic_id, _), papers in counts.items():
        sums[topic_id] += papers
    chosen = set(sorted(sums, key=lambda id_: (-sums[id_], id_))[:MOST_TOPICS])
    return [catalog.topic[id_] for id_ in in_tree_order(catalog) if id_ in chosen]


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


def _room(lines: Iterable[str]) -> int:
    """Return the length that the longest of some lines takes."""
    return math.ceil(max(map(len, lines), default=0) * FONT_SIZE * CHARACTER_WIDTH)
