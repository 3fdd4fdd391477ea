"""YAML text -> plain values, without the surprises of YAML.

Every plain scalar stays text (`no`, `1.10`, `2202.03800` and `12:30` survive), only an empty
value and `null` are None; the schema converts. Anchors, aliases, tags, merge keys, duplicate
keys and further documents are errors, and size and depth are bounded, so a file from a
stranger costs no more than its length. The only module that imports PyYAML.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import yaml
from yaml import AliasEvent, MappingEndEvent, NodeEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from papercatalog.diagnostics import CatalogError, Diagnostic, Span
from papercatalog.text import describe_forbidden_character, find_forbidden_character, squeeze
from papercatalog.yaml_mistakes import explain

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
            if start.column and not is_last:
                return None
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
            mistake = explain(error, self.text, self.first_line, partial(_scan, self.text))
            span = self._span(mistake.line + 1, mistake.column + 1)
            raise CatalogError([Diagnostic("invalid-yaml", mistake.message, span, mistake.hint)]) from None
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

    def _fatal(self, code: str, message: str, event: Any, hint: str = "") -> CatalogError:
        return CatalogError([*self.problems, self._problem(code, message, event, hint)])

    def _problem(self, code: str, message: str, event: Any, hint: str) -> Diagnostic:
        return Diagnostic(code, message, self._span(*(_place(event) if event else (1, 1))), hint)

    def _span(self, line: int, column: int) -> Span:
        return Span(self.path, self.first_line + line - 1, column)


def _scan(text: str) -> Iterator[Any]:
    """Yield the tokens of a text, as far as it can be read."""
    with suppress(yaml.YAMLError):
        yield from yaml.scan(text, Loader=_LOADER)


def _place(event: Any) -> tuple[int, int]:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _style(event: Any) -> str:
    if isinstance(event, ScalarEvent):
        return event.style or ""
    return "[" if getattr(event, "flow_style", None) else "-"
