"""Check the content, all of it or what has changed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papercatalog.commands.reporting import append_text, format_option, reported, site_option
from papercatalog.diagnostics import CatalogError, Diagnostic, raise_errors
from papercatalog.scope import EVERYTHING, Scope, make_scope
from papercatalog.text import counted

if TYPE_CHECKING:
    from papercatalog.check import Checked


@click.command(short_help="Check the content.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@site_option
@click.option("--changed", metavar="BASE", help="Look at what differs from BASE, a branch or commit of git.")
@click.option("--content-only", is_flag=True, help="With --changed: a change outside content/ is an error.")
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --changed: add what a reviewer wants to know to the end of this Markdown file.",
)
@click.option("--fix", is_flag=True, help="First mend in the files what can be mended without changing a meaning.")
@format_option
@reported
def check(
    paths: tuple[Path, ...],
    site: Path,
    changed: str | None,
    content_only: bool,
    summary: Path | None,
    fix: bool,
    format_: str,
) -> Sequence[Diagnostic]:
    """Check all content and show every problem.

    With PATHS, files or folders of content/, only their problems are shown, though all that they refer to is known.
    With --changed, the warnings of changed files are shown and every error.
    """
    from papercatalog.cache import open_cache
    from papercatalog.check import check_scope
    from papercatalog.config import load_config
    from papercatalog.known import NOTHING, load_known
    from papercatalog.output import check_not_a_source
    from papercatalog.review.changes import check_inside, find_changes

    if paths and changed is not None:
        raise click.UsageError("Give paths or --changed, not both.")
    if (content_only or summary) and changed is None:
        raise click.UsageError("--content-only and --summary are about a change: give --changed as well.")
    if summary:
        check_not_a_source(summary)
    config = load_config(site)
    changes = find_changes(site, changed) if changed is not None else None
    scope = Scope(frozenset(changes.paths)) if changes else make_scope(site, paths)
    if fix:
        from papercatalog.tidy import tidy_pages

        for path in tidy_pages(site, scope, mend=True).changed:
            click.echo(f"mended {path}", err=True)
    try:
        known = load_known(open_cache(site))
    except CatalogError:  # a cache saves time, and nothing else
        known = NOTHING
    checked = check_scope(config, scope, known, every_error=changes is not None)
    problems = checked.problems
    if changes and content_only:
        problems += check_inside(changes)
    if changes and summary:
        from papercatalog.review.summary import summarise

        append_text(summary, summarise(changes, problems))
    raise_errors(problems)
    click.echo(_success(checked, scope, is_change=changes is not None), err=format_ == "json")
    return problems


def _success(checked: "Checked", scope: Scope, *, is_change: bool) -> str:
    if scope == EVERYTHING:
        return f"{counted(checked.papers, 'paper')} checked, no errors"
    elsewhere = f" ({counted(checked.errors_elsewhere, 'error')} elsewhere)" if checked.errors_elsewhere else ""
    return f"{counted(len(scope.paths), 'changed file' if is_change else 'path')} checked, no errors{elsewhere}"
