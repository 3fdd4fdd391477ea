"""Which pages of the published site may stay as they are.

Each page is remembered by what it was made of: a hash of its plan, the questions it asked
the catalogue, a hash of the answers. See `watched`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from papercatalog.catalog import Catalog
from papercatalog.model import Paper
from papercatalog.pages.page import Page
from papercatalog.watched import Question


@dataclass(frozen=True, slots=True)
class Trace:
    """What a page was made of."""

    plan: bytes
    questions: tuple[Question, ...]
    answers: bytes


class Tracer:
    """Traces the pages of one catalogue. `digests` has a hash of each file of content/, by its path."""

    def __init__(self, catalog: Catalog, digests: Mapping[str, bytes]) -> None:
        self._catalog = catalog
        self._digests = digests
        self._answers: dict[Question, bytes] = {}
        self._records: dict[int, bytes] = {}

    def trace(self, page: Page, questions: Iterable[Question]) -> Trace:
        asked = tuple(sorted(questions, key=repr))
        return Trace(self.plan(page), asked, self.answers(asked))

    def holds(self, trace: Trace, page: Page) -> bool:
        """Tell whether `page`, as it is planned now, would be made of the same."""
        return trace.plan == self.plan(page) and trace.answers == self.answers(trace.questions)

    def plan(self, page: Page) -> bytes:
        return _hash(self._describe(page))

    def answers(self, questions: Iterable[Question]) -> bytes:
        return _hash(b"".join(map(self._answer, questions)))

    def _answer(self, question: Question) -> bytes:
        answer = self._answers.get(question)
        if answer is None:
            name, key = question
            value = getattr(self._catalog, name)
            answer = self._answers[question] = _hash(self._describe(value if key is None else value.get(key)))
        return answer

    def _describe(self, value: Any) -> bytes:
        """Return bytes that differ wherever values do."""
        ...


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
