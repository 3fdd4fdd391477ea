"""The numbers that papers state for a dataset: which may be ranked together, and which only listed.

A ranking never holds more than absolute numbers of the papers' own methods with equal dataset,
metric, unit and setting. Everything else is listed beside it, in the papers' words.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from papercatalog.catalog import Catalog
from papercatalog.model import Metric, Paper, Result


@dataclass(frozen=True, slots=True)
class Claim:
    """A number and the paper that states it."""

    paper: Paper
    result: Result


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim in a ranking. Equal numbers share a place."""

    place: int
    claim: Claim


@dataclass(frozen=True, slots=True)
class Ranking:
    """Claims that are comparable, best first."""

    setting: str | None
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The rankings of one metric in one unit, a ranking for each setting; the one without a setting comes first."""

    metric: Metric
    unit: str | None
    rankings: tuple[Ranking, ...]


def claims_by_dataset(papers: Iterable[Paper]) -> dict[str, list[Claim]]:
    """Return what `papers` state for each dataset, by its id, in their order."""
    claims: dict[str, list[Claim]] = defaultdict(list)
    for paper in papers:
        for result in paper.results:
            if result.dataset:
                claims[result.dataset].append(Claim(paper, result))
    return claims


def is_rankable(result: Result, metric: Metric) -> bool:
    return metric.comparable and result.kind == "absolute" and result.method is None


def rank_claims(claims: Iterable[Claim], catalog: Catalog) -> tuple[list[ResultTable], list[Claim]]:
    """Return the tables, by name of the metric, and the claims that must not be ranked, in their order."""
    rankable: list[Claim] = []
    others: list[Claim] = []
    for claim in claims:
        metric = catalog.metric[claim.result.metric]
        (rankable if is_rankable(claim.result, metric) else others).append(claim)
    return list(_tables(rankable, catalog)), others


def _tables(claims: list[Claim], catalog: Catalog) -> Iterator[ResultTable]:
    def table_key(claim: Claim) -> tuple[str, str, str]:
        metric = catalog.metric[claim.result.metric]
        return metric.name.casefold(), metric.id, claim.result.unit or ""

    for (_, metric_id, unit), group in groupby(sorted(claims, key=table_key), key=table_key):
        metric = catalog.metric[metric_id]
        by_setting = groupby(sorted(group, key=_setting), key=_setting)
        rankings = tuple(Ranking(setting or None, tuple(_place(same, metric))) for setting, same in by_setting)
        yield ResultTable(metric, unit or None, rankings)


def _setting(claim: Claim) -> str:
    return claim.result.setting or ""


def _place(claims: Iterable[Claim], metric: Metric) -> Iterator[Placed]:
    """Yield the claims best first; equals stay in their order."""
    best_first = sorted(claims, key=_value, reverse=metric.better == "higher")
    place = 0
    for index, claim in enumerate(best_first, start=1):
        if index == 1 or _value(claim) != _value(best_first[index - 2]):
            place = index
        yield Placed(place, claim)


def _value(claim: Claim) -> Decimal:
    return Decimal(claim.result.value.replace(",", ""))
