"""Text, JSON and XML values -> output files. The one place that encodes, so that no format can forget a rule."""

import json
import re
from xml.etree import ElementTree as ET

from papercatalog.output import OutputFile

XML_DECLARATION = "<?xml version='1.0' encoding='utf-8'?>\n"

# What XML 1.0 cannot hold, not even escaped. A serialiser writes these all the same, and
# then no reader can parse the file.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def drop_illegal(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return _ILLEGAL.sub("", text)


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


def xml_file(path: str, root: ET.Element) -> OutputFile:
    """Serialise `root`, which is indented and cleaned in place."""
    return text_file(path, XML_DECLARATION + xml_text(root) + "\n")


def xml_text(root: ET.Element, level: int = 0) -> str:
    """Return `root`, which is indented and cleaned in place, as it stands at that level of another element."""
    for element in root.iter():
        element.text = drop_illegal(element.text) if element.text else None
        for name, value in element.items():
            element.set(name, drop_illegal(value))
    ET.indent(root, level=level)
    return ET.tostring(root, encoding="unicode")


def add_element(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """Append a child and return it."""
    child = ET.SubElement(parent, tag, attributes)
    child.text = text
    return child
