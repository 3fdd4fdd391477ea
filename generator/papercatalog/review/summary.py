"""What a reviewer of a change wants to know: each record before and after, duplicates, other problems. As Markdown.

Every word of the content stands in code, where it is only seen (see `quoting`).
"""

import difflib
import json
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from papercatalog.diagnostics import CatalogError, Diagnostic, sort_diagnostics, worst_first
from papercatalog.files import MAX_FILE_BYTES, decode_text, read_bytes
from papercatalog.front_matter import FIRST_LINE, split_page
from papercatalog.places import CONTENT_FOLDER
from papercatalog.reading import FOLDERS, LISTS
from papercatalog.review.changes import Changes
from papercatalog.review.quoting import code, code_block, section
from papercatalog.strict_yaml import load_yaml
from papercatalog.text import counted

_MAX_LENGTH = 300_000
"""Bytes of all records: GitHub shows no summary of more than a megabyte."""
_MAX_FILES = 200
_MAX_ITEMS = 50
_MAX_COMPARED = 1_000
"""Lines of a text, and items of a list: to compare more may take a stranger's choice of time."""
_MAX_LINES = 60
_MAX_LINE = 400
_LONG = 200
"""Characters, before and after, from which a value is shown by its sentences."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_PREFIX = f"{CONTENT_FOLDER}/"
_DUPLICATES = ("duplicate-identifier", "similar-title")
_BODY = "text"
"""What stands for the body of a page among its fields."""

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A record before and after: its fields as they are written, None where there is none."""

    path: str
    id: str
    before: Fields | None
    after: Fields | None
    former_id: str = ""

    @property
    def verb(self) -> str:
        if self.former_id:
            return "Renamed"
        return "New" if self.before is None else "Removed" if self.after is None else "Changed"


def summarise(changes: Changes, problems: Sequence[Diagnostic]) -> str:
    """Return the summary. The problems are those that `catalog check --changed` found."""
    problems = sort_diagnostics(problems)
    inside = [path for path in changes.paths if path.startswith(_PREFIX)]
    outside = [path for path in changes.paths if not path.startswith(_PREFIX)]
    records = _pair_renamed([change for path in inside[:_MAX_FILES] for change in _find_changes(changes, path)])
    counted_verbs = Counter(record.verb for record in records)
    verbs = ["New", "Changed", *(["Renamed"] if counted_verbs["Renamed"] else []), "Removed"]
    counts = ", ".join(f"{counted_verbs[verb]:,} {verb.lower()}" for verb in verbs)
    more = f" {counted(len(inside) - _MAX_FILES, 'more file')}: too many to show." if inside[_MAX_FILES:] else ""
    lines = ["## Content", "", f"{counts}.{more}", ""]
    duplicates = (problem for problem in problems if problem.code in _DUPLICATES)
    lines += section("Possible duplicates", map(_line, duplicates), _MAX_ITEMS)
    others = [problem for problem in problems if problem.code not in {*_DUPLICATES, "outside-content"}]
    lines += section("Problems", map(_line, worst_first(others, _MAX_ITEMS)), _MAX_ITEMS)
    lines += section(f"Files outside {CONTENT_FOLDER}/", map(code, outside), _MAX_ITEMS)
    length = 0
    for number, record in enumerate(records):
        text = "\n".join(_show(record))
        length += len(text.encode())
        if length > _MAX_LENGTH:
            lines += [f"And {counted(len(records) - number, 'more record')}: too long to show.", ""]
            break
        lines += [text, ""]
    return "\n".join(lines) + "\n"


def _find_changes(changes: Changes, path: str) -> Iterator[RecordChange]:
    """Yield the records of a file that differ: the one of a page, or those of a list."""
    kind = path.removeprefix(_PREFIX).partition("/")[0]
    if kind not in {*FOLDERS, *LISTS}:
        return
    try:
        now = read_bytes(changes.root / path, path) if os.path.lexists(changes.root / path) else None
    except CatalogError as error:
        now = str(error).encode()
    before, after = (_read_records(data, path, kind) for data in (changes.read_before(path), now))
    for id_ in dict.fromkeys([*before, *after]):
        if before.get(id_) != after.get(id_):
            yield RecordChange(path, id_, before.get(id_), after.get(id_))


def _pair_renamed(records: Sequence[RecordChange]) -> list[RecordChange]:
    """Make one change of a paper that is gone and the new one that has its id among the aliases."""
    papers = [record for record in records if record.path.startswith(f"{_PREFIX}papers/")]
    gone = {record.id: record for record in papers if record.after is None}
    paired: dict[str, RecordChange | None] = {}
    for record in papers:
        aliases = record.after.get("aliases") if record.after and record.before is None else None
        ids = map(str, aliases) if isinstance(aliases, list) else ()
        former = next((gone.pop(id_) for id_ in ids if id_ in gone), None)
        if former:
            paired[former.path] = None
            paired[record.path] = replace(record, before=former.before, former_id=former.id)
    found = (paired.get(record.path, record) for record in records)
    return [record for record in found if record]


