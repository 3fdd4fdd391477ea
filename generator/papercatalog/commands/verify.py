"""Compare a published folder with its manifest."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.commands.reporting import reported
from papercatalog.diagnostics import Diagnostic, raise_errors
from papercatalog.text import counted


@click.command(short_help="Compare a published folder with the hashes of its build.")
@click.argument("folder", type=click.Path(path_type=Path))
@reported
def verify(folder: Path) -> Sequence[Diagnostic]:
    """Compare the published FOLDER with the hashes that its build wrote: files missing, changed or added are errors."""
    from papercatalog.manifest import verify_folder
    from papercatalog.publish import complete_interrupted

    completed = complete_interrupted(folder)
    notes = (completed,) if completed else ()
    found = verify_folder(folder)
    raise_errors([*found.problems, *notes])
    click.echo(f"{counted(found.files, 'file')} as built; fingerprint {found.fingerprint}")
    return notes
