"""docs/diagnostics.md has an entry for each code of a diagnostic, and for nothing else."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "generator" / "papercatalog"
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+")


def find_codes() -> set[str]:
    """Return what is given as the `code` of a diagnostic, a problem, or a function that passes it on."""
    modules = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    every = {name: at for module in modules for name, at in _makers(module)}
    codes: set[str] = set()
    for module in modules:
        # One name may be that of several functions: the module's own counts, or the one that it imports; of a method
        # only the name is known.
        imports = (node for node in ast.walk(module) if isinstance(node, ast.ImportFrom))
        known = {alias.name for node in imports for alias in node.names}
        known |= {node.attr for node in ast.walk(module) if isinstance(node, ast.Attribute)}
        makers = {name: at for name, at in every.items() if name in known} | dict(_makers(module))
        codes |= set(_codes(module, makers))
    return codes


def _makers(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Yield each class and function with a field or parameter `code`, and its position."""
    for node in ast.walk(module):
        names: list[str] = []
        if isinstance(node, ast.FunctionDef):
            names = _parameters(node)
        elif isinstance(node, ast.ClassDef) and node.name in ("Diagnostic", "Problem"):
            names = [field.target.id for field in node.body if isinstance(field, ast.AnnAssign)]
        if "code" in names:
            yield node.name, names.index("code")


def _parameters(function: ast.FunctionDef) -> list[str]:
    return [argument.arg for argument in function.args.args if argument.arg != "self"]


def _codes(module: ast.Module, makers: dict[str, int]) -> Iterator[str]:
    calls = [node for node in ast.walk(module) if isinstance(node, ast.Call)]
    passers = (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef) and "code" in _parameters(node))
    passed_on = {id(name) for passer in passers for name in ast.walk(passer) if getattr(name, "id", "") == "code"}
    is_plain = True
    for call in calls:
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        given = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
        is_plain &= name not in makers or not any(isinstance(argument, ast.Starred) for argument in call.args)
        given = given or ([call.args[makers[name]]] if name in makers and len(call.args) > makers[name] else [])
        for argument in given:
            if isinstance(argument, ast.Constant):
                yield str(argument.value)
            elif id(argument) not in passed_on:
                is_plain = False
    # Where a code comes out of a variable, it stands elsewhere in the module.
    strings = (node.value for node in ast.walk(module) if isinstance(node, ast.Constant) and not is_plain)
    yield from (string for string in strings if isinstance(string, str) and CODE.fullmatch(string))


def test_every_code_is_explained_and_every_explanation_has_a_code() -> None:
    text = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
    entries = dict(re.findall(r"^### `([^`]+)`\n(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL))

    codes = find_codes()
    assert sorted(entries.keys() ^ codes) == [], "in only one of source and docs"
    assert len(codes) == len(re.findall("^### ", text, re.MULTILINE)), "one is explained twice"
    for code, entry in entries.items():
        example, meaning = entry.strip().split("\n\n", 1)
        assert re.search(rf": (error|warning)\[{code}\]: ", example), f"{code} has no example"
        assert len(meaning.split()) >= 5, f"{code} is not explained"
