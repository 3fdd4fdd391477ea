"""Which papers are close to a paper, and why.

How close two papers are is one product of sparse vectors (`features`), found without comparing
all pairs (`index`); why is said in phrases (`reasons`). `make bench` measures how good it is.
What was found out once need not be found out again (`memory`) where nothing that it follows from
has changed (`renewal`).
"""

from collections.abc import Callable, Hashable, Mapping

from papercatalog.catalog import Catalog, RelatedPaper
from papercatalog.model import Paper
from papercatalog.related.features import Weights
from papercatalog.related.memory import Memory
from papercatalog.related.renewal import Renewal

WEIGHTS = Weights()

Related = Mapping[str, tuple[RelatedPaper, ...]]


def find_related(catalog: Catalog, weights: Weights = WEIGHTS) -> Related:
    """Return the neighbours of every paper, best first: those that the curator lists, then computed ones.

    There are five, or as many as the catalogue has other papers. Every neighbour has a reason.
    """
    keys = [paper.id for paper in catalog.papers]
    return _read(catalog, Renewal(catalog, keys, Memory(), weights).run())


def renew_related(
    catalog: Catalog, key: Callable[[Paper], Hashable], before: Memory, jobs: int = 1
) -> tuple[Related, Memory]:
    """Return the same, and what to remember of it; it costs less if little has changed `before`.

    `key` is another one for a paper that is not what it was. So many processes share what is to be found out.
    """
    keys = [key(paper) for paper in catalog.papers]
    memory = Renewal(catalog, keys, before, WEIGHTS).run(jobs)
    return _read(catalog, memory), memory


def _read(catalog: Catalog, memory: Memory) -> Related:
    return {paper.id: circle.neighbours for paper, circle in zip(catalog.papers, memory.circles, strict=True)}
