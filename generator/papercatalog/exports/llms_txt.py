"""`llms.txt`: a map of the site in Markdown, for language models."""

import re
from collections.abc import Iterable, Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.serialize import text_file
from papercatalog.model import Dataset, Paper, Topic
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page
from papercatalog.text import counted, squeeze
from papercatalog.urls import absolute_url

_DATA = {
    "/data/papers.json": "every paper with its abstract, topics, datasets and results",
    "/data/topics.json": "topics and their papers",
    "/data/datasets.json": "datasets and their papers",
    "/data/catalog.bib": "BibTeX",
    "/data/catalog.ris": "RIS",
    "/data/catalog.csl.json": "CSL-JSON",
    "/data/catalog.csv": "CSV",
}


def export_llms_txt(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile]:
    data = [(path.rpartition("/")[2], path, note) for path, note in _DATA.items()]
    blocks = [f"# {_escape(config.title)}"]
    if config.description:
        blocks.append(f"> {_escape(config.description)}")
    for heading, entries in (
        ("Topics", _entries(catalog.topics, catalog.papers_by_topic)),
        ("Datasets", _entries(catalog.datasets, catalog.papers_by_dataset)),
        ("Data", data),
    ):
        if entries:
            blocks.append(f"## {heading}\n\n{_format_list(entries, config.base_url)}")
    yield text_file("llms.txt", "\n\n".join(blocks) + "\n")


def _entries(terms: Iterable[Topic | Dataset], papers: dict[str, list[Paper]]) -> list[tuple[str, str, str]]:
    return [(term.name, term.url, counted(len(papers.get(term.id, ())), "paper")) for term in terms]


def _format_list(entries: Iterable[tuple[str, str, str]], base_url: str | None) -> str:
    lines = []
    for name, path, note in entries:
        # Without an address links are relative, as on the pages: the folder may be published below any path.
        link = absolute_url(base_url, path) if base_url else path.removeprefix("/")
        lines.append(f"- [{_escape(name)}]({link}): {note}")
    return "\n".join(lines)


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_\[\]<>])", r"\\\1", squeeze(text))
