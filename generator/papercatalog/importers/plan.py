"""A listing's entries, known facts and the catalogue -> the pages to write.

Nothing here touches the disk, and nothing that a curator wrote is changed: a page that exists
only gets the fields that it has not got.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from itertools import islice

from papercatalog.catalog import Catalog
from papercatalog.diagnostics import Diagnostic, Severity, Span
from papercatalog.front_matter import dump_page, insert_fields
from papercatalog.importers.addresses import collect_links
from papercatalog.importers.facts import Facts, Record, match_facts
from papercatalog.importers.ids import assign_ids, candidate_ids
from papercatalog.importers.listing import Entry
from papercatalog.importers.prose import clean_prose
from papercatalog.importers.venues import parse_venue, suggest_venue
from papercatalog.importers.vocabulary import find_datasets, find_topics
from papercatalog.mentions import PhraseFinder, dataset_finder, topic_finder
from papercatalog.model import DatasetUse, Link, Paper, VenueRef
from papercatalog.text import fold

_FIELD_ORDER = tuple(field.name for field in fields(Paper) if field.name not in ("id", "body", "span"))

# As many ids as a paper can have got when it was imported beside others that wanted the same.
_MAX_CANDIDATES = 12
_SAME_TITLE = 0.8


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page as it will be. `path` is relative to the site."""

    path: str
    text: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Draft:
    """A paper of the listing, cleaned and completed, without an id."""

    title: str
    facts: Facts
    body: str
    values: Mapping[str, object]
    span: Span


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    catalog: Catalog
    topics: PhraseFinder
    datasets: PhraseFinder
    parents: Mapping[str, str | None]


def plan_import(
    entries: Sequence[Entry], records: Iterable[Record], catalog: Catalog, today: date, read_page: Callable[[str], str]
) -> tuple[list[PlannedPage], list[Diagnostic]]:
    """Return every page of the listing, changed or not, in its order, and what a curator should look at.

    `read_page` returns the text of an existing page.
    """
    matched, problems = match_facts([entry.title for entry in entries], records)
    vocabulary = _Vocabulary(
        catalog,
        topic_finder(catalog.topics),
        dataset_finder(catalog.datasets),
        {topic.id: topic.parent for topic in catalog.topics},
    )
    pages: dict[int, PlannedPage] = {}
    new: dict[str, _Draft] = {}
    for position, entry in enumerate(entries):
        draft = _make_draft(entry, matched.get(entry.title), vocabulary, today, problems)
        own = _find_own_page(draft, catalog)
        other = None if own else _find_under_other_id(draft, catalog)
        if own:
            text = read_page(own.span.path)
            pages[position] = PlannedPage(own.span.path, insert_fields(text, draft.values, _FIELD_ORDER), is_new=False)
        elif other:
            message = f'"{draft.title}" is in the catalogue already: {other.span.path}'
            id_ = next(candidate_ids(draft.title, draft.facts.authors, draft.facts.year))
            hint = f"it is skipped; add {id_} to the aliases of that page to complete it from the listing"
            problems.append(Diagnostic("duplicate-paper", message, entry.title_span, hint, Severity.WARNING))
        else:
            new[str(position)] = draft
    taken = {id_ for paper in catalog.papers for id_ in (paper.id, *paper.aliases)}
    ids = assign_ids({key: (draft.title, draft.facts.authors, draft.facts.year) for key, draft in new.items()}, taken)
    for key, draft in new.items():
        path = f"content/papers/{ids[key]}.md"
        pages[int(key)] = PlannedPage(path, dump_page(_in_order(draft.values), draft.body), is_new=True)
    return [pages[position] for position in sorted(pages)], problems


