"""A plain-text listing -> entries: a title on one line, its abstract on the next."""

from collections.abc import Iterator
from dataclasses import dataclass

from papercatalog.diagnostics import CatalogError, Diagnostic, Span
from papercatalog.files import decode_text
from papercatalog.text import caseless

BOILERPLATE = ("Get trending papers",)
"""What the lines begin with that a listing's page puts before the papers."""
GLUED = "Subscribe"
"""The label of the button after the boilerplate, which ends up in front of the first title."""

MAX_TITLE_LENGTH = 300

_FORMAT = "write a title on one line, its abstract on the next"


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper as printed. The spans are of the first characters of title and abstract."""

    title: str
    abstract: str
    title_span: Span
    abstract_span: Span


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    span: Span


def parse_listing(data: bytes, path: str) -> tuple[list[Entry], list[Diagnostic]]:
    """Return the entries in order and every problem; with an error among them the entries mean nothing."""
    try:
        text = decode_text(data, path)
    except CatalogError as error:
        return [], list(error.diagnostics)
    lines = _drop_boilerplate(_split_lines(text, path))
    if not lines:
        message = "the listing is empty" if not text.strip() else "the listing holds no papers"
        return [], [Diagnostic("empty-listing", message, Span(path, 1, 1), _FORMAT)]
    if problems := list(_find_empty_lines(lines)):
        return [], problems
    entries = [
        Entry(title.text, abstract.text, title.span, abstract.span)
        for title, abstract in zip(lines[::2], lines[1::2], strict=False)
    ]
    return entries, list(_check_shape(lines, entries)) or list(_find_duplicates(entries))


def _split_lines(text: str, path: str) -> list[_Line]:
    """Number the lines; empty ones at the end of the file are nobody's mistake."""
    lines = text.rstrip().split("\n") if text.strip() else []
    return [_Line(line, Span(path, number, 1)) for number, line in enumerate(lines, 1)]


def _drop_boilerplate(lines: list[_Line]) -> list[_Line]:
    kept = [line for line in lines if not line.text.startswith(BOILERPLATE)]
    begins_with_boilerplate = bool(kept) and lines[0] is not kept[0]
    if begins_with_boilerplate and kept[0].text.startswith(GLUED):
        first = kept[0]
        kept[0] = _Line(first.text.removeprefix(GLUED), Span(first.span.path, first.span.line, len(GLUED) + 1))
    return kept


def _find_empty_lines(lines: list[_Line]) -> Iterator[Diagnostic]:
    for line in lines:
        if not line.text.strip():
            hint = "remove the line, or write the missing title or abstract on it"
            message = "an empty line where a title or an abstract is expected"
            yield Diagnostic("empty-line", message, line.span, hint)


def _check_shape(lines: list[_Line], entries: list[Entry]) -> Iterator[Diagnostic]:
    """Find the first place where titles and abstracts stop taking turns; all after it is shifted too."""
    hint = "a line is missing or one too many here or shortly before: titles and abstracts take turns"
    for entry in entries:
        if len(entry.title) > MAX_TITLE_LENGTH:
            message = f"a title of {len(entry.title)} characters looks like an abstract"
            yield Diagnostic("title-too-long", message, entry.title_span, hint)
            break
        if len(entry.abstract) < len(entry.title):
            message = "an abstract shorter than its title looks like the next title"
            yield Diagnostic("abstract-too-short", message, entry.abstract_span, hint)
            break
    if len(lines) % 2:
        message = "an odd number of lines: the last title has no abstract"
        yield Diagnostic("odd-lines", message, lines[-1].span, _FORMAT)


def _find_duplicates(entries: list[Entry]) -> Iterator[Diagnostic]:
    first_lines: dict[str, int] = {}
    for entry in entries:
        first = first_lines.setdefault(caseless(entry.title), entry.title_span.line)
        if first != entry.title_span.line:
            message = f"this title stands on line {first} already"
            yield Diagnostic("duplicate-title", message, entry.title_span, "remove one of the two")
