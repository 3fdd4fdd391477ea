"""`catalog schema`: the JSON Schema accepts the real catalogue as editors read it, and refuses what a schema can."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
import yaml
from jsonschema import Draft202012Validator

from conftest import ROOT, MakeSite
from papercatalog.commands.schema import KINDS
from papercatalog.front_matter import split_page
from papercatalog.json_schema import KINDS as HOMES
from papercatalog.json_schema import make_schema
from sitecase import SiteCase

INVALID = Path(__file__).parent / "invalid"


class EditorLoader(yaml.SafeLoader):
    """YAML 1.2 as editors read it: days are text, and so are `no`, `on` and the like."""

    yaml_implicit_resolvers: ClassVar = {}


NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.inf|\.nan")
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(true|false)$"), list("tf"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("(null|~|)$"), ["n", "~", ""])
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("[-+]?[0-9]+$"), list("-+0123456789"))
EditorLoader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(f"({NUMBER.pattern})$"), list("-+.0123456789"))


def as_an_editor(text: str) -> object:
    return yaml.load(text, EditorLoader)  # noqa: S506 - a safe loader


def read(path: Path) -> object:
    text = path.read_text(encoding="utf-8")
    return as_an_editor(split_page(text, path.name).front_matter if path.suffix == ".md" else text)


@cache
def checker(kind: str) -> Draft202012Validator:
    return Draft202012Validator(make_schema(kind), format_checker=Draft202012Validator.FORMAT_CHECKER)


def errors(kind: str, value: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in checker(kind).iter_errors(value)]


def files(kind: str) -> Iterator[Path]:
    home = ROOT / HOMES[kind] if kind == "site" else ROOT / "content" / HOMES[kind]
    yield from sorted(home.glob("*.md")) if home.is_dir() else [home] if home.exists() else []


@pytest.mark.parametrize("kind", KINDS)
def test_schema_is_valid_and_strict_and_accepts_the_real_catalogue(kind: str) -> None:
    schema = make_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert not {name for name in ("span", "root", "body") if f'"{name}"' in json.dumps(schema)}

    for path in files(kind):
        assert not errors(kind, read(path)), path
    assert errors(kind, [{"nonsense": 1}] if HOMES[kind].endswith(".yaml") and kind != "site" else {"nonsense": 1})


def test_real_catalogue_is_not_small() -> None:
    assert len(list(files("paper"))) >= 119


PAPER = {"title": "X", "added": "2026-01-02"}


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"year": 2015},
        {"year": "2015"},
        {
            "authors": [
                "Jane Doe",
                {"name": "Li Fei", "id": "li-fei"},
                {"family": "Doe", "given": "J"},
                {"literal": "G"},
            ]
        },
        {"links": [{"kind": "code", "url": "HTTPS://example.org:80/a?b=(c)#d"}]},
        {"identifiers": {"arxiv": "hep-th/9901001", "doi": "10.1000/<a>#b"}},
        {"summary": None},
    ],
)
def test_what_check_accepts_is_accepted(fields: dict[str, Any], make_site: MakeSite) -> None:
    assert not errors("paper", PAPER | fields)

    site = make_site(
        {"content/papers/x.md": f"---\n{json.dumps(PAPER | fields)}\n---\nSee https://example.org:80/a.\n"}
    )
    assert "error[invalid" not in site.run("check", "content/papers/x.md").text


@pytest.mark.parametrize(
    "fields",
    [
        {"title": " "},
        {"title": 12},
        {"added": "2026-13-45"},
        {"added": "21 November"},
        {"year": 20},
        {"year": True},
        {"authors": "Jane Doe"},
        {"authors": [{"given": "Jane"}]},
        {"authors": [{"family": "Doe", "literal": "Doe"}]},
        {"yaer": 2015},
        {"venue": {"year": 2015}},
        {"venue": "CVPR"},
        {"identifiers": {"arxiv": "arXiv:1503.03832v2"}},
        {"identifiers": {"arxiv": "2413.01234"}},
        {"identifiers": {"arxiv": "cs/9900001"}},
        {"identifiers": {"doi": "https://doi.org/10.1/x"}},
        {"links": [{"kind": "kode", "url": "https://example.org"}]},
        {"links": [{"kind": "code", "url": "javascript:alert(1)"}]},
        {"links": [{"kind": "code", "url": "https://user@example.org/"}]},
        {"topics": ["Not An Id"]},
        {"topics": ["a" * 81]},
        {"datasets": [{"id": "lfw", "role": "used"}]},
        {"results": [{"metric": "accuracy", "value": 99.63, "quote": "99.63"}]},
        {"status": "gone"},
        {"id": "x"},
    ],
)
def test_what_check_refuses_is_refused(fields: dict[str, Any]) -> None:
    assert errors("paper", PAPER | fields)


@pytest.mark.parametrize("case", ["unknown-field", "wrong-types", "wrong-values", "bad-dates"])
def test_invalid_pages_are_refused(case: str) -> None:
    pages = sorted((INVALID / case).glob("content/papers/*.md"))
    assert pages
    for page in pages:
        assert errors("paper", read(page)), page


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_says_what_it_is_for(kind: str) -> None:
    schema = make_schema(kind)
    fields = schema.get("items", schema)["properties"]

    assert not [name for name, field in fields.items() if not field.get("description")]
    if kind != "site":
        rows = (ROOT / "generator/papercatalog/starter/docs/fields.md").read_text(encoding="utf-8")
        assert all(f"| `{name}` | {field['description']} |" in rows for name, field in fields.items())


def test_command_writes_one_schema_or_all(site: SiteCase) -> None:
    outcome = site.run("schema", "--kind", "topic")
    assert outcome.code == 0
    assert json.loads(outcome.stdout) == make_schema("topic")

    assert site.run("schema", "--output", ".schemas").code == 0
    assert sorted(path.stem for path in (site.root / ".schemas").iterdir()) == sorted(KINDS)
    assert site.run("schema", "--kind", "topic", "--output", "x").code == 2


def test_kinds_are_complete_and_the_reader_of_this_test_is_right() -> None:
    assert tuple(HOMES) == KINDS
    assert as_an_editor("[2026-01-02, off, 12, 1.5, true, null]") == ["2026-01-02", "off", 12, 1.5, True, None]


@pytest.mark.parametrize("folder", [ROOT, ROOT / "generator/papercatalog/starter"])
def test_schemas_where_the_documentation_puts_them_stay_out_of_the_repository(folder: Path) -> None:
    assert "`catalog schema --output .schemas`" in (ROOT / "docs/editors.md").read_text(encoding="utf-8")
    assert "/.schemas/" in (folder / ".gitignore").read_text(encoding="utf-8").splitlines()
