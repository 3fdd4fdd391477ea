"""Publications and the catalogue -> the pages to write.

Nothing here touches the disk, and nothing that a curator wrote is changed: a page that exists
only gets the fields that it has not got, the other identifier, and an abstract where it has none.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from papercatalog.catalog import Catalog
from papercatalog.diagnostics import Diagnostic
from papercatalog.front_matter import dump_page, insert_fields, insert_part, replace_body, split_page
from papercatalog.grounding import shows_address
from papercatalog.identifiers import find_arxiv
from papercatalog.importers.draft import Draft, make_draft
from papercatalog.importers.holdings import Holdings
from papercatalog.importers.ids import assign_ids
from papercatalog.importers.publication import Publication
from papercatalog.importers.vocabulary import Vocabulary
from papercatalog.markdown import plain_text
from papercatalog.model import Paper
from papercatalog.places import CONTENT_FOLDER
from papercatalog.strict_yaml import load_yaml
from papercatalog.text import caseless, squeeze

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
    must_be_new: bool = False,
) -> tuple[list[PlannedPage], list[Diagnostic]]:
    """Return the pages of the publications, changed or not, in their order, and what a curator should look at.

    A paper that the catalogue has on a page of the id that it would get is completed there, unless it `must_be_new`;
    one that it has elsewhere, or that comes twice, is skipped with a warning. `read_page` returns the text of a page.
    """
    problems: list[Diagnostic] = []
    vocabulary = Vocabulary(catalog)
    drafts = [make_draft(publication, vocabulary, today, problems) for publication in publications]
    holdings = Holdings(catalog, drafts)
    pages: dict[int, PlannedPage] = {}
    completed: dict[str, int] = {}
    new: dict[int, Draft] = {}
    for position, draft in enumerate(drafts):
        if problem := holdings.find_repetition(position):
            problems.append(problem)
        elif own := None if must_be_new else holdings.own_page(position):
            # Two of them may complete one page, such as the preprint and the article.
            path, first = own.span.path, completed.setdefault(own.id, position)
            text = pages[first].text if first in pages else read_page(path)
            pages[first] = PlannedPage(path, _complete(text, path, draft, vocabulary))
        elif problem := holdings.find_duplicate(position):
            problems.append(problem)
        else:
            new[position] = draft
    taken = {id_ for paper in catalog.papers for id_ in (paper.id, *paper.aliases)}
    ids = assign_ids({position: (draft.title, draft.authors, draft.year) for position, draft in new.items()}, taken)
    for position, draft in new.items():
        text = dump_page(draft.values, draft.body)
        pages[position] = PlannedPage(f"{CONTENT_FOLDER}/papers/{ids[position]}.md", text, draft)
    return [pages[position] for position in sorted(pages)], _tell_once(problems)


def _tell_once(problems: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Tell of a venue at its first paper: of one journal that is not known, a file may have a hundred."""
    met = Counter(caseless(problem.message) for problem in problems if problem.code == "unknown-venue")
    told = []
    for problem in problems:
        if problem.code != "unknown-venue":
            told.append(problem)
        elif papers := met.pop(caseless(problem.message), 0):
            told.append(replace(problem, message=f"{problem.message}, of {papers:,} papers") if papers > 1 else problem)
    return told


def _complete(text: str, path: str, draft: Draft, vocabulary: Vocabulary) -> str:
    """Add what is missing; a source that shows nothing new is not worth a line."""
    page = split_page(text, path)
    loaded = load_yaml(page.front_matter, path)
    present = loaded if isinstance(loaded, dict) else {}
    values = dict(draft.values)
    if page.body.strip():
        values |= _grounded(values, f"{present.get('title')}\n{plain_text(page.body)}", vocabulary)
    completed = insert_fields(text, {**values, "sources": None}, FIELD_ORDER)
    completed = _complete_identifiers(completed, present.get("identifiers"), draft)
    if draft.body and not page.body.strip():
        completed = replace_body(completed, draft.body)
    return text if completed == text else insert_fields(completed, values, FIELD_ORDER)


def _grounded(values: Mapping[str, Any], words: str, vocabulary: Vocabulary) -> dict[str, object]:
    """Return the datasets and links that a page with these words may have; others would rest on nothing."""
    named = {mention.id for mention in vocabulary.datasets.find(words)}
    shown = squeeze(words)
    return {
        "datasets": [use for use in values["datasets"] if use["id"] in named],
        "links": [link for link in values["links"] if "source" in link or shows_address(shown, link["url"])],
    }


def _complete_identifiers(text: str, present: object, draft: Draft) -> str:
    """Add the one of the two that is missing: a preprint may have appeared since."""
    if not isinstance(present, dict):
        return text
    if draft.doi and "doi" not in present and not find_arxiv(draft.doi):
        text = insert_part(text, "identifiers", "doi", draft.doi)
    if draft.arxiv and "arxiv" not in present:
        text = insert_part(text, "identifiers", "arxiv", draft.arxiv, is_first=True)
    return text
