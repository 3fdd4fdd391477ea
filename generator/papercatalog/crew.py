"""Use every core: forked copies of this process share a pile of tasks."""

import errno
import gc
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from papercatalog.system import give_back_memory, without_ctrl_c

K = TypeVar("K")
R = TypeVar("R")
T = TypeVar("T")
V = TypeVar("V")

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

    A pipe that was filled beforehand: nothing to lock, and nothing that a killed process could keep locked. What it
    does not hold, some 16,000 numbers as a rule, is for the process that made it.
    """
    if not _can_fork():
        yield iter(range(count))
        return
    taking, filling = os.pipe()
    os.set_blocking(filling, False)
    written = os.write(filling, b"".join(number.to_bytes(_WIDTH, "big") for number in range(count)))
    os.close(filling)
    try:
        yield _take(taking, range(written // _WIDTH, count), os.getpid())
    finally:
        os.close(taking)


def _take(taking: int, rest: Iterable[int], owner: int) -> Iterator[int]:
    while number := os.read(taking, _WIDTH):
        yield int.from_bytes(number, "big")
    if os.getpid() == owner:
        yield from rest


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
        give_back_memory()
        gc.freeze()  # What there is by now is no rubbish: to look for some would copy all of it into each process.
    with ExitStack() as hired:
        lines = [hired.enter_context(_copy(work)) for _ in range(count)]
        yield results
        if count:
            give_back_memory()  # what the copies send comes at once
        outcomes = [_receive(line) for line in lines]
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
        results.append(outcome)


def work_in_parts(
    items: Sequence[T],
    at_once: int,
    count: int,
    work: Callable[[Sequence[T]], Mapping[K, V]],
    forget: Callable[[], None] = lambda: None,
) -> dict[K, V]:
    """Return all that `work` makes of the items, of so many `at_once`; `count` copies of this process help with it.

    For a single part there are none. What comes of the parts is in no order. `forget` drops what has been of use to
    `work` alone: each process calls it when it has done its share, for what copies send takes room in both.
    """
    parts = [items[start : start + at_once] for start in range(0, len(items), at_once)]

    def work_on_parts() -> dict[K, V]:
        done: dict[K, V] = {}
        for number in numbers:
            done.update(work(parts[number]))
        forget()
        return done

    with pile(len(parts)) as numbers:
        with copies(count if len(parts) > 1 else 0, work_on_parts) as others:
            done = work_on_parts()
        for other in others:
            done |= other
    return done


def _can_fork() -> bool:
    return hasattr(os, "fork") and threading.active_count() == 1


@contextmanager
def _copy(work: Callable[[], R]) -> Iterator[Connection]:
    receiving, sending = get_context("fork").Pipe(duplex=False)
    process = get_context("fork").Process(target=_work, args=(work, sending))
    with without_ctrl_c():  # of which the copy never hears again: Ctrl-C reaches all processes, and this one ends it
        process.start()
    sending.close()
    try:
        yield receiving
    finally:
        # After an error in the block the stage is about to be removed: nobody may write to it any more. With a process
        # that is stopped, or that a shell has made ignore SIGTERM, a gentler signal would have to wait.
        process.kill()
        process.join()
        receiving.close()


def _work(work: Callable[[], R], sending: Connection) -> None:
    try:
        _watch_parent()
        outcome: R | Exception = work()
        give_back_memory()  # what is sent comes at once, here and there
    except Exception as error:
        outcome = error
    with suppress(BrokenPipeError):
        sending.send(outcome)


def _watch_parent() -> None:
    try:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    except RuntimeError:  # to Python no error of the system, as it is where a process cannot be started
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN)) from None


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
