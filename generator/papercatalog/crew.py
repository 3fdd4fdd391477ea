"""Use every core: forked copies of this process share a pile of tasks."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import FileIO
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from tempfile import TemporaryFile
from typing import Any, TypeVar

R = TypeVar("R")

_WIDTH = 4
"""Bytes of a task's number."""


def count_cores() -> int:
    """Return how many processes can work at once: the cores that this one may use, one where it cannot be copied."""
    if not _can_fork():
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def pile(count: int) -> Iterator[Iterator[int]]:
    """Give the numbers from 0 to `count` - 1, each once, to whichever process asks first.

    A file that was filled beforehand: copies of a process share its position, and the system lets one read at a
    time. There is nothing that a killed process could keep locked.
    """
    with TemporaryFile(buffering=0) as numbers:
        numbers.write(b"".join(number.to_bytes(_WIDTH, "big") for number in range(count)))
        numbers.seek(0)
        yield _take(numbers)


def _take(numbers: FileIO) -> Iterator[int]:
    while number := numbers.read(_WIDTH):
        yield int.from_bytes(number, "big")


@contextmanager
def copies(count: int, work: Callable[[], R]) -> Iterator[list[R]]:
    """Let `count` copies of this process do `work` while the block runs, which does its share itself.

    What they return is in the list when the block has ended. What goes wrong in one is raised
    then. No copies are made where that is impossible (Windows, or other threads are running).
    """
    results: list[R] = []
    if not _can_fork():
        count = 0
    if count:
        gc.freeze()  # What there is by now is no rubbish: to look for some would copy all of it into each process.
    with ExitStack() as hired:
        lines = [hired.enter_context(_copy(work)) for _ in range(count)]
        yield results
        outcomes = [_receive(line) for line in lines]
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
        results.append(outcome)


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


@contextmanager
def _copy(work: Callable[[], R]) -> Iterator[Connection]:
    receiving, sending = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=_work, args=(work, sending))
    process.start()
    sending.close()
    try:
        yield receiving
    finally:
        # After an error in the block the stage is about to be removed: nobody may write to it any more.
        process.terminate()
        process.join()
        receiving.close()


def _work(work: Callable[[], R], sending: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the parent ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        outcome: R | Exception = work()
    except Exception as error:
        outcome = error
    with suppress(BrokenPipeError):
        sending.send(outcome)


def _end_with_parent() -> None:
    """End this process as soon as its parent has ended: a killed build must not go on writing."""
    if parent := parent_process():
        parent.join()
    os._exit(1)


def _receive(receiving: Connection) -> Any:
    try:
        return receiving.recv()
    except EOFError:
        return OSError("a process that did a part of the work was killed")