def _make_draft(
    entry: Entry, record: Record | None, vocabulary: _Vocabulary, today: date, problems: list[Diagnostic]
) -> _Draft:
    title, title_problems = clean_prose(entry.title, entry.title_span)
    abstract, abstract_problems = clean_prose(entry.abstract, entry.abstract_span)
    problems += [*title_problems, *abstract_problems]
    facts = record.facts if record else Facts(title.text)
    values: dict[str, object] = {
        "title": title.text,
        "authors": list(facts.authors),
        "year": facts.year,
        "venue": _venue_fields(_find_venue(record, vocabulary.catalog, problems)),
        "identifiers": {"arxiv": facts.arxiv, "doi": facts.doi} if facts.arxiv or facts.doi else None,
        "links": [_link_fields(link) for link in _find_links(abstract.addresses, record, problems)],
        "topics": find_topics(title.words, abstract.words, vocabulary.topics, vocabulary.parents),
        "datasets": [_use_fields(use) for use in find_datasets(title.words, abstract.words, vocabulary.datasets)],
        "added": today,
        "sources": [facts.source] if facts.source else [],
    }
    return _Draft(title.text, facts, abstract.markdown, values, entry.title_span)


def _find_venue(record: Record | None, catalog: Catalog, problems: list[Diagnostic]) -> VenueRef | None:
    if not record or not record.facts.venue:
        return None
    venue = parse_venue(record.facts.venue, catalog.venues)
    if not venue:
        message = f'unknown venue "{record.facts.venue}"'
        hint = suggest_venue(record.facts.venue, catalog.venues)
        problems.append(Diagnostic("unknown-venue", message, record.span_of("venue"), hint, Severity.WARNING))
    return venue


def _find_links(addresses: list[str], record: Record | None, problems: list[Diagnostic]) -> list[Link]:
    if not record:
        return collect_links(addresses, [], None)
    if record.facts.links and not record.facts.source:
        shown = {link.url for link in collect_links(addresses, record.facts.links, record.facts.title)}
        if shown != {link.url for link in collect_links(addresses, record.facts.links, None)}:
            hint = "add `source:` with the address of the page that shows it"
            message = "a link that the abstract does not show is left out, because the facts name no source"
            problems.append(Diagnostic("ungrounded-link", message, record.span_of(""), hint, Severity.WARNING))
    return collect_links(addresses, record.facts.links, record.facts.source)


def _find_own_page(draft: _Draft, catalog: Catalog) -> Paper | None:
    """Return the page that an earlier import wrote for this paper, or that took over its id as an alias."""
    by_alias = {alias: paper for paper in catalog.papers for alias in paper.aliases}
    for id_ in islice(candidate_ids(draft.title, draft.facts.authors, draft.facts.year), _MAX_CANDIDATES):
        paper = catalog.paper.get(id_) or by_alias.get(id_)
        if paper and _is_same(paper, draft):
            return paper
    return None


def _is_same(paper: Paper, draft: _Draft) -> bool:
    """Tell whether the page of the wanted id is this paper; its title may have been corrected since."""
    mine = (draft.facts.arxiv, draft.facts.doi)
    theirs = (paper.identifiers.arxiv, paper.identifiers.doi)
    both = [(a, b) for a, b in zip(mine, theirs, strict=True) if a and b]
    if both:
        return any(a.lower() == b.lower() for a, b in both)
    return SequenceMatcher(None, fold(paper.title), fold(draft.title), autojunk=False).ratio() >= _SAME_TITLE


def _find_under_other_id(draft: _Draft, catalog: Catalog) -> Paper | None:
    facts = draft.facts
    for paper in catalog.papers:
        known = paper.identifiers
        if (
            fold(paper.title) == fold(draft.title)
            or (facts.arxiv and facts.arxiv == known.arxiv)
            or (facts.doi and facts.doi.lower() == (known.doi or "").lower())
        ):
            return paper
    return None


def _in_order(values: Mapping[str, object]) -> dict[str, object]:
    return {key: values[key] for key in _FIELD_ORDER if key in values}


def _venue_fields(venue: VenueRef | None) -> dict[str, object] | None:
    if not venue:
        return None
    return dict(_present(id=venue.id, year=venue.year, volume=venue.volume, issue=venue.issue, note=venue.note))


def _link_fields(link: Link) -> dict[str, object]:
    return dict(_present(kind=link.kind, url=link.url, source=link.source))


def _use_fields(use: DatasetUse) -> dict[str, object]:
    return {"id": use.id, "role": use.role}


def _present(**fields: object) -> Iterator[tuple[str, object]]:
    return ((key, value) for key, value in fields.items() if value is not None)
