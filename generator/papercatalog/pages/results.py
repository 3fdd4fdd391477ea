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
class ReportedResult:
    """A number and the paper that states it."""

    paper: Paper
    result: Result


@dataclass(frozen=True, slots=True)
class Placed:
    """A result in a ranking. Equal numbers share a place."""

    place: int
    reported: ReportedResult


@dataclass(frozen=True, slots=True)
class Ranking:
    """Results that are comparable, best first."""

    setting: str | None
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class ResultTable:
    """The rankings of one metric in one unit, a ranking for each setting; the one without a setting comes first."""

    metric: Metric
    unit: str | None
    rankings: tuple[Ranking, ...]


def results_by_dataset(papers: Iterable[Paper]) -> dict[str, list[ReportedResult]]:
    """Return what `papers` state for each dataset, by its id, in their order."""
    results: dict[str, list[ReportedResult]] = defaultdict(list)
    for paper in papers:
        for result in paper.results:
            if result.dataset:
                results[result.dataset].append(ReportedResult(paper, result))
    return results


def is_rankable(result: Result, metric: Metric) -> bool:
    return metric.comparable and result.kind == "absolute" and result.method is None


def rank_results(results: Iterable[ReportedResult], catalog: Catalog) -> tuple[list[ResultTable], list[ReportedResult]]:
    """Return the tables, by name of the metric, and the results that must not be ranked, in their order."""
    rankable: list[ReportedResult] = []
    others: list[ReportedResult] = []
    for reported in results:
        metric = catalog.metric[reported.result.metric]
        (rankable if is_rankable(reported.result, metric) else others).append(reported)
    return list(_tables(rankable, catalog)), others


def _tables(results: list[ReportedResult], catalog: Catalog) -> Iterator[ResultTable]:
    def table_key(reported: ReportedResult) -> tuple[str, str, str]:
        metric = catalog.metric[reported.result.metric]
        return metric.name.casefold(), metric.id, reported.result.unit or ""

    for (_, metric_id, unit), group in groupby(sorted(results, key=table_key), key=table_key):
        metric = catalog.metric[metric_id]
        by_setting = groupby(sorted(group, key=_setting), key=_setting)
        rankings = tuple(Ranking(setting or None, tuple(_place(same, metric))) for setting, same in by_setting)
        yield ResultTable(metric, unit or None, rankings)


def _setting(reported: ReportedResult) -> str:
    return reported.result.setting or ""


def _place(results: Iterable[ReportedResult], metric: Metric) -> Iterator[Placed]:
    """Yield the results best first; equals stay in their order."""
    best_first = sorted(results, key=_value, reverse=metric.better == "higher")
    place = 0
    for index, reported in enumerate(best_first, start=1):
        if index == 1 or _value(reported) != _value(best_first[index - 2]):
            place = index
        yield Placed(place, reported)


def _value(reported: ReportedResult) -> Decimal:
    return Decimal(reported.result.value.replace(",", ""))
