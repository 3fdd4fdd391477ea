"""What people paste to name a paper (an arXiv identifier, a DOI, an address of either) -> the paper itself."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NoReturn
from urllib.parse import unquote, urlsplit

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.content import read_catalog
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Severity, Span, raise_errors
from papercatalog.identifiers import find_arxiv, find_doi
from papercatalog.importers.arxiv import ARXIV, ask_arxiv
from papercatalog.importers.crossref import CROSSREF, ask_crossref
from papercatalog.importers.fetch import Service, fail, user_agent
from papercatalog.importers.publication import MAX_TEXT, Publication
from papercatalog.importers.run import ImportReport, add_publications

_HOSTS = frozenset("arxiv.org www.arxiv.org export.arxiv.org doi.org dx.doi.org www.doi.org".split())
_MAX_LENGTH = 300


@dataclass(frozen=True, slots=True)
class PaperReference:
    """A paper by its identifier."""

    scheme: Literal["arxiv", "doi"]
    id: str

    def __str__(self) -> str:
        return f"{'arXiv' if self.scheme == 'arxiv' else 'DOI'} {self.id}"


@dataclass(frozen=True, slots=True)
class Services:
    """Those who know papers."""

    arxiv: Service
    crossref: Service


def choose_services(config: SiteConfig) -> Services:
    """Return the services, which are told whose catalogue asks."""
    agent = user_agent(config.repository)
    return Services(replace(ARXIV, user_agent=agent), replace(CROSSREF, user_agent=agent))


def add_references(config: SiteConfig, texts: Sequence[str], today: date, services: Services) -> ImportReport:
    """Add the papers that these texts name to the catalogue at `config.root`.

    Everything is fetched before anything is written. Raises `CatalogError`, and then nothing is.
    """
    references = _parse_new(config, texts)
    papers = find_publications(services, references)
    report = add_publications(config, papers, today)
    bare = [path for path, paper in zip(report.written, papers, strict=True) if not paper.abstract]
    return replace(report, diagnostics=(*report.diagnostics, *map(_without_abstract, bare)))


def refuse_offline(config: SiteConfig, texts: Sequence[str]) -> NoReturn:
    """Raise the `CatalogError` of what `add_references` can tell without the network."""
    references = _parse_new(config, texts)
    message = f"only the network knows {', '.join(map(str, references))}, and --offline forbids it"
    first = references[0]
    hint = f"leave --offline out, or write the page: catalog new --{first.scheme} {first.id} --title ..."
    raise CatalogError([Diagnostic("offline", message, Span("command line"), hint)], ExitCode.ENVIRONMENT)


def _parse_new(config: SiteConfig, texts: Sequence[str]) -> list[PaperReference]:
    """Return the papers that these texts name, or raise what keeps them out: that needs no network."""
    references = _parse_references(texts)
    raise_errors(list(_find_present(references, read_catalog(config))))
    return references


def _parse_references(texts: Sequence[str]) -> list[PaperReference]:
    """Return the papers that these texts name, each once. Raises `CatalogError` with every text that names none."""
    references, problems = [], []
    for text in texts:
        if reference := parse_reference(text):
            references.append(reference)
        else:
            shown = f"{text[:80]}{'…' if len(text) > 80 else ''}"
            hint = "such as 1503.03832, 10.1000/xyz or https://arxiv.org/abs/1503.03832; else: catalog new"
            message = f'"{shown}" is no arXiv identifier, DOI or address of either'
            problems.append(Diagnostic("invalid-reference", message, Span("command line"), hint))
    if problems:
        raise CatalogError(problems, ExitCode.USAGE)
    return list(dict.fromkeys(references))


def parse_reference(text: str) -> PaperReference | None:
    """Return the paper that a text names, or None. The DOIs that arXiv gives lead to arXiv."""
    text = text.strip()
    if len(text) > _MAX_LENGTH or not text.isprintable():
        return None
    if re.match("https?:", text, re.IGNORECASE):
        try:
            parts = urlsplit(text)
        except ValueError:
            return None
        if parts.netloc.lower() not in _HOSTS:
            return None
        text = unquote(parts._replace(query="", fragment="").geturl())
    if arxiv := find_arxiv(text):
        return PaperReference("arxiv", arxiv)
    doi = find_doi(text)
    return PaperReference("doi", doi) if doi else None


def find_publications(services: Services, references: Sequence[PaperReference]) -> list[Publication]:
    """Return the papers of the references, in their order.

    Where Crossref has no abstract but knows the preprint, the preprint's stands in. Raises `CatalogError`: for
    every reference that is unknown (exit code 1), or for the first fault on the way (3).
    """
    found: dict[PaperReference, Publication] = {}
    for reference in references:
        if reference.scheme == "doi" and (paper := ask_crossref(services.crossref, reference.id)):
            found[reference] = paper
    preprints = [paper.arxiv for paper in found.values() if paper.arxiv and not paper.abstract]
    wanted = list(dict.fromkeys([*(ref.id for ref in references if ref.scheme == "arxiv"), *preprints]))
    on_arxiv = {_without_subject(paper.arxiv): paper for paper in (ask_arxiv(services.arxiv, wanted) if wanted else [])}
    for reference in references:
        if reference.scheme == "arxiv" and (paper := on_arxiv.get(_without_subject(reference.id))):
            found[reference] = paper
    for paper in (*found.values(), *on_arxiv.values()):
        if len(paper.title + paper.abstract + paper.venue) > MAX_TEXT:
            message = f"title, abstract and venue have more than {MAX_TEXT:,} characters"
            fail("unusable-answer", message, paper.source)
    unknown = [_unknown(reference) for reference in references if reference not in found]
    if unknown:
        raise CatalogError(unknown)
    return [_complete(found[reference], on_arxiv) for reference in references]


def _find_present(references: Sequence[PaperReference], catalog: Catalog) -> Iterator[Diagnostic]:
    """Report papers that are in the catalogue by these very identifiers: there is no need to ask anybody."""
    known: dict[tuple[str, str], str] = {}
    for paper in catalog.papers:
        ids = (("arxiv", paper.identifiers.arxiv), ("doi", paper.identifiers.doi))
        known |= {(scheme, id_.casefold()): paper.span.path for scheme, id_ in ids if id_}
    for reference in references:
        if path := known.get((reference.scheme, reference.id.casefold())):
            hint = "improve that page, or leave the reference out"
            yield Diagnostic("duplicate-paper", f"{reference} is in the catalogue already", Span(path), hint)


def _without_abstract(path: str) -> Diagnostic:
    message = "has no abstract: publishers need not give theirs to Crossref, and this one did not"
    hint = "paste the authors' abstract below the second ---, and then list the datasets and results that it names"
    return Diagnostic("missing-abstract", message, Span(path), hint, Severity.WARNING)


def _complete(paper: Publication, preprints: dict[str, Publication]) -> Publication:
    preprint = preprints.get(_without_subject(paper.arxiv)) if paper.doi and not paper.abstract else None
    return replace(paper, abstract=preprint.abstract, year=preprint.year) if preprint else paper


def _unknown(reference: PaperReference) -> Diagnostic:
    if reference.scheme == "arxiv":
        where, address = "arXiv has no such paper", f"https://arxiv.org/abs/{reference.id}"
        hint = "compare the identifier with the address of the paper's page"
    else:
        where, address = "Crossref has no such paper", f"https://doi.org/{reference.id}"
        hint = "compare it with the paper's page; a DOI that another agency registered: catalog new"
    return Diagnostic("unknown-reference", f"{where}: {reference.id}", Span(address), hint)


def _without_subject(arxiv: str) -> str:
    """Return `math/0309136` for `math.GT/0309136`: arXiv knows both."""
    return re.sub(r"\.[A-Z]{2}/", "/", arxiv)
