"""Why two papers are close, in phrases for readers. Every phrase can be checked on the two papers' pages."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from papercatalog.catalog import Catalog
from papercatalog.model import Dataset, DatasetRole, Method, Paper, Topic
from papercatalog.related.features import Features, Kind
from papercatalog.related.words import Words, singular
from papercatalog.search.tokens import list_tokens

MAX_REASONS = 3
MAX_NAMES = 3
"""What one phrase lists at most."""
COMMON_LABEL = 1 / 5
"""What this share of the papers has as topic or method says little of two of them."""
COMMON_TERM = 1 / 8
"""The same for a term."""
WEAK_TERM = 0.008
"""A term that adds less was used in passing by one of the two; most pairs of papers share some such."""
NOTHING_SHARED = "no closer paper in this catalogue"

# How adjectives, adverbs and participles mostly end in English; a noun lost here and there is no harm.
_MODIFIER = re.compile(r"[a-z]{2}(ly|ed|ive|ous|ful|able|ible|[^v]al|ic|ary)$")

Shared = Mapping[Kind, dict[int, float]]
"""Features that two papers share and what each adds to their closeness, the weightiest first, by kind."""

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

    def __init__(self, catalog: Catalog, features: Features) -> None:
        self._catalog = catalog
        self._features = features

    def reasons(self, one: int, other: int) -> tuple[str, ...]:
        """Return at most three phrases, the weightiest first, and at least one."""
        shared = self._shared(one, other)
        rare = {kind: {f: w for f, w in weights.items() if self._tells(f, w)} for kind, weights in shared.items()}
        phrases = self._phrases(one, other, rare) or self._phrases(one, other, shared)
        # Of equal weight, the phrases keep the order in which they were found.
        phrases.sort(key=lambda phrase: -round(phrase[0], 9))
        return tuple(phrase for _, phrase in phrases[:MAX_REASONS]) or (self._last_resort(one, other),)

    def _shared(self, one: int, other: int) -> Shared:
        mine, theirs = (self._features.vectors[paper].as_dict() for paper in (one, other))
        products = [(feature, weight * theirs[feature]) for feature, weight in mine.items() if feature in theirs]
        products.sort(key=lambda pair: (-round(pair[1], 9), pair[0]))
        found: Shared = {"datasets": {}, "topics": {}, "methods": {}, "text": {}}
        for feature, weight in products:
            found[self._features.names[feature][0]][feature] = weight
        return found

    def _tells(self, feature: int, weight: float) -> bool:
        kind, name = self._features.names[feature]
        papers = len(self._catalog.papers)
        match kind:
            case "text":
                # A word that no paper puts in its title is seldom a matter of research ("crucial", "typically").
                is_rare = self._features.use[feature] <= max(2, papers * COMMON_TERM)
                return is_rare and weight >= WEAK_TERM and feature in self._features.title_terms
            case "topics":  # not `use`, which counts the papers of subtopics, too
                return 0 < len(self._catalog.papers_by_topic.get(name, ())) <= max(2, papers * COMMON_LABEL)
            case "methods":
                return self._features.use[feature] <= max(2, papers * COMMON_LABEL)
        return True

    def _phrases(self, one: int, other: int, shared: Shared) -> list[tuple[float, str]]:
        phrases = list(self._dataset_phrases(one, other, shared["datasets"]))
        both = set(self._catalog.papers[one].topics) & set(self._catalog.papers[other].topics)
        topics = {feature: weight for feature, weight in shared["topics"].items() if self._id(feature) in both}
        if topics:
            phrases.append((sum(topics.values()), "both on " + self._enumerate(topics)))
        if shared["methods"]:
            phrases.append((sum(shared["methods"].values()), "both use " + self._enumerate(shared["methods"])))
        said = self._terms_of_labels([*shared["datasets"], *topics, *shared["methods"]])
        terms = {term: weight for term, weight in shared["text"].items() if term not in said}
        if forms := self._printed_terms(one, other, terms):
            label = "shared terms" if len(forms) > 1 else "shared term"
            phrases.append((sum(forms.values()), f"{label}: {', '.join(forms)}"))
        return phrases

    def _dataset_phrases(self, one: int, other: int, weights: dict[int, float]) -> Iterator[tuple[float, str]]:
        mine, theirs = (_roles(self._catalog.papers[paper]) for paper in (one, other))
        groups: dict[tuple[DatasetRole, DatasetRole], list[int]] = defaultdict(list)
        for feature in weights:
            # In the order of the roles above, whichever of the two papers plays which.
            first, second = sorted((mine[self._id(feature)], theirs[self._id(feature)]), key=list(_DEED).index)
            groups[first, second].append(feature)
        for (first, second), features in groups.items():
            names = self._enumerate(features)
            pronoun = "it" if len(features) == 1 else "them"
            differing = f"one {_DEED[first]} {names}, the other {_DEED[second]} {pronoun}"
            phrase = f"{_SAME_ROLE[first]} {names}" if first == second else differing
            yield sum(weights[feature] for feature in features), phrase

    def _printed_terms(self, one: int, other: int, terms: Mapping[int, float]) -> dict[str, float]:
        """Return the weightiest terms as `one` prints them, with the word beside where both papers have the pair."""
        mine, theirs = self._features.words[one], self._features.words[other]
        pairs = self._shared_pairs(mine, theirs) if terms else []
        found: dict[str, float] = {}
        used: set[int] = set()
        for term, weight in terms.items():
            # A mere part of a compound is no word: not "fidelity" where one has only "high-fidelity".
            if term in used or term not in mine.terms or term not in theirs.terms:
                continue
            words = next((pair for pair in pairs if term in pair and used.isdisjoint(pair)), (term,))
            place = _last_place(mine, words)
            form = self._form(*mine.forms[place : place + len(words)])
            if _is_readable(form):
                used.update(words)
                found[form] = weight
            if len(found) == MAX_NAMES:
                break
        return found

    def _shared_pairs(self, mine: Words, theirs: Words) -> list[tuple[int, ...]]:
        """Return the adjacent words that both papers have and that are fit for a title."""
        pairs = set(pairwise(mine.terms)) & set(pairwise(theirs.terms))
        return sorted(pair for pair in pairs if self._features.title_terms.issuperset(pair))  # BREAK is not fit

    def _form(self, number: int, *following: int) -> str:
        """Return words as printed; without the capital of a sentence or title, but "Visual Genome" stays."""
        form, *rest = (self._features.forms[form] for form in (number, *following))
        name_goes_on = any(word[0].isupper() for word in rest)
        return " ".join([form if name_goes_on else self._features.usual_forms[form.lower()], *rest])

    def _terms_of_labels(self, features: Iterable[int]) -> set[int]:
        """Return the terms of all spellings of the labels: saying them again says nothing."""
        records = (self._record(feature) for feature in features)
        spellings = (text for record in records for text in (record.name, *record.aliases))
        terms = (self._features.terms.get(singular(token)) for token in list_tokens(spellings))
        return {term for term in terms if term is not None}

    def _id(self, feature: int) -> str:
        return self._features.names[feature][1]

    def _record(self, feature: int) -> Topic | Dataset | Method:
        kind, id_ = self._features.names[feature]
        records: Mapping[Kind, Mapping[str, Topic | Dataset | Method]] = {
            "topics": self._catalog.topic,
            "datasets": self._catalog.dataset,
            "methods": self._catalog.method,
        }
        return records[kind][id_]

    def _enumerate(self, features: Iterable[int]) -> str:
        """Return the names of labels: "A", "A and B", "A, B and C", "A, B, C and 2 more"."""
        names = [self._name(feature) for feature in features]
        if len(names) > MAX_NAMES:
            names[MAX_NAMES:] = [f"{len(names) - MAX_NAMES} more"]
        *rest, last = names
        if not rest:
            return last
        # "facial expressions and emotions, and face analysis": a name with an "and" of its own needs the comma.
        comma = "," if any(" and " in name for name in names) else ""
        return f"{', '.join(rest)}{comma} and {last}"

    def _name(self, feature: int) -> str:
        """Return a name as it stands within a sentence: lower case unless the papers print it otherwise."""
        record = self._record(feature)
        first = record.name.split()[0]
        if isinstance(record, Dataset) or not first[1:].islower():
            return record.name
        printed = self._features.usual_forms.get(first.lower(), "")
        return record.name if printed[:1].isupper() else record.name[0].lower() + record.name[1:]

    def _last_resort(self, one: int, other: int) -> str:
        year = self._catalog.papers[one].year
        return f"both from {year}" if year and year == self._catalog.papers[other].year else NOTHING_SHARED


def _roles(paper: Paper) -> dict[str, DatasetRole]:
    return {use.id: use.role for use in paper.datasets}


def _last_place(words: Words, terms: tuple[int, ...]) -> int:
    """Return where `terms` stand last, in running text where it has them: a title's capitals say nothing."""
    place = end = 0
    for _ in range(words.terms.count(terms[0])):
        start = words.terms.index(terms[0], end)
        end = start + 1
        if tuple(words.terms[start : start + len(terms)]) == terms:
            place = start
    return place


def _is_readable(form: str) -> bool:
    """Tell whether a term says something alone: no number, no letter or two, no mere modifier ("detailed")."""
    is_word = len(form) > 2 or (len(form) > 1 and not form.islower())
    return is_word and not form[0].isdigit() and not _MODIFIER.search(form)
