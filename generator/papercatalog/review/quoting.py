"""Words of strangers in Markdown that GitHub shows: as code, where no link, mention, tag or formula is seen."""

import re
from collections.abc import Iterable

from papercatalog.diagnostics import printable

_MAX = 2_000
"""Characters of a quoted value that are shown."""


def code(text: str) -> str:
    """Return a code span on one line with what is in `text`; what is very long ends with an ellipsis."""
    shown = printable(text[:_MAX]) + ("…" if len(text) > _MAX else "")
    if not shown.strip():
        return "(empty)"
    # Where the code has backticks, or spaces on both sides, one space on each side is not shown.
    room = " " if "`" in shown or shown[0] == shown[-1] == " " else ""
    fence = "`" * (_longest_run(shown) + 1)
    return f"{fence}{room}{shown}{room}{fence}"


def code_block(lines: Iterable[str], language: str) -> str:
    """Return a block of code that no line of it can end."""
    shown = [printable(line) for line in lines]
    fence = "`" * max(3, _longest_run("\n".join(shown)) + 1)
    return "\n".join([fence + language, *shown, fence])


def section(heading: str, items: Iterable[str], most: int) -> list[str]:
    """Return the lines of a list below a heading, with `most` items at most, or none if it is empty."""
    lines = [f"- {item}" for item in items]
    more = [f"- and {len(lines) - most:,} more"] if len(lines) > most else []
    return [f"### {heading}", "", *lines[:most], *more, ""] if lines else []


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
