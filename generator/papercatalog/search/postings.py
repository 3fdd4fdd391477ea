"""Tokens of papers -> where each term stands, and how often.

The standard Lunr index and the site's own files are two spellings of the postings. These are
what the tokens are when they are sorted: 10,000 papers have two million, so they are arrays of numbers.
"""

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from papercatalog.search.arrays import NDArray, Numbers, np
from papercatalog.search.documents import FIELDS
from papercatalog.search.terms import Terms
from papercatalog.search.tokens import utf16_order


class ForwardIndex:
    """The tokens of every paper, as they come. Papers, fields and terms are numbered; a token takes four bytes."""

    def __init__(self, terms: Terms) -> None:
        """`terms` may have more than those of the papers."""
        self.terms = terms
        self.tokens = array("I")
        """Paper by paper, and of each field by field."""
        self.starts = array("Q", [0])
        """Paper -> its first token; at the end, how many tokens there are."""
        self.lengths = array("I")
        """Of each field of each paper, in tokens."""

    @property
    def count(self) -> int:
        """Of papers."""
        return len(self.starts) - 1

    def add(self, tokens: Mapping[str, Sequence[int]]) -> None:
        """Add the next paper, by field."""
        found = [tokens[field] for field in FIELDS]
        self.tokens.extend(chain.from_iterable(found))
        self.starts.append(len(self.tokens))
        self.lengths.extend(map(len, found))

    def take_over(self, other: "ForwardIndex", paper: int) -> None:
        """Add, as the next paper, one of another index of the same terms."""
        self.tokens += other.tokens[other.starts[paper] : other.starts[paper + 1]]
        self.starts.append(len(self.tokens))
        self.lengths += other.lengths[paper * len(FIELDS) : (paper + 1) * len(FIELDS)]


@dataclass(frozen=True, slots=True)
class Postings:
    """The uses of all terms: a use is a term in a field of a paper, a group all uses of a term in a field.

    Terms come in the order of JavaScript strings, groups by term and field, uses by group and paper.
    """

    terms: list[str]
    appearance: Numbers
    """Term -> how many other terms come first when the papers are read in order: its number in Lunr."""
    term_starts: Numbers
    """Term -> its first group; at the end, how many groups there are."""
    group_fields: Numbers
    group_starts: Numbers
    """Group -> its first use; at the end, how many uses there are."""
    papers: NDArray[np.uint32]
    """Use -> its paper."""
    counts: NDArray[np.uint32]
    """Use -> how often the term stands there."""
    lengths: NDArray[np.uint32]
    """Paper, field -> length in tokens."""

    def use_counts(self) -> Numbers:
        """Return in how many fields of papers each term stands.

        A paper that has it in two fields counts twice, as in Lunr.
        """
        return np.diff(self.group_starts[self.term_starts])

    def average_lengths(self) -> list[float]:
        """Return the average length of each field."""
        return [total / max(1, len(self.lengths)) for total in self.lengths.sum(axis=0, dtype=np.int64).tolist()]


def invert(index: ForwardIndex) -> Postings:
    """Return the postings of an index; only terms of its papers are among them."""
    tokens = np.asarray(index.tokens)
    lengths = np.asarray(index.lengths).reshape(-1, len(FIELDS))
    names = list(index.terms)
    used = np.flatnonzero(np.bincount(tokens, minlength=len(names))).tolist()
    in_order = sorted(used, key=lambda number: utf16_order(names[number]))
    first = np.zeros(len(names), np.int64)
    first[tokens[::-1]] = np.arange(len(tokens), dtype=np.uint32)[::-1]  # of many for one term, the last one stays
    appearance = np.argsort(np.argsort(first[in_order]))
    rank = np.zeros(len(names), np.int64)
    rank[in_order] = np.arange(len(in_order))
    uses, counts = _count(_sorted_uses(rank, tokens, lengths))
    papers = np.empty_like(uses)
    groups, _ = np.divmod(uses, max(1, index.count), out=(uses, papers))  # in place: these are the largest arrays
    group_starts = _starts(groups)
    terms, group_fields = np.divmod(groups[group_starts[:-1]], len(FIELDS))
    return Postings(
        terms=[names[number] for number in in_order],
        appearance=appearance,
        term_starts=_starts(terms),
        group_fields=group_fields,
        group_starts=group_starts,
        papers=papers.astype(np.uint32),
        counts=counts,
        lengths=lengths,
    )


def _sorted_uses(rank: Numbers, tokens: NDArray[np.uint32], lengths: NDArray[np.uint32]) -> Numbers:
    """Return a number for every token, of the rank of its term, its field and its paper: equal ones are a use."""
    papers, fields = lengths.shape
    places = np.arange(papers, dtype=np.uint32)[:, np.newaxis] + np.arange(fields, dtype=np.uint32) * papers
    uses = rank[tokens]
    uses *= fields * papers
    uses += np.repeat(places.ravel(), lengths.ravel())
    uses.sort()
    return uses


def _count(numbers: Numbers) -> tuple[Numbers, NDArray[np.uint32]]:
    """Return each of the sorted numbers once, and how often it is there."""
    is_start = _is_start(numbers)
    starts = np.flatnonzero(is_start).astype(np.uint32)
    return numbers[is_start[:-1]], starts[1:] - starts[:-1]


def _starts(numbers: Numbers) -> Numbers:
    """Return where each run of equal numbers starts and, at the end, how many numbers there are."""
    return np.flatnonzero(_is_start(numbers))


def _is_start(numbers: Numbers) -> NDArray[np.bool_]:
    """Tell of each number whether it is another one than that before it; what follows the last one is."""
    is_start = np.ones(len(numbers) + 1, np.bool_)
    np.not_equal(numbers[1:], numbers[:-1], out=is_start[1:-1])
    return is_start
