"""Turn an issue into a change to content."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.clock import today
from papercatalog.commands.reporting import reported, show_suggestions, site_option
from papercatalog.diagnostics import CatalogError, Diagnostic, Span


@click.command(name="apply-issue", short_help="Turn an issue form into a change to content.")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@site_option
@click.option("--fetch", is_flag=True, help="Ask arXiv or Crossref for the facts of a paper that is to be added.")
@reported
def apply_issue(path: Path, site: Path, fetch: bool) -> Sequence[Diagnostic]:
    """Carry out what an issue asks for, if a program can: FILE is the text that GitHub made of a form, or -.

    The content is changed if it then passes `catalog check`; else it stays as it is.
    """
    from functools import partial

    from papercatalog.config import load_config
    from papercatalog.files import MAX_FILE_BYTES, decode_text, read_text
    from papercatalog.importers.apply_issue import carry_out
    from papercatalog.importers.issue_form import parse_issue
    from papercatalog.importers.lookup import choose_services, find_publications
    from papercatalog.rehearsal import rehearse

    config = load_config(site)
    if str(path) == "-":
        shown = "standard input"
        data = sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
        if len(data) > MAX_FILE_BYTES:
            raise CatalogError([Diagnostic("too-large", f"has more than {MAX_FILE_BYTES:,} bytes", Span(shown))])
        text = decode_text(data, shown)
    else:
        shown = str(path)
        text = read_text(path, shown)
    issue = parse_issue(text, shown)
    lookup = partial(find_publications, choose_services(config)) if fetch else None
    report = rehearse(config, lambda copy: carry_out(copy, issue, today(), lookup))
    for page in report.written:
        click.echo(f"{page} written; compare it with the page that the issue names")
    show_suggestions(report.suggestions)
    if not report.written:
        click.echo("the page says so already, nothing written")
    return report.diagnostics
