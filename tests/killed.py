"""Builds that are killed at a chosen moment, and what is then on disk.

As a program this module is the victim: it loads the generator once and forks a build for each
line it reads. The fork kills itself with a real signal when it is about to do the file operation
with the number in that line, so that every phase is reached, the shortest as well.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE_EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.scandir", "os.fork"}
STAGE = ".public.papercatalog-new"


class Victim:
    """The program, running in a site's folder. `exchange=False`: as on a file system that cannot exchange folders."""

    def __init__(self, root: Path, *, exchange: bool) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "exchange" if exchange else "rename"],
            cwd=root,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def build(self, moment: int = -1, kill_with: signal.Signals = signal.SIGKILL) -> tuple[int, list[str]]:
        """Build and die before the file operation with this number, counted from the making of the stage.

        Returns the exit code, negative for the signal that killed it, and the operations of a build that lived.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{moment} {int(kill_with)}\n")
        self._process.stdin.flush()
        code, operations = json.loads(self._process.stdout.readline())
        return code, operations

    def end(self) -> None:
        self._process.communicate()


def phases(operations: list[str]) -> Mapping[str, range]:
    """Return which of the operations of a whole build belong to which phase; none is empty."""
    publish = operations.index("publish")
    starts = {
        "read": 0,
        "write": operations.index("os.fork"),
        "publish": publish,
        "remove": publish + operations.count("publish"),
        "unlock": len(operations) - 1,
    }
    ends = [*list(starts.values())[1:], len(operations)]
    return {name: range(start, end) for (name, start), end in zip(starts.items(), ends, strict=True)}


def _main() -> None:
    from papercatalog import build, cli, publish

    assert build
    if sys.argv[1] == "rename":
        publish.exchange = lambda *_: False
    for line in sys.stdin:
        moment, kill_with = map(int, line.split())
        reading, writing = os.pipe()
        if not (victim := os.fork()):
            _build(cli.main, moment, kill_with, writing)
        os.close(writing)
        with os.fdopen(reading) as told:
            operations = told.read().split()
        _, status = os.waitpid(victim, 0)
        sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), operations]) + "\n")
        sys.stdout.flush()


def _build(command: Any, moment: int, kill_with: int, tell: int) -> None:
    operations: list[str] = []
    me = os.getpid()

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        name = _name(event, arguments)
        if name and os.getpid() == me and (operations or name == "stage"):
            operations.append(name)
            if len(operations) == moment + 1:
                os.kill(me, kill_with)

    sys.addaudithook(note)
    devnull = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(devnull, standard)
    code = 4
    try:
        command(["build"])
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os.write(tell, " ".join(operations).encode())
        os._exit(code)


def _name(event: str, arguments: tuple[Any, ...]) -> str:
    """Return what an audit event does to files, with words of our own for the turning points; empty for the rest."""
    subject = str(arguments[0]) if arguments else ""
    if event == "os.mkdir" and subject.endswith(STAGE):
        return "stage"
    if event == "open" and subject.endswith(f"{STAGE}/.papercatalog"):
        return "seal"
    if event == "os.rename" or (event == "ctypes.dlsym" and arguments[1] == "renameat2"):
        return "publish"
    return event if event in FILE_EVENTS else ""


if __name__ == "__main__":
    _main()
