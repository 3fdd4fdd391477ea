"""Preview the site."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.commands.reporting import reported, site_option
from papercatalog.diagnostics import Diagnostic


@click.command(short_help="Preview the site; reload it on every change.")
@site_option
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The next free port is taken."
)
@reported
def serve(site: Path, port: int) -> Sequence[Diagnostic]:
    """Show the site at 127.0.0.1, each page made when it is looked at, and reload it on every change."""
    from papercatalog.preview.server import serve_site

    serve_site(site, port)
    return ()
