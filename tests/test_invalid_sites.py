"""Each folder of invalid/ is a way to break a catalogue; expected.txt is what `catalog check` says about it.

The folder's files are laid over the minimal site. To add a case, add a folder and run
pytest with --update-golden, then read what it wrote.
"""

import re
import shutil
from pathlib import Path

import pytest

from conftest import MakeSite

CASES = sorted(path for path in (Path(__file__).parent / "invalid").iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_invalid_site_is_explained(case: Path, make_site: MakeSite, update_golden: bool) -> None:
    site = make_site()
    shutil.copytree(case, site.root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("expected.txt"))

    outcome = site.run("check")

    expected = case / "expected.txt"
    if update_golden:
        expected.write_text(outcome.stderr, encoding="utf-8")
    assert outcome.stderr == expected.read_text(encoding="utf-8")
    has_errors = re.search(r": error\[", outcome.stderr)
    assert outcome.code == (1 if has_errors else 0)
    assert not site.public.exists()
