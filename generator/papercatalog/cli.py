"""The `catalog` command: reads arguments, calls one function, shows diagnostics, chooses the exit code."""

import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click

from papercatalog import __version__
from papercatalog.clock import read_source_date, today
from papercatalog.diagnostics import (
    CatalogError,
    Diagnostic,
    ExitCode,
    Severity,
    printable,
    raise_errors,
    sort_diagnostics,
)
from papercatalog.text import counted

MAX_SHOWN = 200
"""Diagnostics shown at most; all are counted."""

_PATIENCE_SECONDS = 0.5
"""A command that takes longer shows on a terminal where it is."""

P = ParamSpec("P")

_site_option = click.option(
    "--site",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder of the catalogue, where site.yaml is.  [default: this folder]",
)
_base_url_option = click.option(
    "--base-url", metavar="URL", help="Where the site will be published; wins over site.yaml."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="papercatalog")
@click.option("--debug", is_flag=True, help="Show the Python traceback of an error in the program.")
@click.pass_context
def main(context: click.Context, debug: bool) -> None:
    """Build and tend a static catalogue of research papers."""
    # A command makes much and throws little away: looking for rubbish less often saves a tenth of its time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    context.obj = debug


def _reported(command: Callable[P, Sequence[Diagnostic]]) -> Callable[P, None]:
    """Turn what a command returns or raises into messages and an exit code.

    The command returns the warnings that remain after it has succeeded.
    """

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            read_source_date()  # a wrong one is refused even where no command asks for the day
            diagnostics, code = command(*args, **kwargs), ExitCode.OK
        except CatalogError as error:
            diagnostics, code = error.diagnostics, error.exit_code
        except OSError as error:
            click.echo(f"error: {printable(str(error))}", err=True)
            code, diagnostics = ExitCode.ENVIRONMENT, ()
        except (click.ClickException, click.exceptions.Exit, click.Abort, KeyboardInterrupt):
            raise
        except Exception as error:
            if click.get_current_context().obj:
                raise
            what = printable(f"{type(error).__name__}: {error}")
            click.echo(
                f"error: this is a fault in the program: {what}\n  hint: run catalog --debug ... and report it",
                err=True,
            )
            code, diagnostics = ExitCode.BUG, ()
        _show(diagnostics)
        sys.exit(code)

    return run


def _show(diagnostics: Sequence[Diagnostic]) -> None:
    for diagnostic in sort_diagnostics(diagnostics)[:MAX_SHOWN]:
        click.echo(str(diagnostic), err=True)
    if diagnostics:
        errors = sum(d.severity is Severity.ERROR for d in diagnostics)
        counts = [counted(n, word) for n, word in ((errors, "error"), (len(diagnostics) - errors, "warning")) if n]
        shown = f" (the first {MAX_SHOWN} are shown)" if len(diagnostics) > MAX_SHOWN else ""
        click.echo(", ".join(counts) + shown, err=True)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    """Show on a terminal where a command is, once it has taken so long that somebody may wonder."""
    started, shown = time.monotonic(), ""

    def show(stage: str, done: int, total: int) -> None:
        nonlocal shown
        if sys.stderr.isatty() and time.monotonic() - started > _PATIENCE_SECONDS:
            text = f"{stage}: {100 * done // total} %" if total else f"{stage} ..."
            click.echo(f"\r{text:<{len(shown)}}", nl=False, err=True)
            shown = text

    try:
        yield show
    finally:
        if shown:
            click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)


