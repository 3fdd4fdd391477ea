"""Copies of a process that share a pile of tasks."""

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papercatalog.crew import copies, pile
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span


def test_each_task_is_done_once_by_whoever_takes_it() -> None:
    with pile(1_000) as numbers:
        with copies(3, lambda: list(numbers)) as others:
            mine = list(numbers)
        assert sorted([*mine, *(number for taken in others for number in taken)]) == list(range(1_000))
        assert len(others) == 3


def test_what_fails_in_a_copy_is_raised_at_the_end() -> None:
    def fail() -> None:
        raise CatalogError([Diagnostic("code", "message", Span("file", 1, 2))], ExitCode.ENVIRONMENT)

    with pytest.raises(CatalogError) as caught, copies(1, fail):
        pass

    assert str(caught.value) == "file:1:2: error[code]: message"
    assert caught.value.exit_code == ExitCode.ENVIRONMENT


def test_what_fails_in_the_block_wins_and_ends_the_copies(tmp_path: Path) -> None:
    def write() -> None:
        for number in range(100_000):
            (tmp_path / str(number)).touch()

    with pytest.raises(KeyError), copies(2, write):
        raise KeyError

    before = len(list(tmp_path.iterdir()))
    time.sleep(0.1)
    assert len(list(tmp_path.iterdir())) == before


def test_copy_that_is_killed_is_an_error() -> None:
    with pytest.raises(OSError, match="was killed"), copies(1, lambda: os.kill(os.getpid(), 9)):
        pass


def test_nothing_is_copied_beside_threads() -> None:
    program = """
import os, threading
from papercatalog.crew import copies, count_cores

with copies(2, os.getpid) as processes:
    pass
print(len({os.getpid(), *processes}))
threading.Thread(target=threading.Event().wait, daemon=True).start()
with copies(2, os.getpid) as processes:
    pass
print(len(processes), count_cores())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["3", "0", "1"]


def test_errors_survive_the_way_between_processes() -> None:
    error = CatalogError([Diagnostic("a", "b", Span("c"))], ExitCode.USAGE)

    assert pickle.loads(pickle.dumps(error)).exit_code == ExitCode.USAGE  # noqa: S301
