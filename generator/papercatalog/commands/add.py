"""Add papers by their identifiers."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.clock import today
from papercatalog.commands.reporting import reported, show_suggestions, site_option
from papercatalog.diagnostics import Diagnostic


@click.command(short_help="Add papers from arXiv or by DOI.")
@click.argument("references", metavar="REFERENCE...", nargs=-1, required=True)
@site_option
@click.option("--offline", is_flag=True, help="Ask nobody; say whether the paper is in the catalogue already.")
@reported
def add(references: tuple[str, ...], site: Path, offline: bool) -> Sequence[Diagnostic]:
    """Add papers: each REFERENCE is an arXiv identifier, a DOI, or an address at arxiv.org or doi.org.

    arXiv and Crossref are asked what they know, and complete pages are written: all of them, or none.
    """
    from papercatalog.config import load_config
    from papercatalog.importers.lookup import add_references, choose_services, refuse_offline

    config = load_config(site)
    if offline:
        refuse_offline(config, references)
    report = add_references(config, references, today(), choose_services(config))
    for page in report.written:
        click.echo(f"{page} written")
    show_suggestions(report.suggestions)
    click.echo("next: read each page beside the paper, then run catalog check")
    return report.diagnostics
