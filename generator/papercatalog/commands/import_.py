"""Add papers from a file."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.clock import today
from papercatalog.commands.reporting import reported, show_suggestions, site_option
from papercatalog.diagnostics import Diagnostic
from papercatalog.text import counted

_FORMATS = {".bib": "bibtex", ".ris": "ris", ".json": "csl-json", ".txt": "listing"}
"""By the ending of the file's name."""


@click.command(name="import", short_help="Add the papers of a BibTeX, RIS, CSL-JSON or listing file.")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--format",
    "file_format",
    type=click.Choice(list(_FORMATS.values())),
    help="[default: what the name of the file says]",
)
@site_option
@click.option(
    "--facts",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="For a listing: a YAML list of known facts, matched by exact title.",
)
@reported
def import_(path: Path, file_format: str | None, site: Path, facts: Path | None) -> Sequence[Diagnostic]:
    """Add the papers of a file: BibTeX (.bib), RIS (.ris), CSL-JSON (.json) or a plain-text listing (.txt).

    A listing has a title on one line, its abstract on the next. Of a page that
    is there, only what it lacks is added: nothing that it has is changed.
    """
    from papercatalog.config import load_config
    from papercatalog.importers.run import import_file

    file_format = file_format or _FORMATS.get(path.suffix.lower())
    if not file_format:
        raise click.UsageError(f"the name {path.name} does not say in which format the file is: use --format")
    if facts and file_format != "listing":
        raise click.UsageError("--facts is for listings only")
    report = import_file(load_config(site), path, file_format, facts, today())
    click.echo(f"{counted(len(report.written), 'page')} written, {report.unchanged:,} unchanged")
    show_suggestions(report.suggestions)
    return report.diagnostics
