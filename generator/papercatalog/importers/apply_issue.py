"""The answers of an issue form -> a change to content/, where no judgement is needed; else what a person must do.

Whoever writes an issue is a stranger. Answers are values, and each is held to what its field may be: paths come
from the catalogue, never from the issue.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, get_args

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.content import read_catalog
from papercatalog.diagnostics import CatalogError, suggestion
from papercatalog.files import decode_text, replace_bytes
from papercatalog.front_matter import replace_body, replace_field, split_page, written_fields
from papercatalog.identifiers import find_arxiv, find_doi
from papercatalog.importers.issue_form import Issue
from papercatalog.importers.lookup import PaperReference, parse_reference
from papercatalog.importers.names import plain_name
from papercatalog.importers.plan import FIELD_ORDER
from papercatalog.importers.prose import clean_prose
from papercatalog.importers.publication import Publication
from papercatalog.importers.run import ImportReport, add_publications
from papercatalog.importers.venues import find_venue, suggest_venue
from papercatalog.model import Link, LinkKind, Paper
from papercatalog.strict_yaml import load_yaml
from papercatalog.text import caseless, squeeze
from papercatalog.urls import is_external_url

FIELDS: Mapping[str, str] = {
    "Title": "title",
    "Year": "year",
    "Venue": "venue",
    "arXiv identifier": "arxiv",
    "DOI": "doi",
    "Link to code": "code",
    "Link to the project": "project",
    "Link to data": "data",
    "Link to a PDF": "pdf",
    "Link to a video": "video",
    "Summary": "summary",
    "Abstract": "abstract",
}
"""The choices of the forms that a program can carry out. All others are for a person."""

_SOURCED = frozenset("title year venue arxiv doi abstract".split())
"""Facts of which the page that shows them is noted among the paper's sources."""
_PAPER = re.compile(r"(?:.*/papers/)?([a-z0-9]+(?:-[a-z0-9]+)*)(?:\.md|/)?(?:[?#].*)?")
_LIST_MARK = re.compile(r"^\s*(?:[-*+•]|[0-9]{1,3}[.)])\s+")

Lookup = Callable[[Sequence[PaperReference]], list[Publication]]


def carry_out(config: SiteConfig, issue: Issue, today: date, lookup: Lookup | None = None) -> ImportReport:
    """Carry out what the issue asks for; nothing but its own words has a part in it, and `lookup` if it is given.

    Raises `CatalogError` where an answer is not what its question asked for, or where a person must decide.
    """
    if issue.form == "add-paper":
        return add_publications(config, [_publication(issue, lookup)], today)
    catalog = read_catalog(config)
    paper = _find_paper(issue, catalog)
    path = paper.span.path
    before = (config.root / path).read_bytes().decode()
    key, text = _change(before, paper, issue, catalog)
    if text == before:
        return ImportReport((), 1, ())
    if not _differences(before, text, path) <= {key}:
        raise _for_a_person(issue, "field", f"a person must change {path}: the field cannot be told from the others")
    if (source := _source(issue)) and FIELDS[issue.answers["field"]] in _SOURCED and source not in paper.sources:
        text = replace_field(text, "sources", [*paper.sources, source], FIELD_ORDER)
    if today > paper.added:
        text = replace_field(text, "updated", today, FIELD_ORDER)
    replace_bytes(config.root / path, text.encode())
    return ImportReport((path,), 0, ())


def _publication(issue: Issue, lookup: Lookup | None) -> Publication:
    answers, spans = issue.answers, issue.spans
    named = answers["reference"]
    reference = parse_reference(named)
    if named and not reference and not is_external_url(named):
        message = "is no arXiv identifier, DOI or address"
        raise issue.problem(
            "reference", "invalid-reference", message, "such as 1503.03832 or https://arxiv.org/abs/..."
        )
    if lookup:
        if not reference:
            message = "names nothing that arXiv or Crossref could be asked for"
            raise issue.problem("reference", "invalid-reference", message, "leave --fetch out")
        (found,) = lookup([reference])
        return found if found.abstract else replace(found, abstract=answers["abstract"])
    if not answers["title"]:
        raise issue.problem("title", "missing-answer", "there is no title", "ask for it, or use --fetch")
    source = _source(issue) or (named if is_external_url(named) else "")
    return Publication(
        title=squeeze(answers["title"]),
        span=spans["title"],
        abstract=answers["abstract"],
        authors=tuple(map(plain_name, _author_names(issue))),
        year=_year(issue, "year") if answers["year"] else None,
        venue=squeeze(answers["venue"]),
        arxiv=reference.id if reference and reference.scheme == "arxiv" else "",
        doi=reference.id if reference and reference.scheme == "doi" else "",
        links=tuple(_links(issue)),
        source=source,
        spans={**spans, "arxiv": spans["reference"], "doi": spans["reference"]},
    )


def _author_names(issue: Issue) -> list[str]:
    """Return the names, one a line. A single line may join them by commas where no name can be a turned one."""
    names = [name for line in _lines(issue, "authors") if (name := squeeze(line).strip(" ,;"))]
    if len(names) == 1:
        parts = [part.strip() for part in re.split(r",|;| and ", names[0]) if part.strip()]
        names = parts if all(" " in part for part in parts) else names
    if any("," in name or ";" in name for name in names):
        message = "there is a line that is not one name as the paper prints it"
        raise issue.problem("authors", "invalid-value", message, "write Jane Doe, not Doe, Jane; each on a line")
    return names


