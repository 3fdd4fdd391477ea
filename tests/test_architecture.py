"""Rules about the source itself that no tool checks."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from sources import imports

PACKAGE = Path(__file__).parent.parent / "generator" / "papercatalog"
THEMES = PACKAGE.parents[1] / "themes"
GITHUB = PACKAGE.parents[1] / ".github"
TEXTS = {".py", ".html", ".css", ".js", ".svg", ".yaml", ".yml", ".md"}

ONE_IMPORTER = {
    "lunr": "search/index.py",
    "numpy": "search/arrays.py",
    "jinja2": "render.py",
    "markdown_it": "markdown.py",
    "mdit_py_plugins": "markdown.py",
    "math_core": "math.py",
    "yaml": "strict_yaml.py",
    "bibtexparser": "importers/bibtex.py",
    "pylatexenc": "importers/macros.py",
}


def importers(library: str) -> set[str]:
    return {file.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("*.py") if library in imports(file)}


@pytest.mark.parametrize(("library", "module"), ONE_IMPORTER.items())
def test_library_has_one_importer(library: str, module: str) -> None:
    assert importers(library) == {module}


def test_numpy_is_loaded_only_where_search_is_made() -> None:
    stages = "build, fill, links, related, review.comparison, preview.server"
    code = "import sys, {}; print('numpy' in sys.modules)"
    for modules, is_loaded in ((stages, "False"), ("search.build", "True")):
        names = ", ".join(f"papercatalog.{name}" for name in modules.split(", "))
        done = subprocess.run(
            [sys.executable, "-P", "-c", code.format(names)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == is_loaded


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="counts threads as Linux does")
def test_search_starts_no_threads_of_numpy() -> None:
    code = "import os, papercatalog.search.build; print(len(os.listdir('/proc/self/task')))"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def test_modules_stay_short_enough_to_read() -> None:
    long = {f: n for f in PACKAGE.rglob("*.py") if (n := len(f.read_text(encoding="utf-8").splitlines())) > 320}
    assert not long


def test_the_generator_knows_no_field_of_research() -> None:
    """What this catalogue is about stands in content/ and site.yaml alone; `.github/` goes into others, too."""
    subject = re.compile(r"(?<!font-)\b(faces?|facial|facenet|deepfakes?|lfw)\b", re.IGNORECASE)
    files = [file for folder in (PACKAGE, THEMES, GITHUB) for file in folder.rglob("*") if file.suffix in TEXTS]

    assert len(files) > 150
    assert not [f"{file}: {found[0]}" for file in files if (found := subject.search(file.read_text(encoding="utf-8")))]
