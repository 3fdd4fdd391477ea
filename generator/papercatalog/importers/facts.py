"""A file of known facts -> records that complete the papers of a listing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from papercatalog.diagnostics import CatalogError, Diagnostic, Nearest, Severity, Span
from papercatalog.fields import EXPLANATIONS, ArxivId, Doi, Line, Strict, Url, Year
from papercatalog.importers.latex import clean_latex
from papercatalog.importers.listing import Entry
from papercatalog.importers.names import written_name
from papercatalog.importers.publication import Publication
from papercatalog.model import LinkKind
from papercatalog.schema import Problem, Schema, locate
from papercatalog.strict_yaml import find_marks, load_yaml
from papercatalog.text import caseless

_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Facts(Strict):
    """What a public source shows about one paper. A field without a value is unknown."""

    title: Line
    """As the listing prints it."""
    authors: tuple[Line, ...] = ()
    year: Year | None = None
    arxiv: ArxivId | None = None
    doi: Doi | None = None
    venue: Line | None = None
    code: Url | None = None
    project_page: Url | None = None
    source: Url | None = None
    """The page that shows these facts."""

    @property
    def links(self) -> list[tuple[LinkKind, str]]:
        links: list[tuple[LinkKind, str]] = []
        if self.code:
            links.append(("code", self.code))
        if self.project_page:
            links.append(("project", self.project_page))
        return links


@dataclass(frozen=True, slots=True)
class KnownFacts:
    """One record: facts, where it stands, and where each of its fields does."""

    facts: Facts
    span: Span
    spans: Mapping[str, Span]


def parse_facts(text: str, path: str) -> list[KnownFacts]:
    """Return the records of a YAML list; raises one `CatalogError` with every problem."""
    values = load_yaml(text, path, max_bytes=_MAX_BYTES)
    if values is None:
        return []
    if not isinstance(values, list):
        hint = "begin each record with `- title: ...`"
        raise CatalogError([Diagnostic("invalid-facts", "must be a list of records", Span(path, 1, 1), hint)])
    marks, schema = find_marks(text), Schema(Facts, [], EXPLANATIONS)
    records: list[KnownFacts] = []
    problems: list[Problem] = []
    first_lines: dict[str, int] = {}
    for position, value in enumerate(values):
        span = Span(path, *marks.find((position,)))
        # An empty field says the same as an absent one.
        known = {key: part for key, part in value.items() if part is not None} if isinstance(value, dict) else value
        facts, found = schema.check(known, {})
        problems += [replace(each, path=(position, *each.path), code="invalid-facts") for each in found]
        if facts is None:
            continue
        spans = {key: Span(path, *marks.find((position, key))) for key in known}
        records.append(KnownFacts(facts, span, spans))
        first = first_lines.setdefault(facts.title, span.line)
        if first != span.line:
            message = f"facts for this title begin on line {first} already"
            problems.append(Problem((position,), "duplicate-title", message))
    if problems:
        raise CatalogError(locate(problems, text, path))
    return records


def complete_listing(
    entries: Sequence[Entry], records: Iterable[KnownFacts]
) -> tuple[list[Publication], list[Diagnostic]]:
    """Return the papers of a listing with the facts that are known of them, and a warning for each idle record."""
    matched, problems = match_facts([entry.title for entry in entries], records)
    return [_make_publication(entry, matched.get(entry.title)) for entry in entries], problems


def _make_publication(entry: Entry, record: KnownFacts | None) -> Publication:
    listed = {"title": entry.title_span, "abstract": entry.abstract_span}
    if not record:
        return Publication(entry.title, entry.title_span, entry.abstract, spans=listed)
    facts = record.facts
    return Publication(
        entry.title,
        entry.title_span,
        entry.abstract,
        authors=tuple(map(written_name, facts.authors)),
        year=facts.year,
        venue=facts.venue or "",
        arxiv=facts.arxiv or "",
        doi=facts.doi or "",
        links=tuple(facts.links),
        source=facts.source or "",
        spans={**record.spans, **listed, "links": record.span},
    )


def match_facts(titles: Iterable[str], records: Iterable[KnownFacts]) -> tuple[dict[str, KnownFacts], list[Diagnostic]]:
    """Return the record of each title of a listing, and a warning for each record that matches none.

    Titles must be equal; one that is written in the facts as it will be shown counts as equal.
    """
    by_spelling: dict[str, str] = {}
    for title in titles:
        by_spelling[caseless(title)] = title
        by_spelling.setdefault(caseless(clean_latex(title)[0]), title)
    matched: dict[str, KnownFacts] = {}
    problems = []
    for record in records:
        match = by_spelling.get(caseless(record.facts.title))
        if match is None:
            message = f'no paper of the listing has the title "{record.facts.title}"'
            hint = Nearest(record.facts.title, by_spelling.values(), "copy the title from the listing")
            problems.append(Diagnostic("unmatched-facts", message, record.spans["title"], hint, Severity.WARNING))
        else:
            matched.setdefault(match, record)
    return matched, problems
