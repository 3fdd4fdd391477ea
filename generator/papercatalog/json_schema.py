"""The dataclasses of content as JSON Schema (2020-12), for editors and other programs.

It refuses whatever cannot be right by its own shape. What no schema can know (whether an id exists, whether a claim
is grounded) is left to `catalog check`.
"""

import ast
import inspect
import json
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
    """Say of each field what its dataclass says, and leave out what pydantic adds for programs."""
    class_name = part.pop("title")
    for name, field in part["properties"].items():
        field.pop("title", None)
        if not isinstance(field.get("default"), str | bool):
            field.pop("default", None)
        forms = [field, *field.get("anyOf", ()), field.get("items", {})]
        pattern = next((form["pattern"] for form in forms if "pattern" in form), "")
        words = texts.get(f"{class_name}.{name}") or _home(name, field) or EXPLANATIONS.get(pattern)
        if words:
            field["description"] = words


def _home(name: str, field: Mapping[str, Any]) -> str:
    """Say where the ids come from that a field such as `topics` lists."""
    if "anyOf" in field.get("items", {"anyOf": ()}):
        return ""
    homes = {name: f"content/{name}/", f"{name}.yaml": f"content/{name}.yaml"}
    return next((f"Ids of {place}" for home, place in homes.items() if home in {*FOLDERS, *LISTS}), "")


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
