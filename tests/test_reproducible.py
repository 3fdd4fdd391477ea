"""The same content gives the same bytes, whoever builds it, where and when."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import BASE_URL, ROOT
from sitecase import SiteCase

PROGRAM = """
import os, sys, time
listdir, scandir = os.listdir, os.scandir

class Reversed:
    def __init__(self, *place):
        with scandir(*place) as entries:
            self.entries = iter(list(entries)[::-1])
    def __iter__(self): return self.entries
    def __next__(self): return next(self.entries)
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def close(self): pass

os.listdir = lambda *place: listdir(*place)[::-1]
os.scandir = Reversed
os.umask(0o077)
clock = int(os.environ["SOURCE_DATE_EPOCH"])
time.time, time.time_ns = lambda: float(clock), lambda: clock * 10**9
from papercatalog.cli import main
main(["build", *sys.argv[1:]])
"""
"""`catalog build` with every folder listed the other way round, a strict mask, and a clock that has stopped."""


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and content of every file by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.stat().st_mode, path.read_bytes()) for path in files}


@pytest.mark.parametrize(
    ("zone", "language", "seed", "epoch", "jobs"),
    [("Pacific/Kiritimati", "tr_TR.UTF-8", "1", "0", "1"), ("Pacific/Niue", "C", "2", "4000000000", "3")],
)
def test_real_catalogue_is_the_same_everywhere(
    real_site: Path, tmp_path: Path, zone: str, language: str, seed: str, epoch: str, jobs: str
) -> None:
    elsewhere = tmp_path / "a longer way" / "to the same catalogue"
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, elsewhere / name)
    shutil.copy(ROOT / "site.yaml", elsewhere)
    changed = {"TZ": zone, "LANG": language, "LC_ALL": language, "PYTHONHASHSEED": seed, "SOURCE_DATE_EPOCH": epoch}

    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--base-url", BASE_URL, "--jobs", jobs],
        cwd=elsewhere,
        env={**os.environ, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", **changed},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    here, there = tree(real_site), tree(elsewhere / "public")
    assert [path for path in here.keys() | there.keys() if here.get(path) != there.get(path)] == []


@pytest.mark.parametrize("epoch", ["yesterday", "-1", "1.5", "9" * 30, "²"])
def test_epoch_that_is_none_is_wrong_usage(site: SiteCase, epoch: str) -> None:
    for command in ("build", "check"):
        outcome = site.run(command, SOURCE_DATE_EPOCH=epoch)

        assert outcome.code == 2, outcome.text
        assert "SOURCE_DATE_EPOCH: error[invalid-epoch]" in outcome.stderr
    assert not site.public.exists()


def test_import_takes_its_day_from_the_epoch(site: SiteCase) -> None:
    site.write("listing.txt", "A Title of a New Paper\nAn abstract of some words.\n")

    outcome = site.run("import", "listing.txt", SOURCE_DATE_EPOCH="1000000000")

    assert outcome.code == 0, outcome.text
    (paper,) = (path for path in (site.root / "content/papers").iterdir() if "doe-2020" not in path.name)
    assert "added: 2001-09-09" in paper.read_text()


def test_days_in_the_future_are_published_by_rule_and_not_by_clock(site: SiteCase) -> None:
    site.paper("from-the-future", "updated: 2999-01-01").edit(
        "content/papers/from-the-future.md", "added: 2026-01-01", "added: 2998-01-01"
    )
    site.build("--base-url", BASE_URL)
    before = site.tree()

    site.build("--base-url", BASE_URL, SOURCE_DATE_EPOCH="0")

    assert site.tree() == before
    assert b"from-the-future" in before["feed.xml"]
