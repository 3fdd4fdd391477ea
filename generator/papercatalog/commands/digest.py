"""Write a letter of what is new."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from papercatalog.commands.reporting import base_url_option, reported, site_option
from papercatalog.diagnostics import Diagnostic, printable
from papercatalog.text import counted


def _day(_context: click.Context, _option: click.Parameter, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f'must be a day such as 2026-11-01, not "{printable(text)}"') from None


@click.command(short_help="Write what is new since a day, as a letter to mail.")
@click.option(
    "--since",
    callback=_day,
    required=True,
    metavar="DATE",
    help="The first day that counts as new, such as 2026-11-01.",
)
@site_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder to write into.  [default: digest in the catalogue's folder]",
)
@base_url_option
@reported
def digest(since: date, site: Path, output: Path | None, base_url: str | None) -> Sequence[Diagnostic]:
    """Write what is new since a day as a letter to mail: HTML and plain text."""
    from papercatalog.config import load_config
    from papercatalog.digest import write_digest
    from papercatalog.output import check_not_a_source

    folder = output if output is not None else site / "digest"
    check_not_a_source(folder)
    report = write_digest(load_config(site, base_url), since, folder)
    if report.written:
        files = ", ".join(map(str, report.written))
        click.echo(f"{counted(report.new, 'new paper')}, {report.corrected:,} corrected: {files}")
    else:
        click.echo(f"nothing is new since {since}, nothing written")
    return report.warnings
