"""A paper's citation in every format, as its page offers them."""

from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.exports.bibtex import format_bibtex
from papercatalog.exports.citation import cite_paper, format_citation
from papercatalog.exports.csl_json import csl_item
from papercatalog.exports.ris import format_ris
from papercatalog.exports.serialize import indented_json
from papercatalog.model import Paper


@dataclass(frozen=True, slots=True)
class FormattedCitation:
    format: str
    extension: str
    text: str


def format_citations(paper: Paper, catalog: Catalog, base_url: str | None) -> tuple[FormattedCitation, ...]:
    """Return the citation in every format, BibTeX first."""
    citation = cite_paper(paper, catalog, base_url)
    csl = indented_json([csl_item(citation)])
    return (
        FormattedCitation("BibTeX", "bib", format_bibtex(citation)),
        FormattedCitation("RIS", "ris", format_ris(citation)),
        FormattedCitation("CSL-JSON", "json", csl + "\n"),
        FormattedCitation("Text", "txt", format_citation(citation) + "\n"),
    )
