"""How each topic grew: one small column chart a root topic, all to the same scale."""

from collections import Counter
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.charts.topic_looks import Look, find_looks, root_of
from papercatalog.model import Topic

WIDTH = 200
HEIGHT = 78
BASE = 54
TOP = 18
MAX_COLUMN = 14
DIGIT = 11
"""The room for a digit above a column, in the letters that phones get."""


@dataclass(frozen=True, slots=True)
class YearColumn:
    year: int
    papers: int
    x: float
    y: float
    width: float
    height: float

    @property
    def pair(self) -> tuple[int, int]:
        return self.year, self.papers


@dataclass(frozen=True, slots=True)
class TopicOverTime:
    topic: Topic
    look: Look
    papers: int
    """Those without a year included."""
    columns: tuple[YearColumn, ...]
    """Of years with papers."""
    busiest: YearColumn
    """The latest of the highest columns."""

    @property
    def number_middle(self) -> float:
        """Where the number of the busiest year stands: above its column, and inside the picture."""
        half = DIGIT * len(f"{self.busiest.papers:,}") / 2
        return round(min(max(self.busiest.x + self.busiest.width / 2, half), WIDTH - half), 1)


@dataclass(frozen=True, slots=True)
class TopicsOverTime:
    years: tuple[int, ...]
    topics: tuple[TopicOverTime, ...]
    """The largest first. A paper counts once for each root that one of its topics is below."""
    width: int = WIDTH
    height: int = HEIGHT
    base: int = BASE


def draw_topics_over_time(catalog: Catalog) -> TopicsOverTime:
    counts: dict[str, Counter[int]] = {}
    for paper in catalog.papers:
        if paper.year:
            for root in dict.fromkeys(root_of(catalog, id_) for id_ in paper.topics):
                counts.setdefault(root, Counter())[paper.year] += 1
    dated = list(catalog.papers_by_year)
    years = tuple(range(min(dated), max(dated) + 1)) if dated else ()
    most = max((max(count.values()) for count in counts.values()), default=0)
    looks = find_looks(catalog)
    sizes = catalog.paper_count_with_subtopics
    largest_first = sorted(counts, key=lambda id_: (-sizes[id_], id_))
    topics = []
    for id_ in largest_first:
        columns = _columns(counts[id_], years, most)
        busiest = max(columns, key=lambda column: (column.papers, column.year))
        topics.append(TopicOverTime(catalog.topic[id_], looks[id_], sizes[id_], columns, busiest))
    return TopicsOverTime(years, tuple(topics))


def _columns(counts: Counter[int], years: tuple[int, ...], most: int) -> tuple[YearColumn, ...]:
    slot = WIDTH / len(years)
    width = min(MAX_COLUMN, 0.76 * slot)
    columns = []
    for i, year in enumerate(years):
        if count := counts[year]:
            height = (BASE - TOP) * count / most
            x = i * slot + (slot - width) / 2
            columns.append(
                YearColumn(year, count, round(x, 1), round(BASE - height, 1), round(width, 1), round(height, 1))
            )
    return tuple(columns)
