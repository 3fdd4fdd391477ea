"""BibTeX: `papers/<id>/cite.bib` for each paper, `data/catalog.bib` for all, `<list>/papers.bib` for shorter lists."""

import re
from collections.abc import Iterator, Sequence

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.middlewares import AddEnclosingMiddleware
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.citation import Citation, cite_paper
from papercatalog.exports.paper_lists import paper_lists
from papercatalog.exports.serialize import text_file
from papercatalog.model import Name, Paper
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page

_ENTRY_TYPES = {"conference": "inproceedings", "journal": "article", "preprint": "misc"}

# Braces become commands: BibTeX counts `\{` as a brace, so a lone one would swallow the next record.
_LATEX = str.maketrans(
    {char: f"\\{char}" for char in "&%#_$"}
    | {"{": r"{\textbraceleft}", "}": r"{\textbraceright}", "\\": r"{\textbackslash}"}
    | {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}"}
)
# Pairs that TeX fonts join into one sign, such as `--` into a dash.
_LIGATURE = re.compile(r"([-'`,<>])(?=\1)|[?!](?=`)")

# Letters and digits with their combining accents.
_WORD = re.compile("((?:[^\\W_][\u0300-\u036f]*)+)")
# In a name, what would divide it. bibtexparser also loses the end of a name after an escaped sign.
_UNSAFE_IN_NAME = re.compile(r"[,&%#_$]|\b(and|others)\b", re.IGNORECASE)


def export_bibtex(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile]:
    records = {}
    for paper in catalog.papers:
        records[paper.id] = record = format_bibtex(paper, catalog, config.base_url)
        yield text_file(f"papers/{paper.id}/cite.bib", record)
    for path, papers in paper_lists(catalog):
        yield text_file(f"{path}.bib", "\n".join(records[paper.id] for paper in papers))


def format_bibtex(paper: Paper, catalog: Catalog, base_url: str | None = None) -> str:
    """Return one record, ending with a line break. The key is the paper's id; the abstract is left out."""
    citation = cite_paper(paper, catalog, base_url)
    fields = [Field(name, value) for name, value in _fields(citation) if value]
    entry = Entry(_ENTRY_TYPES[citation.kind], citation.id, fields)
    layout = BibtexFormat()  # type: ignore[no-untyped-call]
    layout.indent = "  "
    layout.trailing_comma = True
    braces = AddEnclosingMiddleware(reuse_previous_enclosing=False, enclose_integers=True, default_enclosing="{")
    return write_string(Library([entry]), unparse_stack=[braces], bibtex_format=layout)


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_format_name, citation.authors))
    yield "title", _protect_capitals(citation.title)
    yield "journal" if citation.kind == "journal" else "booktitle", _escape(citation.container or "")
    yield "year", str(citation.year or "")
    yield "volume", _escape(citation.volume or "")
    yield "number", _escape(citation.issue or "")
    yield "pages", "--".join(map(_escape, citation.pages))
    # Styles print DOI and address verbatim: escapes would show up in them.
    yield "doi", _encode_braces(citation.doi or "")
    if citation.arxiv:
        yield "eprint", citation.arxiv
        yield "archivePrefix", "arXiv"
    yield "url", citation.url or ""
    yield "note", citation.note or ""
    yield "keywords", _escape(", ".join(citation.keywords))


def _format_name(name: Name) -> str:
    if name.literal:
        return f"{{{_escape(name.literal)}}}"
    if name.given:
        return f"{_format_name_part(name.family)}, {_format_name_part(name.given)}"
    # Without a comma BibTeX would take the first words for given names.
    return f"{{{_escape(name.family)}}}" if " " in name.family else _format_name_part(name.family)


def _format_name_part(part: str) -> str:
    return f"{{{_escape(part)}}}" if _UNSAFE_IN_NAME.search(part) else _escape(part)


def _protect_capitals(title: str) -> str:
    """Escape a title, with braces around each word whose capitals carry meaning, such as FaceNet, LFW and 3D."""
    pieces = _WORD.split(title)
    pieces[::2] = map(_escape, pieces[::2])
    pieces[1::2] = (f"{{{word}}}" if _has_fixed_capitals(word) else word for word in pieces[1::2])
    return "".join(pieces)


def _has_fixed_capitals(word: str) -> bool:
    """Tell whether a style that lower-cases titles would spoil `word`."""
    # A single capital is a symbol, as in R-CNN or C++, unless it is the article.
    if len(word) == 1:
        return word.isupper() and word != "A"
    return any(char.isupper() for char in word[1:]) or (word[0].isupper() and any(map(str.isdigit, word)))


def _escape(text: str) -> str:
    return _LIGATURE.sub(r"\g<0>{}", text.translate(_LATEX))


def _encode_braces(doi: str) -> str:
    return re.sub(r"[{}\\]", lambda match: f"%{ord(match[0]):02X}", doi)
