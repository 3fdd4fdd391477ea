"""Publications and the catalogue -> the pages to write.

Nothing here touches the disk, and nothing that a curator wrote is changed: a page that exists
only gets the fields that it has not got.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from papercatalog.catalog import Catalog
from papercatalog.diagnostics import Diagnostic
from papercatalog.front_matter import dump_page, insert_fields
from papercatalog.importers.draft import Draft, Vocabulary, make_draft
from papercatalog.importers.holdings import Holdings
from papercatalog.importers.ids import assign_ids
from papercatalog.importers.publication import Publication
from papercatalog.model import Paper

FIELD_ORDER = tuple(field.name for field in fields(Paper) if field.name not in ("id", "body", "span"))


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page as it will be. `path` is relative to the site; `draft` is what a new one was made from."""

    path: str
    text: str
    draft: Draft | None = None


def plan_additions(
    publications: Sequence[Publication],
    catalog: Catalog,
    today: date,
    read_page: Callable[[str], str],
    *,
    completing: bool = True,
) -> tuple[list[PlannedPage], list[Diagnostic]]:
    """Return the pages of the publications, changed or not, in their order, and what a curator should look at.

    A paper that the catalogue has on a page of the id that it would get is completed there, if that is wanted; one
    that it has elsewhere, or that comes twice, is skipped with a warning. `read_page` returns the text of an existing
    page.
    """
    problems: list[Diagnostic] = []
    vocabulary = Vocabulary(catalog)
    drafts = [make_draft(publication, vocabulary, today, problems) for publication in publications]
    holdings = Holdings(catalog, drafts)
    pages: dict[int, PlannedPage] = {}
    completed: dict[str, int] = {}
    new: dict[str, Draft] = {}
    for position, draft in enumerate(drafts):
        if problem := holdings.find_repetition(position):
            problems.append(problem)
        elif own := completing and holdings.own_page(position):
            # Two of them may complete one page, such as the preprint and the article.
            path, first = own.span.path, completed.setdefault(own.id, position)
            text = pages[first].text if first in pages else read_page(path)
            pages[first] = PlannedPage(path, _complete(text, draft.values))
        elif problem := holdings.find_duplicate(position):
            problems.append(problem)
        else:
            new[str(position)] = draft
    taken = {id_ for paper in catalog.papers for id_ in (paper.id, *paper.aliases)}
    ids = assign_ids({key: (draft.title, draft.authors, draft.year) for key, draft in new.items()}, taken)
    for key, draft in new.items():
        text = dump_page(_in_order(draft.values), draft.body)
        pages[int(key)] = PlannedPage(f"content/papers/{ids[key]}.md", text, draft)
    return [pages[position] for position in sorted(pages)], problems


def _complete(text: str, values: Mapping[str, object]) -> str:
    """Add what is missing; a source that shows nothing new is not worth a line."""
    completed = insert_fields(text, {**values, "sources": None}, FIELD_ORDER)
    return text if completed == text else insert_fields(completed, values, FIELD_ORDER)


def _in_order(values: Mapping[str, object]) -> dict[str, object]:
    return {key: values[key] for key in FIELD_ORDER if key in values}
