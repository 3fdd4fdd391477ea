"""The charts: what they count, and how they do with nothing, with little and with very much to show."""

from datetime import date
from itertools import pairwise

import pytest

from papercatalog.catalog import Catalog
from papercatalog.charts.dataset_use import MOST, draw_dataset_use
from papercatalog.charts.papers_per_year import draw_papers_per_year
from papercatalog.charts.ticks import count_ticks, thin_out
from papercatalog.charts.topics_by_datasets import draw_topics_by_datasets
from papercatalog.charts.topics_over_time import draw_topics_over_time
from papercatalog.model import Dataset, DatasetUse, Paper, Topic

TOPICS = (Topic("graphs", "Graphs"), Topic("faces", "Faces"), Topic("eyes", "Eyes", parent="faces"))
DATASETS = tuple(Dataset(f"set-{i}", f"Set {i}") for i in range(40))


def make_paper(number: int = 1, **fields: object) -> Paper:
    values = {"id": f"paper-{number}", "title": f"Paper {number}", "added": date(2026, 1, 1), **fields}
    return Paper(**values)  # type: ignore[arg-type]


def make_catalog(*papers: Paper) -> Catalog:
    return Catalog(papers=papers, topics=TOPICS, datasets=DATASETS)


def huge_catalog() -> Catalog:
    """10,000 papers of 120 years, the later the more."""
    return make_catalog(
        *(
            make_paper(
                i,
                year=2026 - (i * i) % 120 * i // 10_000,
                topics=("faces", "eyes") if i % 3 else ("graphs",),
                datasets=(DatasetUse(f"set-{i % 40 * (i % 7) % 40}", "evaluated"),),
            )
            for i in range(10_000)
        )
    )


@pytest.mark.parametrize(
    "catalog",
    [Catalog(papers=()), Catalog(papers=(make_paper(),)), make_catalog(make_paper())],
    ids=["nothing", "a paper without year, topics and datasets", "topics and datasets that no paper has"],
)
def test_where_nothing_is_known_charts_are_empty(catalog: Catalog) -> None:
    years = draw_papers_per_year(catalog)
    assert years.columns == ()
    assert years.undated == len(catalog.papers)
    assert draw_topics_over_time(catalog).topics == ()
    assert draw_dataset_use(catalog).bars == ()
    assert draw_topics_by_datasets(catalog).cells == ()


def test_one_paper_fills_every_chart() -> None:
    catalog = make_catalog(make_paper(year=2020, topics=("eyes",), datasets=(DatasetUse("set-3", "trained"),)))
    (column,) = draw_papers_per_year(catalog).columns
    assert (column.year, column.papers, column.is_named) == (2020, 1, True)
    (row,) = draw_topics_over_time(catalog).topics
    assert (row.topic.name, row.papers, row.busiest.pair) == ("Faces", 1, (2020, 1))
    (bar,) = draw_dataset_use(catalog).bars
    assert (bar.dataset.name, [segment.pair for segment in bar.segments]) == ("Set 3", [("trained", 1)])
    (cell,) = draw_topics_by_datasets(catalog).cells
    assert (cell.topic.name, cell.dataset.name, cell.papers) == ("Eyes", "Set 3", 1)


def test_years_without_papers_keep_their_place() -> None:
    catalog = make_catalog(*(make_paper(i, year=year) for i, year in enumerate([2015, 2019, 2019])), make_paper(9))
    chart = draw_papers_per_year(catalog)
    assert [(column.year, column.papers) for column in chart.columns] == [
        *[(2015, 1), (2016, 0), (2017, 0), (2018, 0), (2019, 2)]
    ]
    assert chart.undated == 1
    lefts = [column.x for column in chart.columns]
    steps = [right - left for left, right in pairwise(lefts)]
    assert max(steps) - min(steps) < 0.2
    # Heights are in proportion, and columns stand on the axis.
    first, last = chart.columns[0], chart.columns[-1]
    assert last.height == pytest.approx(2 * first.height, abs=0.2)
    assert all(column.y + column.height == pytest.approx(chart.base, abs=0.2) for column in chart.columns)


def test_paper_on_a_topic_and_the_one_above_counts_once() -> None:
    catalog = make_catalog(
        make_paper(1, year=2020, topics=("faces", "eyes")), make_paper(2, year=2021, topics=("eyes", "graphs"))
    )
    chart = draw_topics_over_time(catalog)
    assert [(row.topic.name, row.papers) for row in chart.topics] == [("Faces", 2), ("Graphs", 1)]
    assert chart.years == (2020, 2021)


def test_bars_are_split_by_role_and_the_most_used_comes_first() -> None:
    uses = [("set-1", "evaluated"), ("set-2", "introduced"), ("set-2", "evaluated"), ("set-2", "mentioned")]
    catalog = make_catalog(*(make_paper(i, datasets=(DatasetUse(*use),)) for i, use in enumerate(uses)))  # type: ignore[arg-type]
    chart = draw_dataset_use(catalog)
    assert [(bar.dataset.id, bar.papers) for bar in chart.bars] == [("set-2", 3), ("set-1", 1)]
    assert [segment.role for segment in chart.bars[0].segments] == ["introduced", "evaluated", "mentioned"]
    assert chart.roles == ("introduced", "evaluated", "mentioned")
    for bar in chart.bars:
        for left, right in pairwise(bar.segments):
            assert left.x + left.width == pytest.approx(right.x, abs=0.2)


def test_charts_of_10_000_papers_stay_inside_their_pictures() -> None:
    catalog = huge_catalog()
    years = draw_papers_per_year(catalog)
    assert sum(column.papers for column in years.columns) == 10_000
    assert len(years.columns) > 100
    assert all(column.x >= years.left and column.x + column.width <= years.width for column in years.columns)
    assert all(0 <= column.y <= years.base for column in years.columns)
    assert sum(column.is_named for column in years.columns) <= 11

    use = draw_dataset_use(catalog)
    assert len(use.bars) == MOST
    assert all(bar.end < use.width for bar in use.bars)
    assert use.bars[-1].y + use.bar_top + use.bar_height <= use.height

    for row in draw_topics_over_time(catalog).topics:
        assert all(column.y >= 0 and column.height > 0 and column.width > 0 for column in row.columns)

    matrix = draw_topics_by_datasets(catalog)
    assert all(cell.size <= matrix.step for cell in matrix.cells)
    assert all(cell.x <= matrix.width and cell.y <= matrix.height for cell in matrix.cells)
    assert {cell.papers for cell in matrix.cells} == {matrix.papers(cell.topic, cell.dataset) for cell in matrix.cells}


@pytest.mark.parametrize(
    ("highest", "ticks"),
    [(0, (0, 1)), (1, (0, 1)), (4, (0, 1, 2, 3, 4)), (26, (0, 10, 20, 30)), (2600, (0, 1000, 2000, 3000))],
)
def test_axes_have_few_round_numbers(highest: int, ticks: tuple[int, ...]) -> None:
    assert count_ticks(highest) == ticks


def test_the_last_year_is_always_named() -> None:
    assert thin_out(range(2015, 2026), 6) == {2015, 2017, 2019, 2021, 2023, 2025}
    assert thin_out([], 6) == frozenset()
    for count in range(1, 200):
        named = thin_out(range(1900, 1900 + count), 6)
        assert 1899 + count in named
        assert len(named) <= 6
