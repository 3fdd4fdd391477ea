"""One file a command. Each imports what it needs when it runs: `catalog --help` is to answer at once."""

import click

from papercatalog.commands.add import add
from papercatalog.commands.apply_issue import apply_issue
from papercatalog.commands.build import build
from papercatalog.commands.check import check
from papercatalog.commands.digest import digest
from papercatalog.commands.import_ import import_
from papercatalog.commands.serve import serve
from papercatalog.commands.stats import stats
from papercatalog.commands.verify import verify

COMMANDS: tuple[click.Command, ...] = (
    build,
    serve,
    check,
    add,
    import_,
    apply_issue,
    stats,
    digest,
    verify,
)
"""In the order in which `catalog --help` lists them."""
