"""What the catalogue has and what it still lacks: its to-do list, in numbers.

Works on records that do not fit together yet, so that a maintainer sees how far there is to go.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from papercatalog.catalog import Catalog
from papercatalog.claims import Ground
from papercatalog.model import Dataset, Paper, Topic

FEW_PAPERS = 3
"""A topic with fewer hardly deserves its page."""
_SHOWN = 5
"""Ids in a line, at most."""
_WIDTH = 80
"""Of a terminal, in columns."""


@dataclass(frozen=True, slots=True)
class FieldCoverage:
    """How many of the records have a field, and the ids of those that have not."""

    field: str
    have: int
    total: int
    missing: tuple[str, ...]

    @property
    def percent(self) -> int:
        """Rounded, but 100 means all, and 0 none."""
        if self.have == self.total:
            return 100
        return min(max(round(100 * self.have / self.total), 1), 99) if self.have else 0


@dataclass(frozen=True, slots=True)
class GroundCoverage:
    """What the claims of one kind rest on."""

    kind: str
    words: int
    source: int
    ungrounded: tuple[str, ...]
    """The ids of the papers, one for each claim."""


@dataclass(frozen=True, slots=True)
class Coverage:
    papers: tuple[FieldCoverage, ...]
    datasets: tuple[FieldCoverage, ...]
    grounds: tuple[GroundCoverage, ...]
    results: Mapping[str, int]
    """By kind."""
    roles: Mapping[str, int]
    """Pairs of paper and dataset by role."""
    topics_a_paper: Mapping[int, int]
    """Number of topics -> papers that have so many."""
    thin_topics: tuple[tuple[Topic, int], ...]
    """Topics with fewer papers than they should have, fewest first."""


_PAPER_FIELDS: tuple[tuple[str, Callable[[Paper], object]], ...] = (
    ("authors", lambda paper: paper.authors),
    ("year", lambda paper: paper.year),
    ("venue", lambda paper: paper.venue),
    ("arXiv id", lambda paper: paper.identifiers.arxiv),
    ("DOI", lambda paper: paper.identifiers.doi),
    ("abstract", lambda paper: paper.body),
    ("summary", lambda paper: paper.summary),
    ("topics", lambda paper: paper.topics),
    ("methods", lambda paper: paper.methods),
    ("datasets", lambda paper: paper.datasets),
    ("results", lambda paper: paper.results),
    ("code", lambda paper: paper.links_of("code")),
    ("project page", lambda paper: paper.links_of("project")),
    ("sources", lambda paper: paper.sources),
)
_DATASET_FIELDS: tuple[tuple[str, Callable[[Dataset], object]], ...] = (
    ("description", lambda dataset: dataset.body),
    ("kind", lambda dataset: dataset.kind),
    ("year", lambda dataset: dataset.year),
    ("size", lambda dataset: dataset.size),
    ("licence", lambda dataset: dataset.licence),
    ("homepage", lambda dataset: dataset.homepage),
    ("source", lambda dataset: dataset.source),
)


def measure_coverage(catalog: Catalog) -> Coverage:
    thin = [(topic, len(catalog.papers_by_topic[topic.id])) for topic in catalog.topics]
    return Coverage(
        papers=tuple(_cover(name, catalog.papers, has) for name, has in _PAPER_FIELDS),
        datasets=(
            *(_cover(name, catalog.datasets, has) for name, has in _DATASET_FIELDS),
            _cover("a paper that uses it", catalog.datasets, lambda dataset: dataset.id in catalog.papers_by_dataset),
        ),
        grounds=tuple(_ground(catalog)),
        results=_count(result.kind for paper in catalog.papers for result in paper.results),
        roles=_count(use.role for paper in catalog.papers for use in paper.datasets),
        topics_a_paper=dict(sorted(Counter(len(paper.topics) for paper in catalog.papers).items())),
        thin_topics=tuple(sorted((pair for pair in thin if pair[1] < FEW_PAPERS), key=lambda pair: pair[1])),
    )


def _cover(name: str, records: Sequence[Paper] | Sequence[Dataset], has: Callable[..., object]) -> FieldCoverage:
    missing = tuple(record.id for record in records if not has(record))
    return FieldCoverage(name, len(records) - len(missing), len(records), missing)


def _ground(catalog: Catalog) -> Iterator[GroundCoverage]:
    counts: Counter[tuple[str, Ground]] = Counter()
    ungrounded: dict[str, list[str]] = {"link": [], "dataset": [], "result": []}
    for paper in catalog.papers:
        for claim in catalog.claims.get(paper.id, ()):
            counts[claim.kind, claim.ground] += 1
            if claim.ground is Ground.NOTHING:
                ungrounded[claim.kind].append(paper.id)
    for kind, papers in ungrounded.items():
        yield GroundCoverage(kind, counts[kind, Ground.WORDS], counts[kind, Ground.SOURCE], tuple(papers))


def _count(values: Iterable[str]) -> dict[str, int]:
    """Count values, the most frequent first."""
    return dict(sorted(Counter(values).items(), key=lambda pair: (-pair[1], pair[0])))


def format_coverage(coverage: Coverage) -> str:
    """Return the figures as text for a terminal."""
    lines = []
    for title, fields in (("papers", coverage.papers), ("datasets", coverage.datasets)):
        lines.append(f"{title} with")
        for row in fields:
            share = f" ({row.percent}%)" if row.total else ""
            figures = f"  {row.field:20}{row.have:>7,} of {row.total:,}{share}"
            lines.append(_with_some(f"{figures}  lacking: ", row.missing) if row.missing else figures)
    lines.append("claims found in the paper's own words, on a page that is named, nowhere")
    for ground in coverage.grounds:
        figures = f"  {ground.kind + 's':20}{ground.words:>7,}{ground.source:>7,}{len(ground.ungrounded):>7,}"
        lines.append(_with_some(f"{figures}  ", ground.ungrounded) if ground.ungrounded else figures)
    lines.append(f"results by kind: {_pairs(coverage.results)}")
    lines.append(f"uses of datasets by role: {_pairs(coverage.roles)}")
    lines.append(f"papers by number of topics: {_pairs(coverage.topics_a_paper)}")
    thin = tuple(f"{topic.id} ({papers})" for topic, papers in coverage.thin_topics)
    lines.append(_with_some(f"topics with fewer than {FEW_PAPERS} papers: ", thin or ("none",)))
    return "\n".join(lines)


def _with_some(figures: str, names: Sequence[str]) -> str:
    """Return a line with some of the names: as many as it has room for, at least one, each as a whole to be copied."""
    lines = []
    for count in range(min(len(names), _SHOWN), 0, -1):
        more = f" and {len(names) - count:,} more" if len(names) > count else ""
        lines.append(f"{figures}{', '.join(names[:count])}{more}")
    return next((line for line in lines if len(line) <= _WIDTH), lines[-1])


def _pairs(counts: Mapping[Any, int]) -> str:
    return ", ".join(f"{name}: {count:,}" for name, count in counts.items()) or "none"
