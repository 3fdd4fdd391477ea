"""Which pages of the published site may stay as they are.

Each page is remembered by what it was made of: a hash of its plan, the questions that it asked
the catalogue, and a hash of the answers. See `watched`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from typing import Any

from papercatalog.catalog import Catalog
from papercatalog.model import Article, Dataset, Method, Metric, Paper, Person, Topic, Venue
from papercatalog.pages.page import Page
from papercatalog.watched import Question

_Record = (Article, Dataset, Method, Metric, Person, Topic, Venue)
_PLAIN = (str, int, float, bool, type(None), date)


@dataclass(frozen=True, slots=True)
class Trace:
    """What a page was made of."""

    plan: bytes
    questions: tuple[Question, ...]
    answers: bytes


class Tracer:
    """Compares pages of one catalogue with traces. `digests` has a hash of each file of content/, by its path."""

    def __init__(self, catalog: Catalog, digests: Mapping[str, bytes]) -> None:
        self._catalog = catalog
        self._digests = digests
        self._answers: dict[Question, bytes] = {}
        self._questions: dict[Question, Question] = {}
        self._records: dict[int, str] = {}

    def trace(self, page: Page, questions: Iterable[Question]) -> Trace:
        # Equal questions become one object, which a pickle holds once.
        asked = tuple(self._questions.setdefault(question, question) for question in questions)
        return Trace(self._plan(page), asked, self._answer_all(asked))

    def holds(self, trace: Trace, page: Page) -> bool:
        """Tell whether `page`, as it is planned now, would be made of the same."""
        return trace.plan == self._plan(page) and trace.answers == self._answer_all(trace.questions)

    def _plan(self, page: Page) -> bytes:
        return _hash(self._describe(page).encode())

    def _answer_all(self, questions: Iterable[Question]) -> bytes:
        return _hash(b"".join(map(self._answer, questions)))

    def _answer(self, question: Question) -> bytes:
        answer = self._answers.get(question)
        if answer is None:
            name, key = question
            value = getattr(self._catalog, name)
            answer = _hash(self._describe(value if key is None else value.get(key)).encode())
            self._answers[question] = answer
        return answer

    def _describe(self, value: Any) -> str:
        """Return a text that is another one for another value. Of a paper the hash of its file will do."""
        if isinstance(value, _PLAIN):
            return repr(value)
        if isinstance(value, Paper):
            return f"<{value.span.path} {self._digests[value.span.path].hex()}>"
        if isinstance(value, _Record):
            # By identity: the catalogue keeps its records as long as this lives.
            if id(value) not in self._records:
                self._records[id(value)] = _hash(repr(value).encode()).hex()
            return self._records[id(value)]
        if isinstance(value, list | tuple):
            return f"[{','.join(map(self._describe, value))}]"
        if isinstance(value, Mapping):
            return f"{{{','.join(f'{self._describe(key)}:{self._describe(of)}' for key, of in value.items())}}}"
        # A dataclass; a page may not depend on anything else.
        values = ",".join(self._describe(getattr(value, name)) for name in value.__dataclass_fields__)
        return f"{type(value).__name__}({values})"


def _hash(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()
