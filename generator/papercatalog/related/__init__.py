"""Which papers are close to a paper, and why.

How close two papers are is one product of sparse vectors (`features`), found without comparing
all pairs (`index`); why is said in phrases (`reasons`). `make bench` measures how good it is.
What a paper's own texts say (`words`) depends on nothing else; all the rest is cheap enough to
be done again whenever a paper changes.
"""

from collections.abc import Iterator, Mapping
from itertools import chain, islice

from papercatalog.catalog import Catalog
from papercatalog.markdown import plain_text
from papercatalog.model import RelatedPaper
from papercatalog.related.features import Weights, make_features
from papercatalog.related.index import Bounds, Index
from papercatalog.related.reasons import Explainer
from papercatalog.related.words import Reader

NEIGHBOURS = 5
"""So many papers are found for each; a curator may list more."""
WEIGHTS = Weights()
BOUNDS = Bounds()


def find_related(
    catalog: Catalog, weights: Weights = WEIGHTS, bounds: Bounds = BOUNDS, reader: Reader | None = None
) -> Mapping[str, tuple[RelatedPaper, ...]]:
    """Return the neighbours of every paper, best first: those that the curator lists, then computed ones.

    There are five, or as many as the catalogue has other papers. Every neighbour has a reason.
    A `reader` that has read these papers before, or most of them, is faster than a new one.
    """
    reader = Reader() if reader is None else reader
    words = [reader.read(paper.title, f"{plain_text(paper.body)} . {paper.summary or ''}") for paper in catalog.papers]
    features = make_features(catalog, words, weights)
    index = Index(features, bounds)
    explainer = Explainer(catalog, words, features)
    number_of = {paper.id: number for number, paper in enumerate(catalog.papers)}
    related: dict[str, tuple[RelatedPaper, ...]] = {}
    for number, paper in enumerate(catalog.papers):
        chosen = {entry.id: RelatedPaper(entry.id, (entry.reason,)) for entry in paper.related if entry.id != paper.id}
        taken = {number, *(number_of[id_] for id_ in chosen)}
        # Those taken may be among the closest.
        candidates = chain(index.closest(number, NEIGHBOURS + len(chosen)), _around(number, len(catalog.papers)))
        free = (other for other in dict.fromkeys(candidates) if other not in taken)
        computed = islice(free, max(0, NEIGHBOURS - len(chosen)))
        explained = (RelatedPaper(catalog.papers[other].id, explainer.reasons(number, other)) for other in computed)
        related[paper.id] = (*chosen.values(), *explained)
    return related


def _around(number: int, total: int) -> Iterator[int]:
    """Yield the numbers nearest to `number`: papers of about the same time, for one that shares nothing with any."""
    for distance in range(1, min(total, 2 * NEIGHBOURS)):
        yield from (other for other in (number - distance, number + distance) if 0 <= other < total)
