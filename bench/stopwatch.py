"""What a command costs: time and memory, its own and that of the processes it starts. Needs Linux."""

import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from threading import Event, Thread

_MEBIBYTE = 2**20
_PAGE = os.sysconf("SC_PAGE_SIZE")
_GLANCE = 0.1
"""Seconds between two looks at how much memory all processes have."""


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    """From start to end."""
    processor: float
    """Seconds of all cores: what a busy machine changes least."""
    largest: float
    """The most memory that one process had, in MiB."""
    together: float
    """The most that all had at a time: an upper bound, since what copies of a process share counts in each."""
    said: str = ""
    """What the command printed."""

    def __add__(self, then: "Cost") -> "Cost":
        """Return the cost of one command and then another."""
        return Cost(
            self.seconds + then.seconds,
            self.processor + then.processor,
            max(self.largest, then.largest),
            max(self.together, then.together),
            then.said,
        )


def machine() -> str:
    """Return on what the commands run: costs mean something beside those of the same machine only."""
    processor = re.search("model name\t: (.*)", Path("/proc/cpuinfo").read_text())
    cores = f"{len(os.sched_getaffinity(0))} cores of {processor[1] if processor else platform.machine()}"
    return f"{cores}, load {os.getloadavg()[0]:.1f}, Python {platform.python_version()}"


def typical(costs: Sequence[Cost]) -> Cost:
    """Return the median of the times, and the most memory of any run."""
    return Cost(
        median(cost.seconds for cost in costs),
        median(cost.processor for cost in costs),
        max(cost.largest for cost in costs),
        max(cost.together for cost in costs),
        costs[-1].said,
    )


def clock(command: Sequence[str | Path], folder: Path | None = None, env: Mapping[str, str] = {}) -> Cost:
    """Run a command to its end; one that fails ends the bench.

    What was written before is brought to disk first: it is not this command's work.
    """
    os.sync()
    done, peaks = Event(), [0]
    with tempfile.TemporaryFile("w+") as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), cwd=folder, env={**os.environ, **env}, stdout=said, stderr=subprocess.STDOUT
        )
        watcher = Thread(target=_watch, args=(process.pid, done, peaks))
        watcher.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        done.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read()
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} failed:\n{text}")
    largest = used.ru_maxrss / 1024
    return Cost(seconds, used.ru_utime + used.ru_stime, largest, max(largest, max(peaks) / _MEBIBYTE), text)


def _watch(pid: int, done: Event, peaks: list[int]) -> None:
    while not done.wait(_GLANCE):
        with suppress(OSError):  # one has just ended
            peaks.append(sum(map(_own_memory, _family(pid))))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from _family(int(child))


def _own_memory(pid: int) -> int:
    """Return the bytes that a process has in memory, without those of files."""
    _, resident, shared, *_ = map(int, Path(f"/proc/{pid}/statm").read_text().split())
    return (resident - shared) * _PAGE
