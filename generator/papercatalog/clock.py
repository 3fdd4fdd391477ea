"""The only clock that reaches a file: the day on which a command notes something. A build never asks it."""

import os
from datetime import UTC, date, datetime

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span

_VARIABLE = "SOURCE_DATE_EPOCH"


def today() -> date:
    """Return the day where the user is, or the one that SOURCE_DATE_EPOCH fixes."""
    return read_source_date() or date.today()  # noqa: DTZ011


def read_source_date() -> date | None:
    """Return the UTC day of SOURCE_DATE_EPOCH if it is set; raises `CatalogError` if it is no time."""
    seconds = os.environ.get(_VARIABLE, "")
    if not seconds:
        return None
    try:
        if not (seconds.isascii() and seconds.isdecimal()):
            raise ValueError
        return datetime.fromtimestamp(int(seconds), UTC).date()
    except (ValueError, OverflowError, OSError):
        message = f'"{seconds[:40]}" is not a count of seconds since 1970'
        problem = Diagnostic("invalid-epoch", message, Span(_VARIABLE), "unset it, or set it to what date +%s prints")
        raise CatalogError([problem], ExitCode.USAGE) from None
