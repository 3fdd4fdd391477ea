"""Which files are watched, and when a burst of changes is over."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from watchfiles.main import Change, watch

from papercatalog.places import CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER

_FOLDERS = (CONTENT_FOLDER, THEMES_FOLDER)
_MOST_FAILED = 20
"""So often in a row, a watch that ends as soon as it is opened is opened again."""
_QUIET_MILLISECONDS = 25
"""A burst of saves counts as one change until it has paused for so long ..."""
_BURST_SECONDS = 1
_LONGER = 10
"""... and for ten times as long if it began before this: a busy machine makes pauses that mean nothing."""


def start_watching(site: Path, renew: Callable[[], None], stop: threading.Event) -> None:
    """Call `renew` after every change from now on; returns when no change can be missed any more."""
    changes = _watch(site, stop)
    opened = next(changes, False)
    threading.Thread(target=_renew_after_changes, args=(chain([opened], changes), renew), daemon=True).start()


def _watch(site: Path, stop: threading.Event) -> Iterator[bool]:
    """Yield True when something has changed, False when nothing has for a while. Changes wait until they are asked for.

    A watch goes deaf when the folder that it was opened on is removed, and one that comes later has none. So the
    folder of the catalogue is watched, too: when one of the two in it comes or goes, those that are there are watched
    anew. No False comes between the True of that and the new watch, so that nothing is read before it is open.
    """
    options: dict[str, Any] = {"stop_event": stop, "raise_interrupt": False, "yield_on_timeout": True}
    # The folder is watched and not site.yaml, which editors replace; not its subfolders, which may hold a virtual
    # environment with thousands more. What else happens in it is sorted out below: a filter of the watcher would
    # not answer as long as some other file is being written.
    open_top = partial(watch, site, watch_filter=None, recursive=False, step=1, rust_timeout=1, **options)
    top: Iterator[set[tuple[Change, str]]] | None = None
    failed = 0
    while not stop.is_set():
        try:
            if top is None:
                next(opened := open_top(), None)  # opens it, before anybody looks which folders are there
                top = opened
            folders = [folder for name in _FOLDERS if (folder := site / name).is_dir()]
            for batch in watch(*folders, step=10, rust_timeout=_QUIET_MILLISECONDS, **options):
                seen = next(top, set())
                moved = any(change != Change.modified and Path(path).name in _FOLDERS for change, path in seen)
                yield bool(batch or failed) or moved or any(Path(path).name == CONFIG_FILE for _, path in seen)
                failed = 0
                if moved:
                    break
        except FileNotFoundError:  # one is gone again, or a folder in it
            stop.wait(_QUIET_MILLISECONDS / 1000)
        except RuntimeError as error:  # the end of a watch: a name that is no text, or too many watches
            top = None
            failed += 1
            if failed == _MOST_FAILED:
                raise OSError(None, f"changes cannot be watched: {error}") from error
            stop.wait(_QUIET_MILLISECONDS / 1000)


def _renew_after_changes(changes: Iterable[bool], renew: Callable[[], None]) -> None:
    """Renew once after each burst of changes.

    The watcher's own grouping ends with the first batch that names no new file, and so splits
    many saves of one file.
    """
    changed, calm, renewed = False, 0, 0.0
    for is_change in changes:
        changed, calm = changed or is_change, 0 if is_change else calm + 1
        if changed and calm >= (1 if time.monotonic() - renewed > _BURST_SECONDS else _LONGER):
            renew()
            changed, renewed = False, time.monotonic()
