"""Crossref: a paper by its DOI, from its REST API, which answers with JSON.

The format is that of https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md; abstracts and titles
hold JATS and MathML markup. What publishers deposit is of mixed quality: nothing here relies on a field being
there, or on its being what the format says.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from papercatalog.diagnostics import CatalogError, Diagnostic, Span
from papercatalog.identifiers import find_arxiv, find_doi, first_version_month
from papercatalog.importers.fetch import Service, decode_answer, fail
from papercatalog.importers.markup import plain_markup
from papercatalog.importers.names import make_name
from papercatalog.importers.publication import Publication, join_titles
from papercatalog.model import Identifiers, Name, PaperStatus
from papercatalog.text import drop_forbidden_characters

CROSSREF = Service(
    "Crossref",
    base_url="https://api.crossref.org/",
    hosts=frozenset({"api.crossref.org"}),
    types=frozenset({"application/json"}),
)

_STAMP = re.compile(r"(?P<what>RETRACTED|WITHDRAWN)(?: ARTICLE| PAPER| CHAPTER)?: *", re.IGNORECASE)
_ENDINGS: Mapping[str, PaperStatus] = {
    "retraction": "retracted",
    "removal": "retracted",
    "withdrawal": "withdrawn",
}
"""The updates that end a paper, and what its page then says."""
_NOTICES = frozenset({*_ENDINGS, "correction", "corrigendum", "erratum", "addendum", "expression_of_concern"})


def ask_crossref(service: Service, doi: str) -> Publication | None:
    """Return the paper of this DOI, or None where Crossref does not know it: other agencies register DOIs, too."""
    path = f"works/{quote(doi, safe='')}"
    data = service.get(path)
    if data is None:
        return None
    paper = parse_crossref(data, service.base_url + path)
    # Crossref answers in lower case; publishers print their DOIs otherwise.
    return replace(paper, doi=doi) if paper.doi.casefold() == doi.casefold() else paper


def parse_crossref(data: bytes, address: str) -> Publication:
    """Return the paper of an answer that came from `address`. Raises `CatalogError` where it is none."""
    try:
        answer = json.loads(decode_answer(data, address))
    except (ValueError, RecursionError):
        fail("unusable-answer", "the answer is not JSON, or nested too deeply", address)
    work = _mapping(_mapping(answer).get("message"))
    doi = find_doi(_text(work.get("DOI")))
    title = join_titles(*(_plain(_first(work.get(field))) for field in ("title", "subtitle")))
    if not doi or not title:
        fail("unusable-answer", "the answer describes no paper: a DOI or a title is missing", address)
    page = Identifiers(doi=doi).doi_url or ""
    _refuse_notice(work, page)
    stamp = _STAMP.match(title)
    event = _mapping(work.get("event"))
    preprints = _mappings(_mapping(work.get("relation")).get("has-preprint"))
    preprint = find_arxiv(*(_text(item.get("id")) for item in preprints))
    posted, _ = first_version_month(preprint)
    years = [posted, _year(work, "issued", "posted", "published-online", "published-print")]
    return Publication(
        title=title[stamp.end() :] if stamp else title,
        span=Span(page),
        abstract=_plain(_text(work.get("abstract"))),
        authors=tuple(_names(work.get("author"))),
        year=min((year for year in years if year), default=None),
        venue=_plain(_first(work.get("container-title")) or _text(event.get("name"))),
        venue_year=_year(work, "published-print") or _year(event, "start") or _year(work, "issued"),
        volume=_plain(_text(work.get("volume"))),
        issue=_plain(_text(work.get("issue"))),
        pages=_plain(_text(work.get("page"))),
        arxiv=preprint,
        doi=doi,
        source=page,
        status=_status(work, stamp),
    )


def _refuse_notice(work: Mapping[str, Any], page: str) -> None:
    for update in _mappings(work.get("update-to")):
        if (kind := _text(update.get("type")).lower()) in _NOTICES:
            message = f"is no paper, but a notice ({kind}) about {_text(update.get('DOI'))[:200]}"
            raise CatalogError([Diagnostic("not-a-paper", message, Span(page), "add the paper itself by its DOI")])


def _status(work: Mapping[str, Any], stamp: re.Match[str] | None) -> PaperStatus | None:
    updates = [_text(update.get("type")).lower() for update in _mappings(work.get("updated-by"))]
    status = next((_ENDINGS[update] for update in updates if update in _ENDINGS), None)
    if status is None and stamp:
        return "retracted" if stamp["what"].upper() == "RETRACTED" else "withdrawn"
    return status


def _names(authors: object) -> Iterator[Name]:
    for author in _mappings(authors):
        family, given, suffix, group = (_plain(_text(author.get(key))) for key in ("family", "given", "suffix", "name"))
        if family and given:
            yield make_name(f"{family} {suffix}", given)
        elif name := group or family or given:
            yield Name(literal=name)


def _year(work: Mapping[str, Any], *fields: str) -> int | None:
    """Return the earliest year of these dates: `issued` leaves out what was posted before."""
    dates = (_mapping(work.get(field)).get("date-parts") for field in fields)
    years = (part for date in dates for first in _list(date)[:1] for part in _list(first)[:1])
    return min((year for year in years if isinstance(year, int) and 1000 <= year <= 2999), default=None)


def _plain(markup: str) -> str:
    return drop_forbidden_characters(plain_markup(markup))


def _first(value: object) -> str:
    return next((text for text in map(_text, _list(value)) if text), "")


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _mappings(value: object) -> Iterable[Mapping[str, Any]]:
    return (item for item in _list(value) if isinstance(item, dict))
