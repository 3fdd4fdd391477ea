"""Is a paper that somebody wants to add there already, on a page or twice among the new ones?"""

from collections.abc import Iterator, Sequence, Set
from itertools import islice

from papercatalog.catalog import Catalog
from papercatalog.diagnostics import Diagnostic, Severity
from papercatalog.duplicates import DuplicateFinder, Work, work_of
from papercatalog.importers.draft import Draft
from papercatalog.importers.ids import candidate_ids
from papercatalog.model import Name, Paper
from papercatalog.text import caseless, slugify

# As many ids as a paper can have got when it was imported beside others that wanted the same.
_MAX_CANDIDATES = 12

_SKIPPED = "it is skipped; if they are two papers, give the arXiv identifier or the DOI of both"
_ADD_TO_IT = (
    "it is skipped; if it is that paper, add to its page what it lacks;"
    " if they are two, give the arXiv identifier or the DOI of both"
)


class Holdings:
    """The papers of a catalogue, and the drafts that are to join them."""

    def __init__(self, catalog: Catalog, drafts: Sequence[Draft]) -> None:
        self._papers = catalog.paper
        self._by_alias = {alias: paper for paper in catalog.papers for alias in paper.aliases}
        self._drafts = drafts
        # Ids have no spaces: the keys of drafts are none.
        self._positions = {f"draft {position}": position for position in range(len(drafts))}
        self._works = {paper.id: work_of(paper) for paper in catalog.papers}
        for key, draft in zip(self._positions, drafts, strict=True):
            self._works[key] = Work(key, draft.title, draft.arxiv, draft.doi)
        self._finder = DuplicateFinder(self._works.values())

    def own_page(self, position: int) -> Paper | None:
        """Return the page that an earlier import wrote for this draft, or that took over its id as an alias."""
        draft = self._drafts[position]
        for id_ in islice(candidate_ids(draft.title, draft.authors, draft.year), _MAX_CANDIDATES):
            paper = self._papers.get(id_) or self._by_alias.get(id_)
            if paper and _is_same(paper, draft):
                return paper
        return None

    def find_repetition(self, position: int) -> Diagnostic | None:
        """Report a draft that is the same paper as one before it."""
        draft = self._drafts[position]
        others = (self._positions.get(key, position) for key in self._same(position))
        first = next((other for other in others if other < position), None)
        if first is None:
            return None
        place = self._drafts[first].publication.span
        message = f'"{draft.title}" seems to be there twice, first at {place}'
        return _warning("similar-title", draft, message, _SKIPPED)

    def find_duplicate(self, position: int) -> Diagnostic | None:
        """Report a draft that is a paper of the catalogue."""
        draft = self._drafts[position]
        paper = next((self._papers[key] for key in self._same(position) if key in self._papers), None)
        if not paper:
            return None
        if caseless(paper.title) == caseless(draft.title) or _share_identifier(work_of(paper), self._work(position)):
            id_ = next(candidate_ids(draft.title, draft.authors, draft.year))
            message = f'"{draft.title}" is in the catalogue already: {paper.span.path}'
            if caseless(paper.title) != caseless(draft.title):
                message = f'"{draft.title}" has an identifier of {paper.span.path}: "{paper.title}"'
            complete = f"it is skipped; add {id_} to the aliases of that page to have imports complete it"
            hint = complete if _is_same(paper, draft) else _ADD_TO_IT
            return _warning("duplicate-paper", draft, message, hint)
        message = f'"{draft.title}" is nearly the title of {paper.span.path}: "{paper.title}"'
        return _warning("similar-title", draft, message, _ADD_TO_IT)

    def _work(self, position: int) -> Work:
        return self._works[f"draft {position}"]

    def _same(self, position: int) -> Iterator[str]:
        """Yield the keys of what is probably the same paper, the surest first."""
        work = self._work(position)
        yield from (key for _, key in self._finder.same_identifier(work))
        for key in self._finder.similar_title(work):
            other = self._works[key]
            if caseless(other.title) == caseless(work.title) or not _have_different_identifiers(work, other):
                yield key


def _is_same(paper: Paper, draft: Draft) -> bool:
    """Tell whether the two surely are one paper: a title that is only near may be the next part, or other work."""
    mine, theirs = Work("", "", draft.arxiv, draft.doi), work_of(paper)
    if _share_identifier(mine, theirs) or _have_different_identifiers(mine, theirs):
        return _share_identifier(mine, theirs)
    known_years = set(paper.years)
    return (
        caseless(paper.title) == caseless(draft.title)
        and _may_agree(known_years, {draft.year} - {None})
        and _may_agree(_families(paper.authors), _families(draft.authors))
    )


def _may_agree(mine: Set[object], theirs: Set[object]) -> bool:
    """Tell whether they have something in common; who says nothing contradicts nothing."""
    return not mine or not theirs or not mine.isdisjoint(theirs)


def _families(names: Sequence[Name]) -> set[str]:
    families = (name.family or str(name) for name in names)
    return {slugify(family) or caseless(family) for family in families}


def _share_identifier(one: Work, other: Work) -> bool:
    return not set(one.identifiers()).isdisjoint(other.identifiers())


def _have_different_identifiers(one: Work, other: Work) -> bool:
    """Tell whether the two have identifiers of one scheme, and none in common."""
    mine, theirs = dict(one.identifiers()), dict(other.identifiers())
    return not mine.keys().isdisjoint(theirs) and not _share_identifier(one, other)


def _warning(code: str, draft: Draft, message: str, hint: str) -> Diagnostic:
    return Diagnostic(code, message, draft.publication.span, hint, Severity.WARNING)
