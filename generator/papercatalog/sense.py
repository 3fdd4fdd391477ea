"""Does a record make sense in itself: will readers see its text as it is meant, is nothing there twice?"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any

from papercatalog.catalog import Prose
from papercatalog.diagnostics import Severity, Span, printable
from papercatalog.markdown import find_faulty_formulas, find_refused_links
from papercatalog.model import Paper
from papercatalog.schema import Finding, Problem
from papercatalog.text import slugify, squeeze

_NO_NAMES = (
    (
        re.compile(r"\bet\.? al\b|^(and )?others$", re.IGNORECASE),
        '"{}" stands for authors who are not named',
        "leave it out, and list all whom you know",
    ),
    (
        re.compile(r"(?<!\S)(and|&)(?!\S)"),
        '"{}" looks like more than one name',
        "list each author, or write {{literal: {}}} for a group",
    ),
    (
        re.compile(r"[0-9()\[\]*@†‡§]"),
        '"{}" has more than a name',
        "write the name alone, without affiliation and footnotes; {{family: ..., given: ...}} if it is a part of it",
    ),
    (
        re.compile(r"[,;]|^\S+$"),
        'cannot tell the family name in "{}"',
        "write {{family: ..., given: ...}}, {{family: ...}} alone, or {{literal: ...}} for a group",
    ),
)
"""What is no name of one person, and what to say of it."""


def check_record(record: Prose, values: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what is wrong with a record in itself; `values` are those that it was made of, as they are written."""
    yield from _check_formulas(record)
    yield from _check_addresses(record)
    if isinstance(record, Paper):
        twins = "keep one; two people of one name need ids: {name: ..., id: ...}"
        yield from _repeated(record.span, "authors", record.authors, twins)
        yield from _check_names(record.span, values.get("authors") or ())
        yield from _repeated(record.span, "topics", record.topics)
        yield from _repeated(record.span, "methods", record.methods)
        yield from _repeated(record.span, "datasets", [use.id for use in record.datasets])


def _repeated(span: Span, field: str, values: Iterable[Hashable], hint: str = "keep one") -> Iterator[Finding]:
    seen: set[Hashable] = set()
    for index, value in enumerate(values):
        if value in seen:
            yield Finding(span, Problem((field, index), "repeated-value", f'"{value}" is listed twice', hint))
        seen.add(value)


def _check_names(span: Span, authors: Iterable[str | Mapping[str, str]]) -> Iterator[Finding]:
    """Warn of names whose parts are anybody's guess. Who wrote the family name or an id has not left it to guesses."""
    for index, author in enumerate(authors):
        name = author if isinstance(author, str) else "" if "id" in author else author.get("name", "")
        if not slugify(name):  # it needs an id, which is an error of its own
            continue
        for pattern, message, hint in _NO_NAMES:
            if pattern.search(name := squeeze(name)):
                problem = Problem(("authors", index), "unclear-name", message.format(name), hint.format(name))
                yield Finding(span, problem, Severity.WARNING)
                break


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
