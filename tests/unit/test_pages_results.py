"""Which numbers are ranked together, and in which order."""

from datetime import date

import pytest

from papercatalog.catalog import Catalog
from papercatalog.model import Metric, Paper, Result
from papercatalog.pages.results import ReportedResult, rank_results, results_by_dataset

CATALOG = Catalog(
    papers=(),
    metrics=(
        Metric("accuracy", "Accuracy", "higher"),
        Metric("error", "Error", "lower"),
        Metric("score", "Score", "higher", comparable=False),
    ),
)


def reported(paper: str, value: str, metric: str = "accuracy", **fields: str) -> ReportedResult:
    result = Result(metric, value, "quote", **fields)  # type: ignore[arg-type]
    return ReportedResult(Paper(id=paper, title=paper, added=date(2026, 1, 1)), result)


def ranked(*results: ReportedResult) -> list[tuple[str, str | None, str | None, list[tuple[int, str]]]]:
    """Return (metric, unit, setting, [(place, paper)]) of each ranking."""
    tables, _ = rank_results(results, CATALOG)
    return [
        (table.metric.id, table.unit, ranking.setting, [(p.place, p.reported.paper.id) for p in ranking.placed])
        for table in tables
        for ranking in table.rankings
    ]


def test_best_comes_first_by_the_direction_of_the_metric() -> None:
    values = ("9.5", "10", "1,000", "-3")
    results = [reported(value, value, metric) for metric in ("accuracy", "error") for value in values]
    assert ranked(*results) == [
        ("accuracy", None, None, [(1, "1,000"), (2, "10"), (3, "9.5"), (4, "-3")]),
        ("error", None, None, [(1, "-3"), (2, "9.5"), (3, "10"), (4, "1,000")]),
    ]


def test_equal_numbers_share_a_place_however_they_are_written() -> None:
    results = [reported("a", "90.0"), reported("b", "91"), reported("c", "90"), reported("d", "89.99")]
    assert ranked(*results) == [("accuracy", None, None, [(1, "b"), (2, "a"), (2, "c"), (4, "d")])]


def test_units_and_settings_are_kept_apart() -> None:
    results = [
        reported("a", "1", setting="test"),
        reported("b", "2", unit="%"),
        reported("c", "3"),
        reported("d", "4", setting="test"),
        reported("e", "5", setting="validation"),
    ]
    assert ranked(*results) == [
        ("accuracy", None, None, [(1, "c")]),
        ("accuracy", None, "test", [(1, "d"), (2, "a")]),
        ("accuracy", None, "validation", [(1, "e")]),
        ("accuracy", "%", None, [(1, "b")]),
    ]


@pytest.mark.parametrize(
    "other",
    [
        reported("b", "99", kind="gain"),
        reported("b", "99", kind="efficiency"),
        reported("b", "99", method="a rival"),
        reported("b", "99", "score"),
    ],
)
def test_what_is_not_comparable_is_listed_and_not_ranked(other: ReportedResult) -> None:
    own = reported("a", "90")
    tables, unranked = rank_results([other, own], CATALOG)
    assert [placed.reported for table in tables for ranking in table.rankings for placed in ranking.placed] == [own]
    assert unranked == [other]


def test_claims_belong_to_the_dataset_they_name_even_if_the_paper_does_not_list_it() -> None:
    here, there, nowhere = (Result("accuracy", "1", "quote", dataset) for dataset in ("here", "there", None))
    paper = Paper(id="a", title="A", added=date(2026, 1, 1), results=(here, there, nowhere))
    assert results_by_dataset([paper]) == {
        "here": [ReportedResult(paper, here)],
        "there": [ReportedResult(paper, there)],
    }
