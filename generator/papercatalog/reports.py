"""Diagnostics for machines: annotations of a GitHub workflow, and JSON."""

import json
import posixpath
from collections.abc import Iterable, Iterator, Sequence

from papercatalog.diagnostics import Diagnostic, Severity, printable

JSON_VERSION = 1
"""Grows when a field changes its meaning or goes, not when one comes."""


def format_github(diagnostics: Iterable[Diagnostic], folder: str = ".") -> Iterator[str]:
    """Yield one workflow command a diagnostic; `folder` leads from the root of the repository to the catalogue.

    Whatever a diagnostic says, its command is one line, and nothing in it ends a property or begins a command.
    """
    for diagnostic in diagnostics:
        span = diagnostic.span
        properties = [("file", posixpath.normpath(posixpath.join(folder, span.path)))]
        properties += [(name, str(number)) for name, number in (("line", span.line), ("col", span.column)) if number]
        properties.append(("title", diagnostic.code))
        told = ",".join(f"{name}={_property(value)}" for name, value in properties)
        hint = _data(str(diagnostic.hint))
        text = _data(diagnostic.message) + (f"%0Ahint: {hint}" if hint else "")
        yield f"::{diagnostic.severity} {told}::{text}"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def format_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return one JSON object in ASCII: `version`, `errors`, `warnings` (counts) and `diagnostics`.

    Each of these has `code`, `severity`, `message`, `path`, `line`, `column`, `hint` and `other` (the path of a second
    file that has a part in it). What is not known is null.
    """
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    counts = {"version": JSON_VERSION, "errors": errors, "warnings": len(diagnostics) - errors}
    return json.dumps(
        counts | {"diagnostics": [describe_diagnostic(diagnostic) for diagnostic in diagnostics]}, indent=2
    )


def describe_diagnostic(diagnostic: Diagnostic) -> dict[str, str | int | None]:
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "path": diagnostic.span.path,
        "line": diagnostic.span.line or None,
        "column": diagnostic.span.column or None,
        "hint": str(diagnostic.hint) or None,
        "other": diagnostic.other or None,
    }
