"""Text, JSON and XML values -> output files. The one place that encodes, so that no format can forget a rule."""

import json
import re
from collections.abc import Iterable, Mapping

from papercatalog.output import OutputFile

XML_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"

_INDENT = "  "

# What XML 1.0 cannot hold, not even escaped. A serialiser writes these all the same, and
# then no reader can parse the file.
_ILLEGAL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def drop_illegal(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return text if text.isprintable() else _ILLEGAL.sub("", text)


def text_file(path: str, text: str) -> OutputFile:
    return OutputFile(path, text.encode())


_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def json_text(value: object) -> str:
    return _JSON.encode(value)


def indented_json(value: object, line: str = "\n") -> str:
    """Return `json.dumps(value, ensure_ascii=False, indent=1)`, which Python makes several times slower."""
    inner = line + " "
    if isinstance(value, dict) and value:
        members = [f"{_JSON.encode(key)}: {indented_json(member, inner)}" for key, member in value.items()]
        return f"{{{inner}{f',{inner}'.join(members)}{line}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join([indented_json(member, inner) for member in value])}{line}]"
    return _JSON.encode(value)


def json_file(path: str, value: object) -> OutputFile:
    return text_file(path, json_text(value) + "\n")


def xml_line(level: int, tag: str, text: str = "", **attributes: str) -> str:
    """Return an element without children as a line, indented for that level of a document."""
    start = f"{_INDENT * level}<{tag}{_format_attributes(attributes)}"
    content = xml_escape(text)
    return f"{start}>{content}</{tag}>\n" if content else f"{start} />\n"


def xml_block(level: int, tag: str, children: Iterable[str], **attributes: str) -> str:
    """Return an element whose children stand on lines of their own, between its tags."""
    margin = _INDENT * level
    return f"{margin}<{tag}{_format_attributes(attributes)}>\n{''.join(children)}{margin}</{tag}>\n"


def _format_attributes(attributes: Mapping[str, str]) -> str:
    return "".join([f' {name}="{_escape_attribute(value)}"' for name, value in attributes.items()])


def xml_escape(text: str) -> str:
    """Return `text` as the content of an element."""
    return drop_illegal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _escape_attribute(text: str) -> str:
    # A reader turns line breaks and tabs in attributes into spaces, unless they are escaped.
    text = xml_escape(text).replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
