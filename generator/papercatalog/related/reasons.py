"""Why two papers are close, in phrases for readers. Every phrase can be checked on the two papers' pages."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from operator import itemgetter

from papercatalog.catalog import Catalog
from papercatalog.model import DatasetRole, Paper
from papercatalog.related.features import UNIT, Vector
from papercatalog.related.names import has_first_capital, is_name
from papercatalog.related.standing import Standing, is_label, split_label
from papercatalog.related.words import Library, singular
from papercatalog.search.tokens import tokens

MAX_REASONS = 3
MAX_NAMES = 3
"""What one phrase lists at most."""
WEAK_TERM = 8 * UNIT * UNIT // 1000
"""A term that adds less was used in passing by one of the two; most pairs of papers share some such."""
NOTHING_SHARED = "no closer paper in this catalogue"

# How adjectives, adverbs and participles mostly end in English; a noun lost here and there is no harm.
_MODIFIER = re.compile(r"[a-z]{2}(ly|ed|ive|ous|ful|able|ible|[^v]al|ic|ary)$")

# Words that any two papers may share, whatever they are about.
_IDLE = frozenset(
    """
    above across against ahead along amid among apart around away back before behind below beneath beside besides
    between beyond despite down during far farther further hence inside into near onto out outside over past per
    through throughout thus together toward towards under underlying underneath until up upon via whereas while within
    without
    boost boosting enhance enhancing explore exploring formulate formulating improve improving investigate
    investigating leverage leveraging look looking rethink rethinking revisit revisiting solve solving tell telling
    tells
    """.split()
)

_EDGES = re.compile(r"^[^\w]+|(['’]s)?[^\w+#]*$")

Shared = Mapping[str, int]
"""Features that two papers share and what each adds to their closeness, the weightiest first."""

_SAME_ROLE: dict[DatasetRole, str] = {
    "introduced": "both introduce",
    "evaluated": "both evaluate on",
    "trained": "both train on",
    "mentioned": "both mention",
}
_DEED: dict[DatasetRole, str] = {
    "introduced": "introduces",
    "evaluated": "evaluates on",
    "trained": "trains on",
    "mentioned": "mentions",
}


class Explainer:
    """Says why two papers, given by their numbers in the catalogue, are close."""

    def __init__(
        self, catalog: Catalog, library: Library, vectors: Mapping[int, Vector], standings: Mapping[str, Standing]
    ) -> None:
        self._papers = catalog.papers
        self._library = library
        self._vectors = vectors
        self._standings = standings
        self._telling = {feature for feature, standing in standings.items() if standing.tells}
        self._title_terms = {feature for feature, standing in standings.items() if standing.in_title}
        self._terms: dict[str, frozenset[str]] = {}

    def reasons(self, one: int, other: int) -> tuple[str, ...]:
        """Return at most three phrases, the weightiest first, and at least one."""
        shared = self._shared(one, other)
        rare = {
            feature: weight
            for feature, weight in shared.items()
            if feature in self._telling and (weight >= WEAK_TERM or is_label(feature))
        }
        phrases = self._phrases(one, other, rare) or self._phrases(one, other, shared)
        # Of equal weight, the phrases keep the order in which they were found.
        phrases.sort(key=lambda phrase: -phrase[0])
        return tuple(phrase for _, phrase in phrases[:MAX_REASONS]) or (self._last_resort(one, other),)

    def _shared(self, one: int, other: int) -> Shared:
        mine, theirs = self._vectors[one], self._vectors[other]
        products = [(feature, mine[feature] * theirs[feature]) for feature in filter(theirs.__contains__, mine)]
        products.sort(key=itemgetter(1), reverse=True)  # equal ones stay in their order
        return dict(products)

    def _phrases(self, one: int, other: int, shared: Shared) -> list[tuple[int, str]]:
        kinds: dict[str, dict[str, int]] = {"datasets": {}, "topics": {}, "methods": {}}
        terms: dict[str, int] = {}
        for feature, weight in shared.items():
            of_kind = kinds[split_label(feature)[0]] if is_label(feature) else terms
            of_kind[feature] = weight
        datasets, topics, methods = kinds.values()
        if topics:  # without those that only subtopics stand for
            both = set(self._papers[one].topics) & set(self._papers[other].topics)
            topics = {feature: weight for feature, weight in topics.items() if split_label(feature)[1] in both}
        phrases = list(self._dataset_phrases(one, other, datasets)) if datasets else []
        if topics:
            phrases.append((sum(topics.values()), sys.intern("both on " + self._enumerate(topics))))
        if methods:
            phrases.append((sum(methods.values()), sys.intern("both use " + self._enumerate(methods))))
        # Saying a label's words again says nothing.
        said = {term for label in (*datasets, *topics, *methods) for term in self._terms_of_label(label)}
        forms = self._print_terms(one, other, terms, said)
        if forms:
            label = "shared terms" if len(forms) > 1 else "shared term"
            phrases.append((sum(forms.values()), f"{label}: {', '.join(forms)}"))
        return phrases

    def _dataset_phrases(self, one: int, other: int, weights: Mapping[str, int]) -> Iterator[tuple[int, str]]:
        mine, theirs = (_roles(self._papers[paper]) for paper in (one, other))
        groups: dict[tuple[DatasetRole, DatasetRole], list[str]] = defaultdict(list)
        for feature in weights:
            _, id_ = split_label(feature)
            # In the order of the roles above, whichever of the two papers plays which.
            first, second = sorted((mine[id_], theirs[id_]), key=list(_DEED).index)
            groups[first, second].append(feature)
        for (first, second), features in groups.items():
            names = self._enumerate(features)
            pronoun = "it" if len(features) == 1 else "them"
            differing = f"one {_DEED[first]} {names}, the other {_DEED[second]} {pronoun}"
            phrase = f"{_SAME_ROLE[first]} {names}" if first == second else differing
            yield sum(weights[feature] for feature in features), phrase

    def _print_terms(self, one: int, other: int, terms: Shared, said: Set[str]) -> dict[str, int]:
        """Return the weightiest terms that are not `said`, as `one` prints them.

        With the word beside where both papers have the pair.
        """
        mine, theirs = self._library[one], self._library[other]
        found: dict[str, int] = {}
        used: set[str] = set()
        for term, weight in terms.items():
            # A mere part of a compound is no word: not "fidelity" where one has only "high-fidelity".
            if term in said or term in used or f" {term} " not in mine or f" {term} " not in theirs:
                continue
            phrase = next((pair for pair in _pairs(mine, term) if self._is_shared(pair, theirs, used)), term)
            form = self._print(one, other, phrase)
            if _is_readable(form):
                used.update(phrase.split())
                found[form] = weight
            if len(found) == MAX_NAMES:
                break
        return found

    def _is_shared(self, pair: str, theirs: str, used: set[str]) -> bool:
        """Tell whether two adjacent words are fit for a title and stand side by side in the other paper, too."""
        words = pair.split()
        return f" {pair} " in theirs and used.isdisjoint(words) and self._title_terms.issuperset(words)

    def _print(self, one: int, other: int, phrase: str) -> str:
        """Return the words as `one` prints them last: a title's capitals say nothing."""
        mine = self._library[one]
        place = mine.count(" ", 0, mine.rindex(f" {phrase} "))
        printed = self._library.printed(one)[place : place + len(phrase.split())]
        first, *rest = (_EDGES.sub("", word) for word in printed)
        name_goes_on = any(word[:1].isupper() for word in rest)  # "Visual Genome"
        if has_first_capital(first) and not name_goes_on and not is_name(first, map(self._library.text, (one, other))):
            first = first.lower()
        return " ".join([first, *rest])

    def _terms_of_label(self, label: str) -> frozenset[str]:
        """Return the terms of all spellings of a label."""
        if label not in self._terms:
            self._terms[label] = frozenset(map(singular, tokens(" ".join(self._standings[label].spellings))))
        return self._terms[label]

    def _enumerate(self, labels: Iterable[str]) -> str:
        """Return the names of labels: "A", "A and B", "A, B and C", "A, B, C and 2 more"."""
        names = [self._standings[label].name for label in labels]
        if len(names) > MAX_NAMES:
            names[MAX_NAMES:] = [f"{len(names) - MAX_NAMES} more"]
        *rest, last = names
        if not rest:
            return last
        # "gestures and poses, and speech": a name with an "and" of its own needs the comma.
        comma = "," if any(" and " in name for name in names) else ""
        return f"{', '.join(rest)}{comma} and {last}"

    def _last_resort(self, one: int, other: int) -> str:
        year = self._papers[one].year
        return f"both from {year}" if year and year == self._papers[other].year else NOTHING_SHARED


def _pairs(sequence: str, term: str) -> Iterator[str]:
    """Yield the term with the word before and with the word after it, wherever it stands and no phrase ends there."""
    place = sequence.find(f" {term} ")
    while place >= 0:
        end = place + len(term) + 1
        before = sequence[sequence.rfind(" ", 0, place) + 1 : place]
        if before:
            yield f"{before} {term}"
        after = sequence[end + 1 : sequence.find(" ", end + 1)]
        if after:
            yield f"{term} {after}"
        place = sequence.find(f" {term} ", end)


def _roles(paper: Paper) -> dict[str, DatasetRole]:
    return {use.id: use.role for use in paper.datasets}


def _is_readable(form: str) -> bool:
    """Tell whether a term says something alone: no number, no letter or two, nothing idle ("detailed", "towards")."""
    is_word = len(form) > 2 or (len(form) > 1 and not form.islower())
    return is_word and not form[0].isdigit() and not _MODIFIER.search(form) and form.lower() not in _IDLE
