"""Which pages of the published site may stay as they are.

Each page is remembered by what it was made of: a hash of its plan, and the questions that it asked the
catalogue. Many pages ask the same, so each answer is remembered once, as a hash. See `watched`.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field, fields
from datetime import date
from enum import Enum
from functools import cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

from papercatalog.catalog import Catalog, RelatedPaper
from papercatalog.model import Article, Dataset, Method, Metric, Name, Paper, Person, Topic, Venue
from papercatalog.pages.page import Page
from papercatalog.watched import Question

_PLAIN = frozenset((str, int, float, bool, type(None), date))
_RECORDS = frozenset((Article, Dataset, Method, Metric, Person, Topic, Venue))
_KEYS = (str, int, float, Name)
"""What a look-up of the catalogue may have for a key, or what is equal to that."""
_HASH_SIZE = 16


@dataclass(slots=True)
class Traces:
    """What the pages of a site were made of: a few large dictionaries, which a pickle holds in little time."""

    plans: dict[str, bytes] = field(default_factory=dict)
    """By the path of the page."""
    questions: dict[str, tuple[Question, ...]] = field(default_factory=dict)
    """By the path of the page."""
    answers: dict[Question, bytes] = field(default_factory=dict)

    def add(self, other: "Traces") -> None:
        """Add other pages, or the same ones as they are by now."""
        # Equal questions become one object, which a pickle holds once.
        both = {question: question for question in self.answers if question in other.answers}
        self.answers |= other.answers
        self.questions |= {path: tuple(map(both.get, asked, asked)) for path, asked in other.questions.items()}
        self.plans |= other.plans

    def part(self, paths: Iterable[str]) -> "Traces":
        """Return the traces of some of the pages."""
        questions = {path: self.questions[path] for path in paths}
        asked: set[Question] = set().union(*questions.values())
        answers = {question: answer for question, answer in self.answers.items() if question in asked}
        return Traces({path: self.plans[path] for path in questions}, questions, answers)


class Tracer:
    """Compares pages of one catalogue with traces of another site, and makes traces of those that are new."""

    def __init__(self, catalog: Catalog, digests: Mapping[str, bytes], before: Traces) -> None:
        """`digests` has a hash of each file of content/, by its path."""
        self._catalog = catalog
        # Of a paper the hash of its file will do, with its place.
        self._papers = {path: f"{path} {digest.hex()}" for path, digest in digests.items()}
        self._records: dict[int, str] = {}
        self._answers: dict[Question, bytes] = {}
        self._asked: dict[Question, Question] = {}
        """Each question to the one that is kept: many pages ask the same."""
        self._before = before
        self._changed = {question for question, answer in before.answers.items() if self._answer(question) != answer}

    def is_unchanged(self, page: Page) -> bool:
        """Tell whether a page would come out as it did before: it is planned as it was, and asks for the same."""
        plan = self._before.plans.get(page.path)
        return (
            plan is not None
            and self._changed.isdisjoint(self._before.questions[page.path])
            and plan == self._hash(page)
        )

    def trace(self, traces: Traces, page: Page, questions: Iterable[Question]) -> None:
        """Note in `traces` what `page` was made of."""
        traces.plans[page.path] = self._hash(page)
        asked = traces.questions[page.path] = tuple(map(self._keepable, questions))
        for question in asked:
            if question not in traces.answers:
                traces.answers[question] = self._answer(question)

    def _keepable(self, question: Question) -> Question:
        """Return a question that is answered otherwise whenever this one is, and that a cache can keep."""
        if question not in self._asked:
            name, key = question
            # A template may ask for a helper or a macro by mistake: no look-up has it, and no pickle holds it.
            self._asked[question] = question if isinstance(key, _KEYS) else (name, None)
        return self._asked[question]

    def traces_of(self, kept: Set[str], made: Traces) -> Traces:
        """Return the traces of a site: of the pages that were kept, by their paths, and of those that were made."""
        if not kept:
            return made
        traces = self._before.part(kept)
        traces.add(made)
        return traces

    def _answer(self, question: Question) -> bytes:
        answer = self._answers.get(question)
        if answer is None:
            name, key = question
            value = getattr(self._catalog, name)
            answer = self._answers[question] = self._hash(value if key is None else value.get(key))
        return answer

    def _hash(self, value: object) -> bytes:
        text = repr(self._plain(value)).encode()
        # Nearly all answers are None or a number, which need no hash.
        return text if len(text) < _HASH_SIZE else blake2b(text, digest_size=_HASH_SIZE).digest()

    def _plain(self, value: Any) -> object:
        """Return plain Python of which `repr` makes another text for another value, and soon."""
        kind = type(value)
        if kind in _PLAIN:
            return value
        if kind is Paper:
            return self._papers[value.span.path]
        if kind in _RECORDS:
            # By identity: the catalogue keeps its records as long as this lives.
            if id(value) not in self._records:
                self._records[id(value)] = repr(self._parts(value))
            return self._records[id(value)]
        if kind is RelatedPaper:
            return value.id, value.reasons
        if isinstance(value, (tuple, list)):
            return [part if type(part) in _PLAIN else self._plain(part) for part in value]
        if hasattr(kind, "__dataclass_fields__"):
            return self._parts(value)
        return self._plain_rest(value)

    def _plain_rest(self, value: Any) -> object:
        """Return plain Python of what few pages ask for."""
        if isinstance(value, Mapping):
            return {key: self._plain(part) for key, part in value.items()}
        if isinstance(value, Set):
            return sorted(repr(self._plain(part)) for part in value)
        if isinstance(value, Enum):
            return value.value
        return os.urandom(_HASH_SIZE)  # never known to be as it was

    def _parts(self, value: Any) -> object:
        """Return the name of a dataclass and the values of its fields as plain Python."""
        kind: type = type(value)
        return tuple([part if type(part) in _PLAIN else self._plain(part) for part in _parts_of(kind)(value)])


@cache
def _parts_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    """Return a function from an object of a dataclass to the name of the class and the values of its fields."""
    return attrgetter("__class__.__name__", *(part.name for part in fields(kind)))
