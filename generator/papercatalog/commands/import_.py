"""Add papers from a file."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.clock import today
from papercatalog.commands.reporting import reported, site_option
from papercatalog.diagnostics import Diagnostic
from papercatalog.text import counted


@click.command(name="import", short_help="Add the papers of a plain-text listing.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@site_option
@click.option(
    "--facts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A YAML list of known facts, matched by exact title.",
)
@reported
def import_(path: Path, site: Path, facts: Path | None) -> Sequence[Diagnostic]:
    """Add the papers of the plain-text listing PATH: a title on one line, its abstract on the next.

    Fields that a page already has are never changed.
    """
    from papercatalog.config import load_config
    from papercatalog.importers import import_listing

    report = import_listing(load_config(site), path, facts, today())
    click.echo(f"{counted(len(report.written), 'page')} written, {report.unchanged:,} unchanged")
    return report.diagnostics
