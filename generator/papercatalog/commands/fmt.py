"""Put pages into house style."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.commands.reporting import reported, site_option
from papercatalog.diagnostics import Diagnostic, Span, raise_errors
from papercatalog.text import counted


@click.command(short_help="Put front matter into canonical order and style.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@site_option
@click.option("--check", is_flag=True, help="Write nothing; a page that is not in canonical style is an error.")
@reported
def fmt(paths: tuple[Path, ...], site: Path, check: bool) -> Sequence[Diagnostic]:
    """Put the front matter of pages into canonical order and style: those of PATHS, or of all content.

    Values, comments and the text below stay as they are, and so does whatever is right already.
    """
    from papercatalog.config import load_config
    from papercatalog.scope import make_scope
    from papercatalog.tidy import tidy_pages

    config = load_config(site)
    tidied = tidy_pages(config.root, make_scope(config.root, paths), write=not check)
    message = "the front matter is not in canonical order and style"
    unlike = [Diagnostic("not-formatted", message, Span(path), f"run catalog fmt {path}") for path in tidied.changed]
    if not check:
        for path in tidied.changed:
            click.echo(f"formatted {path}")
    raise_errors([*tidied.diagnostics, *(unlike if check else ())])
    click.echo(f"{counted(len(tidied.changed), 'page')} changed, {tidied.pages - len(tidied.changed):,} as they were")
    return ()
