"""Builds that are killed at a chosen moment, and what is then on disk.

As a program this module is the victim: it loads the generator once and forks a build for each
line it reads. The fork kills itself with a real signal when it is about to do the file operation
with the number in that line, so that every phase is reached, the shortest as well:

    read      from the making of the stage, new or of the site before
    write     from the first copy of the process
    seal      the manifest is written
    publish   the folders change places
    keep      the site that was replaced becomes the next stage, and the cache is written
    unlock    the end
"""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from launcher import warm_up

FILE_EVENTS = {
    "open",
    "os.mkdir",
    "os.rename",
    "os.remove",
    "os.rmdir",
    "os.scandir",
    "os.fork",
    "os.link",
    "ctypes.dlsym",
}
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

    def build(
        self, phase: str = "", moment: int = 0, kill_with: signal.Signals = signal.SIGKILL
    ) -> tuple[int, dict[str, int]]:
        """Build and die before the file operation with this number in a phase, counted from 0.

        Returns the exit code, negative for the signal that killed it, and how many operations each
        phase had until then: how many depends on what is to be written and on who writes it.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{phase or 'none'} {moment} {int(kill_with)}\n")
        self._process.stdin.flush()
        code, operations = json.loads(self._process.stdout.readline())
        return code, operations

    def end(self) -> None:
        self._process.communicate()


def _main() -> None:
    warm_up()
    from papercatalog import cli, publish

    if sys.argv[1] == "rename":
        publish.exchange = lambda *_: False
    for line in sys.stdin:
        phase, moment, kill_with = line.split()
        reading, writing = os.pipe()
        if not (victim := os.fork()):
            _build(cli.main, phase, int(moment), int(kill_with), writing)
        os.close(writing)
        with os.fdopen(reading) as told:
            phases = Counter(told.read().split())
        _, status = os.waitpid(victim, 0)
        sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), phases]) + "\n")
        sys.stdout.flush()


def _build(command: Any, phase: str, moment: int, kill_with: int, tell: int) -> None:
    phases = [""]
    me = os.getpid()

    def note(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in FILE_EVENTS or os.getpid() != me:
            return
        now = _turn(event, arguments) or phases[-1]
        phases.append(now)
        if now == phase and phases.count(phase) == moment + 1:
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
        os.write(tell, " ".join(phases).encode())
        os._exit(code)


def _turn(event: str, arguments: tuple[Any, ...]) -> str:
    """Return the phase that begins with an operation, if one does."""
    if event == "os.fork":
        return "write"
    if event == "os.rename":
        return _turn_of_rename(str(arguments[0]), str(arguments[1]))
    if event == "ctypes.dlsym" and arguments[1] == "renameat2":
        return "publish"
    path = str(arguments[0]) if arguments else ""
    ends = {
        "os.mkdir": {STAGE: "read"},
        "open": {f"{STAGE}/.papercatalog": "seal", "build.new": "keep"},
        "os.remove": {"-lock": "unlock"},
    }
    return next((turn for end, turn in ends.get(event, {}).items() if path.endswith(end)), "")


def _turn_of_rename(old: str, new: str) -> str:
    if new.endswith(STAGE):
        return "read"
    if "public" in (Path(old).name, Path(new).name):
        return "publish"
    return "keep" if new.endswith("/spare") else ""


if __name__ == "__main__":
    _main()
