"""What the preview shows: the site as it was last read without an error, renewed on every change.

A change that breaks the catalogue leaves the last good site up, with the diagnostics across
the top of every page, until it is mended. A page whose record has warnings shows them.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from papercatalog.compiled import load_compiled
from papercatalog.config import load_config
from papercatalog.diagnostics import CatalogError, Diagnostic, describe_fault, sort_diagnostics
from papercatalog.preview.live import LiveSite
from papercatalog.preview.panel import describe_state
from papercatalog.text import counted
from papercatalog.urls import output_path

_KEEP_ALIVE_SECONDS = 15
_FIRST_SECONDS = 0.5
"""So long a change is for those who look at it; then the site is checked as a whole."""


class Preview:
    """The last good state of a site and the problems of the newest one. Written by one thread, read by many."""

    def __init__(self, folder: Path, base_url: str) -> None:
        self._folder = folder
        self._base_url = base_url
        self._reading = threading.Lock()
        self._changed = threading.Condition()
        self._site: LiveSite | None = None
        self._former_assets: dict[str, bytes] = {}
        """The files of the theme that was shown before: an open page may ask for one until it has reloaded."""
        self._compiled = load_compiled()
        self._turn = 0
        """Counts the states that were read, broken ones included: what is found out about an older one is void."""
        self.generation = 0
        """Counts the states that were shown, 0 before there is a good one. A page of another one than this reloads."""
        self.problems = ""
        """Why the newest build failed, if it did."""
        self._diagnostics: tuple[Diagnostic, ...] = ()
        """The warnings of the newest build, or all that it found if it failed."""

    def renew(self) -> None:
        """Read the site anew. With an error in it nothing changes but `problems`."""
        with self._reading:
            self._renew()

    def _renew(self) -> None:
        started = time.perf_counter()
        with self._changed:
            self._turn += 1
            turn, last_good = self._turn, self._site
        try:
            site = LiveSite(load_config(self._folder, self._base_url), self._compiled, last_good)
            self._compiled.save()
        except Exception as error:  # a fault of ours as well: whoever waits for changes must outlive it
            self._refuse(turn, error, last_good)
            return
        with self._changed:
            if last_good and last_good.theme.assets_path != site.theme.assets_path:
                self._former_assets = {file.path: file.content for file in last_good.theme.static_files()}
            self._site, self.problems, self._diagnostics = site, "", site.warnings
            self.generation += 1
            self._changed.notify_all()
        papers = counted(site.paper_count, "paper")
        tell(f"{papers} read in {time.perf_counter() - started:.2f} s")
        threading.Thread(target=self._check, args=(turn, site, last_good), daemon=True).start()

    def _check(self, turn: int, site: LiveSite, last_good: LiveSite | None) -> None:
        """Check a site as a whole, unless a newer turn begins, whatever comes of that."""

        def is_newest() -> bool:
            return self._turn == turn

        time.sleep(_FIRST_SECONDS)
        try:
            site.check(is_newest)
        except Exception as error:
            self._refuse(turn, error, last_good)
            return
        with self._changed:
            if not is_newest():
                return
            self._diagnostics = site.warnings
            self._changed.notify_all()
        for warning in sort_diagnostics(site.warnings):
            tell(str(warning), err=True)

    def _refuse(self, turn: int, error: Exception, last_good: LiveSite | None) -> None:
        problems = describe_error(error)
        with self._changed:
            if self._turn != turn:
                return
            if self._site is not last_good:
                self._site = last_good
                self.generation += 1
            self.problems = problems
            self._diagnostics = error.diagnostics if isinstance(error, CatalogError) else ()
            self._changed.notify_all()
        tell(problems + ("\nthe last good site stays up" if last_good else ""), err=True)

    def read(self, path: str) -> bytes | None:
        """Return the bytes at a site path of the last good state. Raises `CatalogError` where the theme is at fault."""
        content = self._site.read(output_path(path)) if self._site else None
        return self._former_assets.get(output_path(path)) if content is None else content

    def states(self) -> Iterator[str | None]:
        """Yield the state as JSON now and after each change; None when nothing happened for a while."""
        seen = ""
        while True:
            with self._changed:
                if (state := self._describe()) == seen:
                    self._changed.wait(_KEEP_ALIVE_SECONDS)
                    state = self._describe()
            yield None if state == seen else state
            seen = state

    def _describe(self) -> str:
        return describe_state(self.generation, self.problems, self._diagnostics)


def describe_error(error: Exception) -> str:
    """Return what people are told: each problem, what the system has refused, or that the fault is ours."""
    if isinstance(error, CatalogError):
        return "\n".join(map(str, sort_diagnostics(error.diagnostics)))
    return str(error) if isinstance(error, OSError) else describe_fault(error)


def tell(text: str, *, err: bool = False) -> None:
    with suppress(OSError):  # whoever read it has gone, or the disk of a log is full: browsers are shown the same
        click.echo(text, err=err)
