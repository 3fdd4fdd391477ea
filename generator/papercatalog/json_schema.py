"""The dataclasses of content as JSON Schema (2020-12), for editors and other programs.

It refuses whatever cannot be right by its own shape. What no schema can know (whether an id exists, whether a claim
is grounded) is left to `catalog check`.
"""

import ast
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from pydantic import TypeAdapter

from papercatalog import config, model
from papercatalog.config import SiteConfig
from papercatalog.fields import EXPLANATIONS
from papercatalog.places import CONFIG_FILE
from papercatalog.reading import FOLDERS, LISTS

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_FIELD_LIST = Path(__file__).parent / "starter" / "docs" / "fields.md"

_GIVEN = {"id", "body"}
"""What a page has from its file name and its text."""
_NEVER = {"span", "root"}
"""What the program notes itself."""

KINDS: Mapping[str, str] = {
    "paper": "papers",
    "topic": "topics",
    "dataset": "datasets",
    "page": "pages",
    **{name.removesuffix(".yaml"): name for name in LISTS},
    "site": CONFIG_FILE,
}
"""The kinds of schemas, and what part of a catalogue each describes."""


def make_schema(kind: str) -> dict[str, Any]:
    """Return the schema of a front matter, of a list of content/ or of site.yaml."""
    home = KINDS[kind]
    record = LISTS.get(home) or FOLDERS.get(home) or SiteConfig
    schema = TypeAdapter(record).json_schema()
    parts = schema.pop("$defs", {})
    parts.pop("Span", None)
    texts = _field_docstrings(model) | _field_docstrings(config)
    texts |= {f"{record.__name__}.{name}": text for name, text in _read_field_list(home).items()}
    for part in (schema, *parts.values()):
        _complete(part, texts)
    for name in _NEVER | (_GIVEN if home in FOLDERS else set()):
        schema["properties"].pop(name, None)
    schema["required"] = [name for name in schema["required"] if name in schema["properties"]]
    if home in LISTS:
        schema = {"type": "array", "items": schema}
    where = f"the front matter of content/{home}/*.md" if home in FOLDERS else home
    head = {"$schema": DIALECT, "title": f"papercatalog: {where}"}
    return {**head, **schema, **({"$defs": parts} if parts else {})}


def write_schemas(folder: Path) -> Iterator[Path]:
    """Write each schema into `folder`, as paper.json and so on."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        path = folder / f"{kind}.json"
        path.write_text(dump_schema(kind), encoding="utf-8", newline="\n")
        yield path


def dump_schema(kind: str) -> str:
    return json.dumps(make_schema(kind), indent=2, ensure_ascii=False) + "\n"


def _complete(part: dict[str, Any], texts: Mapping[str, str]) -> None:
    """Say of each field what is known of it, and leave out what pydantic adds for programs."""
    class_name = part.pop("title")
    for name, field in part["properties"].items():
        field.pop("title", None)
        if not isinstance(field.get("default"), str | bool):
            field.pop("default", None)
        forms = [field, *field.get("anyOf", ()), field.get("items", {})]
        pattern = next((form["pattern"] for form in forms if "pattern" in form), "")
        words = texts.get(f"{class_name}.{name}") or EXPLANATIONS.get(pattern)
        if words:
            field["description"] = words


def _read_field_list(home: str) -> dict[str, str]:
    """Return what fields.md says of each field of a record, by the name of the field."""
    sections = _FIELD_LIST.read_text(encoding="utf-8").split("\n## ")
    section = next((text for text in sections if f"`content/{home}" in text.partition("\n")[0]), "")
    return dict(re.findall(r"^\| `(\w+)` \| (.+?) \|", section, re.MULTILINE))


def _field_docstrings(module: ModuleType) -> dict[str, str]:
    """Return what stands below the fields of the classes of a module, by "Class.field": Python does not keep it."""
    texts = {}
    classes = (node for node in ast.parse(inspect.getsource(module)).body if isinstance(node, ast.ClassDef))
    for class_ in classes:
        for field, below in pairwise(class_.body):
            match field, below:
                case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                    texts[f"{class_.name}.{name}"] = inspect.cleandoc(words)
    return texts