def _read_records(data: bytes | None, path: str, kind: str) -> dict[str, Fields]:
    """Return the records of a file by id, as far as it can be read."""
    if data is None:
        return {}
    try:
        text = decode_text(data[: MAX_FILE_BYTES + 1], path)
        if kind in LISTS:
            items = load_yaml(text, path, max_bytes=MAX_FILE_BYTES)
            records = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
            return {str(record.get("id")): record for record in records}
        page = split_page(text, path)
        values = load_yaml(page.front_matter, path, first_line=FIRST_LINE)
        fields = values if isinstance(values, dict) else {}
        return {PurePosixPath(path).stem: {**fields, _BODY: page.body.strip("\n")}}
    except CatalogError as error:
        return {PurePosixPath(path).stem: {"unreadable": error.diagnostics[0].message}}


def _show(record: RecordChange) -> Iterator[str]:
    former = f"{code(record.former_id)} → " if record.former_id else ""
    yield f"### {record.verb}: {former}{code(record.id)}"
    yield ""
    yield f"{code(record.path)}"
    yield ""
    if record.before is None or record.after is None:
        yield from _show_fields(record.before or record.after or {}, is_new=record.before is None)
        return
    for field in dict.fromkeys([*record.before, *record.after]):
        old, new = record.before.get(field), record.after.get(field)
        if field == _BODY or old == new:
            continue
        if isinstance(old, list) and isinstance(new, list):
            yield f"- {code(field)}: " + "; ".join(_list_changes(old, new))
        elif isinstance(old, str) and isinstance(new, str) and len(old) + len(new) > _LONG:
            yield from _show_text(field, old, new)
        else:
            yield f"- {code(field)}: {_value(old)} → {_value(new)}"
    yield from _show_text(_BODY, str(record.before.get(_BODY, "")), str(record.after.get(_BODY, "")))


def _show_fields(fields: Fields, *, is_new: bool) -> Iterator[str]:
    """Yield all of a new record, and what a removed one was called."""
    for field, value in fields.items():
        if field != _BODY and (is_new or field in ("title", "name")):
            yield f"- {code(field)}: {_value(value)}"
    if is_new:
        yield from _show_text(_BODY, "", str(fields.get(_BODY, "")))


def _show_text(field: str, old: str, new: str) -> Iterator[str]:
    """Yield the sentences that differ, as a block of its own; that of the body needs no name."""
    if old == new:
        return
    before, after = _sentences(old), _sentences(new)
    if len(before) + len(after) > _MAX_COMPARED:
        yield f"- {code(field)}: {counted(len(before), 'line')} → {counted(len(after), 'line')}"
        return
    lines = list(difflib.unified_diff(before, after, n=0, lineterm=""))
    # The first two lines would name files, others where the sentences stand.
    shown = [line for line in lines[2:] if not line.startswith("@@")]
    if shown:
        if field != _BODY:
            yield f"- {code(field)}:"
        more = [f"and {counted(len(shown) - _MAX_LINES, 'more line')}"] if shown[_MAX_LINES:] else []
        yield from ("", code_block([*shown[:_MAX_LINES], *more], "diff"), "")
    else:
        yield f"- {code(field)}: only spaces and line breaks differ"


def _sentences(text: str) -> list[str]:
    """Cut a text into pieces short enough to be seen as a whole: a change at the end of one must not be overlooked."""
    sentences = _SENTENCE_END.split(text) if text else []
    return [sentence[at : at + _MAX_LINE] for sentence in sentences for at in range(0, len(sentence), _MAX_LINE)]


def _list_changes(old: Sequence[object], new: Sequence[object]) -> Iterator[str]:
    if len(old) + len(new) > _MAX_COMPARED:
        yield f"{len(old):,} items → {counted(len(new), 'item')}"
        return
    removed, added = ([item for item in one if item not in other] for one, other in ((old, new), (new, old)))
    if [item for item in old if item in new] != [item for item in new if item in old]:
        yield f"{_value(old)} → {_value(new)}"  # what stays has another order, or is there twice
        return
    if removed:
        yield "removed " + ", ".join(map(_value, removed))
    if added:
        yield "added " + ", ".join(map(_value, added))


def _value(value: object) -> str:
    if value is None:
        return "nothing"
    return code(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _line(problem: Diagnostic) -> str:
    return f"{problem.severity}: {code(problem.code)} at {code(str(problem.span))}: {code(problem.message)}"
