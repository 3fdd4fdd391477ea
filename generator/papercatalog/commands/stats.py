"""Say what the catalogue has and lacks."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.commands.reporting import reported, site_option
from papercatalog.diagnostics import Diagnostic, raise_errors


@click.command()
@site_option
@reported
def stats(site: Path) -> Sequence[Diagnostic]:
    """Show what the catalogue has and what it still lacks."""
    from papercatalog.config import load_config
    from papercatalog.content import read_records
    from papercatalog.stats import format_coverage, measure_coverage

    records = read_records(load_config(site))
    raise_errors(records.diagnostics)
    click.echo(format_coverage(measure_coverage(records.catalog)))
    return records.diagnostics
