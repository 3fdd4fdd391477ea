"""Which answers of a catalogue are the same, and which another build has to see as others."""

import pickle
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest

from papercatalog.catalog import Catalog, RelatedPaper
from papercatalog.claims import Claim, Ground
from papercatalog.diagnostics import Span
from papercatalog.model import Paper, Topic
from papercatalog.pages.page import Page
from papercatalog.reuse import Tracer, Traces

PAGE = Page("/", "home.html", title="Home")
PAPER = Paper(id="a", title="A", added=date(2026, 1, 1), span=Span("content/papers/a.md"))
MOVED = Paper(id="b", title="A", added=date(2026, 1, 1), span=Span("content/papers/b.md"))
DIGESTS = {"content/papers/a.md": b"same", "content/papers/b.md": b"same"}


def is_unchanged(before: object, now: object) -> bool:
    """Tell whether a page is taken for unchanged that asked for one value before and is given another now."""
    question = "answer", None
    traces = Traces()
    _tracer(before, Traces()).trace(traces, PAGE, [question])
    return _tracer(now, traces).is_unchanged(PAGE)


def _tracer(answer: object, traces: Traces) -> Tracer:
    return Tracer(cast(Catalog, SimpleNamespace(answer=answer)), DIGESTS, traces)


@pytest.mark.parametrize(
    ("before", "now"),
    [
        (1, 2),
        ("the same beginning, one end", "the same beginning, another end"),
        ([PAPER], [MOVED]),
        (RelatedPaper("a", ("why",)), RelatedPaper("b", ("why",))),
        (RelatedPaper("a", ("why",)), RelatedPaper("a", ("why not",))),
        (Topic("a", "A", span=Span("x", 1)), Topic("a", "A", span=Span("y", 1))),
        (Topic("a", "A", body="One text."), Topic("a", "A", body="Another text.")),
        ({"a": 1}, {"b": 1}),
        ({"a": 1}, {"a": 2}),
        ({"a"}, {"b"}),
        (Claim("link", Ground.WORDS), Claim("link", Ground.SOURCE)),
    ],
)
def test_what_differs_is_seen(before: object, now: object) -> None:
    assert not is_unchanged(before, now)


def test_what_is_of_no_known_kind_is_never_as_it_was() -> None:
    thing: Any = object()
    assert not is_unchanged(thing, thing)


def test_what_is_equal_is_as_it_was() -> None:
    many = {str(number) for number in range(50)}
    assert is_unchanged((PAPER, Topic("a", "A"), many), [PAPER, Topic("a", "A"), {*sorted(many, reverse=True)}])


def traces_of(*paths: str) -> Traces:
    traces, tracer = Traces(), Tracer(Catalog(papers=(PAPER,)), DIGESTS, Traces())
    for path in paths:
        tracer.trace(traces, Page(path, "page.html", path), [("paper", "".join(["a", "bc"]))])
    return traces


def test_question_of_many_pages_is_held_once_whoever_made_them() -> None:
    traces = traces_of("/1/", "/2/")
    traces.add(pickle.loads(pickle.dumps(traces_of("/3/"))))  # noqa: S301 - what another process sends

    assert list(traces.questions) == ["/1/", "/2/", "/3/"]
    assert len({id(question) for asked in traces.questions.values() for question in asked}) == 1
    assert list(traces.answers) == [("paper", "abc")]
