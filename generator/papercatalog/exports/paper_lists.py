"""BibTeX, RIS and CSL-JSON of lists of papers, to take home: `data/catalog.bib`, `topics/<id>/papers.bib` and so on.

The whole catalogue has such files, and so has each topic, dataset, method, venue and author with at least two papers. A
list of one is its paper's own record, and most authors of a large catalogue have one: their files would be most of the
site. A paper has `papers/<id>/cite.bib`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.bibtex import format_bibtex
from papercatalog.exports.citation import Citation, cite_paper
from papercatalog.exports.csl_json import format_csl
from papercatalog.exports.paper_file import PaperFile, Parts
from papercatalog.exports.ris import NEWLINE, format_ris
from papercatalog.model import Paper
from papercatalog.pages.page import Page

MIN_PAPERS = 2

BIBTEX_TYPE = "application/x-bibtex"


_SECTIONS: Mapping[str, Callable[[Catalog], Mapping[str, Sequence[Paper]]]] = {
    "topics": lambda catalog: catalog.papers_by_topic,
    "datasets": lambda catalog: catalog.papers_by_dataset,
    "methods": lambda catalog: catalog.papers_by_method,
    "venues": lambda catalog: catalog.papers_by_venue,
    "authors": lambda catalog: catalog.papers_by_author,
}
"""Section of the site -> record id -> papers."""


@dataclass(frozen=True, slots=True)
class _Format:
    extension: str
    name: str
    media_type: str
    write: Callable[[Citation], str]
    head: str = ""
    between: str = ""
    tail: str = ""


_FORMATS = (
    _Format("bib", "BibTeX", BIBTEX_TYPE, format_bibtex, between="\n"),
    _Format("ris", "RIS", "application/x-research-info-systems", format_ris, between=NEWLINE),
    _Format("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", format_csl, "[", ",", "]\n"),
)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file with the papers of a page; `path` is its site path."""

    path: str
    format: str
    media_type: str


def export_paper_lists(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[PaperFile]:
    """Yield the files of the whole catalogue first: from their like a warm build reads most records."""
    citations: dict[str, Citation] = {}

    def record(write: Callable[[Citation], str], paper: Paper) -> str:
        if paper.id not in citations:
            citations[paper.id] = cite_paper(paper, catalog, config.base_url)
        return write(citations[paper.id])

    formats = [(form, Parts(partial(record, form.write))) for form in _FORMATS]
    for path, papers in _lists(catalog):
        for form, records in formats:
            yield PaperFile(f"{path}.{form.extension}", papers, records, form.head, form.between, form.tail)
    _, bibtex = formats[0]
    for paper in catalog.papers:
        yield PaperFile(f"papers/{paper.id}/cite.bib", (paper,), bibtex)


def _lists(catalog: Catalog) -> Iterator[tuple[str, Sequence[Paper]]]:
    """Yield (output path without extension, papers) of each list that has files, the whole catalogue first."""
    yield "data/catalog", catalog.papers
    for section, groups_of in _SECTIONS.items():
        for record_id, papers in groups_of(catalog).items():
            if len(papers) >= MIN_PAPERS:
                yield f"{section}/{record_id}/papers", papers


def files_of_list(catalog: Catalog, path: str) -> tuple[ListFile, ...]:
    """Return the files that the page at `path` offers; none where it lists fewer than two papers or is no such page."""
    section, _, record_id = path.strip("/").partition("/")
    if section not in _SECTIONS:
        return ()
    if section == "authors":
        count = catalog.paper_count_by_author.get(record_id, 0)
    else:
        count = len(_SECTIONS[section](catalog).get(record_id, ()))
    if count < MIN_PAPERS:
        return ()
    return tuple(ListFile(f"{path}papers.{form.extension}", form.name, form.media_type) for form in _FORMATS)
