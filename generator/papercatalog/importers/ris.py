"""A RIS file -> publications.

The format is a line a field, so it is read here: rispy knows no line numbers, drops a record without its end and joins
two where the end between them is missing, all without a word.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field

from papercatalog.diagnostics import Diagnostic, Severity, Span
from papercatalog.identifiers import find_doi
from papercatalog.importers.markup import KNOWN_TAG, plain_markup
from papercatalog.importers.names import inverted_names, joined_names
from papercatalog.importers.publication import Publication
from papercatalog.importers.references import Parsed, check_count, decode_references, make_publication
from papercatalog.urls import is_external_url

_BEGINNING = re.compile("^TY  -", re.MULTILINE)
_HEADER = re.compile(r"(?:Provider|Database|Content) ?:.*")
"""What Wiley, J-STAGE, dblp and others write before the first record."""
_FIELD = re.compile(r"([A-Z][A-Z0-9])  -(?: (.*))?")
_BETWEEN_ADDRESSES = re.compile(r"[\s;,](?=https?://)")
"""Some programs write all that they know into one line."""


@dataclass(frozen=True, slots=True)
class _Record:
    """`lines` has the values by tag, each with the lines that continue it."""

    span: Span
    lines: dict[str, list[list[str]]] = field(default_factory=lambda: defaultdict(list))

    def all(self, *tags: str) -> list[str]:
        values = (" ".join(lines).strip() for tag in tags for lines in self.lines.get(tag, ()))
        return [value for value in values if value]

    def first(self, *tags: str) -> str:
        return next(iter(self.all(*tags)), "")


def parse_ris(data: bytes, path: str) -> Parsed:
    """Return the records of a RIS file, and every problem. Raises `CatalogError` where it is unfit."""
    text = decode_references(data, path)
    check_count(len(_BEGINNING.findall(text)), path)
    records, problems = _split(text, path)
    publications = [_read_record(record, problems) for record in records] if not problems else []
    return [publication for publication in publications if publication], problems


def _split(text: str, path: str) -> tuple[list[_Record], list[Diagnostic]]:
    """Return the records; a line without a tag continues the field before it."""
    records: list[_Record] = []
    problems: list[Diagnostic] = []
    is_open = is_stray = False
    for number, line in enumerate(text.split("\n"), 1):
        match = _FIELD.fullmatch(line.rstrip())
        tag, value = (match[1], match[2] or "") if match else ("", line.strip())
        if tag == "TY":
            problems += _unfinished(records[-1]) if is_open else []
            records.append(_Record(Span(path, number)))
            is_open, last = True, None
        elif tag == "ER":
            is_open = is_stray = False
        elif is_open and tag:
            last = [value]
            records[-1].lines[tag].append(last)
        elif is_open and last and value:
            last.append(value)
        elif not is_open and line.strip() and not is_stray and not _HEADER.fullmatch(line.strip()):
            hint = "begin each record with a line `TY  - ...`"
            problems.append(Diagnostic("invalid-ris", "a line that is in no record", Span(path, number, 1), hint))
            is_stray = True  # its neighbours say nothing new
    return records, problems + (_unfinished(records[-1]) if is_open else [])


def _unfinished(record: _Record) -> list[Diagnostic]:
    message = "the record has no end: is the file complete?"
    return [Diagnostic("invalid-ris", message, record.span, "end it with a line `ER  - `")]


def _read_record(record: _Record, problems: list[Diagnostic]) -> Publication | None:
    def plain(*tags: str) -> str:
        return plain_markup(record.first(*tags), KNOWN_TAG)

    listed, others = record.all("AU"), record.all("A1")
    if listed and others:
        message = f'"{", ".join(others)[:80]}" stands as A1 beside the authors and is left out'
        hint = "Web of Science puts the publisher there; if it is one of the authors, add the name to the page"
        problems.append(Diagnostic("incomplete-authors", message, record.span, hint, Severity.WARNING))
    names = [plain_markup(name, KNOWN_TAG) for name in listed or others]
    hint = "give each author a line AU of its own; if it is one person, all is well"
    problems += joined_names(names, record.span, hint)
    first, last = record.first("SP"), record.first("EP")
    addresses = [part.rstrip(" ;,") for line in record.all("UR") for part in _BETWEEN_ADDRESSES.split(line)]
    return make_publication(
        record.span,
        problems,
        title=plain("TI", "T1"),
        authors=tuple(inverted_names(names, record.span, problems)),
        has_editors=bool(record.all("ED", "A2")),
        date=record.first("PY", "Y1", "DA"),
        container=plain("T2", "JF", "JO", "BT", "JA"),
        volume=record.first("VL"),
        issue=record.first("IS"),
        # Some programs write "12-19" as the first page, and the last one again.
        pages="-".join(filter(None, (re.sub(f"[-–—]{re.escape(last)}$", "", first), last))),
        doi=record.first("DO") or find_doi(*addresses),
        identifiers=[*record.all("AN", "M1", "N1"), *addresses],
        url=next(filter(is_external_url, addresses), next(iter(addresses), "")),
        abstract=plain("AB", "N2"),
        # EndNote writes the tag before the first one only.
        keywords=[line for lines in record.lines.get("KW", ()) for line in lines if line],
        note=record.first("N1"),
    )
