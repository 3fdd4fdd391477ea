"""Check the content."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.commands.reporting import reported, site_option
from papercatalog.diagnostics import Diagnostic
from papercatalog.text import counted


@click.command()
@site_option
@reported
def check(site: Path) -> Sequence[Diagnostic]:
    """Check all content without writing anything."""
    from papercatalog.check import check_site
    from papercatalog.config import load_config

    plan = check_site(load_config(site))
    click.echo(f"{counted(len(plan.catalog.papers), 'paper')} checked, no errors")
    return plan.warnings