@main.command()
@_site_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="The folder to write; replaced as a whole.  [default: public in the catalogue's folder]",
)
@_base_url_option
@click.option(
    "--jobs", "-j", type=click.IntRange(0, 64), default=0, help="Processes that share the work.  [default: one a core]"
)
@click.option("--cache/--no-cache", default=True, help="Whether to use and leave what makes the next build faster.")
@click.option("--timings", is_flag=True, help="Say what each stage cost.")
@_reported
def build(
    site: Path, output: Path | None, base_url: str | None, jobs: int, cache: bool, timings: bool
) -> Sequence[Diagnostic]:
    """Check the content and write the site."""
    from papercatalog.build import build_site
    from papercatalog.cache import open_cache
    from papercatalog.config import load_config

    target = output if output is not None else site / "public"
    with _progress() as progress:
        config = load_config(site, base_url)
        memory = open_cache(site) if cache else None
        report = build_site(config, target, cache=memory, jobs=jobs, progress=progress)
    papers, unchanged = counted(report.papers, "paper"), report.files - report.written
    files = f"{counted(report.written, 'file')} written, {unchanged:,} unchanged"
    click.echo(f"{papers}: {files} in {target} ({report.seconds:.2f} s)")
    if timings:
        click.echo("\n".join(report.meter.lines()), err=True)
    return report.warnings


@main.command()
@_site_option
@_reported
def check(site: Path) -> Sequence[Diagnostic]:
    """Check all content without writing anything."""
    from papercatalog.check import check_site
    from papercatalog.config import load_config

    plan = check_site(load_config(site))
    click.echo(f"{counted(len(plan.catalog.papers), 'paper')} checked, no errors")
    return plan.warnings


@main.command(short_help="Compare a published folder with the hashes of its build.")
@click.argument("folder", type=click.Path(path_type=Path))
@_reported
def verify(folder: Path) -> Sequence[Diagnostic]:
    """Compare the published FOLDER with the hashes that its build wrote: files missing, changed or added are errors."""
    from papercatalog.manifest import verify_folder
    from papercatalog.publish import complete_interrupted

    completed = complete_interrupted(folder)
    found = verify_folder(folder)
    raise_errors(found.problems)
    click.echo(f"{counted(found.files, 'file')} as built; fingerprint {found.fingerprint}")
    return (completed,) if completed else ()


@main.command()
@_site_option
@_reported
def stats(site: Path) -> Sequence[Diagnostic]:
    """Show what the catalogue has and what it still lacks."""
    from papercatalog.config import load_config
    from papercatalog.content import read_records
    from papercatalog.stats import format_coverage, measure_coverage

    records = read_records(load_config(site))
    raise_errors(records.diagnostics)
    click.echo(format_coverage(measure_coverage(records.catalog)))
    return records.diagnostics


@main.command(name="import", short_help="Add the papers of a plain-text listing.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_site_option
@click.option(
    "--facts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A YAML list of known facts, matched by exact title.",
)
@_reported
def import_(path: Path, site: Path, facts: Path | None) -> Sequence[Diagnostic]:
    """Add the papers of the plain-text listing PATH: a title on one line, its abstract on the next.

    Fields that a page already has are never changed.
    """
    from papercatalog.config import load_config
    from papercatalog.importers import import_listing

    report = import_listing(load_config(site), path, facts, today())
    click.echo(f"{counted(len(report.written), 'page')} written, {report.unchanged:,} unchanged")
    return report.diagnostics


@main.command(short_help="Preview the site; rebuild and reload on every change.")
@_site_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The next free port is taken."
)
@_reported
def serve(site: Path, port: int) -> Sequence[Diagnostic]:
    """Build, show the site at 127.0.0.1, and rebuild and reload on every change."""
    from papercatalog.serve import serve_site

    serve_site(site, port)
    return ()


@main.command()
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    required=True,
    metavar="DATE",
    help="The first day that counts as new, such as 2026-11-01.",
)
@_site_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write into.  [default: digest in the catalogue's folder]",
)
@_base_url_option
@_reported
def digest(since: datetime, site: Path, output: Path | None, base_url: str | None) -> Sequence[Diagnostic]:
    """Write what is new since a day as a letter to mail: HTML and plain text."""
    from papercatalog.config import load_config
    from papercatalog.digest import write_digest

    report = write_digest(load_config(site, base_url), since.date(), output if output is not None else site / "digest")
    if report.written:
        files = ", ".join(map(str, report.written))
        click.echo(f"{counted(report.new, 'new paper')}, {report.corrected:,} corrected: {files}")
    else:
        click.echo(f"nothing is new since {since.date()}, nothing written")
    return report.warnings
