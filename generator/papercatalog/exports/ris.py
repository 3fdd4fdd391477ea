"""RIS: `data/catalog.ris` and `<list>/papers.ris`, for reference managers."""

from collections.abc import Iterator, Sequence

import rispy

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.citation import Citation, cite_paper
from papercatalog.exports.paper_lists import paper_lists
from papercatalog.exports.serialize import text_file
from papercatalog.model import Name
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page

# RIS has no type for preprints.
_TYPES = {"conference": "CPAPER", "journal": "JOUR", "preprint": "UNPB"}


class _Writer(rispy.RisWriter):  # type: ignore[misc]
    NEWLINE = "\r\n"

    def set_header(self, _count: int) -> str:
        """Return nothing: the number that rispy writes above each record is not part of the format."""
        return ""


def export_ris(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile]:
    records = {paper.id: format_ris(cite_paper(paper, catalog, config.base_url)) for paper in catalog.papers}
    for path, papers in paper_lists(catalog):
        yield text_file(f"{path}.ris", _Writer.NEWLINE.join(records[paper.id] for paper in papers))


def format_ris(citation: Citation) -> str:
    """Return one record, ending with a line break."""
    # rispy writes values as they are, and a line that looks like a tag would begin a field or
    # end the record. The texts of a citation are single lines, so no value can hold one.
    return str(rispy.dumps([_record(citation)], implementation=_Writer))


def _record(citation: Citation) -> dict[str, str | list[str]]:
    record: dict[str, str | list[str]] = {
        "type_of_reference": _TYPES[citation.kind],
        "id": citation.id,
        "authors": list(map(_format_name, citation.authors)),
        "title": citation.title,
        "secondary_title": citation.container or "",
        "alternate_title1": citation.container_short or "",
        "year": str(citation.year or ""),
        "volume": citation.volume or "",
        "number": citation.issue or "",
        "start_page": citation.pages[0] if citation.pages else "",
        "end_page": citation.pages[1] if len(citation.pages) > 1 else "",
        "publisher": "arXiv" if citation.kind == "preprint" and citation.arxiv else "",
        "accession_number": f"arXiv:{citation.arxiv}" if citation.arxiv else "",
        "doi": citation.doi or "",
        "urls": [citation.url] if citation.url else [],
        "keywords": list(citation.keywords),
        "notes": [citation.note] if citation.note else [],
    }
    return {tag: value for tag, value in record.items() if value}


def _format_name(name: Name) -> str:
    return name.literal or (f"{name.family}, {name.given}" if name.given else name.family)
