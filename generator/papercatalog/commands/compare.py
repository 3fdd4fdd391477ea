"""Compare two built sites."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.commands.reporting import append_text, reported
from papercatalog.diagnostics import Diagnostic


@click.command(short_help="Say how a built site differs from another one.")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option(
    "--pages",
    type=click.Path(path_type=Path),
    help="Copy the pages that are new or look different into this folder, with all that they need to be looked at.",
)
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Add the answer to the end of this Markdown file.",
)
@reported
def compare(old: Path, new: Path, pages: Path | None, summary: Path | None) -> Sequence[Diagnostic]:
    """Say which pages of the site in the folder NEW are not in OLD or differ, and what has become of the search index.

    Both are folders that catalog build has written. Pages of which only the style differs are counted, not named.
    """
    from papercatalog.output import check_not_a_source
    from papercatalog.review.comparison import compare_sites, copy_pages, format_comparison

    for written in filter(None, (pages, summary)):
        check_not_a_source(written)
    comparison = compare_sites(old, new)
    if pages:
        copy_pages(comparison, new, pages)
    if summary:
        append_text(summary, format_comparison(comparison))
    click.echo(comparison)
    return ()
