"""Runs `catalog` without starting Python each time, which is most of what a small command costs.

    python launcher.py

A process that has used the installed program once waits for lines of JSON (arguments, folder, environment, some Python
to run first, umask). For each it makes a copy of itself that does what the script `catalog` would do, and answers with
a line of JSON: exit code, standard output and standard error. What is changed in memory is gone with the copy.
"""

import atexit
import importlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from typing import IO, Any

_LOADED_BEFORE = ("cli", "check", "exports.formats", "fill", "importers.run", "render", "related", "search.build")


def launch(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], first: str, timeout: float
) -> tuple[int, str, str]:
    """Return the exit code of `catalog`, its standard output and its standard error."""
    umask = os.umask(0)
    os.umask(umask)
    launcher = _launcher()
    assert launcher.stdin
    assert launcher.stdout
    launcher.stdin.write(json.dumps([arguments, str(folder), environment, first, umask]) + "\n")
    launcher.stdin.flush()
    with DefaultSelector() as selector:
        selector.register(launcher.stdout, EVENT_READ)
        if not selector.select(timeout):
            os.killpg(launcher.pid, signal.SIGKILL)  # and the command with it
            _launcher.cache_clear()
            raise subprocess.TimeoutExpired(["catalog", *arguments], timeout)
    code, stdout, stderr = json.loads(launcher.stdout.readline())
    return code, stdout, stderr


@cache
def _launcher() -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-P", __file__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    atexit.register(_end, process)
    return process


def _end(process: "subprocess.Popen[str]") -> None:
    with process:  # Python would tell of one that is left
        process.kill()


def warm_up() -> None:
    """Import the program and build a site: much is made when the first one needs it, such as schemas."""
    for module in _LOADED_BEFORE:
        importlib.import_module(f"papercatalog.{module}")
    from papercatalog.build import build_site
    from papercatalog.cache import open_cache
    from papercatalog.starter import start_catalogue

    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder  # that of the tests has what they leave there, and nothing else
        site = Path(folder, "papers")
        start_catalogue(site)
        build_site(site, site / "public", cache=open_cache(site), jobs=1)


def _serve() -> None:
    warm_up()
    for line in sys.stdin:
        with tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
            process = os.fork()
            if not process:
                _run(*json.loads(line), stdout, stderr)
            _, status = os.waitpid(process, 0)
            texts = [_read(file) for file in (stdout, stderr)]
        sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(status), *texts]) + "\n")
        sys.stdout.flush()


def _run(
    arguments: list[str],
    folder: str,
    environment: dict[str, str],
    first: str,
    umask: int,
    stdout: IO[bytes],
    stderr: IO[bytes],
) -> None:
    """Run what is to come first, do what the script `catalog` would do, and end."""
    code: Any = 1
    try:
        os.chdir(folder)
        os.umask(umask)
        os.environ.clear()
        os.environ.update(environment)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(stdout.fileno(), 1)
        os.dup2(stderr.fileno(), 2)
        sys.argv = ["catalog", *arguments]
        exec(first, {})  # noqa: S102 - a test's own
        importlib.import_module("papercatalog.cli").main()
    except SystemExit as end:
        code = end.code or 0
    except BaseException:
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _read(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


if __name__ == "__main__":
    _serve()
