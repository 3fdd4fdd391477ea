"""`python -m papercatalog` is the `catalog` command."""

from papercatalog.cli import main

main(prog_name="catalog")
