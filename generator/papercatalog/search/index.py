"""Postings -> the standard serialised Lunr 2.3.9 index, for anybody's own lunr.js.

The terms are the site's own tokens, as if handed to Lunr as lists with empty pipelines: its
tokenisers in Python and JavaScript disagree, ours do not. The bytes are those of the `lunr`
package for the same tokens (a test holds it), in less than half the time and memory. The site's own
search does not need this file. Nothing else imports lunr.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from papercatalog.search.documents import FIELDS, K1, B
from papercatalog.search.encoding import compact_json
from papercatalog.search.postings import Postings, Uses


def lunr_index(postings: Postings, ids: Sequence[str]) -> bytes:
    """Return the index as JSON. The reference of a paper is its id.

    lunr.py sorts by code point, lunr.js requires the order of its own strings and refuses to
    load others ("Out of order word insertion"): U+FB02 and U+1D4AA stand the other way round.
    """
    from lunr import __TARGET_JS_VERSION__  # here, for it takes as long to import as a small index to build

    in_order = postings.use_counts()
    vectors = _Vectors(postings)
    there = [f"{compact_json(id_).decode()}:{{}}" for id_ in ids]  # Lunr could keep more about each use: {}
    entries: dict[str, str] = {}
    for number, term in enumerate(postings.terms()):
        uses = list(postings.uses(term))
        vectors.add(number, in_order[term], uses)
        entries[term] = _entry(number, term, uses, there)
    parts = {
        "version": compact_json(__TARGET_JS_VERSION__).decode(),
        "fields": compact_json(postings.fields).decode(),
        "fieldVectors": f"[{','.join(vectors.texts(ids))}]",
        "invertedIndex": f"[{','.join([entries[term] for term in in_order])}]",
        "pipeline": "[]",
    }
    members = [f'"{name}":{part}' for name, part in parts.items()]
    return f"{{{','.join(members)}}}".encode()


def _entry(number: int, term: str, uses: Iterable[Uses], there: Sequence[str]) -> str:
    """Return the papers of a term by field."""
    fields = [f'"{name}":{{}}' for name in FIELDS]
    for field, papers, _ in uses:
        fields[field] = f"{fields[field][:-1]}{','.join([there[paper] for paper in papers])}}}"
    return f'[{compact_json(term).decode()},{{{",".join(fields)},"_index":{number}}}]'


class _Vectors:
    """For each field of each paper, the numbers of its terms, in order, each with its weight."""

    def __init__(self, postings: Postings) -> None:
        self._papers = postings.count
        self._lengths = [lengths.tolist() for lengths in postings.lengths]
        self._averages = [postings.average_length(field) for field in range(len(FIELDS))]
        self._boosts = list(FIELDS.values())
        self._weights: dict[tuple[int, int], _Weights] = {}
        self._vectors: list[list[list[str]]] = [[[] for _ in range(postings.count)] for _ in FIELDS]

    def add(self, number: int, use_count: int, uses: Iterable[Uses]) -> None:
        name = str(number)
        for field, papers, counts in uses:
            if (field, use_count) not in self._weights:
                rarity = math.log(1 + abs((self._papers - use_count + 0.5) / (use_count + 0.5)))
                self._weights[field, use_count] = _Weights(rarity, self._averages[field], self._boosts[field])
            keys = zip(counts, map(self._lengths[field].__getitem__, papers), strict=True)
            vector = self._vectors[field]
            for paper, weight in zip(papers, map(self._weights[field, use_count].__getitem__, keys), strict=True):
                vector[paper] += (name, weight)

    def texts(self, ids: Sequence[str]) -> Iterator[str]:
        for paper, id_ in enumerate(ids):
            quoted = compact_json(id_).decode()[1:]
            for field, name in enumerate(FIELDS):
                yield f'["{name}/{quoted},[{",".join(self._vectors[field][paper])}]]'


class _Weights(dict[tuple[int, int], str]):
    """By count and length of the field: the weight, as text, of all terms that are as rare, in one field.

    Most weights of a large catalogue have come before. To compute and write one takes longer than to find it.
    """

    def __init__(self, rarity: float, average_length: float, boost: float) -> None:
        self._rarity = rarity
        self._average_length = average_length
        self._boost = boost

    def __missing__(self, key: tuple[int, int]) -> str:
        count, length = key
        # The same operations in the same order as in Lunr, or the last digit differs.
        norm = K1 * (1 - B + B * (length / self._average_length))
        score = self._rarity * ((K1 + 1) * count) / (norm + count)
        weight = self[key] = repr(round(score * self._boost, 3))
        return weight
