"""A page's text <-> front matter and body, and back with the smallest possible change."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from papercatalog.diagnostics import CatalogError, Diagnostic, Span

FIRST_LINE = 2
"""The line of the file on which front matter begins: the one after `---`."""

_LINE_WIDTH = 120
_FENCE = re.compile(r"^---[ \t]*\r?$", re.MULTILINE)
_TOP_LEVEL_KEY = re.compile(r"^([A-Za-z_]+)[ \t]*:", re.MULTILINE)

# Text that every YAML reader, not only ours, takes for text without quotes.
_PLAIN = re.compile(r"[^\W\d_][^:#\[\]{},&*!|>'\"%@`\\\n]*(?<! )")
_NOT_TEXT = frozenset("y n yes no on off true false null".split())


@dataclass(frozen=True, slots=True)
class PageText:
    """The two parts of a page. `body_line` is the line of the file on which the body begins."""

    front_matter: str
    body: str
    body_line: int


def split_page(text: str, path: str) -> PageText:
    """Cut a page at its two `---` lines; `path` names it in the `CatalogError` when it has not got them."""
    opening = _FENCE.match(text)
    if not opening:
        what = "the file is empty" if not text.strip() else "the page does not begin with front matter"
        hint = "begin the file with a line --- and end the fields with another"
        raise _error("missing-front-matter", what, path, hint)
    closing = _FENCE.search(text, opening.end())
    if not closing:
        what, hint = "the front matter has no end", "add a line --- after the fields"
        raise _error("unterminated-front-matter", what, path, hint)
    start = opening.end() + 1
    body = text[closing.end() :]
    blank = len(body) - len(body.lstrip("\n"))
    body_line = text.count("\n", 0, closing.end()) + 1 + blank
    return PageText(text[start : closing.start()], body[blank:], body_line)


def dump_page(values: Mapping[str, object], body: str) -> str:
    """Write a page: the fields in the order given, those without a value left out, and the body."""
    lines = [_dump_field(key, value) for key, value in values.items() if not _is_absent(value)]
    return "---\n" + "".join(lines) + "---\n" + body.strip("\n") + "\n"


def written_fields(record: Any) -> dict[str, Any]:
    """Return the fields of a dataclass as a page has them: what equals its default is not written."""
    values = ((field, getattr(record, field.name)) for field in fields(record))
    return {field.name: value for field, value in values if value != field.default}


def insert_fields(text: str, values: Mapping[str, object], order: Sequence[str]) -> str:
    """Add the fields that the page `text` has not got; every byte that was there stays.

    A new field goes before the first present one that comes after it in `order`, else to the end.
    The text must be a page that `split_page` accepts.
    """
    for key in reversed([key for key in order if not _is_absent(values.get(key))]):
        start, end = _find_fields(text)
        present = {match[1]: match.start() for match in _TOP_LEVEL_KEY.finditer(text, start, end)}
        if key not in present:
            later = [present[other] for other in order[order.index(key) + 1 :] if other in present]
            at = min(later, default=end)
            text = text[:at] + _dump_field(key, values[key]).replace("\n", _newline(text)) + text[at:]
    return text


def insert_part(text: str, key: str, part: str, value: object, *, is_first: bool = False) -> str:
    """Add `part` to the mapping that the field `key` of the page `text` holds; every byte that was there stays.

    That is the page as it was where the field is none, or written in a way that nobody here writes.
    """
    mapping = re.compile(
        rf"^{key}[ \t]*:[ \t]*(?:\{{[ \t]*(?P<parts>[^{{}}#\n]*[^{{}}#\s])[ \t]*\}}|(?:#.*)?\n(?P<indent>[ \t]+))",
        re.MULTILINE,
    )
    found = mapping.search(text, *_find_fields(text))
    if not found:
        return text
    added = f"{part}: {_flow(value)}"
    if found["indent"]:
        return text[: found.end()] + added + _newline(text) + found["indent"] + text[found.end() :]
    if is_first:
        return text[: found.start("parts")] + added + ", " + text[found.start("parts") :]
    return text[: found.end("parts")] + ", " + added + text[found.end("parts") :]


def replace_field(text: str, key: str, value: object, order: Sequence[str]) -> str:
    """Give the page `text` a field, whether it has it already or not; every byte of the others stays.

    The text must be a page that `split_page` accepts.
    """
    # The field's own line, and those after it that begin neither the next field nor a comment above that.
    block = re.compile(rf"^{key}[ \t]*:.*\n(?:(?!#|[A-Za-z_]+[ \t]*:).*\n)*", re.MULTILINE)
    found = block.search(text, *_find_fields(text))
    if not found:
        return insert_fields(text, {key: value}, order)
    return text[: found.start()] + _dump_field(key, value).replace("\n", _newline(text)) + text[found.end() :]


def replace_body(text: str, body: str) -> str:
    """Give the page `text`, which `split_page` accepts, another body; every byte before it stays."""
    newline = _newline(text)
    end = _find_closing(text).end()
    rest = text[end:]
    gap = rest[: len(rest) - len(rest.lstrip("\r\n"))]
    return text[:end] + (gap or newline) + body.strip("\n").replace("\n", newline) + newline


def _find_fields(text: str) -> tuple[int, int]:
    """Return where the front matter of a page begins and ends."""
    return text.index("\n") + 1, _find_closing(text).start()


def _find_closing(text: str) -> re.Match[str]:
    """Return the second `---` of a page that `split_page` accepts."""
    return next(_FENCE.finditer(text, text.index("\n") + 1))


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _is_absent(value: object) -> bool:
    return value is None or value == () or value == [] or value == {}


def _dump_field(key: str, value: object) -> str:
    flow = f"{key}: {_flow(value)}\n"
    if isinstance(value, list | tuple) and (
        len(flow) > _LINE_WIDTH or any(isinstance(item, Mapping) for item in value)
    ):
        return f"{key}:\n" + "".join(f"  - {_flow(item)}\n" for item in value)
    return flow


def _flow(value: object) -> str:
    """Write a value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(part)}" for key, part in value.items() if not _is_absent(part)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, int | date):
        return str(value)
    text = str(value)
    return text if _PLAIN.fullmatch(text) and text.lower() not in _NOT_TEXT else quoted(text)


def quoted(text: str) -> str:
    """Write a text in the quotes that every front matter uses."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def _error(code: str, message: str, path: str, hint: str) -> CatalogError:
    return CatalogError([Diagnostic(code, message, Span(path, 1, 1), hint)])
