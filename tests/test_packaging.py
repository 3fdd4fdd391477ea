"""The wheel alone builds a catalogue, away from the checkout."""

import shutil
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import click
import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_wheel_has_the_theme_and_nothing_that_is_not_the_tool(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert "papercatalog/themes/default/templates/base.html" in names
    assert "papercatalog/themes/default/static/main.js" in names
    assert not [name for name in names if name.split("/")[0] in ("content", "tests", "generator", "themes")]


@pytest.mark.slow
def test_installed_wheel_builds_a_copy_of_the_content(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "env"
    venv.create(environment)
    python = environment / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python]  # its own would take longer than all else here
    subprocess.run([*pip, "install", "--quiet", "--no-deps", wheel], check=True)
    # The dependencies are here already, with the hashes of the lock. Ours comes first: the wheel is what runs.
    libraries = Path(click.__file__).parents[1]
    own = next((environment / "lib").glob("python*/site-packages"))
    (own / "dependencies.pth").write_text(f"{libraries}\n", encoding="utf-8")
    site = tmp_path / "copy"
    shutil.copytree(ROOT / "content", site / "content")
    (site / "site.yaml").write_text("title: A copy\n", encoding="utf-8")

    done = subprocess.run(
        [environment / "bin" / "catalog", "build"],
        cwd=site,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/usr/bin:/bin"},
    )

    assert done.returncode == 0, done.stderr
    assert len(list((site / "public/papers").glob("*/cite.bib"))) == 119
