"""A CSL-JSON file, as Zotero and Pandoc write it -> publications."""

import json
import re
from collections.abc import Iterator
from typing import Any

from papercatalog.diagnostics import CatalogError, Diagnostic, Span
from papercatalog.importers.markup import KNOWN_TAG, plain_markup
from papercatalog.importers.names import make_name
from papercatalog.importers.publication import Publication
from papercatalog.importers.references import Parsed, check_count, decode_references, make_publication
from papercatalog.model import Name

_BEFORE_ITEM = re.compile(r"\s*([\[,])\s*")
_END = re.compile(r"\s*\]\s*")


def parse_csl_json(data: bytes, path: str) -> Parsed:
    """Return the items of a CSL-JSON file, and every problem."""
    try:
        text = decode_references(data, path)
        items = list(_split(text, path))
    except CatalogError as error:
        return [], list(error.diagnostics)
    problems = check_count(len(items), path)
    publications = [_read_item(item, span, problems) for item, span in items] if not problems else []
    return [publication for publication in publications if publication], problems


def _split(text: str, path: str) -> Iterator[tuple[dict[str, Any], Span]]:
    """Yield the items of the list, each with its line; raises `CatalogError` where something else stands."""
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)  # a number of 5,000 digits is no reason to stop
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
    authors = item.get("author")
    return make_publication(
        span,
        problems,
        title=_plain(item, "title"),
        authors=tuple(_read_names(authors)) if isinstance(authors, list) else (),
        date=_read_date(item.get("issued")),
        container=_plain(item, "container-title"),
        volume=_plain(item, "volume"),
        issue=_plain(item, "issue"),
        pages=_plain(item, "page"),
        doi=_text(item, "DOI"),
        identifiers=[_text(item, "number"), _text(item, "archive_location"), _text(item, "note")],
        url=_text(item, "URL"),
        abstract=_plain(item, "abstract"),
        keywords=[word for word in _plain(item, "keyword").split(",") if word.strip()],
        note=_text(item, "note"),
    )


def _text(item: dict[str, Any], variable: str) -> str:
    """Return the text of a variable; some programs write a list of one."""
    value = item.get(variable)
    if isinstance(value, list):
        value = next(iter(value), "")
    return value if isinstance(value, str) else ""


def _plain(item: dict[str, Any], variable: str) -> str:
    """Return the text of a variable that may have markup."""
    return plain_markup(_text(item, variable), KNOWN_TAG)


def _read_date(issued: object) -> str:
    """Return the date, or what begins with its year."""
    if not isinstance(issued, dict):
        return str(issued or "")
    parts = issued.get("date-parts") or issued.get("raw") or issued.get("literal") or ""
    while isinstance(parts, list):
        parts = parts[0] if parts else ""
    return str(parts)


def _read_names(authors: list[Any]) -> Iterator[Name]:
    for author in authors:
        if not isinstance(author, dict):
            continue
        family = " ".join(filter(None, (_plain(author, "non-dropping-particle"), _plain(author, "family"))))
        given = " ".join(filter(None, (_plain(author, "given"), _plain(author, "dropping-particle"))))
        literal = _plain(author, "literal")
        name = Name(literal=literal) if literal else make_name(f"{family} {_plain(author, 'suffix')}", given)
        if str(name):
            yield name
