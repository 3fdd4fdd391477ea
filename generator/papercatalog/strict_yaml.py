"""YAML text -> plain values, without the surprises of YAML.

Every plain scalar stays text (`no`, `1.10`, `2202.03800` and `12:30` survive), only an empty
value and `null` are None; the schema converts. Anchors, aliases, tags, merge keys, duplicate
keys and further documents are errors, and size and depth are bounded, so a file from a
stranger costs no more than its length. The only module that imports PyYAML.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml import AliasEvent, MappingEndEvent, NodeEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from papercatalog.diagnostics import CatalogError, Diagnostic, Span
from papercatalog.text import describe_forbidden_character, find_forbidden_character, squeeze

MAX_BYTES = 64 * 1024
MAX_DEPTH = 16

# libyaml emits the same events 20 times faster; a PyYAML built without it still works.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_STARTS = (
    yaml.BlockMappingStartToken,
    yaml.BlockSequenceStartToken,
    yaml.FlowMappingStartToken,
    yaml.FlowSequenceStartToken,
)
_ENDS = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_HINTS = {
    "did not find expected ',' or": "put a comma between two values; quote a text with a comma, a bracket or a colon",
    "did not find expected '-'": "let all fields of an item begin in one column",
    "did not find expected <document start>": "let all fields begin in one column, with no brackets and no dots",
    "": "quote a text that contains a colon, # or starts with a special character",
}
"""What to do, by how the parser's words begin."""

