"""A publication and the catalogue's vocabulary -> a paper's page without an id."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from papercatalog.diagnostics import Diagnostic, suggestion
from papercatalog.fields import find_id_fault
from papercatalog.front_matter import written_fields
from papercatalog.grounding import shows_address
from papercatalog.identifiers import find_arxiv, find_doi, first_version_month
from papercatalog.importers.addresses import collect_links, guess_kind
from papercatalog.importers.names import name_field
from papercatalog.importers.prose import Paragraph, clean_prose
from papercatalog.importers.publication import Publication
from papercatalog.importers.venues import find_venue, suggest_venue
from papercatalog.importers.vocabulary import Vocabulary
from papercatalog.markdown import plain_text
from papercatalog.model import Identifiers, Link, Name, Result, VenueRef
from papercatalog.text import caseless, describe_forbidden_character, find_forbidden_character, slugify, squeeze


@dataclass(frozen=True, slots=True)
class Draft:
    """A paper as its page will have it, without an id."""

    publication: Publication
    title: str
    authors: tuple[Name, ...]
    year: int | None
    arxiv: str
    doi: str
    values: Mapping[str, object]
    """Front matter, in the order of the page."""
    body: str
    results: tuple[Result, ...]
    """What the abstract seems to report: for a person to judge, and not part of the page."""


def make_draft(publication: Publication, vocabulary: Vocabulary, today: date, problems: list[Diagnostic]) -> Draft:
    """Return the page that `publication` makes, and add to `problems` what a curator should look at."""
    problems += _find_forbidden(publication)
    is_latex = publication.is_latex
    title, title_problems = clean_prose(publication.title, publication.span, is_latex=is_latex)
    abstract, abstract_problems = clean_prose(
        publication.abstract, publication.span_of("abstract"), is_latex=is_latex, has_formulas=True
    )
    problems += [*title_problems, *abstract_problems]
    arxiv, doi = _find_identifiers(publication, problems)
    venue = _find_venue(publication, vocabulary, problems)
    year = _find_year(publication, arxiv)
    links = _find_links(abstract, publication, problems)
    topics = _named_topics(publication, vocabulary, problems)
    found_topics = vocabulary.find_topics(title.words, abstract.words)
    authors = _find_authors(publication, problems)
    uses = vocabulary.find_datasets(title.words, abstract.words)
    used = {use.id for use in uses}
    results = tuple(result for result in vocabulary.results.find(abstract.text) if result.dataset in used)
    values: dict[str, object] = {
        "title": title.text,
        "authors": [name_field(name) for name in authors],
        "year": year,
        "venue": written_fields(venue) if venue else None,
        "identifiers": written_fields(Identifiers(arxiv or None, doi or None)),
        "links": list(map(written_fields, links)),
        "topics": topics or found_topics,
        "datasets": [{"id": use.id, "role": use.role} for use in uses],
        "added": today,
        "status": publication.status,
        "sources": [publication.source] if publication.source else [],
    }
    return Draft(publication, title.text, authors, year, arxiv, doi, values, abstract.markdown, results)


def _find_forbidden(publication: Publication) -> Iterator[Diagnostic]:
    """Report characters that no page may have; a file may hide them in escapes."""
    texts = {
        "title": publication.title,
        "abstract": publication.abstract,
        "venue": publication.venue,
        "volume": publication.volume,
        "issue": publication.issue,
        "pages": publication.pages,
        "authors": " ".join(map(str, publication.authors)),
    }
    for field, text in texts.items():
        at = find_forbidden_character(text)
        if at is not None:
            message = f'"{field}" contains {describe_forbidden_character(text[at])}'
            yield Diagnostic("forbidden-character", message, publication.span_of(field), "remove it")


def _find_identifiers(publication: Publication, problems: list[Diagnostic]) -> tuple[str, str]:
    arxiv, doi = find_arxiv(publication.arxiv), find_doi(publication.doi)
    for scheme, given, found, name, example in (
        ("arxiv", publication.arxiv, arxiv, "arXiv identifier", "1503.03832"),
        ("doi", publication.doi, doi, "DOI", "10.1109/CVPR.2015.7298682"),
    ):
        if given and not found:
            message = f'"{given}" is no {name} and is left out'
            problems.append(publication.warning(scheme, "invalid-identifier", message, f"write it like {example}"))
    return arxiv or find_arxiv(doi), doi  # arXiv makes DOIs of its own numbers


def _find_year(publication: Publication, arxiv: str) -> int | None:
    """Return the year of the first public version: as the source says, else arXiv's, else the venue's."""
    posted, _ = first_version_month(arxiv)
    venue = publication.venue_year
    # Proceedings may be of December and come out in January; what was posted later still had long been public.
    is_first = posted and (not venue or posted <= venue + 1)
    return publication.year or (posted if is_first else venue)


def _find_venue(publication: Publication, vocabulary: Vocabulary, problems: list[Diagnostic]) -> VenueRef | None:
    if not publication.venue:
        return None
    venue = find_venue(publication.venue, vocabulary.venues)
    if not venue:
        message = f'unknown venue "{publication.venue}"'
        hint = suggest_venue(publication.venue, vocabulary.venues)
        problems.append(publication.warning("venue", "unknown-venue", message, hint))
        return None
    # "CVPR 98" has a year, "IJCV 98" a volume.
    if publication.venue_year and venue.volume == f"{publication.venue_year % 100:02}":
        is_journal = any(known.id == venue.id and known.kind == "journal" for known in vocabulary.venues)
        venue = venue if is_journal else replace(venue, volume=None)
    return VenueRef(
        venue.id,
        year=venue.year or publication.venue_year,
        volume=venue.volume or squeeze(publication.volume) or None,
        issue=venue.issue or squeeze(publication.issue) or None,
        pages=squeeze(publication.pages) or None,
        note=venue.note,
    )


def _named_topics(publication: Publication, vocabulary: Vocabulary, problems: list[Diagnostic]) -> list[str]:
    """Return the topics that somebody chose or gave as keywords."""
    for name in publication.topics:
        if caseless(name) not in vocabulary.topic_ids:
            hint = suggestion(name, vocabulary.topic_ids) or "name a topic of content/topics by its id"
            span = publication.span_of("topics")
            problems.append(Diagnostic("unknown-topic", f'there is no topic "{name}"', span, hint))
    found = (vocabulary.topic_ids.get(caseless(name)) for name in (*publication.topics, *publication.keywords))
    return list(dict.fromkeys(topic for topic in found if topic))


def _find_links(abstract: Paragraph, publication: Publication, problems: list[Diagnostic]) -> list[Link]:
    """Return the links that the abstract shows or the source; others would rest on nothing."""
    # Readers see escapes such as %20 decoded, and so does the check of what an abstract shows.
    shown = squeeze(plain_text(abstract.markdown))
    in_words = [url for url in abstract.addresses if shows_address(shown, url)]
    known = [*publication.links, *((guess_kind(url), url) for url in abstract.addresses if url not in in_words)]
    links = collect_links(in_words, known, publication.source or None)
    for link in collect_links(in_words, known, "any") if not publication.source else ():
        if link.source:
            message = f"the abstract does not show {link.url}, and no source is named: it is left out"
            field = f'{{kind: {link.kind}, url: "{link.url}", source: "https://..."}}'
            hint = f"add to `links:` of the page, with the address of the page that shows it: - {field}"
            problems.append(publication.warning("links", "ungrounded-link", message, hint))
    return links


def _find_authors(publication: Publication, problems: list[Diagnostic]) -> tuple[Name, ...]:
    """Return each author once: two people of one name need ids, which only a curator can give."""
    authors: dict[str, Name] = {}
    for name in publication.authors:
        written = str(name_field(name))
        if written in authors:
            message = f'"{name}" is listed twice, and was imported once'
            hint = "if they are two people, add the other one to the page, and write {name: ..., id: ...} for each"
            problems.append(publication.warning("authors", "repeated-value", message, hint))
        elif not name.id and (fault := find_id_fault(slug := slugify(str(name)))):
            message = f'"{name}" {fault}, and got a number for one'
            spelling = "another one" if slug else "how the name is spelled in Latin letters"
            hint = f"write on the page as `id:` {spelling}"
            problems.append(publication.warning("authors", "author-without-id", message, hint))
        authors.setdefault(written, name)
    return tuple(authors.values())
