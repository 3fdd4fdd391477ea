"""Start a catalogue."""

from collections.abc import Sequence
from pathlib import Path
from shlex import quote

import click

from papercatalog.commands.reporting import reported
from papercatalog.diagnostics import Diagnostic


@click.command(short_help="Start a catalogue of your own in a new folder.")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@reported
def init(folder: Path) -> Sequence[Diagnostic]:
    """Start a catalogue of your own in DIR, of any field of research. `.` is the folder you are in.

    It has an invented paper, topic and dataset as examples, a commented site.yaml, a Makefile and workflows for GitHub.
    """
    from papercatalog.output import check_not_a_source
    from papercatalog.starter import start_catalogue
    from papercatalog.system import real_path

    check_not_a_source(folder)
    start_catalogue(folder)
    go_there = "" if real_path(folder) == Path.cwd() else f"cd {quote(str(folder))} && "
    click.echo(f"a new catalogue is in {folder}; begin with its README.md, or with: {go_there}make serve")
    return ()
