"""The `catalog` command: what comes before every command of it."""

import gc
import sys
from io import TextIOWrapper

import click

from papercatalog import __version__
from papercatalog.commands import COMMANDS
from papercatalog.diagnostics import ExitCode


class _Commands(click.Group):
    """Lists its commands as a reader meets them, not by the alphabet. Ctrl-C ends each with the code of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except (click.Abort, KeyboardInterrupt):  # click would end with 1, which stands for errors in content
            click.echo("\nAborted!", err=True)
            ctx.exit(ExitCode.INTERRUPTED)


@click.group(cls=_Commands, commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, package_name="papercatalog")
@click.option("--debug", is_flag=True, help="Show the Python traceback of an error in the program.")
@click.pass_context
def main(context: click.Context, debug: bool) -> None:
    """Build and tend a static catalogue of research papers."""
    # A command makes much and throws little away: looking for rubbish less often saves a tenth of its time.
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    context.call_on_close(gc.freeze)  # nor is there any need to look through all of it at the end
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as standard error: a pipe on Windows is not UTF-8
    context.obj = debug
