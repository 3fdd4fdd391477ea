"""What all commands do alike: options, diagnostics, exit codes, and where they are on the way."""

import errno
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from papercatalog.clock import read_source_date
from papercatalog.diagnostics import (
    CatalogError,
    Diagnostic,
    ExitCode,
    Severity,
    Span,
    describe_fault,
    printable,
    sort_diagnostics,
    worst_first,
)
from papercatalog.text import counted

MAX_SHOWN = 200
"""Diagnostics shown at most; all are counted."""

_PATIENCE_SECONDS = 0.5
"""A command that takes longer shows on a terminal where it is."""

_HINTS = {
    errno.ENOSPC: "make room on the disk, then run this again",
    errno.EACCES: "check its permissions, and those of the folder that it is in",
}

P = ParamSpec("P")

site_option = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder of the catalogue, where site.yaml is.  [default: this folder]",
)
base_url_option = click.option(
    "--base-url", metavar="URL", help="Where the site will be published; wins over site.yaml."
)

format_option = click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "github", "json"]),
    default="text",
    help="Show problems to people, as annotations of a GitHub workflow, or as JSON on standard output.",
)


def reported(command: Callable[P, Sequence[Diagnostic]]) -> Callable[P, None]:
    """Turn what a command returns or raises into messages and an exit code.

    The command returns the warnings that remain after it has succeeded. One that has `format_option` gives them in the
    format asked for.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            read_source_date()  # a wrong one is refused even where no command asks for the day
            diagnostics, code = command(*args, **kwargs), ExitCode.OK
        except CatalogError as error:
            diagnostics, code = error.diagnostics, error.exit_code
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt, BrokenPipeError):
            raise  # Click knows what to do: whoever reads a pipe may have seen enough
        except (OSError, MemoryError) as error:
            diagnostics, code = [_describe(error)], ExitCode.ENVIRONMENT
        except Exception as error:
            if click.get_current_context().obj:
                raise
            click.echo(describe_fault(error), err=True)
            code, diagnostics = ExitCode.BUG, ()
        try:
            _SHOWN_AS[str(kwargs.get("format_", "text"))](sort_diagnostics(diagnostics))
        except BrokenPipeError:
            raise
        except OSError as error:
            code = ExitCode.ENVIRONMENT
            with suppress(OSError):  # who cannot be told by words is told by the code
                _show([_describe(error)])
        sys.exit(code)

    return run


def _describe(error: OSError | MemoryError) -> Diagnostic:
    """Return what the operating system has refused, at the file that it was asked for."""
    if isinstance(error, MemoryError):
        return Diagnostic("system-error", "has not enough memory", Span("this machine"))
    place = error.filename if isinstance(error.filename, (str, Path)) else "this machine"
    return Diagnostic("system-error", error.strerror or str(error), Span(str(place)), _HINTS.get(error.errno or 0, ""))


def _show(diagnostics: Sequence[Diagnostic]) -> None:
    for diagnostic in worst_first(diagnostics, MAX_SHOWN)[:MAX_SHOWN]:
        click.echo(str(diagnostic), err=True)
    _show_counts(diagnostics)


def _show_to_github(diagnostics: Sequence[Diagnostic]) -> None:
    from papercatalog.reports import format_github

    site = click.get_current_context().params.get("site", Path())
    for line in format_github(worst_first(diagnostics, MAX_SHOWN)[:MAX_SHOWN], site.as_posix()):
        click.echo(line)
    _show_counts(diagnostics)


def _show_json(diagnostics: Sequence[Diagnostic]) -> None:
    from papercatalog.reports import format_json

    click.echo(format_json(diagnostics))


def _show_counts(diagnostics: Sequence[Diagnostic]) -> None:
    if diagnostics:
        errors = sum(d.severity is Severity.ERROR for d in diagnostics)
        counts = [counted(n, word) for n, word in ((errors, "error"), (len(diagnostics) - errors, "warning")) if n]
        shown = f" (the first {MAX_SHOWN} are shown)" if len(diagnostics) > MAX_SHOWN else ""
        click.echo(", ".join(counts) + shown, err=True)


_SHOWN_AS: Mapping[str, Callable[[Sequence[Diagnostic]], None]] = {
    "text": _show,
    "github": _show_to_github,
    "json": _show_json,
}


def show_suggestions(suggestions: Sequence[tuple[str, str]]) -> None:
    """Show the results that abstracts seem to report, as text to paste into the pages."""
    for path, lines in suggestions[:MAX_SHOWN]:
        click.echo(f"{printable(path)}: the abstract names numbers; add those that are results of the paper:")
        for line in lines.splitlines():
            click.echo(f"  {printable(line)}")


def append_text(path: Path, text: str) -> None:
    """Add to the end of a file, as the steps of a workflow do with their summary."""
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.write(text)


@contextmanager
def show_progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal where a command is, once it has taken so long that somebody may wonder."""
    started, shown = time.monotonic(), ""

    def show(stage: str, done: int, total: int) -> None:
        nonlocal shown
        if sys.stderr and sys.stderr.isatty() and time.monotonic() - started > _PATIENCE_SECONDS:
            text = f"{stage}: {100 * done // total}%" if total else f"{stage} ..."
            click.echo(f"\r{text:<{len(shown)}}", nl=False, err=True)
            shown = text

    try:
        yield show
    finally:
        if shown:
            click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)
