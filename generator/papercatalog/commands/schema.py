"""Write the JSON Schema of content."""

from collections.abc import Sequence
from pathlib import Path

import click

from papercatalog.commands.reporting import reported
from papercatalog.diagnostics import Diagnostic

KINDS = ("paper", "topic", "dataset", "page", "venues", "methods", "metrics", "authors", "synonyms", "site")


@click.command(short_help="Write the JSON Schema of content, for editors.")
@click.option("--kind", type=click.Choice(KINDS), help="One kind of record, on standard output.  [default: paper]")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the schemas of all kinds into this folder, as paper.json and so on.",
)
@reported
def schema(kind: str | None, output: Path | None) -> Sequence[Diagnostic]:
    """Write the JSON Schema (2020-12) of front matter and of the lists of content/, for completion in editors."""
    from papercatalog.json_schema import dump_schema, write_schemas
    from papercatalog.output import check_not_a_source

    if kind and output:
        raise click.UsageError("--output writes every kind: give it or --kind, not both.")
    if output:
        check_not_a_source(output)
        for path in write_schemas(output):
            click.echo(path)
    else:
        click.echo(dump_schema(kind or "paper"), nl=False)
    return ()