def _lines(issue: Issue, question: str) -> list[str]:
    """Return the lines of an answer that have something, without the marks of a list."""
    lines = (_LIST_MARK.sub("", line).strip() for line in issue.answers[question].splitlines())
    return [line for line in lines if line]


def _links(issue: Issue) -> list[tuple[LinkKind, str]]:
    kinds: dict[str, LinkKind] = {kind: kind for kind in get_args(LinkKind)}
    links = []
    for line in _lines(issue, "links"):
        word, _, url = line.partition(" ")
        kind = kinds.get(word.rstrip(":").lower())
        if not kind or not is_external_url(url.strip()):
            hint = f"each line is a kind ({', '.join(kinds)}), a space and an http or https address"
            raise issue.problem("links", "invalid-value", "there is a line that is no link", hint)
        links.append((kind, url.strip()))
    return links


def _find_paper(issue: Issue, catalog: Catalog) -> Paper:
    """Return the paper of the id that the issue names, or else the only one of that title."""
    named = squeeze(issue.answers["paper"])[:1000]
    match = _PAPER.fullmatch(named)
    shown = match[1] if match else named
    found = [paper for paper in catalog.papers if shown in (paper.id, *paper.aliases)]
    found = found or [paper for paper in catalog.papers if caseless(named) == caseless(paper.title)]
    if not found:
        hint = suggestion(shown[:80], (paper.id for paper in catalog.papers)) or "a person must find it"
        raise issue.problem("paper", "unknown-paper", f'there is no paper "{shown[:80]}"', hint)
    if len(found) > 1:
        ids = ", ".join(paper.id for paper in found)
        raise _for_a_person(issue, "paper", f"a person must choose: several papers have this title ({ids})")
    return found[0]


def _change(text: str, paper: Paper, issue: Issue, catalog: Catalog) -> tuple[str, str]:
    """Return the key of the front matter that changes, empty for the abstract, and the page with the change."""
    name, value = FIELDS.get(issue.answers["field"]), issue.answers["value"]
    if not name:
        raise _for_a_person(issue, "field", f"a person must change {paper.span.path}: this is not a single plain field")
    if not value:
        hint = f"a person must look the fact up and change {paper.span.path}"
        raise _for_a_person(issue, "value", f"the report says what is wrong but not what is right: {hint}")
    if name == "abstract":
        return "", replace_body(text, clean_prose(value, issue.spans["value"], has_formulas=True)[0].markdown)
    key, new = _new_value(name, value, paper, issue, catalog)
    return key, replace_field(text, key, new, FIELD_ORDER)


def _differences(before: str, after: str, path: str) -> set[str]:
    """Return the fields of the front matter that differ. However it is written, only the one may that was asked for."""
    old, new = _fields(before, path), _fields(after, path)
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _fields(text: str, path: str) -> dict[str, object]:
    try:
        values = load_yaml(split_page(decode_text(text.encode(), path), path).front_matter, path)
    except CatalogError:
        return {}
    return values if isinstance(values, dict) else {}


def _new_value(name: str, value: str, paper: Paper, issue: Issue, catalog: Catalog) -> tuple[str, Any]:
    """Return the key of the front matter that changes, and what it becomes."""
    if name == "title":
        return "title", clean_prose(value, issue.spans["value"])[0].text
    if name == "summary":
        return "summary", squeeze(value)
    if name == "year":
        return "year", _year(issue, "value")
    if name == "venue":
        venue = find_venue(value, catalog.venues)
        if not venue:
            raise issue.problem(
                "value", "unknown-venue", "names no venue of venues.yaml", suggest_venue(value, catalog.venues)
            )
        if paper.venue and paper.venue.id == venue.id:  # "CVPR 2021" says nothing against the pages that are known
            venue = replace(paper.venue, **written_fields(venue))
        return "venue", written_fields(venue)
    if name in ("arxiv", "doi"):
        id_ = find_arxiv(value) if name == "arxiv" else find_doi(value)
        if not id_:
            raise issue.problem("value", "invalid-identifier", f"is no {issue.answers['field']}")
        return "identifiers", written_fields(replace(paper.identifiers, **{name: id_}))
    return "links", list(map(written_fields, _new_links(name, value, paper, issue)))


def _new_links(kind: str, url: str, paper: Paper, issue: Issue) -> list[Link]:
    """Return the links of a paper with one more, or with another in the place of the one that is reported."""
    if not is_external_url(url):
        raise issue.problem("value", "invalid-value", "is not a single http or https address")
    kinds: Sequence[LinkKind] = get_args(LinkKind)
    link = Link(kinds[kinds.index(kind)], url, _source(issue) or None)
    same = [other for other in paper.links if other.kind == kind]
    reported = [other for other in same if other.url in issue.answers.get("present", "").split()]
    if same and len(reported) != 1:
        if url in (other.url for other in same):
            return list(paper.links)
        raise _for_a_person(issue, "value", f"{paper.span.path} has such a link already: a person must choose")
    links = [link if other in reported else other for other in paper.links]
    return sorted(links if reported else [*links, link], key=lambda link: kinds.index(link.kind))


def _year(issue: Issue, question: str) -> int:
    answer = issue.answers[question]
    if not re.fullmatch("[12][0-9]{3}", answer):
        raise issue.problem(question, "invalid-value", "is not a year of four digits, such as 2021")
    return int(answer)


def _source(issue: Issue) -> str:
    source = issue.answers["source"]
    if source and not is_external_url(source):
        raise issue.problem("source", "invalid-value", "is not an http or https address")
    return source


def _for_a_person(issue: Issue, question: str, message: str) -> CatalogError:
    return issue.problem(question, "needs-a-person", message)
