"""Front matter in canonical order and style, with as few changes as that takes.

Fields stand in the order of their dataclass, each on one line, lists of mappings on a line an item. Quotes are double,
and stand at least where another YAML reader would take a text for something else; a quote or a list that is right
in either way stays as it is written. A field with comments inside, or with a | or > text, is moved, never rewritten.
Comments above a field go with it. Nothing but the place and the look of a value ever changes: where that is not
certain, the text stays.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import takewhile
from operator import itemgetter
from typing import Any, get_args, get_type_hints

from papercatalog.diagnostics import CatalogError
from papercatalog.front_matter import FIRST_LINE, quoted
from papercatalog.strict_yaml import Entry, KeyPath, find_entries, find_marks, load_yaml

Mend = Callable[[str, object], object]
"""A field's name and value -> the value to write."""

_NUMBER = r"[-+]?(\.?[0-9][0-9_,.:]*(e[-+]?[0-9]+)?|0[xob][0-9a-f_]+|\.(inf|nan))"
_DAY = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ t].*)?"
_OTHER_TYPE = re.compile(f"({_NUMBER}|{_DAY}|y|n|yes|no|on|off|true|false|null|~|=|<<|)", re.IGNORECASE)
"""What some YAML reader takes for a number, a day, a truth or nothing."""

_BARE = {"year": re.compile("[0-9]{4}"), "added": re.compile(_DAY), "updated": re.compile(_DAY)}
"""Fields that are a number or a day, and hence without quotes."""

_FLOW_SIGN = re.compile(r"[,\[\]{}\n]")


def format_front_matter(text: str, type_: type[Any], path: str, mend: Mend | None = None) -> str:
    """Return a front matter in house style; `type_` is the dataclass of its record.

    `mend` may change values on the way. Raises `CatalogError` for YAML that cannot be read; `path` names the page.
    """
    values = load_yaml(text, path, first_line=FIRST_LINE)
    entries = find_entries(text)
    if not isinstance(values, dict) or not entries or len(entries) != len(values):
        return text
    lines = text.removesuffix("\n").split("\n")
    wanted = {key: mend(key, value) if mend else value for key, value in values.items()}
    writer = _Writer(lines, find_marks(text).styles, _orders(type_))
    order = writer.orders[()]
    blocks: list[tuple[int, list[str]]] = []
    rank = -1
    # A comment above the first field belongs to it, unless a blank line keeps them apart.
    top = lines[: entries[0].first_line]
    cut = max((number for number, line in enumerate(top, 1) if not line.strip()), default=0)
    head, above = _without_blanks(top[:cut]), _without_blanks(top[cut:])
    for entry, following, (key, value) in zip(entries, [*entries[1:], None], wanted.items(), strict=True):
        between = _without_blanks(lines[entry.last_line + 1 : following.first_line if following else None])
        # What is indented still belongs to the field above it.
        inside = list(takewhile(lambda line: line[0] in " \t", between))
        written = writer.rewrite(entry, key, value) if key in order and not inside else []
        kept = lines[entry.first_line : entry.last_line + 1]
        # A field that is none, perhaps a slip of the pen, stays behind the one before it.
        rank = order.index(key) if key in order else rank
        blocks.append((rank, [*above, *(written or kept), *inside]))
        above = between[len(inside) :]
    ordered = [line for _, block in sorted(blocks, key=itemgetter(0)) for line in block]
    formatted = "".join(f"{line}\n" for line in [*head, *ordered, *above])
    return formatted if formatted == text or _load(formatted) == wanted else text


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes fields anew, in the styles in which their parts were written."""

    lines: Sequence[str]
    styles: Mapping[KeyPath, str]
    orders: Mapping[tuple[str, ...], tuple[str, ...]]

    def rewrite(self, entry: Entry, key: str, value: object) -> list[str]:
        """Return the lines of a field, or nothing if it is to stay as it is."""
        if any(style in ("|", ">") for path, style in self.styles.items() if path[:1] == (key,)):
            return []
        written = self._field(key, value)
        if entry.comments:
            line, column = entry.comments[0]
            if len(entry.comments) > 1 or len(written) > 1 or entry.first_line != entry.last_line:
                return []
            before = self.lines[line][:column]
            written = [written[0] + before[len(before.rstrip()) :] + self.lines[line][column:].rstrip()]
        return written if _load("\n".join(written)) == {key: value} else []

    def _field(self, key: str, value: object) -> list[str]:
        path, name = (key,), _key(key)
        if value is None:
            return [f"{name}:"]
        is_block = self.styles.get(path) == "-"
        if isinstance(value, list) and (is_block or any(isinstance(item, dict) for item in value)):
            return [f"{name}:", *(f"  - {self._line(item, (*path, index))}" for index, item in enumerate(value))]
        return [f"{name}: {self._line(value, path)}"]

    def _line(self, value: object, path: KeyPath) -> str:
        return self._scalar(value, path) if isinstance(value, str) else self._flow(value, path)

    def _flow(self, value: object, path: KeyPath) -> str:
        if isinstance(value, dict):
            order = self.orders.get(tuple(part for part in path if isinstance(part, str)), ())
            # An author's `name` is no field of a dataclass, but it comes before those that are.
            keys = sorted(value, key=lambda key: order.index(key) if key in order else -1)
            parts = (f"{_key(key)}: {self._flow(value[key], (*path, key))}" for key in keys)
            return "{" + ", ".join(parts) + "}"
        if isinstance(value, list):
            return "[" + ", ".join(self._flow(item, (*path, index)) for index, item in enumerate(value)) + "]"
        return "null" if value is None else self._scalar(str(value), path, in_flow=True)

    def _scalar(self, text: str, path: KeyPath, *, in_flow: bool = False) -> str:
        bare = _BARE.get(str(path[-1]))
        if bare and bare.fullmatch(text):
            return text
        is_plain = not self.styles.get(path) and not _OTHER_TYPE.fullmatch(text)
        return quoted(text) if not is_plain or "\n" in text or (in_flow and _FLOW_SIGN.search(text)) else text


def _orders(type_: type[Any]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the order of the fields of a dataclass, under (), and of those in it, each under the path to it."""
    hints = get_type_hints(type_)
    orders: dict[tuple[str, ...], tuple[str, ...]] = {(): tuple(field.name for field in fields(type_))}
    for name in orders[()]:
        for part in _parts(hints[name]):
            orders |= {(name, *path): order for path, order in _orders(part).items()}
    return orders


def _parts(hint: Any) -> list[type[Any]]:
    """Return the dataclasses that are part of a type, such as Link of tuple[Link, ...]."""
    if is_dataclass(hint):
        return [hint] if isinstance(hint, type) else []
    return [part for argument in get_args(hint) for part in _parts(argument)]


def _key(name: str) -> str:
    return name if name.isidentifier() and not _OTHER_TYPE.fullmatch(name) else quoted(name)


def _without_blanks(lines: Sequence[str]) -> list[str]:
    return [line.rstrip() for line in lines if line.strip()]


def _load(text: str) -> object:
    """Return the values in a text; itself, which equals none, if it has become unreadable."""
    try:
        return load_yaml(text, "")
    except CatalogError:
        return text
