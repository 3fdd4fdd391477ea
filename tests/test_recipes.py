"""The recipes of CONTRIBUTING.md, followed to the letter on a copy of the generator."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitecase import MINIMAL, SiteCase

ROOT = Path(__file__).parents[1]
SNIPPET = re.compile(r"```(?:python|html|yaml)\n(?:# |\{# )((?:generator|themes)/\S+)(?: #\})?\n(.*?)```", re.DOTALL)
IMPORTS = """\
from collections.abc import Iterator, Sequence
from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
"""
MORE_IMPORTS = {
    "pages": "from papercatalog.pages.page import Page\n",
    "exports": "from papercatalog.pages.page import Page\n"
    "from papercatalog.exports.serialize import text_file\n"
    "from papercatalog.output import OutputFile\n",
    "importers": "from papercatalog.diagnostics import Span\n"
    "from papercatalog.importers.publication import Publication\n"
    "from papercatalog.importers.references import Parsed\n",
}


class Checkout:
    """A copy of what the recipes touch, with a small site beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        shutil.copytree(ROOT / "generator", folder / "generator", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "themes", folder / "themes")
        self.site = SiteCase(folder)
        for path, content in MINIMAL.items():
            self.site.write(path, content)
        snippets = SNIPPET.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
        self._snippets = dict(snippets)
        assert len(self._snippets) == len(snippets) == 6

    def add(self, path: str) -> "Checkout":
        """Write the file that a recipe shows; what it imports, recipes leave out."""
        text = self._snippets[path]
        if path.endswith(".py"):
            text = IMPORTS + MORE_IMPORTS[Path(path).parent.name] + text
        self.site.write(path, text)
        return self

    def register(self, path: str, name: str, entry: str, line: str) -> "Checkout":
        """Import `entry` and add a line to the collection called `name`."""
        file = self.root / "generator/papercatalog" / path
        text = file.read_text(encoding="utf-8")
        changed = re.sub(rf"^({name}\b.*[({{])(\n|)", rf"\1\n    {line},\n", text, count=1, flags=re.MULTILINE)
        assert changed != text
        head, last_import, tail = changed.rpartition("\nfrom papercatalog.")
        file.write_text(f"{head}\n{entry}{last_import}{tail}", encoding="utf-8")
        return self

    def catalog(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "papercatalog", *arguments],
            cwd=self.root,
            env={**os.environ, "PYTHONPATH": str(self.root / "generator")},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path / "checkout")


def test_page_kind(checkout: Checkout) -> None:
    checkout.add("generator/papercatalog/pages/newest.py").add("themes/default/templates/newest.html")
    checkout.register(
        "pages/__init__.py", "PAGE_KINDS", "from papercatalog.pages.newest import plan_newest", "plan_newest"
    )

    checkout.catalog("build")

    assert '<a href="../papers/doe-2020-example/">An Example of a Paper</a>' in checkout.site.html("newest")


def test_export(checkout: Checkout) -> None:
    checkout.add("generator/papercatalog/exports/titles.py")
    checkout.register(
        "exports/__init__.py", "EXPORTS", "from papercatalog.exports.titles import export_titles", "export_titles"
    )

    checkout.catalog("build")

    assert (checkout.site.public / "data/titles.txt").read_text() == "An Example of a Paper\n"


def test_importer(checkout: Checkout) -> None:
    checkout.add("generator/papercatalog/importers/titles.py")
    checkout.register(
        "importers/run.py",
        "_PARSERS",
        "from papercatalog.importers.titles import parse_titles",
        '"titles": parse_titles',
    )
    checkout.register("commands/import_.py", "_FORMATS", "", '".titles": "titles"')
    checkout.site.write("reading.titles", "On Toys and Their Names\n\nA Second Paper\n")

    assert "2 pages written" in checkout.catalog("import", "reading.titles")
    assert "title: On Toys and Their Names" in "".join(
        p.read_text() for p in (checkout.root / "content/papers").iterdir()
    )
    checkout.catalog("check")


def test_theme(checkout: Checkout) -> None:
    checkout.add("themes/mine/theme.yaml").add("themes/mine/templates/base.html")
    checkout.site.edit("site.yaml", "title:", "theme: mine\ntitle:")

    checkout.catalog("build")

    assert "<p>Kept by the reading group.</p>" in checkout.site.html("papers")
    assert "Reading list" in checkout.site.html("papers")
