"""Copies of a process that share a pile of tasks.

Each test is a program: nothing is copied beside threads, which a test runner may have.
"""

import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span

HEAD = """
import os, sys, threading
from pathlib import Path
from papercatalog.crew import copies, count_cores, pile
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
"""


def run(program: str, *arguments: str | Path) -> str:
    """Return what a program prints, and at the end of its traceback, the last line of that."""
    command = [sys.executable, "-c", HEAD + program, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return (done.stdout + done.stderr.rpartition("\n  ")[2]).strip()


def test_each_task_is_done_once_by_whoever_takes_it() -> None:
    told = run("""
import fcntl
def pipe(made=os.pipe):
    ends = made()
    if hasattr(fcntl, "F_SETPIPE_SZ"):
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, 4096)  # as small as some systems make them
    return ends
os.pipe = pipe
with pile(100_000) as numbers:
    with copies(3, lambda: list(numbers)) as others:
        mine = list(numbers)
print(len(others), sorted([*mine, *(number for taken in others for number in taken)]) == list(range(100_000)))
""")

    assert told == "3 True"


def test_work_in_parts_is_done_once_by_the_process_and_its_copies() -> None:
    told = run("""
from papercatalog.crew import work_in_parts
for items in ([], [1], list(range(1_000))):
    done = work_in_parts(items, 7, 2, lambda some: {number: -number for number in some})
    print(done == {number: -number for number in items}, end=" ")
""")

    assert told == "True True True"


def test_what_is_forgotten_is_of_no_use_to_anybody_any_more() -> None:
    told = run("""
from papercatalog.crew import work_in_parts
signs = {"minus": -1}
items = list(range(1_000))
done = work_in_parts(items, 7, 2, lambda some: {number: signs["minus"] * number for number in some}, signs.clear)
print(done == {number: -number for number in items}, signs)
""")

    assert told == "True {}"


def test_ctrl_c_while_a_copy_is_made_is_not_lost() -> None:
    told = run("""
import signal
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGINT))
try:
    with copies(1, list):
        print("goes on")
except KeyboardInterrupt:
    print("ends")
""")

    assert told == "ends"


def test_ctrl_c_is_for_the_process_that_has_made_copies(tmp_path: Path) -> None:
    told = run(
        """
import signal, time

def work():
    Path(sys.argv[1]).touch()
    time.sleep(0.2)
    return "goes on"

os.setsid()
with copies(1, work) as others:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while not Path(sys.argv[1]).exists():
        time.sleep(0.01)
    os.killpg(0, signal.SIGINT)
print(*others)
""",
        tmp_path / "begun",
    )

    assert told == "goes on"


def test_what_fails_in_a_copy_is_raised_at_the_end() -> None:
    told = run("""
def fail():
    raise CatalogError([Diagnostic("code", "message", Span("file", 1, 2))], ExitCode.ENVIRONMENT)

try:
    with copies(1, fail):
        print("goes on")
except CatalogError as error:
    print(error, error.exit_code.name)
""")

    assert told == "goes on\nfile:1:2: error[code]: message ENVIRONMENT"


def test_what_fails_in_the_block_wins_and_ends_the_copies(tmp_path: Path) -> None:
    told = run(
        """
def write():
    for number in range(1_000_000):
        (Path(sys.argv[1]) / str(number)).touch()

with copies(2, write):
    raise KeyError("mine")
""",
        tmp_path,
    )

    assert told.endswith("KeyError: 'mine'")
    before = len(list(tmp_path.iterdir()))
    time.sleep(0.1)
    assert len(list(tmp_path.iterdir())) == before


@pytest.mark.parametrize(
    "deaf", ["signal.signal(signal.SIGTERM, signal.SIG_IGN)", "os.kill(os.getpid(), signal.SIGSTOP)"]
)
def test_copy_that_hears_no_signal_is_ended(deaf: str) -> None:
    started = time.monotonic()
    told = run(f"""
import signal, time

def wait():
    {deaf}
    time.sleep(30)

with copies(1, wait):
    time.sleep(1)
    raise KeyError("mine")
""")

    assert told.endswith("KeyError: 'mine'")
    assert time.monotonic() - started < 25


def test_copy_that_is_killed_is_an_error() -> None:
    told = run("with copies(1, lambda: os.kill(os.getpid(), 9)): pass")

    assert told.endswith("OSError: a process that did a part of the work was killed")


def test_nothing_is_copied_beside_threads() -> None:
    told = run("""
with copies(2, os.getpid) as processes:
    pass
print(len({os.getpid(), *processes}))
threading.Thread(target=threading.Event().wait, daemon=True).start()
with copies(2, os.getpid) as processes:
    pass
print(len(processes), count_cores())
""")

    assert told.split() == ["3", "0", "1"]


def test_what_is_there_is_kept_from_the_collector_for_copies_only() -> None:
    told = run("""
import gc
before = gc.get_freeze_count()
with copies(0, os.getpid):
    print(gc.get_freeze_count() == before)
""")

    assert told == "True"


def test_errors_survive_the_way_between_processes() -> None:
    error = CatalogError([Diagnostic("a", "b", Span("c"))], ExitCode.USAGE)

    assert pickle.loads(pickle.dumps(error)).exit_code == ExitCode.USAGE  # noqa: S301
