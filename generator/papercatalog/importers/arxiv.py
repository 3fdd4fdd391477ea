"""arXiv: papers by their identifiers, from its API, which answers with an Atom feed.

The format is that of the arXiv API User's Manual (https://info.arxiv.org/help/api/user-manual.html); what
differs in practice is said where it matters.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

from papercatalog.diagnostics import Span
from papercatalog.identifiers import find_arxiv, find_doi
from papercatalog.importers.addresses import guess_kind, split_addresses
from papercatalog.importers.fetch import Service, decode_answer, fail
from papercatalog.importers.names import GROUP, plain_name
from papercatalog.importers.publication import Publication
from papercatalog.model import LinkKind, Name
from papercatalog.text import drop_forbidden_characters, squeeze

ARXIV = Service(
    "arXiv",
    base_url="https://export.arxiv.org/",
    hosts=frozenset({"export.arxiv.org", "arxiv.org"}),
    types=frozenset({"application/atom+xml", "application/xml", "text/xml"}),
)

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_MAX_PRINTED = 2_000
"""Characters of a comment or a reference to a journal that are looked at."""
_PAGES = re.compile(r"[,;:]? ?pp?\.? ?([0-9]+\s?[-–]+\s?[0-9]+)\.?$")
_WITHDRAWN = re.compile(
    r"(?:this|the) (?:paper|article|submission|manuscript|work|preprint) (?:has been|was|is) withdrawn|withdrawn\b",
    re.IGNORECASE,
)
_WHAT_FOLLOWS: Sequence[tuple[LinkKind, re.Pattern[str]]] = (
    ("project", re.compile(r"\b(?:project|home|web) ?-?(?:page|site)\W*(?:\w+\W+){0,4}$", re.IGNORECASE)),
    ("code", re.compile(r"\b(?:code|implementation|software)\W*(?:\w+\W+){0,4}$", re.IGNORECASE)),
    ("data", re.compile(r"\b(?:data|datasets?|benchmark)\W*(?:\w+\W+){0,4}$", re.IGNORECASE)),
    ("video", re.compile(r"\b(?:videos?|demo)\W*(?:\w+\W+){0,4}$", re.IGNORECASE)),
)
"""What the words right before an address say that it leads to."""


def ask_arxiv(service: Service, ids: Sequence[str]) -> list[Publication]:
    """Return the papers of these identifiers that arXiv has, by one request and in its order."""
    path = f"api/query?id_list={quote(','.join(ids), safe=',/')}&max_results={len(ids)}"
    data = service.get(path)
    return parse_arxiv(data, service.base_url + path) if data is not None else []


def parse_arxiv(data: bytes, address: str) -> list[Publication]:
    """Return the papers of a feed that came from `address`. Raises `CatalogError` where it is none.

    arXiv tells of an identifier that it has not got by an entry "Error", by an entry without a title or by
    none at all: each means that there is no such paper.
    """
    feed = _parse_feed(data, address)
    entries = (entry for entry in feed.iter(f"{_ATOM}entry") if _text(entry, f"{_ATOM}title") not in ("", "Error"))
    return [paper for paper in map(_publication, entries) if paper.arxiv]


class _PlainTree(TreeBuilder):
    """Builds the tree of a document that declares nothing: entities of its own are how XML grows without end."""

    def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
        raise ValueError("a document type")


def _parse_feed(data: bytes, address: str) -> Element:
    parser = XMLParser(target=_PlainTree())  # noqa: S314  (expat 2.4.1 and later bound what entities grow to, and there are none)
    try:
        parser.feed(decode_answer(data, address))
        feed: Element = parser.close()
    except (ParseError, ValueError) as error:
        fail("unusable-answer", f"the answer is no feed: {error}", address)
    if feed.tag != f"{_ATOM}feed":
        fail("unusable-answer", f"the answer is no feed, but {feed.tag[:80]}", address)
    return feed


def _publication(entry: Element) -> Publication:
    # The id is an address with the version, whose scheme has changed over the years.
    id_ = find_arxiv(_text(entry, f"{_ATOM}id").partition("/abs/")[2])
    page = f"https://arxiv.org/abs/{id_}"
    comment, abstract = _text(entry, f"{_ARXIV}comment"), _text(entry, f"{_ATOM}summary")
    # Of the first version; `updated` is of the last one.
    published = re.match("[12][0-9]{3}", _text(entry, f"{_ATOM}published"))
    printed = _text(entry, f"{_ARXIV}journal_ref")
    pages = _PAGES.search(printed[:_MAX_PRINTED])
    names = (_text(author, f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author"))
    return Publication(
        title=_text(entry, f"{_ATOM}title"),
        span=Span(page),
        abstract=abstract,
        authors=tuple(_name(name) for name in names if re.search(r"\w", name)),
        year=int(published[0]) if published else None,
        venue=printed[: pages.start()] if pages else printed,
        pages=pages[1] if pages else "",
        arxiv=id_,
        doi=find_doi(*_text(entry, f"{_ARXIV}doi").split()),
        links=tuple(_links(comment[:_MAX_PRINTED])),
        source=page,
        status="withdrawn" if _WITHDRAWN.match(comment) or _WITHDRAWN.match(abstract) else None,
    )


def _text(element: Element, path: str) -> str:
    return squeeze(drop_forbidden_characters(element.findtext(path, "")))


def _name(name: str) -> Name:
    return Name(literal=name) if GROUP.fullmatch(name) else plain_name(name)


def _links(comment: str) -> Iterator[tuple[LinkKind, str]]:
    """Yield the links of a comment whose kind its words or their hosts tell; the page at arXiv shows them."""
    before = ""
    for part in split_addresses(comment):
        if part.is_url:
            kinds = [kind for kind, words in _WHAT_FOLLOWS if words.search(before[-60:])]
            if kind := "code" if guess_kind(part.text) == "code" else next(iter(kinds), None):
                yield kind, part.text
        before = part.text
