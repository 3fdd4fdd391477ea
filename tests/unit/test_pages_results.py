"""Which numbers are ranked together, and in which order."""

from datetime import date

import pytest

from papercatalog.catalog import Catalog
from papercatalog.model import Metric, Paper, Result
from papercatalog.pages.results import Claim, claims_by_dataset, rank_claims

CATALOG = Catalog(
    papers=(),
    metrics=(
        Metric("accuracy", "Accuracy", "higher"),
        Metric("error", "Error", "lower"),
        Metric("score", "Score", "higher", comparable=False),
    ),
)


def claim(paper: str, value: str, metric: str = "accuracy", **fields: str) -> Claim:
    result = Result(metric, value, "quote", **fields)  # type: ignore[arg-type]
    return Claim(Paper(id=paper, title=paper, added=date(2026, 1, 1)), result)


def ranked(*claims: Claim) -> list[tuple[str, str | None, str | None, list[tuple[int, str]]]]:
    """Return (metric, unit, setting, [(place, paper)]) of each ranking."""
    tables, _ = rank_claims(claims, CATALOG)
    return [
        (table.metric.id, table.unit, ranking.setting, [(p.place, p.claim.paper.id) for p in ranking.placed])
        for table in tables
        for ranking in table.rankings
    ]


def test_best_comes_first_by_the_direction_of_the_metric() -> None:
    values = ("9.5", "10", "1,000", "-3")
    claims = [claim(value, value, metric) for metric in ("accuracy", "error") for value in values]
    assert ranked(*claims) == [
        ("accuracy", None, None, [(1, "1,000"), (2, "10"), (3, "9.5"), (4, "-3")]),
        ("error", None, None, [(1, "-3"), (2, "9.5"), (3, "10"), (4, "1,000")]),
    ]


def test_equal_numbers_share_a_place_however_they_are_written() -> None:
    claims = [claim("a", "90.0"), claim("b", "91"), claim("c", "90"), claim("d", "89.99")]
    assert ranked(*claims) == [("accuracy", None, None, [(1, "b"), (2, "a"), (2, "c"), (4, "d")])]


def test_units_and_settings_are_kept_apart() -> None:
    claims = [
        claim("a", "1", setting="test"),
        claim("b", "2", unit="%"),
        claim("c", "3"),
        claim("d", "4", setting="test"),
        claim("e", "5", setting="validation"),
    ]
    assert ranked(*claims) == [
        ("accuracy", None, None, [(1, "c")]),
        ("accuracy", None, "test", [(1, "d"), (2, "a")]),
        ("accuracy", None, "validation", [(1, "e")]),
        ("accuracy", "%", None, [(1, "b")]),
    ]


@pytest.mark.parametrize(
    "other",
    [
        claim("b", "99", kind="gain"),
        claim("b", "99", kind="efficiency"),
        claim("b", "99", method="a rival"),
        claim("b", "99", "score"),
    ],
)
def test_what_is_not_comparable_is_listed_and_not_ranked(other: Claim) -> None:
    own = claim("a", "90")
    tables, unranked = rank_claims([other, own], CATALOG)
    assert [placed.claim for table in tables for ranking in table.rankings for placed in ranking.placed] == [own]
    assert unranked == [other]


def test_claims_belong_to_the_dataset_they_name_even_if_the_paper_does_not_list_it() -> None:
    here, there, nowhere = (Result("accuracy", "1", "quote", dataset) for dataset in ("here", "there", None))
    paper = Paper(id="a", title="A", added=date(2026, 1, 1), results=(here, there, nowhere))
    assert claims_by_dataset([paper]) == {"here": [Claim(paper, here)], "there": [Claim(paper, there)]}
