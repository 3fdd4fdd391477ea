"""Files of strangers, changed at random: never a traceback, more than two seconds or more than 512 MB."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

FUZZED = Path(__file__).with_name("fuzzed.py")
TARGETS = ["papers", "datasets", "venues", "markdown", "listing", "bibtex", "ris", "csl", "issues", "arxiv", "crossref"]
SHORT, LONG = 60, 10_000


@pytest.mark.parametrize("target", TARGETS)
def test_changed_files_are_read_or_refused(target: str, soak: bool, record_property: pytest.RecordProperty) -> None:
    command = [sys.executable, FUZZED, target, str(LONG if soak else SHORT), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-4000:]
    figures = json.loads(done.stdout)
    print(figures)  # noqa: T201
    assert figures["worst"] < 2
    assert figures["megabytes"] < 512
