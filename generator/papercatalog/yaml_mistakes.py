"""What PyYAML says of a mistake -> where it was made, and what to do about it.

The parser names the place where it gave up, which may be far below. Its errors, marks and tokens are taken as they
come: `strict_yaml` alone knows where they are from.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

_QUOTE = 'put the text between straight quotes: title: "A Name: What It Is"; within them, a quote is written \\"'
_CURLY_QUOTED = 'put straight quotes, ", around the text: curly ones are taken for letters'
_UNQUOTED = "no text may begin like this", "put it between quotes"
_PLAIN_WORDS = {
    "did not find expected ',' or": (
        "a comma or the end of the bracket is expected here",
        "put a comma between two values; quote a text with a comma, a bracket or a colon",
    ),
    "did not find expected '-'": (
        "an item of the list is expected here",
        "begin each item with - and let all its fields begin in one column",
    ),
    "did not find expected <document start>": (
        "a field is expected here",
        "let all fields begin in one column, with no brackets and no dots",
    ),
    "did not find expected key": (
        "a field is expected here",
        "let all fields begin in one column; quote a text that begins with a bracket",
    ),
    "did not find expected comment or line break": _UNQUOTED,
    "did not find expected alphabetic or numeric": _UNQUOTED,
    "found character that cannot start any token": _UNQUOTED,
}
"""What there is and what to do, by how the parser's words begin."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong where in a text; line and column count from 0."""

    line: int
    column: int
    message: str
    hint: str


def explain(error: Any, text: str, first_line: int, scan: Callable[[], Iterable[Any]]) -> Mistake:
    """Return the mistake in `text` that made the parser stop with an error.

    `first_line` is the number that people see at the first line of the text; `scan` returns the tokens of the text,
    as far as it can be read.
    """
    start, place = error.context_mark, error.problem_mark
    if start and error.context == "while scanning a quoted scalar":
        return _at(start, "the quote that begins here never ends", "close it where the text ends")
    if place and (quoted := _find_quoted(text, place, scan)):
        where = f"line {first_line + quoted.end_mark.line}, column {quoted.end_mark.column}"
        inside = '\\"' if quoted.style == '"' else "''"
        hint = f"close it where the text ends, and write {inside} for a quote inside"
        return _at(quoted.start_mark, f"the quote that begins here ends in {where}, and text follows", hint)
    if start and place and _is_unclosed(error, text):
        closing = "]" if text[start.index] == "[" else "}"
        return _at(start, "the bracket that begins here never ends", f"close it with {closing}")
    if place and (column := _find_tab(error, text)) is not None:
        hint = "indent with spaces: YAML allows no tabs there"
        return Mistake(place.line, column, "a tab stands where only spaces may", hint)
    if start and error.context == "while scanning a simple key":
        hint = "write name: value, or - value, each with a space; and indent a text that goes on"
        return _at(start, "a field or an item of a list is expected here", hint)
    if run_on := _find_run_on(error, scan):
        last_line = first_line + run_on.end_mark.line
        hint = "write name: value, with a space, one field below the other; quote a text that contains a colon"
        return _at(run_on.start_mark, f"the text that begins here goes on in line {last_line}, before a colon", hint)
    if place and _is_stray_colon(error):
        line = text[place.index - place.column : place.index]
        hint = _CURLY_QUOTED if re.search(": *[“”„‘’‚«»]", line) else _QUOTE
        return _at(place, "a second colon stands in this line, outside of quotes", hint)
    words = " ".join(part for part in (error.context, error.problem) if part)
    hint = "quote a text that contains a colon, # or starts with a special character"
    said = (said for begin, said in _PLAIN_WORDS.items() if str(error.problem).startswith(begin))
    words, hint = next(said, (words, hint))
    mark = place or start
    return _at(mark, words, hint) if mark else Mistake(0, 0, words, hint)


def _at(mark: Any, message: str, hint: str) -> Mistake:
    return Mistake(mark.line, mark.column, message, hint)


def _find_quoted(text: str, place: Any, scan: Callable[[], Iterable[Any]]) -> Any:
    """Return the quoted text that ends right before the `place` of an error, or has run on into its line."""
    if text[place.index : place.index + 1] in ("", "]", "}"):  # a bracket is the mistake
        return None
    found = None
    for token in scan():
        start, end = token.start_mark, token.end_mark
        if end.index > place.index:
            break
        if getattr(token, "style", None) in ("'", '"') and end.line == place.line:
            is_next = not text[end.index : place.index].strip()
            found = token if is_next or start.line < end.line else found
    return found


def _find_run_on(error: Any, scan: Callable[[], Iterable[Any]]) -> Any:
    """Return the text without quotes that has run on into the line of a colon which it may not have."""
    last: Any = None
    if _is_stray_colon(error):
        for token in scan():
            last = token
    is_text = getattr(last, "plain", False)
    return last if is_text and last.start_mark.line < last.end_mark.line else None


def _is_stray_colon(error: Any) -> bool:
    return str(error.problem).startswith("mapping values are not allowed")


def _is_unclosed(error: Any, text: str) -> bool:
    """Tell whether a bracket is open where what follows it begins: another bracket's end, or a line no deeper."""
    if error.context not in ("while parsing a flow sequence", "while parsing a flow mapping"):
        return False
    start, place = error.context_mark, error.problem_mark
    is_below = place.line > start.line and _indentation(text, place) <= _indentation(text, start)
    return is_below or text[place.index : place.index + 1] in ("", "]", "}")


def _indentation(text: str, mark: Any) -> int:
    line = text[mark.index - mark.column :]
    return len(line) - len(line.lstrip(" "))


def _find_tab(error: Any, text: str) -> int | None:
    """Return the column of the tab that is the cause of an error."""
    place = error.problem_mark
    if text[place.index : place.index + 1] == "\t":
        return int(place.column)
    # With a tab in its indentation, a line goes on with the text before it, until there is a colon.
    before = text[place.index - place.column : place.index]
    indentation = before[: len(before) - len(before.lstrip())]
    return indentation.index("\t") if "\t" in indentation and _is_stray_colon(error) else None
