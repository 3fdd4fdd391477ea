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
    vectors: list[list[list[float]]] = [[[] for _ in ids] for _ in FIELDS]
    norms = [_norms(postings, field) for field in range(len(FIELDS))]
    boosts = list(FIELDS.values())
    for number, term in enumerate(postings.terms()):
        uses = use_counts[term]
        rarity = math.log(1 + abs((postings.count - uses + 0.5) / (uses + 0.5)))
        for field, papers, counts in postings.uses(term):
            vector, norm, boost = vectors[field], norms[field], boosts[field]
            for paper, count in zip(papers, counts, strict=True):
                # The same operations in the same order as in Lunr, or the last digit differs.
                score = rarity * ((K1 + 1) * count) / (norm[paper] + count)
                vector[paper] += (number, round(score * boost, 3))
    return compact_json(
        [[f"{name}/{id_}", vectors[field][paper]] for paper, id_ in enumerate(ids) for field, name in enumerate(FIELDS)]
    )


def _norms(postings: Postings, field: int) -> list[float]:
    """Return, by paper, how much the length of the field weakens its words."""
    average = postings.average_length(field) or 1
    return [K1 * (1 - B + B * (length / average)) for length in postings.lengths[field]]


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
