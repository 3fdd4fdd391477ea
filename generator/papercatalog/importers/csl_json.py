"""A CSL-JSON file, as Zotero and Pandoc write it -> publications."""

import json
import re
from collections.abc import Iterator
from typing import Any

from papercatalog.diagnostics import CatalogError, Diagnostic, Severity, Span
from papercatalog.importers.markup import KNOWN_TAG, plain_markup
from papercatalog.importers.names import make_name, written_name
from papercatalog.importers.publication import Publication
from papercatalog.importers.references import Parsed, check_count, decode_references, make_publication
from papercatalog.model import Name
from papercatalog.text import squeeze

_BEFORE_ITEM = re.compile(r"\s*([\[,])\s*")
_END = re.compile(r"\s*\]\s*")

_DATES = ("issued", "original-date")
_MAY_BE_NUMBERS = frozenset((*_DATES, "volume", "issue", "page", "number"))
_PARTS_OF_NAMES = "non-dropping-particle family suffix given dropping-particle literal".split()


class _Number(str):
    """A number of the file, digit for digit."""


def parse_csl_json(data: bytes, path: str) -> Parsed:
    """Return the items of a CSL-JSON file, and every problem. Raises `CatalogError` where it is unfit."""
    items = list(_split(decode_references(data, path), path))
    check_count(len(items), path)
    problems: list[Diagnostic] = []
    publications = [_read_item(item, span, problems) for item, span in items]
    return [publication for publication in publications if publication], problems


def _split(text: str, path: str) -> Iterator[tuple[dict[str, Any], Span]]:
    """Yield the items of the list, each with its line; raises `CatalogError` where something else stands."""
    decoder = json.JSONDecoder(parse_int=_Number, parse_float=_Number)  # a number of 5,000 digits is no reason to stop
    line, position = 1, 0
    while (before := _BEFORE_ITEM.match(text, position)) and before[1] == ((position and ",") or "["):
        start = before.end()
        line += text.count("\n", position, start)
        if not position and text.startswith("]", start):
            position = start
            break
        try:
            item, position = decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            raise _broken(f"is no JSON: {error.msg}", Span(path, error.lineno, error.colno)) from None
        except RecursionError:
            raise _broken("the item is nested too deep", Span(path, line)) from None
        if not isinstance(item, dict):
            raise _broken("is no item", Span(path, line))
        yield item, Span(path, line)
        line += text.count("\n", start, position)
    if not _END.fullmatch(text, position):
        raise _broken("is no list of items", Span(path, line))


def _broken(message: str, span: Span) -> CatalogError:
    hint = "a CSL-JSON file is a list of items: [{...}, {...}]"
    return CatalogError([Diagnostic("invalid-csl-json", message, span, hint)])


def _read_item(item: dict[str, Any], span: Span, problems: list[Diagnostic]) -> Publication | None:
    def text(variable: str) -> str:
        value = _read_date(item.get(variable)) if variable in _DATES else _first(item.get(variable))
        if value is None or _is_text(value) or (isinstance(value, _Number) and variable in _MAY_BE_NUMBERS):
            return value or ""
        message = f'"{variable}" is no text and is left out'
        problems.append(Diagnostic("invalid-value", message, span, "write it in quotes", Severity.WARNING))
        return ""

    def plain(variable: str) -> str:
        return _plain(text(variable))

    note = text("note")
    return make_publication(
        span,
        problems,
        title=plain("title"),
        authors=tuple(_read_names(item.get("author"), span, problems)),
        has_editors=bool(item.get("editor")),
        date=text("issued"),
        original_date=text("original-date"),
        container=plain("container-title") or plain("event-title") or plain("event"),
        volume=plain("volume"),
        issue=plain("issue"),
        pages=plain("page"),
        doi=text("DOI"),
        # Of Zotero, the note has what the form has no field for, each on a line.
        identifiers=[text("number"), text("archive_location"), *note.splitlines()],
        url=text("URL"),
        abstract=plain("abstract"),
        keywords=[word for word in plain("keyword").split(",") if word.strip()],
        note=note,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and not isinstance(value, _Number)


def _plain(text: str) -> str:
    """Return the text of one that may have markup."""
    return plain_markup(text, KNOWN_TAG)


def _first(value: Any) -> Any:
    """Return a value; some programs write a list of one."""
    while isinstance(value, list):
        value = value[0] if value else None
    return value


def _read_date(issued: Any) -> Any:
    """Return the date, or what begins with its year."""
    if isinstance(issued, dict):
        issued = issued.get("date-parts") or issued.get("raw") or issued.get("literal")
    return _first(issued)


def _read_names(authors: Any, span: Span, problems: list[Diagnostic]) -> list[Name]:
    if _is_text(authors):
        authors = [name for name in re.split("; ?| and ", squeeze(authors)) if name]
    elif not isinstance(authors, list):
        authors = [authors] if authors else []
    names = [name for author in authors if (name := _read_name(author))]
    if len(names) < len(authors):
        message = f"the list of authors is not complete: {len(authors) - len(names)} of {len(authors)} cannot be read"
        hint = 'write them like {"family": "Doe", "given": "Jane"}, or add the names to the page'
        problems.append(Diagnostic("incomplete-authors", message, span, hint, Severity.WARNING))
    return names


def _read_name(author: Any) -> Name | None:
    if _is_text(author):
        name = written_name(_plain(author))
    elif isinstance(author, dict) and all(_is_text(author.get(part) or "") for part in _PARTS_OF_NAMES):
        before, family, suffix, given, after, literal = (_plain(author.get(part) or "") for part in _PARTS_OF_NAMES)
        name = Name(literal=literal) if literal else make_name(f"{before} {family} {suffix}", f"{given} {after}")
    else:
        return None
    return name if str(name) else None
