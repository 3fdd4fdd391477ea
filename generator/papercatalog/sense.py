"""Does a record make sense in itself: will readers see its text as it is meant, is nothing there twice?"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from papercatalog.catalog import Prose
from papercatalog.diagnostics import Severity, Span, printable
from papercatalog.markdown import find_faulty_formulas, find_refused_links
from papercatalog.model import Paper
from papercatalog.schema import Finding, Problem
from papercatalog.text import slugify, squeeze

_NO_NAME = re.compile("[0-9,;@]")


def check_record(record: Prose, values: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with a record in itself; `values` are those that it was made of, as they are written."""
    yield from _check_formulas(record)
    yield from _check_addresses(record)
    if isinstance(record, Paper):
        yield from _check_names(record.span, values.get("authors") or ())
        yield from _repeated(record.span, "topics", record.topics)
        yield from _repeated(record.span, "methods", record.methods)
        yield from _repeated(record.span, "datasets", [use.id for use in record.datasets])


def _repeated(span: Span, field: str, ids: Collection[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield Finding(span, Problem((field, index), "repeated-value", f'"{id_}" is listed twice', "keep one"))
        seen.add(id_)


def _check_names(span: Span, authors: Iterable[str | Mapping[str, str]]) -> Iterator[Finding]:
    """Warn of names whose parts are anybody's guess. Who wrote the family name or an id has not left it to guesses."""
    for index, author in enumerate(authors):
        name = author if isinstance(author, str) else "" if "id" in author else author.get("name", "")
        # Without Latin letters it needs an id, which is an error of its own.
        is_alone = len(name.split()) == 1 and slugify(name)
        if is_alone or _NO_NAME.search(name):
            message = f'cannot tell the family name in "{squeeze(name)}"'
            hint = "write {family: ..., given: ...}, or {literal: ...} for a group"
            yield Finding(span, Problem(("authors", index), "unclear-name", message, hint), Severity.WARNING)


def _check_formulas(record: Prose) -> Iterator[Finding]:
    """Warn of formulas that readers will see as TeX."""
    for formula in find_faulty_formulas(record.body):
        span = Span(record.span.path, record.span.line + formula.line)
        message = f'the formula "{printable(formula.tex[:60])}" cannot be typeset: {formula.reason}'
        hint = "write it with other commands; a dollar that begins no formula is written \\$"
        yield Finding(span, Problem((), "faulty-formula", message, hint), Severity.WARNING, in_body=True)


def _check_addresses(record: Prose) -> Iterator[Finding]:
    """Report links without an address; warn of those that readers will see as text, brackets and all."""
    for link in find_refused_links(record.body):
        span = Span(record.span.path, record.span.line + link.line, link.column)
        if not link.target:
            problem = Problem((), "broken-link", "a link without an address", "write one, or remove the brackets")
            yield Finding(span, problem, in_body=True)
        else:
            message = f'the link to "{printable(link.target[:60])}" stays text: no page may have that address'
            hint = "write /papers/<id>/ for a page of this site, https://... for others; \\[ begins no link"
            yield Finding(span, Problem((), "broken-link", message, hint), Severity.WARNING, in_body=True)
