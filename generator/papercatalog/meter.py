"""What each stage of a build costs, and word of where it is."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

Progress = Callable[[str, int, int], None]
"""Told of a stage, how many of its parts are done, and how many there are (0 where that is not known)."""


def silent(_stage: str, _done: int, _total: int) -> None:
    """A `Progress` for nobody."""


class Meter:
    """Adds up the processor time of stages, and the files that they make. Each process has one."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.files: Counter[str] = Counter()
        self.slowest: Sequence[tuple[float, str]] = ()
        """The files of the content that took longest to read, whenever that was."""

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what this process does in the block as part of the stage."""
        before = time.process_time()
        try:
            yield
        finally:
            self.seconds[name] += time.process_time() - before

    def clear(self) -> None:
        self.seconds.clear()
        self.files.clear()

    def add(self, other: "Meter") -> None:
        for name, seconds in other.seconds.items():
            self.seconds[name] += seconds
        self.files.update(other.files)

    def lines(self) -> Iterator[str]:
        """Yield a table, the dearest stage first."""
        for name, seconds in sorted(self.seconds.items(), key=lambda item: -item[1]):
            files = f"{self.files[name]:>9,} files" if self.files[name] else ""
            yield f"{name:<28} {seconds:8.2f} s {files}".rstrip()
        if self.slowest:
            names = ", ".join(f"{path} {1000 * seconds:,.1f} ms" for seconds, path in self.slowest)
            yield f"slowest files to read: {names}"
