"""One file a command. Each imports what it needs when it runs: `catalog --help` is to answer at once."""

import click

from papercatalog.commands.add import add
from papercatalog.commands.apply_issue import apply_issue
from papercatalog.commands.build import build
from papercatalog.commands.check import check
from papercatalog.commands.compare import compare
from papercatalog.commands.digest import digest
from papercatalog.commands.fmt import fmt
from papercatalog.commands.import_ import import_
from papercatalog.commands.init import init
from papercatalog.commands.links import links
from papercatalog.commands.new import new
from papercatalog.commands.schema import schema
from papercatalog.commands.serve import serve
from papercatalog.commands.stats import stats
from papercatalog.commands.verify import verify

COMMANDS: tuple[click.Command, ...] = (
    build,
    serve,
    check,
    new,
    add,
    import_,
    apply_issue,
    fmt,
    stats,
    schema,
    digest,
    verify,
    compare,
    links,
    init,
)
"""In the order in which `catalog --help` lists them."""
