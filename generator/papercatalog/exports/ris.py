"""A citation in RIS, for reference managers."""

from collections.abc import Iterator

from papercatalog.exports.citation import Citation
from papercatalog.model import Name

# RIS has no type for preprints.
_TYPES = {"conference": "CPAPER", "journal": "JOUR", "preprint": "UNPB"}

NEWLINE = "\r\n"


def format_ris(citation: Citation) -> str:
    """Return one record, ending with a line break."""
    # A line that looks like a tag would begin a field or end the record. The texts of a
    # citation are single lines, so no value can hold one.
    fields = "".join(f"{tag}  - {value}{NEWLINE}" for tag, value in _fields(citation) if value)
    return f"{fields}ER  - {NEWLINE}"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", _TYPES[citation.kind]
    yield "ID", citation.id
    for name in citation.authors:
        yield "AU", _format_name(name)
    yield "TI", citation.title
    yield "T2", citation.container
    yield "J2", citation.container_short
    yield "PY", str(citation.year or "")
    yield "VL", citation.volume
    yield "IS", citation.issue
    yield "SP", citation.first_page
    yield "EP", citation.last_page
    if citation.arxiv:
        yield "PB", "arXiv" if citation.kind == "preprint" else ""
        yield "AN", f"arXiv:{citation.arxiv}"
    yield "DO", citation.doi
    yield "UR", citation.url
    for keyword in citation.keywords:
        yield "KW", keyword
    yield "N1", citation.note


def _format_name(name: Name) -> str:
    return name.literal or (f"{name.family}, {name.given}" if name.given else name.family)
