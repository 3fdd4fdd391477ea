"""The source of the project, read as source."""

import ast
from functools import cache
from pathlib import Path


@cache
def imports(file: Path) -> set[str]:
    """Return the top-level names of what a file of Python imports."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names
