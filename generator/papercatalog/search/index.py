"""Postings -> the standard serialised Lunr 2.3.9 index, for anybody's own lunr.js.

The terms are the site's own tokens, as if handed to Lunr as lists with empty pipelines: its
tokenisers in Python and JavaScript disagree, ours do not. The bytes are those of the `lunr`
package for the same tokens (a test holds it), in less than half the time and memory. The site's own
search does not need this file. Nothing else imports lunr.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

from papercatalog.search.documents import FIELDS, K1, B
from papercatalog.search.encoding import compact_json
from papercatalog.search.postings import Postings


def lunr_index(postings: Postings, ids: Sequence[str]) -> bytes:
    """Return the index as JSON. The reference of a paper is its id."""
    from lunr import __TARGET_JS_VERSION__  # here, for it takes as long to import as a small index to build

    use_counts = postings.use_counts()
    parts = {
        "version": compact_json(__TARGET_JS_VERSION__),
        "fields": compact_json(postings.fields),
        "fieldVectors": _vectors(postings, use_counts, ids),
        "invertedIndex": f"[{','.join(_inverted_index(postings, use_counts, ids))}]".encode(),
        "pipeline": b"[]",
    }
    return b"{%b}" % b",".join(b'"%b":%b' % (key.encode(), value) for key, value in parts.items())


def _vectors(postings: Postings, use_counts: Mapping[str, int], ids: Sequence[str]) -> bytes:
    """Return, for each field of each paper, the numbers of its terms, in order, each with its weight."""
    vectors: list[list[list[str]]] = [[[] for _ in ids] for _ in FIELDS]
    lengths = [lengths.tolist() for lengths in postings.lengths]
    averages = [postings.average_length(field) for field in range(len(FIELDS))]
    boosts = list(FIELDS.values())
    weights: dict[tuple[int, int], _Weights] = {}
    for number, term in enumerate(postings.terms()):
        name, uses = str(number), use_counts[term]
        rarity = math.log(1 + abs((postings.count - uses + 0.5) / (uses + 0.5)))
        for field, papers, counts in postings.uses(term):
            if (field, uses) not in weights:
                weights[field, uses] = _Weights(rarity, averages[field], boosts[field])
            keys = zip(counts, map(lengths[field].__getitem__, papers), strict=True)
            vector = vectors[field]
            for paper, weight in zip(papers, map(weights[field, uses].__getitem__, keys), strict=True):
                vector[paper] += (name, weight)
    quoted = [compact_json(id_).decode()[1:] for id_ in ids]
    texts = (
        f'["{name}/{quoted[paper]},[{",".join(vectors[field][paper])}]]'
        for paper in range(len(ids))
        for field, name in enumerate(FIELDS)
    )
    return f"[{','.join(texts)}]".encode()


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


def _inverted_index(postings: Postings, terms: Iterable[str], ids: Sequence[str]) -> Iterator[str]:
    """Yield the papers of each term by field; Lunr could keep more about each than that it is there: {}.

    lunr.py sorts by code point, lunr.js requires the order of its own strings and refuses to
    load others ("Out of order word insertion"): U+FB02 and U+1D4AA stand the other way round.
    """
    numbers = {term: number for number, term in enumerate(postings.terms())}
    there = [f"{compact_json(id_).decode()}:{{}}" for id_ in ids]
    for term in terms:
        papers = {field: papers for field, papers, _ in postings.uses(term)}
        fields = [
            f'"{name}":{{{",".join([there[paper] for paper in papers.get(field, ())])}}}'
            for field, name in enumerate(postings.fields)
        ]
        yield f'[{compact_json(term).decode()},{{{",".join(fields)},"_index":{numbers[term]}}}]'
