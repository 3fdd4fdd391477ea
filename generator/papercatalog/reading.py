"""One file of content/ -> its records, or what is wrong with them. Nothing but the file has a part in it."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from papercatalog.claims import Claim
from papercatalog.consistency import shared_name
from papercatalog.diagnostics import Diagnostic, Span
from papercatalog.fields import EXPLANATIONS
from papercatalog.files import MAX_FILE_BYTES, decode_text
from papercatalog.front_matter import FIRST_LINE, split_page
from papercatalog.grounding import find_claims
from papercatalog.lookalikes import check_body, check_values, may_mislead
from papercatalog.markdown import find_excess
from papercatalog.model import Article, Dataset, Method, Metric, Paper, Person, Synonym, Topic, Venue
from papercatalog.schema import Problem, Schema, locate
from papercatalog.sense import check_record
from papercatalog.strict_yaml import load_yaml
from papercatalog.text import caseless

FOLDERS: Mapping[str, type[Any]] = {"papers": Paper, "topics": Topic, "datasets": Dataset, "pages": Article}
"""A file a record."""
_NAMED_ONCE = ("methods.yaml", "venues.yaml")
"""Lists in which a name tells what is meant. Two people may have one name, and metrics differ in their unit, too."""
LISTS: Mapping[str, type[Any]] = {
    "venues.yaml": Venue,
    "methods.yaml": Method,
    "metrics.yaml": Metric,
    "authors.yaml": Person,
    "synonyms.yaml": Synonym,
}


@dataclass(frozen=True)
class Reading:
    """What one file of content/ says, and what is wrong with it."""

    records: tuple[Any, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why a record could not be read, and warnings about lists."""
    findings: tuple[Diagnostic, ...] = ()
    """What is wrong with records that could."""
    claims: tuple[Claim, ...] = ()
    """Those of a paper that can be judged by it alone."""
    ids: tuple[str, ...] = ()
    """Of the records in a list, whether or not these could be read."""

    @property
    def is_lost(self) -> bool:
        """Whether nothing at all could be read."""
        return bool(self.diagnostics) and not self.records and not self.ids


def read_file(kind: str, path: str, data: bytes) -> Reading:
    """Return what a file says by itself: nothing but these arguments has a part in it.

    `kind` is the folder or list of content/, `path` is shown to people. Raises `CatalogError` where the file is unfit.
    """
    text = decode_text(data, path)
    return _read_list(text, path, kind) if kind in LISTS else _read_page(text, path, kind)


@cache
def schema_of(kind: str) -> Schema[Any]:
    """Return the schema of the records of a folder or list. Making one takes as long as reading a hundred pages."""
    if kind in LISTS:
        return Schema(LISTS[kind], ["span"], EXPLANATIONS)
    return Schema(FOLDERS[kind], ["id", "body", "span"], EXPLANATIONS)


def _read_page(text: str, path: str, kind: str) -> Reading:
    page = split_page(text, path)
    if excess := find_excess(page.body.strip("\n")):
        return Reading(
            diagnostics=(Diagnostic("too-large", excess, Span(path, page.body_line), "shorten or split it"),)
        )
    values = load_yaml(page.front_matter, path, first_line=FIRST_LINE)
    id_ = posixpath.basename(path).removesuffix(".md")
    given = {"id": id_, "body": page.body.strip("\n"), "span": Span(path, page.body_line)}
    record, problems = schema_of(kind).check(values, given)
    if record is None or not isinstance(values, dict):
        return Reading(diagnostics=tuple(locate(problems, page.front_matter, path, FIRST_LINE)))
    claims = tuple(find_claims(record)) if isinstance(record, Paper) else ()
    found = [*check_record(record, values)]
    if may_mislead(text):
        found += [*check_values(values), *check_body(record.body, record.span)]
    return Reading((record,), findings=tuple(locate(found, page.front_matter, path, FIRST_LINE)), claims=claims)


def _find_shared_names(record: Any, named: dict[str, str]) -> Iterator[Problem]:
    """Yield the names and aliases of a record that one before it has; `named` are the ids by what they are called."""
    names = [(("name",), record.name), *((("aliases", at), alias) for at, alias in enumerate(record.aliases))]
    for path, name in names:
        if (first := named.setdefault(caseless(name), record.id)) != record.id:
            yield shared_name(name, f'"{first}"', path)


def _read_list(text: str, path: str, kind: str) -> Reading:
    items = load_yaml(text, path, max_bytes=MAX_FILE_BYTES)
    if not isinstance(items, list):
        message = "must be a list of records, each beginning with - id:"
        return Reading(diagnostics=(Diagnostic("invalid-value", message, Span(path, 1, 1)),))
    records: dict[str, Any] = {}
    named: dict[str, str] = {}
    problems: list[Problem] = []
    for index, item in enumerate(items):
        record, found = schema_of(kind).check(item, {"span": Span(path)})
        if record is not None and record.id in records:
            found = [Problem(("id",), "duplicate-id", f'"{record.id}" is there already', "keep one of the two")]
        elif record is not None:
            records[record.id] = record
            if kind in _NAMED_ONCE:
                found = list(_find_shared_names(record, named))
        problems += [replace(problem, path=(index, *problem.path)) for problem in found]
    problems += check_values(items) if may_mislead(text) else ()
    ids = tuple(item["id"] for item in items if isinstance(item, dict) and isinstance(item.get("id"), str))
    return Reading(tuple(records.values()), tuple(locate(problems, text, path)), ids=ids)
