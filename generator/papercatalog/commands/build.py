"""Write the site."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.commands.reporting import base_url_option, reported, show_progress, site_option
from papercatalog.diagnostics import Diagnostic
from papercatalog.text import counted


@click.command()
@site_option
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    help="The folder to write; replaced as a whole.  [default: public in the catalogue's folder]",
)
@base_url_option
@click.option(
    "--jobs", "-j", type=click.IntRange(0, 64), default=0, help="Processes that share the work.  [default: one a core]"
)
@click.option("--cache/--no-cache", default=True, help="Whether to use and leave what makes the next build faster.")
@click.option("--timings", is_flag=True, help="Say what each stage cost.")
@reported
def build(
    site: Path, output: Path | None, base_url: str | None, jobs: int, cache: bool, timings: bool
) -> Sequence[Diagnostic]:
    """Check the content and write the site."""
    from papercatalog.build import build_site
    from papercatalog.cache import open_cache

    target = output if output is not None else site / "public"
    with show_progress() as progress:
        kept = open_cache(site) if cache else None
        report = build_site(site, target, base_url, cache=kept, jobs=jobs, progress=progress)
    papers, unchanged = counted(report.papers, "paper"), report.files - report.written
    files = f"{counted(report.written, 'file')} written, {unchanged:,} unchanged"
    click.echo(f"{papers}: {files} in {target} ({report.seconds:.2f} s)")
    for line in report.meter.lines() if timings else ():
        click.echo(line, err=True)
    return report.warnings
