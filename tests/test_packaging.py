"""What is in the wheel. That it alone builds catalogues, away from the checkout, is in test_init.py."""

import zipfile
from pathlib import Path

import pytest


@pytest.mark.slow
def test_wheel_has_the_theme_and_nothing_that_is_not_the_tool(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "papercatalog/themes/default/templates/base.html" in names
    assert "papercatalog/themes/default/static/main.js" in names
    assert not [name for name in names if name.split("/")[0] in ("content", "tests", "generator", "themes")]
