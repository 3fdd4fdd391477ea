"""The downloads page: which files there are and what each is for."""

from collections.abc import Iterator
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.feeds import has_feeds
from papercatalog.pages.page import Page


@dataclass(frozen=True, slots=True)
class Download:
    path: str
    format: str
    purpose: str


_CITATIONS = (
    Download("/data/catalog.bib", "BibTeX", "Cite from LaTeX: every paper as an entry under the id of its page."),
    Download("/data/catalog.ris", "RIS", "Import into Zotero, EndNote, Mendeley and other reference managers."),
    Download("/data/catalog.csl.json", "CSL-JSON", "Cite from Pandoc, Quarto and everything that uses citeproc."),
)
_DATA = (
    Download("/data/catalog.csv", "CSV", "Open in a spreadsheet: a row for each paper."),
    Download("/data/papers.json", "JSON", "Program against it: every paper with its abstract, topics and datasets."),
    Download("/data/topics.json", "JSON", "The topics, how they hang together, and the papers of each."),
    Download("/data/datasets.json", "JSON", "The datasets, their other names, and the papers that use each."),
)
_LUNR = Download("/data/lunr-index.json", "Lunr 2.3", "Search the papers from a script with lunr.js.")
_FEEDS = (
    Download("/feed.xml", "Atom", "Follow new papers in a feed reader."),
    Download("/feed.json", "JSON Feed", "The same feed for readers and scripts that prefer JSON."),
    Download("/corrections.xml", "Atom", "Follow records that were corrected."),
    Download("/corrections.json", "JSON Feed", "The same for readers and scripts that prefer JSON."),
)


def plan_downloads(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    lunr = (_LUNR,) if config.has_lunr_index(len(catalog.papers)) else ()
    sections = {"Citations": _CITATIONS, "Data": _DATA + lunr}
    if has_feeds(config, catalog):
        sections["Feeds"] = _FEEDS
    yield Page(
        path="/data/",
        template="downloads.html",
        title="Downloads",
        description=f"{config.title} as files: citations, data and feeds.",
        context={"sections": sections},
        last_change=catalog.last_change,
    )
