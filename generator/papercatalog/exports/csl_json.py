"""A citation in CSL-JSON, for citation processors such as Pandoc and Zotero."""

from papercatalog.exports.citation import Citation
from papercatalog.exports.serialize import json_text
from papercatalog.model import Name

_TYPES = {"conference": "paper-conference", "journal": "article-journal", "preprint": "article"}


def format_csl(citation: Citation) -> str:
    """Return one item, without line breaks."""
    return json_text(csl_item(citation))


def csl_item(citation: Citation) -> dict[str, object]:
    """Return the CSL item; what is unknown has no key."""
    item: dict[str, object] = {
        "id": citation.id,
        "type": _TYPES[citation.kind],
        "title": citation.title,
        "author": list(map(_csl_name, citation.authors)),
        "issued": {"date-parts": [[citation.year]]} if citation.year else None,
        "container-title": citation.container,
        "container-title-short": citation.container_short,
        "volume": citation.volume,
        "issue": citation.issue,
        "page": "-".join(citation.pages),
        **(_preprint_variables(citation) if citation.kind == "preprint" else {}),
        "DOI": citation.doi,
        "URL": citation.url,
        "keyword": ", ".join(citation.keywords),
        "note": citation.note,
    }
    return {variable: value for variable, value in item.items() if value}


def _preprint_variables(citation: Citation) -> dict[str, str]:
    if not citation.arxiv:
        return {"genre": "preprint"}
    # No `archive`: styles print it beside the publisher, as "arXiv. arXiv."
    return {"genre": "preprint", "publisher": "arXiv", "number": f"arXiv:{citation.arxiv}"}


def _csl_name(name: Name) -> dict[str, str]:
    parts = {"family": name.family, "given": name.given, "literal": name.literal}
    return {part: text for part, text in parts.items() if text}
