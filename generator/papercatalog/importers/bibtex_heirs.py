"""What entries of BibTeX and BibLaTeX take from others: `crossref` and `xdata`."""

from collections.abc import Mapping

from papercatalog.diagnostics import Diagnostic, Severity, Span

Fields = Mapping[str, str]

_INHERITED = ("booktitle", "journal", "journaltitle", "year", "date", "volume", "number")
"""What an entry takes over from the one that it names with `crossref`. The rest is said of that one alone."""
_MAX_XDATA = 50
"""Entries that one takes fields from; they may name further ones."""


def all_fields(fields: Fields, entries: Mapping[str, Fields], span: Span, problems: list[Diagnostic]) -> Fields:
    """Return the fields of an entry with those that it takes over; `entries` has all by their keys."""
    fields, missing = _with_xdata(fields, entries)
    if missing:
        message = f'there is no entry "{missing[:80]}", of which this one takes fields'
        hint = "add it to the file, or write the fields into this one"
        problems.append(Diagnostic("invalid-value", message, span, hint, Severity.WARNING))
    key = fields.get("crossref", "").strip()
    if not key:
        return fields
    volume = entries.get(key.lower())
    if volume is None:
        message = f'there is no entry "{key[:80]}", of which this one is a part'
        hint = "add it to the file, or write booktitle and year into this one"
        problems.append(Diagnostic("invalid-value", message, span, hint, Severity.WARNING))
        return fields
    volume, _ = _with_xdata(volume, entries)
    taken = {name: volume[name] for name in _INHERITED if volume.get(name)}
    return {"booktitle": volume.get("title", ""), **taken, **fields}


def _with_xdata(fields: Fields, entries: Mapping[str, Fields]) -> tuple[Fields, str]:
    """Return fields with those that they lack of the `@xdata` they name, and a name that is none."""
    keys, missing = _xdata_of(fields), ""
    seen: set[str] = set()
    while keys and len(seen) < _MAX_XDATA:
        if (key := keys.pop(0)) in seen:
            continue
        seen.add(key)
        taken = entries.get(key.lower())
        missing = missing if taken is not None else key
        fields = {**(taken or {}), **fields}
        keys += _xdata_of(taken or {})
    return fields, missing


def _xdata_of(fields: Fields) -> list[str]:
    return [key.strip() for key in fields.get("xdata", "").split(",") if key.strip()]
