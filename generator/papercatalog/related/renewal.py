"""A catalogue, and what was found out about it before -> what is found out about it now.

What is found out of a paper by itself follows from its file and from the standing of its features: a
paper is stale if one of these is not what it was. Who stands around a paper is found out anew if it
is stale, if one that it was compared with is stale or has gone, and if it may see others now under
its keys. All else would come out as it did before, and is kept.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from itertools import chain, islice

from papercatalog.catalog import Catalog, RelatedPaper
from papercatalog.crew import work_in_parts
from papercatalog.related.features import Weights, find_labels, make_vector
from papercatalog.related.index import Index, closeness, make_keys
from papercatalog.related.memory import Circle, Memory, Sketch, Vectors, pack, unpack
from papercatalog.related.names import name_labels
from papercatalog.related.reasons import Explainer
from papercatalog.related.standing import Uses, find_standings
from papercatalog.related.words import Library

NEIGHBOURS = 5
"""So many papers are found for each; a curator may list more."""
_PAPERS_AT_ONCE = 250
_NOWHERE = -1
"""The number of a paper in a catalogue that has not got it."""


class Renewal:
    """One catalogue, beside what is known of the one before. A paper's number is its place in the catalogue."""

    def __init__(self, catalog: Catalog, keys: Sequence[Hashable], before: Memory, weights: Weights) -> None:
        """Each paper has a key, in the order of the catalogue: another one if the paper is not what it was.

        What is known from `before` was found with the same weights: those of this program.
        """
        self._catalog = catalog
        self._keys = keys
        self._known = before
        self._weights = weights
        self._library = Library(catalog.papers)
        self._parents = {topic.id: topic.parent for topic in catalog.topics}
        self._before = self._find_numbers_before()
        self._now = [_NOWHERE] * len(self._known.keys)
        for number, old in enumerate(self._before):
            if old != _NOWHERE:
                self._now[old] = number
        self._gone = {old for old, number in enumerate(self._now) if number == _NOWHERE}
        self._has_moved = any(old not in (number, _NOWHERE) for number, old in enumerate(self._before))
        """Whether a paper that was kept has another number."""
        self._sketches: list[Sketch] = []
        self._vectors = Vectors(self._sketches)

    def run(self, jobs: int = 1) -> Memory:
        """Find all out, the circles by so many processes."""
        uses = self._count_uses()
        names = name_labels(self._catalog, self._library, self._keys, self._known.names)
        self._standings = find_standings(self._catalog, uses, {label: of.name for label, of in names.items()})
        self._stale = self._find_stale()
        for number, old in enumerate(self._before):
            self._sketches.append(self._make_sketch(number) if number in self._stale else self._known.sketches[old])
        self._library.forget_words()
        circles = self._find_circles(jobs)
        return Memory(self._parents, uses, self._standings, names, tuple(self._keys), self._sketches, circles)

    def _find_numbers_before(self) -> list[int]:
        """Return for each paper that is what it was its number before. Such papers always keep their order."""
        numbers = {key: number for number, key in enumerate(self._known.keys)}
        # From where its topics hang follow labels of a paper.
        moved = {topic for topic, parent in self._known.parents.items() if self._parents.get(topic) != parent}
        return [
            numbers.get(key, _NOWHERE) if moved.isdisjoint(paper.topics) else _NOWHERE
            for key, paper in zip(self._keys, self._catalog.papers, strict=True)
        ]

    def _labels(self, number: int) -> dict[str, float]:
        return find_labels(self._catalog.papers[number], self._parents)

    def _count_uses(self) -> Uses:
        anywhere, in_titles = self._known.uses.anywhere.copy(), self._known.uses.in_titles.copy()
        gone: set[str] = set()
        for sketch, number in zip(self._known.sketches, self._now, strict=True):
            if number == _NOWHERE:
                features = sketch.features.split()
                gone.update(features)
                anywhere.subtract(features)
                in_titles.subtract(sketch.title_terms.split())
        for number, old in enumerate(self._before):
            if old == _NOWHERE:
                terms = self._library.terms(number)
                anywhere.update(terms.counts.keys())
                anywhere.update(self._labels(number).keys())
                in_titles.update(terms.in_title)
        for uses in (anywhere, in_titles):
            for feature in gone:
                if not uses[feature]:
                    del uses[feature]
        return Uses(anywhere, in_titles)

    def _find_stale(self) -> set[int]:
        known = self._known.standings
        changed = {feature for feature, standing in self._standings.items() if known.get(feature) != standing}
        return {
            number
            for number, old in enumerate(self._before)
            if old == _NOWHERE or (changed and not changed.isdisjoint(self._known.sketches[old].features.split()))
        }

    def _make_sketch(self, number: int) -> Sketch:
        terms, labels = self._library.take_terms(number), self._labels(number)
        vector = self._vectors[number] = make_vector(
            terms.counts, labels, self._standings, len(self._keys), self._weights
        )
        others = [feature for feature in (*terms.counts, *labels) if feature not in vector]
        return Sketch(
            features=" ".join([*vector, *others]),
            components=pack(vector.values()),
            title_terms=" ".join(terms.in_title),
            keys=" ".join(make_keys(vector, self._standings)),
        )

    def _find_circles(self, jobs: int) -> list[Circle]:
        unsettled = self._find_unsettled()
        seen = [self._candidates_before(number, unsettled) for number in range(len(self._sketches))]
        circles = {number: circle for number in range(len(seen)) if (circle := self._kept_circle(number, seen[number]))}
        index = self._make_index(self._find_keys([number for number, others in enumerate(seen) if others is None]))
        explainer = Explainer(self._catalog, self._library, self._vectors, self._standings)
        new = [number for number in range(len(seen)) if number not in circles]

        def find(some: Sequence[int]) -> dict[int, Circle]:
            return {number: self._find_circle(number, seen[number], index, explainer) for number in some}

        def forget() -> None:
            self._library.clear()
            self._vectors.clear()

        circles |= work_in_parts(new, _PAPERS_AT_ONCE, jobs - 1, find, forget)
        return [circles[number] for number in range(len(seen))]

    def _kept_circle(self, number: int, candidates: Sequence[int] | None) -> Circle | None:
        """Return the circle of a paper before, as it is now, if nothing in it can have changed."""
        # Those that the curator lists may be among the closest.
        wanted = NEIGHBOURS + len(self._catalog.papers[number].related)
        if candidates is None or not self._stale.isdisjoint(candidates) or len(candidates) < wanted:
            return None
        circle = self._known.circles[self._before[number]]
        return circle._replace(candidates=pack(candidates)) if self._has_moved else circle

    def _find_circle(self, number: int, candidates: Sequence[int] | None, index: Index, explainer: Explainer) -> Circle:
        circle = None if number in self._stale else self._known.circles[self._before[number]]
        if candidates is None:
            candidates = index.candidates(number, self._vectors[number])
        close = self._compare(number, candidates, circle)
        # Of equally close ones the newest comes first.
        closest = [other for _, other in sorted((-value, other) for other, value in close.items())]
        neighbours = tuple(self._find_neighbours(number, closest, circle, explainer))
        return Circle(pack(candidates), pack(close.values()), neighbours)

    def _compare(self, number: int, candidates: Sequence[int], circle: Circle | None) -> Mapping[int, int]:
        """Return how close others are to a paper, in their order."""
        known: dict[int, int] = {}
        if circle:
            before = zip(unpack(circle.candidates), unpack(circle.closeness), strict=True)
            known = {self._now[other]: value for other, value in before if self._now[other] not in self._stale}
        # It is as close the other way round, but to remember that takes longer than to find it out twice.
        vectors, mine = self._vectors, self._vectors[number]
        return {other: known[other] if other in known else closeness(mine, vectors[other]) for other in candidates}

    def _find_neighbours(
        self, number: int, closest: Sequence[int], circle: Circle | None, explainer: Explainer
    ) -> Iterator[RelatedPaper]:
        """Yield those that the curator lists, then as many of the others as are wanted."""
        papers = self._catalog.papers
        known = {neighbour.id: neighbour for neighbour in circle.neighbours} if circle else {}
        chosen = {entry.id: RelatedPaper(entry.id, (entry.reason,)) for entry in papers[number].related}
        yield from chosen.values()
        around = (other for other in _around(number, len(papers)) if other not in closest)
        free = (other for other in chain(closest, around) if papers[other].id not in chosen)
        for other in islice(free, max(0, NEIGHBOURS - len(chosen))):
            id_ = papers[other].id
            is_known = id_ in known and other not in self._stale
            yield known[id_] if is_known else RelatedPaper(id_, explainer.reasons(number, other))

    def _candidates_before(self, number: int, unsettled: Set[int]) -> Sequence[int] | None:
        """Return the papers with which a paper has been compared; None if it may be others now."""
        if number in self._stale or number in unsettled:
            return None
        others = unpack(self._known.circles[self._before[number]].candidates)
        if not self._gone.isdisjoint(others):
            return None
        return [self._now[other] for other in others] if self._has_moved else others

    def _find_unsettled(self) -> set[int]:
        """Return the papers that may see others than before: some have gone, have come or have other keys.

        Whom a paper sees under a key follows from those who stand there before and after it, as far as one looks. So
        all that stand so near to a change are unsettled. A place is a paper that was kept, and a distance from it.
        """
        if len(self._stale) == len(self._sketches):
            return set()
        places = list(_places(self._now))
        places_now = list(_places(number if old != _NOWHERE else old for number, old in enumerate(self._before)))
        # One that stands where another stood, under the same key, is seen by the same.
        changed = self._stand(self._known.sketches, places) ^ self._stand(self._sketches, places_now)
        room = dict(places_now)
        index = self._make_index({key for key, _, _ in changed})
        # Who has gone stood before the next one that was kept, however many have gone with it.
        numbers = ((key, last + min(after, room.get(last, 0) + 1)) for key, last, after in changed)
        return {other for key, number in numbers for other in index.around(key, number)}

    def _make_index(self, wanted: set[str]) -> Index:
        return Index([sketch.keys for sketch in self._sketches], wanted)

    def _find_keys(self, numbers: Sequence[int]) -> set[str]:
        """Return the keys of some papers. Of all papers most keys are those of a single one, and lead to no other."""
        uses: Counter[str] = Counter()
        for number in numbers:
            uses.update(self._sketches[number].keys.split())
        least = 2 if len(numbers) == len(self._sketches) else 1
        return {key for key, use in uses.items() if use >= least}

    def _stand(self, sketches: Sequence[Sketch], places: Sequence[tuple[int, int]]) -> set[tuple[str, int, int]]:
        """Return the keys of papers that were not kept or are stale, with their places."""
        return {
            (key, last, after)
            for sketch, (last, after) in zip(sketches, places, strict=True)
            if after or last in self._stale
            for key in sketch.keys.split()
        }


def _places(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield for each paper the number of the last one that was kept, and how many it stands after that."""
    last, after = _NOWHERE, 0
    for number in numbers:
        last, after = (last, after + 1) if number == _NOWHERE else (number, 0)
        yield last, after


def _around(number: int, total: int) -> Iterator[int]:
    """Yield the numbers nearest to `number`: papers of about the same time, for one that shares nothing with any."""
    for distance in range(1, min(total, 2 * NEIGHBOURS)):
        yield from (other for other in (number - distance, number + distance) if 0 <= other < total)
