"""The dataset index, and for each dataset the papers that use it, by role."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Dataset, DatasetRole, Paper
from papercatalog.pages.description import describe
from papercatalog.pages.feeds import announce_feed
from papercatalog.pages.letters import Entry, find_letters, first_letter
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page
from papercatalog.pages.results import rank_results, results_by_dataset

ROLES: dict[DatasetRole, str] = {
    "introduced": "Introduced in",
    "evaluated": "Evaluated on it",
    "trained": "Trained on it",
    "mentioned": "Mentioned",
}
"""In the order of the page, with the headings of their lists."""

_RANK = {role: rank for rank, role in enumerate(ROLES)}


def plan_datasets(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield from _plan_index(config, catalog)
    results = results_by_dataset(catalog.papers)
    for dataset in catalog.datasets:
        uses = _uses(catalog, dataset)
        tables, others = rank_results(results.get(dataset.id, ()), catalog)
        changed = last_change(paper for _, paper in uses)
        for part in paginate(dataset.url, uses):
            yield Page(
                path=part.path,
                template="dataset.html",
                title=part.title(dataset.name),
                description=part.description(describe(dataset.body, catalog) or f"Papers that use {dataset.name}."),
                context={
                    "dataset": dataset,
                    "part": part,
                    "groups": _by_role(part.items),
                    "tables": tables,
                    "unranked": others,
                },
                source=dataset.span,
                last_change=changed,
                feed=announce_feed(config, catalog, dataset.url, dataset.name),
            )


def _plan_index(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    parts = list(paginate("/datasets/", _entries(catalog)))
    letters = find_letters(parts)
    about = f"All datasets that papers of {config.title} introduce, evaluate on, train on or mention."
    for part in parts:
        yield Page(
            path=part.path,
            template="datasets.html",
            title=part.title("Datasets"),
            description=part.description(about),
            context={"part": part, "letters": letters},
            last_change=catalog.last_change,
        )


def _entries(catalog: Catalog) -> list[Entry]:
    """Return the index in order."""
    entries = [
        Entry(
            dataset.name,
            dataset.url,
            first_letter(dataset.name, dataset.id),
            len(catalog.papers_by_dataset[dataset.id]),
        )
        for dataset in catalog.datasets
    ]
    return sorted(entries, key=lambda entry: entry.letter)


def _uses(catalog: Catalog, dataset: Dataset) -> list[tuple[DatasetRole, Paper]]:
    papers = catalog.papers_by_dataset[dataset.id]
    uses = [(use.role, paper) for paper in papers for use in paper.datasets if use.id == dataset.id]
    return sorted(uses, key=lambda use: _RANK[use[0]])


def _by_role(uses: Iterable[tuple[DatasetRole, Paper]]) -> list[tuple[str, list[Paper]]]:
    """Return (heading, papers) for each role that occurs."""
    return [(ROLES[role], [paper for _, paper in group]) for role, group in groupby(uses, key=lambda use: use[0])]
