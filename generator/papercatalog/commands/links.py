"""Ask whether the addresses that the catalogue gives still lead somewhere."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.clock import today
from papercatalog.commands.reporting import reported, site_option
from papercatalog.diagnostics import Diagnostic
from papercatalog.text import counted


@click.command(short_help="Ask whether the addresses in the content still lead somewhere.")
@site_option
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write what is dead into this file, as Markdown; it is empty when all is well.",
)
@reported
def links(site: Path, report: Path | None) -> Sequence[Diagnostic]:
    """Ask every address in the content whether it still leads somewhere: politely, which takes minutes.

    A dead one is a warning. What is merely busy, slow or closed to programs counts as neither dead nor alive.
    """
    from papercatalog.config import load_config
    from papercatalog.content import read_catalog
    from papercatalog.output import check_not_a_source
    from papercatalog.outside import ask_addresses, find_addresses, warn_of_dead, write_report
    from papercatalog.visit import Answer, Visitor

    if report is not None:
        check_not_a_source(report)
    addresses = find_addresses(read_catalog(load_config(site)))
    asked = ask_addresses(addresses, Visitor().visit, today())
    alive, dead, unclear = (sum(one.verdict.answer is answer for one in asked) for answer in Answer)
    unasked = f", {len(addresses) - len(asked):,} not asked" if len(asked) < len(addresses) else ""
    click.echo(f"{counted(len(addresses), 'link')}: {alive:,} alive, {dead:,} dead, {unclear:,} unclear{unasked}")
    if report is not None:
        report.write_text(write_report(asked), encoding="utf-8", newline="\n")
    return warn_of_dead(asked)
