"""Use a second core: write some of the files in a child process while this one goes on."""

import os
import signal
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection

from papercatalog.output import OutputFile, Stage


@contextmanager
def written_beside(stage: Stage, files: Iterable[OutputFile]) -> Iterator[None]:
    """Make and write `files` while the block runs; all are on disk when it has ended.

    What goes wrong with them is raised at the end of the block. Where a process cannot be
    copied (Windows, or other threads are running), the files are written first.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1:
        for file in files:
            stage.write(file)
        yield
        return
    receiving, sending = get_context("fork").Pipe(duplex=False)
    writer = get_context("fork").Process(target=_write_all, args=(stage, files, sending))
    writer.start()
    sending.close()
    try:
        yield
        outcome = _receive(receiving)
    finally:
        # After an error in the block the stage is about to be removed: nobody may write to it any more.
        writer.terminate()
        writer.join()
        receiving.close()
    if isinstance(outcome, Exception):
        raise outcome
    stage.claim(outcome)


def _write_all(stage: Stage, files: Iterable[OutputFile], sending: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both processes; the parent ends this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    before = set(stage.paths)
    try:
        for file in files:
            stage.write(file)
        sending.send({path: digest for path, digest in stage.digests.items() if path not in before})
    except Exception as error:
        sending.send(error)


def _end_with_parent() -> None:
    """End this process as soon as its parent has ended: a killed build must not go on writing."""
    if parent := parent_process():
        parent.join()
    os._exit(1)


def _receive(receiving: Connection) -> dict[str, str] | Exception:
    try:
        outcome: dict[str, str] | Exception = receiving.recv()
    except EOFError:
        return OSError("the process that writes half of the files was killed")
    return outcome
