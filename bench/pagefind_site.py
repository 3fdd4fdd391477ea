"""The same papers for Pagefind: a page each, with what it is meant to index marked."""

from html import escape
from pathlib import Path

from corpus import Corpus
from peers import PAGEFIND
from stopwatch import Cost, clock

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main data-pagefind-body><h1>{title}</h1><p>{authors}. {venue} {year}</p>{filters}<p>{abstract}</p></main></body>
</html>
"""


def build_pagefind(corpus: Corpus, folder: Path) -> Cost:
    """Write the pages below `folder` and let Pagefind index them into `folder`/pagefind/."""
    for record in corpus.records():
        filters = [f"topic:{name}" for name in record.topics] + [f"dataset:{name}" for name in record.datasets]
        page = _PAGE.format(
            title=escape(record.title),
            authors=escape(", ".join(record.authors)),
            venue=escape(record.venue),
            year=record.year or "",
            abstract=escape(record.abstract),
            filters="".join(f'<span data-pagefind-filter="{escape(name)}"></span>' for name in filters),
        )
        path = folder / "papers" / record.id / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(page, encoding="utf-8")
    return clock([PAGEFIND, "--quiet", "--site", folder])
