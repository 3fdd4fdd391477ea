"""Rules about the source itself that no tool checks."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator" / "papercatalog"

ONE_IMPORTER = {
    "lunr": "search/index.py",
    "markdown_it": "markdown.py",
    "mdit_py_plugins": "markdown.py",
    "math_core": "math.py",
    "yaml": "strict_yaml.py",
    "bibtexparser": "importers/bibtex.py",
    "pylatexenc": "importers/latex.py",
}
JINJA = {"theme.py", "render.py"}


def imports(file: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


def importers(library: str) -> set[str]:
    return {file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py") if library in imports(file)}


@pytest.mark.parametrize(("library", "module"), ONE_IMPORTER.items())
def test_library_has_one_importer(library: str, module: str) -> None:
    assert importers(library) == {module}


def test_only_theme_and_render_know_jinja() -> None:
    assert importers("jinja2") <= JINJA
    assert importers("jinja2")


def test_modules_stay_short_enough_to_read() -> None:
    long = {f: n for f in PACKAGE.rglob("*.py") if (n := len(f.read_text(encoding="utf-8").splitlines())) > 320}
    assert not long