KeyPath = tuple[str | int, ...]
"""Where a value sits: keys and list positions from the root."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Line and column, from 1 within the text, of every value and of every mapping key."""

    values: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    keys: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    styles: dict[KeyPath, str] = field(default_factory=dict)
    """How a value is written: a scalar by its quotes or as | or >, "" if plain; a collection as [ or -."""

    def find(self, path: KeyPath, *, key: bool = False) -> tuple[int, int]:
        """Return the place of `path`, or of its nearest parent that exists: a missing field has no place of its own."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, (1, 1))


def load_yaml(text: str, path: str, *, first_line: int = 1, max_bytes: int = MAX_BYTES) -> object:
    """Return the values in `text`: str, None, list and dict (keys are str, in file order).

    `path` and `first_line` say where the text stands, for the diagnostics of a `CatalogError`.
    """
    return _Reader(text, path, first_line, max_bytes, None).read()


def find_marks(text: str) -> Marks:
    """Return where each value stands in a text that `load_yaml` accepts.

    A pass of its own, because only files with problems need it and it doubles the cost.
    """
    marks = Marks()
    _Reader(text, "", 1, len(text) * 4, marks).read()
    return marks


@dataclass(frozen=True, slots=True)
class Entry:
    """The lines, from 0, that a key of the outermost mapping and its value take, and the comments among them.

    A comment is the line and the column at which its `#` stands.
    """

    first_line: int
    last_line: int
    comments: tuple[tuple[int, int], ...]


def find_entries(text: str) -> list[Entry] | None:
    """Return where the entries of a text stand that `load_yaml` accepts; None if it is not a mapping, a line a key.

    Comments after one entry and before the next are in neither.
    """
    entries: list[Entry] = []
    comments: list[tuple[int, int]] = []
    depth = index = line = column = first = 0
    is_open = False
    for token in yaml.scan(text, Loader=_LOADER):
        start, end = token.start_mark, token.end_mark
        is_empty, is_last = start.index == end.index, isinstance(token, yaml.StreamEndToken)
        if depth == 0 and not is_empty:
            return None
        depth += isinstance(token, _STARTS) - isinstance(token, _ENDS)
        is_next = is_last or (isinstance(token, yaml.KeyToken) and depth == 1)
        if is_next:
            last = line if column else line - 1
            if is_open:
                ending = (place for place in _comments(text[index : start.index], line, column) if place[0] == last)
                entries.append(Entry(first, last, (*comments, *ending)))
            if start.column:
                return None if not is_last else entries
            comments, first, is_open = [], start.line, True
        elif not is_empty:
            comments += _comments(text[index : start.index], line, column)
        if not is_empty or is_next:
            index, line, column = end.index, end.line, end.column
    return entries


def _comments(gap: str, line: int, column: int) -> list[tuple[int, int]]:
    """Return where the comments in the space between two tokens stand, which begins at `line` and `column`."""
    lines = enumerate(gap.split("\n"))
    return [(line + n, text.index("#") + (column if n == 0 else 0)) for n, text in lines if "#" in text]


class _Reader:
    """One pass over the parser's events. A fatal problem stops it; duplicate keys are collected."""

    def __init__(self, text: str, path: str, first_line: int, max_bytes: int, marks: Marks | None) -> None:
        self.path = path
        self.first_line = first_line
        self.text = text
        self.max_bytes = max_bytes
        self.marks = marks
        self.is_suspect = "\\" in text or find_forbidden_character(text) is not None
        self.problems: list[Diagnostic] = []

    def read(self) -> object:
        if len(self.text.encode("utf-8", "surrogatepass")) > self.max_bytes:
            raise self._fatal("too-large", f"more than {self.max_bytes // 1024} KiB of YAML", None, "split the file")
        try:
            self.next_event: Callable[[], Any] = _LOADER(self.text).get_event
            value: object = None
            documents = 0
            while event := self.next_event():
                if isinstance(event, yaml.DocumentStartEvent) and event.explicit and documents:
                    raise self._fatal(
                        "invalid-yaml", "a second YAML document begins here", event, "remove the --- line"
                    )
                if isinstance(event, NodeEvent):
                    documents += 1
                    value = self._value(event, ())
        except yaml.MarkedYAMLError as error:
            raise self._syntax_error(error) from None
        except (yaml.YAMLError, ValueError) as error:  # characters that YAML forbids, without a mark
            raise self._fatal("invalid-yaml", squeeze(str(error)), None) from None
        if self.problems:
            raise CatalogError(self.problems)
        return value

    def _value(self, event: Any, path: KeyPath) -> object:
        if self.marks is not None:
            self.marks.values[path] = _place(event)
            self.marks.styles[path] = _style(event)
        kind = type(event)
        if kind is AliasEvent:
            raise self._fatal("yaml-alias", f"aliases are not allowed: *{event.anchor}", event, "write the value out")
        self._refuse_extras(event)
        if len(path) > MAX_DEPTH:
            raise self._fatal("yaml-depth", f"nested deeper than {MAX_DEPTH} levels", event, "flatten the value")
        if kind is ScalarEvent:
            return self._scalar(event)
        if kind is SequenceStartEvent:
            items: list[object] = []
            while type(item := self.next_event()) is not SequenceEndEvent:
                items.append(self._value(item, (*path, len(items))))
            return items
        return self._mapping(path)

    def _mapping(self, path: KeyPath) -> dict[str, object]:
        mapping: dict[str, object] = {}
        while type(event := self.next_event()) is not MappingEndEvent:
            if type(event) is not ScalarEvent:
                raise self._fatal("yaml-key", "a key must be plain text", event, "quote the key if it is text")
            if event.value == "<<" and event.implicit[0]:  # plain, not quoted
                raise self._fatal("yaml-merge", "merge keys (<<) are not allowed", event, "write the fields out")
            self._refuse_extras(event)
            key = self._scalar(event) or ""
            if key in mapping:
                self.problems.append(self._problem("duplicate-key", f'"{key}" is written twice', event, "keep one"))
            elif self.marks is not None:
                self.marks.keys[*path, key] = _place(event)
            value = self._value(self.next_event(), (*path, key))
            mapping.setdefault(key, value)
        return mapping

    def _refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            raise self._fatal("yaml-anchor", f"anchors are not allowed: &{event.anchor}", event, "write the value out")
        if event.tag is not None:
            raise self._fatal("yaml-tag", f"tags are not allowed: {event.tag}", event, "remove the tag")

    def _scalar(self, event: Any) -> str | None:
        text: str = event.value
        # Only an escape makes a character that the file has not got.
        bad = find_forbidden_character(text) if self.is_suspect else None
        if bad is not None:
            message = f"contains {describe_forbidden_character(text[bad])}"
            raise self._fatal("forbidden-character", message, event, "remove the character")
        return None if text in ("", "null") and event.implicit[0] else text

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> CatalogError:
        """Say where the mistake is: the parser names the place where it gave up, which may be far below."""
        place = error.problem_mark or error.context_mark
        line, column = (place.line, place.column) if place else (0, 0)
        words = " ".join(part for part in (error.context, error.problem) if part)
        hint = next((hint for begin, hint in _HINTS.items() if str(error.problem).startswith(begin)))
        start = error.context_mark
        if start and error.context == "while scanning a quoted scalar":
            line, column = start.line, start.column
            words, hint = "the quote that begins here never ends", "close it where the text ends"
        elif quoted := self._find_quoted(place):
            line, column, end = quoted.start_mark.line, quoted.start_mark.column, quoted.end_mark
            where = f"line {self.first_line + end.line}, column {end.column}"
            words = f"the quote that begins here ends in {where}, and text follows"
            inside = '\\"' if quoted.style == '"' else "''"
            hint = f"close it where the text ends, and write {inside} for a quote inside"
        elif start and self._is_unclosed(error):
            line, column = start.line, start.column
            words = "the bracket that begins here never ends"
            hint = f"close it with {']' if self.text[start.index] == '[' else '}'}"
        elif (tab := self._find_tab(error)) is not None:
            column = tab
            words, hint = "a tab stands where only spaces may", "indent with spaces: YAML allows no tabs there"
        elif start and error.context == "while scanning a simple key":
            line, column = start.line, start.column
            words = "a field or an item of a list is expected here"
            hint = "write name: value, or - value, each with a space; and indent a text that goes on"
        elif run_on := self._find_run_on(error):
            line, column = run_on.start_mark.line, run_on.start_mark.column
            words = (
                f"the text that begins here goes on in line {self.first_line + run_on.end_mark.line}, before a colon"
            )
            hint = "write name: value, with a space, one field below the other; quote a text that contains a colon"
        return CatalogError([Diagnostic("invalid-yaml", words, self._span(line + 1, column + 1), hint)])

    def _find_quoted(self, place: Any) -> Any:
        """Return the quoted text that ends right before the `place` of an error, or has run on into its line."""
        if not place or self.text[place.index : place.index + 1] in ("", "]", "}"):  # a bracket is the mistake
            return None
        found = None
        with suppress(yaml.YAMLError):
            for token in yaml.scan(self.text, Loader=_LOADER):
                start, end = token.start_mark, token.end_mark
                if end.index > place.index:
                    break
                if isinstance(token, yaml.ScalarToken) and token.style in ("'", '"') and end.line == place.line:
                    is_next = not self.text[end.index : place.index].strip()
                    found = token if is_next or start.line < end.line else found
        return found

    def _find_run_on(self, error: yaml.MarkedYAMLError) -> Any:
        """Return the text without quotes that has run on into the line of a colon which it may not have."""
        last: Any = None
        if str(error.problem).startswith("mapping values are not allowed"):
            with suppress(yaml.YAMLError):
                for token in yaml.scan(self.text, Loader=_LOADER):
                    last = token
        is_text = isinstance(last, yaml.ScalarToken) and last.plain
        return last if is_text and last.start_mark.line < last.end_mark.line else None

    def _is_unclosed(self, error: yaml.MarkedYAMLError) -> bool:
        """Tell whether a bracket is open where what follows it begins: another bracket's end, or a line no deeper."""
        start, place = error.context_mark, error.problem_mark
        is_in_brackets = error.context in ("while parsing a flow sequence", "while parsing a flow mapping")
        if not start or not place or not is_in_brackets:
            return False
        is_below = place.line > start.line and self._indentation(place) <= self._indentation(start)
        return is_below or self.text[place.index : place.index + 1] in ("", "]", "}")

    def _indentation(self, mark: yaml.Mark) -> int:
        line = self.text[mark.index - mark.column :]
        return len(line) - len(line.lstrip(" "))

    def _find_tab(self, error: yaml.MarkedYAMLError) -> int | None:
        """Return the column of the tab that is the cause of an error."""
        if not (place := error.problem_mark):
            return None
        if self.text[place.index : place.index + 1] == "\t":
            return place.column
        # With a tab in its indentation, a line goes on with the text before it, until there is a colon.
        before = self.text[place.index - place.column : place.index]
        indentation = before[: len(before) - len(before.lstrip())]
        is_cause = "\t" in indentation and str(error.problem).startswith("mapping values are not allowed")
        return indentation.index("\t") if is_cause else None

    def _fatal(self, code: str, message: str, event: Any, hint: str = "") -> CatalogError:
        return CatalogError([*self.problems, self._problem(code, message, event, hint)])

    def _problem(self, code: str, message: str, event: Any, hint: str) -> Diagnostic:
        return Diagnostic(code, message, self._span(*(_place(event) if event else (1, 1))), hint)

    def _span(self, line: int, column: int) -> Span:
        return Span(self.path, self.first_line + line - 1, column)


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _style(event: Any) -> str:
    if isinstance(event, ScalarEvent):
        return event.style or ""
    return "[" if getattr(event, "flow_style", None) else "-"
