"""fields.md of a new catalogue names each field of each record, and nothing else."""

import re
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

from conftest import ROOT
from papercatalog.model import Name
from papercatalog.reading import FOLDERS, LISTS

DOC = ROOT / "generator" / "papercatalog" / "starter" / "docs" / "fields.md"
HOMES = {f"content/{folder}/<id>.md": type_ for folder, type_ in FOLDERS.items()}
HOMES |= {f"content/{list_}": type_ for list_, type_ in LISTS.items()}
ROW = re.compile(r"^\| `(\w+)` \| (.+?) \| (yes )?\|$", re.MULTILINE)


def read_sections() -> dict[str, list[tuple[str, str, bool]]]:
    """Return the rows of each table: a field, what it holds, whether it is required."""
    text = DOC.read_text(encoding="utf-8")
    sections = re.findall(r"^## [^\n]*`([^\n]+)`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    return {home: [(name, text, bool(yes)) for name, text, yes in ROW.findall(section)] for home, section in sections}


def is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def find_mapping(hint: Any) -> type[Any] | None:
    """Return the dataclass that a field holds, or holds many of."""
    if isinstance(hint, type) and is_dataclass(hint):
        return hint
    return next((found for part in get_args(hint) if (found := find_mapping(part))), None)


def test_each_kind_of_record_has_a_table() -> None:
    assert read_sections().keys() == HOMES.keys()


@pytest.mark.parametrize(("home", "type_"), HOMES.items())
def test_table_has_the_fields_in_their_order(home: str, type_: type[Any]) -> None:
    given = {"body", "span", *(() if home.endswith(".yaml") else ("id",))}
    wanted = [(field.name, is_required(field)) for field in fields(type_) if field.name not in given]

    assert [(name, required) for name, _, required in read_sections()[home]] == wanted


@pytest.mark.parametrize(("home", "type_"), HOMES.items())
def test_mappings_have_the_parts_of_their_dataclass(home: str, type_: type[Any]) -> None:
    hints = get_type_hints(type_)
    for name, text, _ in read_sections()[home]:
        written = re.findall(r"\{(.+?)\}", text)
        mapping = find_mapping(hints[name])
        if mapping is Name:  # which has three forms, and "name" for two of its fields
            assert set(re.findall(r"\w+", " ".join(written))) == {"name", *(field.name for field in fields(Name))}
        else:
            parts = [field.name + "?" * (not is_required(field)) for field in fields(mapping)] if mapping else []
            assert written == [", ".join(parts)] * bool(parts), name
