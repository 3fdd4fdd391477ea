"""Postings -> the standard serialised Lunr 2.3.9 index, for anybody's own lunr.js.

The terms are the site's own tokens, as if handed to Lunr as lists with empty pipelines: its
tokenisers in Python and JavaScript disagree, ours do not. The bytes are those of the `lunr`
package for the same tokens (a test holds it), in a third of the time. The site's own
search does not need this file. Nothing else imports lunr.
"""

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from papercatalog.search.arrays import NDArray, Numbers, np
from papercatalog.search.documents import FIELDS, K1, B
from papercatalog.search.encoding import compact_json
from papercatalog.search.postings import Postings

_NEAR = 1e-6
"""Of a half: a weight is some hundred thousandths, which floating point knows far better than that."""


def lunr_index(postings: Postings, ids: Sequence[str]) -> bytes:
    """Return the index as JSON. The reference of a paper is its id.

    lunr.py sorts by code point, lunr.js requires the order of its own strings and refuses to
    load others ("Out of order word insertion"): U+FB02 and U+1D4AA stand the other way round.
    """
    from lunr import __TARGET_JS_VERSION__  # here, for it takes as long to import as a small index to build

    parts = {
        b"version": compact_json(__TARGET_JS_VERSION__),
        b"fields": compact_json([*FIELDS]),
        b"fieldVectors": b"[%b]" % b",".join(_vectors(postings, ids)),
        b"invertedIndex": b"[%b]" % b",".join(_entries(postings, ids)),
        b"pipeline": b"[]",
    }
    return b"{%b}" % b",".join(b'"%b":%b' % member for member in parts.items())


def _entries(postings: Postings, ids: Sequence[str]) -> Iterator[bytes]:
    """Yield the papers of each term by field."""
    there = [compact_json(id_) + b":{}" for id_ in ids]  # Lunr could keep more about each use: {}
    papers = list(map(there.__getitem__, postings.papers.tolist()))
    empty = [b'"%b":{}' % name.encode() for name in FIELDS]
    group_fields, group_starts = postings.group_fields.tolist(), postings.group_starts.tolist()
    spans = pairwise(postings.term_starts.tolist())
    for term, number, (start, end) in zip(postings.terms, postings.appearance.tolist(), spans, strict=True):
        fields = empty.copy()
        for group in range(start, end):
            field = group_fields[group]
            its = papers[group_starts[group] : group_starts[group + 1]]
            fields[field] = b"%b%b}" % (empty[field][:-1], b",".join(its))
        yield b'[%b,{%b,"_index":%d}]' % (compact_json(term), b",".join(fields), number)


def _vectors(postings: Postings, ids: Sequence[str]) -> Iterator[bytes]:
    """Yield, for each field of each paper, the numbers of its terms, in order, each with its weight."""
    fields = np.repeat(postings.group_fields, np.diff(postings.group_starts))
    use_counts = postings.use_counts()
    numbers = np.repeat(postings.appearance, use_counts)
    places = postings.papers * np.int64(len(FIELDS)) + fields
    order = np.argsort(places * len(postings.terms) + numbers)
    names = np.array([b"%d," % number for number in range(len(postings.terms))], np.bytes_)
    weights, which = _weights(postings, fields, use_counts)
    numbers, which = numbers[order], which[order]
    # All of them in one go: what is shorter than the longest is filled up with zeros, which are taken out again.
    pairs = np.empty(len(order), [("name", names.dtype), ("weight", weights.dtype)])
    pairs["name"], pairs["weight"] = names[numbers], weights[which]
    text = pairs.tobytes().replace(b"\0", b"")
    ends = np.append(0, np.cumsum(np.char.str_len(names)[numbers] + np.char.str_len(weights)[which]))
    in_place = np.bincount(places, minlength=len(ids) * len(FIELDS))
    spans = pairwise(ends[np.append(0, np.cumsum(in_place))].tolist())
    for id_ in ids:
        quoted = compact_json(id_)[1:]
        for name, (start, end) in zip(FIELDS, spans, strict=False):  # spans go on with the next paper
            yield b'["%b/%b,[%b]]' % (name.encode(), quoted, text[start:end].rstrip(b","))


def _weights(postings: Postings, fields: Numbers, use_counts: Numbers) -> tuple[NDArray[np.bytes_], Numbers]:
    """Return all different weights as text, with a comma, and which of them each use has.

    `fields` are those of the uses, `use_counts` those of the terms.
    """
    rarities = [math.log(1 + abs((len(postings.lengths) - uses + 0.5) / (uses + 0.5))) for uses in use_counts.tolist()]
    averages, boosts = np.array(postings.average_lengths()), np.array([*FIELDS.values()])
    # The same operations in the same order as in Lunr, or the last digit differs.
    norm = K1 * (1 - B + B * (postings.lengths[postings.papers, fields] / averages[fields]))
    score = np.repeat(rarities, use_counts) * ((K1 + 1) * postings.counts) / (norm + postings.counts)
    thousandths = to_thousandths(score * boosts[fields])
    is_there = np.bincount(thousandths) > 0
    texts = [b"%r," % (number / 1000) for number in np.flatnonzero(is_there).tolist()]
    return np.array(texts, np.bytes_), (np.cumsum(is_there) - 1)[thousandths]


def to_thousandths(weights: NDArray[np.float64]) -> Numbers:
    """Return numbers in thousandths, rounded as Python and Lunr do: numpy, which multiplies first, errs near halves."""
    scaled = weights * 1000
    thousandths = np.rint(scaled).astype(np.int64)
    near_half = np.flatnonzero(np.abs(np.abs(scaled - thousandths) - 0.5) < _NEAR)
    thousandths[near_half] = [round(1000 * round(weight, 3)) for weight in weights[near_half].tolist()]
    return thousandths
