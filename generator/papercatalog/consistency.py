"""Do the records fit together: does every id exist, does every name lead to one page?"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from papercatalog.catalog import Catalog, Prose
from papercatalog.diagnostics import Diagnostic, Hint, Nearest, Severity, Span
from papercatalog.duplicates import Duplicate
from papercatalog.fields import find_id_fault
from papercatalog.markdown import find_references, may_have_links
from papercatalog.model import Dataset, Name, Paper, Topic
from papercatalog.schema import Finding, Problem
from papercatalog.strict_yaml import KeyPath
from papercatalog.text import caseless

_RECORD_LINK = re.compile(r"/(papers|topics|datasets)/(?!page/[0-9])([^/?#]+)/?")

_UNKNOWN = {
    "papers": "unknown-paper",
    "topics": "unknown-topic",
    "datasets": "unknown-dataset",
    "venues.yaml": "unknown-venue",
    "methods.yaml": "unknown-method",
    "metrics.yaml": "unknown-metric",
}
"""By folder or list of content/, the code for an id that no record of it has."""
_MAX_LEVELS = 20
"""Of topics within topics: what shows them is nested as deeply, and neither templates nor browsers are without end."""
_CIRCLE_SHOWN = 6
"""Topics of a circle that are named: a stranger can make one of thousands."""


def check_consistency(
    catalog: Catalog,
    known: Mapping[str, Collection[str]],
    duplicates: Iterable[Duplicate],
    settled: Collection[str],
) -> Iterator[Finding | Diagnostic]:
    """Yield what is wrong between records; `duplicates` are those among the papers.

    `known` has the ids by folder or list of content/, those of records that could not be read
    included, and nothing of a list that could not be read at all: one broken file must not make
    every reference to it an error too. In the `settled` files each id that is referred to is certain to be there.
    """
    faulty = {**_find_nameless(catalog), **_find_sharers(catalog)}
    renamed = {alias: paper.id for paper in catalog.papers for alias in paper.aliases}
    for paper in catalog.papers:
        if paper.span.path not in settled:
            yield from _check_ids(paper.span, _references(paper), known, renamed)
        for index, name in enumerate(paper.authors) if faulty else ():
            if name in faulty:
                yield Finding(paper.span, replace(faulty[name], path=("authors", index)))
    for topic in catalog.topics:
        yield from _check_ids(topic.span, [("topics", ("parent",), topic.parent)], known, renamed)
    yield from _check_tree(catalog)
    for dataset in catalog.datasets:
        introduced_by = [("papers", ("introduced_by",), dataset.introduced_by)]
        yield from _check_ids(dataset.span, introduced_by, known, renamed)
    yield from _check_aliases(catalog)
    yield from _check_names(catalog.topics)
    yield from _check_names(catalog.datasets)
    addresses = {kind: set(known[kind]) for kind in ("papers", "topics", "datasets")}
    addresses["papers"].update(renamed)
    for record in catalog.prose():
        if record.span.path not in settled:
            yield from _check_references(record, addresses)
    yield from (_report(duplicate, catalog.paper) for duplicate in duplicates)


def _references(paper: Paper) -> Iterator[tuple[str, KeyPath, str | None]]:
    """Yield what a paper refers to: a folder or list of content/, where it does, and an id."""
    if paper.venue:
        yield "venues.yaml", ("venue", "id"), paper.venue.id
    for i, id_ in enumerate(paper.topics):
        yield "topics", ("topics", i), id_
    for i, id_ in enumerate(paper.methods):
        yield "methods.yaml", ("methods", i), id_
    for i, use in enumerate(paper.datasets):
        yield "datasets", ("datasets", i, "id"), use.id
    for i, result in enumerate(paper.results):
        yield "datasets", ("results", i, "dataset"), result.dataset
        yield "metrics.yaml", ("results", i, "metric"), result.metric
    for i, related in enumerate(paper.related):
        yield "papers", ("related", i, "id"), related.id


def _check_ids(
    span: Span,
    references: Iterable[tuple[str, KeyPath, str | None]],
    known: Mapping[str, Collection[str]],
    renamed: Mapping[str, str],
) -> Iterator[Finding]:
    """Report references to no record. `renamed` has the ids that papers have had before, with those of today."""
    for home, path, id_ in references:
        if id_ and home in known and id_ not in known[home]:
            now = f'it is called "{renamed[id_]}" now' if home == "papers" and id_ in renamed else ""
            hint = now or Nearest(id_, known[home], f"add it to content/{home}")
            yield Finding(span, _unknown(home, id_, hint, path))


def _unknown(home: str, id_: str, hint: Hint, path: KeyPath = ()) -> Problem:
    return Problem(path, _UNKNOWN[home], f'there is no {_noun(home)} "{id_}"', hint)


def _noun(home: str) -> str:
    return _UNKNOWN[home].removeprefix("unknown-")


def _check_aliases(catalog: Catalog) -> Iterator[Finding]:
    """Report former addresses of papers that are those of others, or of the same."""
    owners = dict(catalog.paper)
    for paper in sorted(catalog.papers, key=lambda paper: paper.id):
        for index, alias in enumerate(paper.aliases):
            if alias in owners:
                owner = owners[alias].span.path
                message = f"/papers/{alias}/ is the address of {owner} too"
                hint = "remove the alias, or the other claim"
                yield Finding(paper.span, Problem(("aliases", index), "path-collision", message, hint, other=owner))
            owners.setdefault(alias, paper)


def _check_names(records: Iterable[Topic | Dataset]) -> Iterator[Finding]:
    """Report names and aliases that records of one kind share: nobody can tell which of them is meant."""
    named: dict[str, Topic | Dataset] = {}
    ordered = sorted(records, key=lambda record: record.id)
    names: list[tuple[Topic | Dataset, KeyPath, str]] = [(record, ("name",), record.name) for record in ordered]
    names += [(record, ("aliases", at), name) for record in ordered for at, name in enumerate(record.aliases)]
    for record, path, name in names:
        first = named.setdefault(caseless(name), record)
        if first is not record:
            problem = shared_name(name, first.span.path, path)
            yield Finding(record.span, replace(problem, other=first.span.path))


def shared_name(name: str, owner: str, path: KeyPath) -> Problem:
    hint = "keep one of the two, or give one of them another name"
    return Problem(path, "duplicate-name", f'"{name}" is the name of {owner} too', hint)


def _check_tree(catalog: Catalog) -> Iterator[Finding]:
    """Report each circle of topics once, and topics that are one level too deep, not those below them.

    Each topic is looked at once: a stranger can make a line of thousands.
    """
    levels: dict[str, int] = {"": 0}
    """Of topics, from 1; less where there is no first one above them."""
    for topic in catalog.topics:
        line: dict[str, None] = {}
        above = topic.id
        while above not in levels and above not in line and above in catalog.topic:
            line[above] = None
            above = catalog.topic[above].parent or ""
        if above in line:
            ids = list(line)
            yield _circle(catalog, ids[ids.index(above) :])
        level = levels.get(above, -len(catalog.topics))
        for id_ in reversed(line):
            levels[id_] = level = level + 1
            if level == _MAX_LEVELS + 1:
                message = f"the topic is {level} levels deep, more than the {_MAX_LEVELS} allowed"
                problem = Problem(("parent",), "topic-too-deep", message, "choose a parent nearer to the top")
                yield Finding(catalog.topic[id_].span, problem)


def _circle(catalog: Catalog, ids: list[str]) -> Finding:
    first = ids.index(min(ids))
    line = [*ids[first:], *ids[: first + 1]]
    if len(ids) > _CIRCLE_SHOWN:
        line[_CIRCLE_SHOWN - 1 : -2] = [f"… {len(ids) - _CIRCLE_SHOWN:,} more …"]
    message = "the topic is its own ancestor: " + " < ".join(line)
    problem = Problem(("parent",), "topic-cycle", message, "topics form a tree: remove one parent")
    return Finding(catalog.topic[ids[first]].span, problem)


def _check_references(record: Prose, addresses: Mapping[str, Collection[str]]) -> Iterator[Diagnostic]:
    """Report citations of, and links to, records that do not exist."""
    if "[@" not in record.body and not may_have_links(record.body):
        return
    for reference in find_references(record.body):
        link = _RECORD_LINK.match(reference.target)
        kind, id_ = ("papers", reference.target) if reference.is_citation else link.groups() if link else ("", "")
        if id_ and id_ not in addresses[kind]:
            hint = Nearest(id_, addresses[kind], f"name a {_noun(kind)} of this catalogue by its id")
            yield _unknown(kind, id_, hint).at(record.span.below(reference.line, reference.column))


def _find_nameless(catalog: Catalog) -> dict[Name, Problem]:
    """Return what is wrong with printed names; most have been printed often, and are looked at once."""
    nameless = {}
    for name, author_id in catalog.author_ids.items():
        if fault := find_id_fault(author_id):
            hint = f"write {{{'literal' if name.literal else 'name'}: {name}, id: ...}}"
            nameless[name] = Problem((), "author-without-id", f'"{name}" {fault}', hint)
    return nameless


def _find_sharers(catalog: Catalog) -> dict[Name, Problem]:
    """Return what is odd about printed names whose id is that of another name: nobody has said that they are one."""
    given = {name: name.id for name in catalog.author_ids if name.id}
    printed: dict[str, dict[str, str]] = {author_id: {} for author_id in given.values()}
    for name, author_id in catalog.author_ids.items() if given else ():
        if author_id in printed:
            printed[author_id].setdefault(caseless(str(name)), str(name))
    sharers = {}
    for name, author_id in given.items():
        person, spelling = catalog.listed_person.get(author_id), caseless(str(name))
        others = [other for key, other in printed[author_id].items() if key != spelling]
        if others and not (person and spelling in map(caseless, (person.name, *person.aliases))):
            message = f'"{name}" has the id of "{others[0]}", and shares the page /authors/{author_id}/'
            hint = "give them ids of their own; if they are one person, list both spellings in authors.yaml"
            sharers[name] = Problem((), "shared-author-id", message, hint, Severity.WARNING)
    return sharers


def _report(duplicate: Duplicate, paper: Mapping[str, Paper]) -> Finding:
    """Report a paper with the identifier of another one, whose id comes first; warn of nearly the same titles."""
    first, second = paper[duplicate.first], paper[duplicate.second]
    owner = first.span.path
    if duplicate.scheme:
        # Where there is no arXiv identifier, the DOI says the same.
        scheme = duplicate.scheme if getattr(second.identifiers, duplicate.scheme) else "doi"
        message = f"{getattr(second.identifiers, scheme)} is the identifier of {owner} too"
        hint = "remove one of the two papers"
        problem = Problem(("identifiers", scheme), "duplicate-identifier", message, hint, other=owner)
        return Finding(second.span, problem)
    message = f'the title is nearly that of {owner}: "{first.title}"'
    hint = "if they are one paper, remove one and list its id under aliases of the other"
    return Finding(second.span, Problem(("title",), "similar-title", message, hint, Severity.WARNING, owner))
