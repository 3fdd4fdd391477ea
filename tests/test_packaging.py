"""What is in the wheel. That it alone builds catalogues, away from the checkout, is in test_init.py."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from sitecase import SiteCase, read_tree

SOURCES = Path(__file__).parents[1] / "generator"


@pytest.mark.slow
def test_wheel_has_the_theme_and_nothing_that_is_not_the_tool(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "papercatalog/themes/default/templates/base.html" in names
    assert "papercatalog/themes/default/static/main.js" in names
    assert not [name for name in names if name.split("/")[0] in ("content", "tests", "generator", "themes")]


def test_source_tree_without_compiled_templates_builds_the_same(site: SiteCase) -> None:
    site.build()
    environment = {**os.environ, "PYTHONPATH": str(SOURCES), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "papercatalog", "build", "--no-cache", "--output", "from-sources"]

    subprocess.run(command, cwd=site.root, env=environment, check=True, capture_output=True, timeout=60)

    assert read_tree(site.root / "from-sources") == site.tree()
