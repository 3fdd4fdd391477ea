"""What every importer makes of its source, and all that planning pages needs to know."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from papercatalog.diagnostics import Diagnostic, Severity, Span
from papercatalog.model import LinkKind, Name, PaperStatus

MAX_TEXT = 20_000
"""Characters of what is looked through for topics, datasets and results. Abstracts have 2,000."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a source says about one paper, in the source's own spelling. What it does not say is absent."""

    title: str
    """With LaTeX leftovers, on one or more lines; so is the abstract."""
    span: Span
    """Where it stands in its file, or `Span(address)` for a page of the network."""
    abstract: str = ""
    authors: tuple[Name, ...] = ()
    year: int | None = None
    """Of the first public version."""
    venue: str = ""
    """As printed, such as "Proc. CVPR 2015" or the name of a journal."""
    venue_year: int | None = None
    """For a source that dates the venue, as reference managers do. It counts as `year` where nothing is older."""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    arxiv: str = ""
    doi: str = ""
    links: tuple[tuple[LinkKind, str], ...] = ()
    """Those that the page at `source` shows; addresses in the abstract are found there."""
    topics: tuple[str, ...] = ()
    """Ids or names of topics that a person chose, each of which must exist."""
    keywords: tuple[str, ...] = ()
    """Those that name topics of the catalogue count."""
    source: str = ""
    """The address of the page that shows these facts."""
    status: PaperStatus | None = None
    is_latex: bool = False
    """Title and abstract are LaTeX, where braces always group, and not text with a few leftovers."""
    spans: Mapping[str, Span] = field(default_factory=dict)
    """Where single fields stand, as far as the source lets one know."""

    def span_of(self, name: str) -> Span:
        return self.spans.get(name, self.span)

    def warning(self, field: str, code: str, message: str, hint: str) -> Diagnostic:
        """Return what a curator should look at in a field."""
        return Diagnostic(code, message, self.span_of(field), hint, Severity.WARNING)


def join_titles(title: str, subtitle: str) -> str:
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title.rstrip(' :')}: {subtitle}"
