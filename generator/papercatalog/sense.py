"""Does a record make sense in itself: will readers see its text as it is meant, is nothing there twice?"""

from collections.abc import Collection, Iterator

from papercatalog.catalog import Prose
from papercatalog.diagnostics import Severity, Span, printable
from papercatalog.markdown import find_faulty_formulas, find_refused_links
from papercatalog.model import Paper
from papercatalog.schema import Finding, Problem


def check_record(record: Prose) -> Iterator[Finding]:
    """Yield what is wrong with a record in itself."""
    yield from _check_formulas(record)
    yield from _check_addresses(record)
    if isinstance(record, Paper):
        yield from _repeated(record.span, "topics", record.topics)
        yield from _repeated(record.span, "methods", record.methods)
        yield from _repeated(record.span, "datasets", [use.id for use in record.datasets])


def _repeated(span: Span, field: str, ids: Collection[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield Finding(span, Problem((field, index), "repeated-value", f'"{id_}" is listed twice', "keep one"))
        seen.add(id_)


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
