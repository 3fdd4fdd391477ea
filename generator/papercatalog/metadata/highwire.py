"""`citation_*` tags: what Google Scholar, Zotero and Mendeley read from the page of a paper.

The rules are theirs: tags on paper pages only, the first value of a name wins, no Dublin Core and no COinS beside them,
for Zotero would prefer those and lose half of the record.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

from papercatalog.exports.citation import Citation
from papercatalog.model import Name, Paper
from papercatalog.text import squeeze
from papercatalog.urls import absolute_url


def citation_tags(citation: Citation, paper: Paper, abstract: str, base_url: str | None) -> Iterator[tuple[str, str]]:
    """Yield (name, content) in order; none is empty."""
    for name, content in _tags(citation, paper, abstract, base_url):
        if content:
            yield name, content


def _tags(citation: Citation, paper: Paper, abstract: str, base_url: str | None) -> Iterator[tuple[str, str]]:
    yield "citation_title", citation.title
    for name in citation.authors:
        yield "citation_author", _format_name(name, sole=len(citation.authors) == 1)
    # A bare year is a whole date to Scholar; the catalogue knows no days.
    yield "citation_publication_date", str(citation.year or "")
    yield "citation_online_date", str(paper.year or "") if paper.year != citation.year else ""
    yield "citation_volume", citation.volume
    yield "citation_issue", citation.issue
    yield "citation_firstpage", citation.first_page
    yield "citation_lastpage", citation.last_page
    yield "citation_doi", citation.doi
    yield "citation_arxiv_id", citation.arxiv
    # One tag, because only the first would be read; Zotero splits it at the semicolons.
    yield "citation_keywords", "; ".join(keyword.replace(";", ",") for keyword in citation.keywords)
    # Else Zotero takes the description, which is the curator's summary, for the authors' abstract.
    yield "citation_abstract", squeeze(abstract)
    if base_url:
        address = absolute_url(base_url, paper.url)
        yield "citation_public_url", address
        yield "citation_abstract_html_url", address
        yield "citation_pdf_url", _own_pdf(paper, base_url)
    # The type tag stands last: Zotero follows the last one, and a paper has only one of them.
    if citation.kind == "preprint":
        yield "z:itemType", "preprint"
    else:
        yield f"citation_{citation.kind}_title", citation.container


def _format_name(name: Name, *, sole: bool) -> str:
    # Zotero takes a sole author with spaces on both sides of a comma for two people.
    looks_like_two = sole and " " in name.family and " " in name.given
    return f"{name.family}, {name.given}" if name.given and not looks_like_two else str(name)


def _own_pdf(paper: Paper, base_url: str) -> str:
    """Return a PDF on the site's own host. Scholar distrusts pages that claim files of other hosts, such as arXiv's."""
    host = urlsplit(base_url).netloc
    return next((link.url for link in paper.links_of("pdf") if urlsplit(link.url).netloc == host), "")
