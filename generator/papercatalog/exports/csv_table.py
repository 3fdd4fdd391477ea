"""CSV: `data/catalog.csv`, one row a paper, for spreadsheets and data frames."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.paper_file import PaperFile, Parts
from papercatalog.model import Paper
from papercatalog.pages.page import Page
from papercatalog.urls import absolute_url

_COLUMNS = ("id", "title", "authors", "year", "venue", "topics", "datasets", "arxiv", "doi", "code", "url", "status")
# Where the comma is for decimals, Excel begins a cell after each semicolon; with Japanese it takes wide signs, too.
_FORMULA_START = re.compile(r"(?:^|(?<=;))\s*(?=[=+@＝＋－＠\t\r-])")


class _Lines:
    """A file for `csv.writer`, which then returns each line."""

    def write(self, line: str) -> str:
        return line


def export_csv(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[PaperFile]:
    # All in quotes: LibreOffice takes a semicolon outside them for the end of a cell, too.
    table = csv.writer(_Lines(), quoting=csv.QUOTE_ALL)
    rows = Parts(lambda paper: table.writerow(map(defuse, _row(paper, catalog, config.base_url))))
    yield PaperFile("data/catalog.csv", catalog.papers, rows, head=table.writerow(_COLUMNS))


def defuse(cell: str) -> str:
    """Return the cell so that no spreadsheet runs it as a formula."""
    return _FORMULA_START.sub(r"\g<0>'", cell)


def _row(paper: Paper, catalog: Catalog, base_url: str | None) -> list[str]:
    return [
        paper.id,
        paper.title,
        _join(map(str, paper.authors)),
        str(paper.year or ""),
        catalog.format_venue(paper) or "",
        _join(catalog.topic[topic].name for topic in paper.topics),
        _join(catalog.dataset[use.id].name for use in paper.datasets),
        # The bare number would be read as one: 2507.10300 as 2507.103.
        f"arXiv:{paper.identifiers.arxiv}" if paper.identifiers.arxiv else "",
        paper.identifiers.doi or "",
        _join(link.url for link in paper.links_of("code")),
        absolute_url(base_url, paper.url) if base_url else paper.url,
        paper.status or "",
    ]


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)
