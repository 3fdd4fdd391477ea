"""What is found out about a changed catalogue with the help of what was known is what is found out without."""

import gc
import pickle
import random
import weakref
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from papercatalog.cache import Cache
from papercatalog.catalog import Catalog, publication_order
from papercatalog.model import DatasetUse, Paper, Related
from papercatalog.related import WEIGHTS, find_related, index, renew_related, standing
from papercatalog.related.memory import Memory, load_memory, save_memory
from papercatalog.related.renewal import Renewal
from relatedcase import DATASETS, METHODS, TOPICS, WORDS, made_up_catalog, make_catalog, make_paper

"""Under most keys are more papers than one looks at."""


def change_text(draw: random.Random, catalog: Catalog) -> Catalog:
    return change_paper(draw, catalog, lambda paper: {"body": f"{paper.body} {make_text(draw)}"})


def change_title(draw: random.Random, catalog: Catalog) -> Catalog:
    return change_paper(draw, catalog, lambda _: {"title": make_text(draw)})


def change_year(draw: random.Random, catalog: Catalog) -> Catalog:
    return change_paper(draw, catalog, lambda _: {"year": draw.choice([None, *range(2000, 2020)])})


def change_labels(draw: random.Random, catalog: Catalog) -> Catalog:
    uses = tuple(DatasetUse(id_, "trained") for id_ in draw.sample(list(DATASETS), draw.randrange(3)))
    topics = tuple(draw.sample(TOPICS, draw.randrange(3)))
    methods = tuple(draw.sample(list(METHODS), draw.randrange(3)))
    return change_paper(draw, catalog, lambda _: {"topics": topics, "methods": methods, "datasets": uses})


def choose(draw: random.Random, catalog: Catalog) -> Catalog:
    """Let a curator list some papers, and nobody list them before: one of them may be removed."""
    some = draw.sample(catalog.papers, min(len(catalog.papers), draw.randrange(7)))
    papers = (replace(paper, related=()) for paper in catalog.papers)
    listed = tuple(Related(paper.id, "see also") for paper in some)
    return change_paper(draw, with_papers(catalog, list(papers)), lambda _: {"related": listed})


def add(draw: random.Random, catalog: Catalog) -> Catalog:
    number, first_year = draw.randrange(1000, 100_000), draw.randrange(2000, 2020)
    papers = [
        make_paper(
            f"paper-{number + n}",
            make_text(draw),
            year=first_year + n % 2,
            topics=TOPICS[:2],
            body=make_text(draw),
        )
        for n in range(draw.choice([1, 1, 3, 25]))
    ]
    return with_papers(catalog, [*catalog.papers, *papers])


def remove(draw: random.Random, catalog: Catalog) -> Catalog:
    gone = {paper.id for paper in draw.sample(catalog.papers, min(len(catalog.papers), draw.choice([1, 1, 3, 20])))}
    papers = [
        replace(paper, related=tuple(entry for entry in paper.related if entry.id not in gone))
        for paper in catalog.papers
        if paper.id not in gone
    ]
    return with_papers(catalog, papers)


def rename_label(draw: random.Random, catalog: Catalog) -> Catalog:
    kind = draw.choice(["topics", "datasets", "methods"])
    records = list(getattr(catalog, kind))
    place = draw.randrange(len(records))
    name = f"{draw.choice(WORDS).capitalize()} {draw.choice(WORDS)}"
    records[place] = replace(records[place], name=name, aliases=tuple(draw.sample(WORDS, draw.randrange(2))))
    return replace(catalog, **{kind: tuple(records)})


def move_topic(draw: random.Random, catalog: Catalog) -> Catalog:
    topics = list(catalog.topics)
    place = draw.randrange(1, len(topics))
    topics[place] = replace(topics[place], parent=draw.choice([None, topics[0].id]))
    return replace(catalog, topics=tuple(topics))


CHANGES = (change_text, change_title, change_year, change_labels, choose, add, remove, rename_label, move_topic)


def change_paper(draw: random.Random, catalog: Catalog, fields: Callable[[Paper], dict[str, object]]) -> Catalog:
    if not catalog.papers:
        return catalog
    papers = list(catalog.papers)
    place = draw.randrange(len(papers))
    papers[place] = replace(papers[place], **fields(papers[place]))  # type: ignore[arg-type]
    return with_papers(catalog, papers)


def with_papers(catalog: Catalog, papers: Sequence[Paper]) -> Catalog:
    return replace(catalog, papers=tuple(sorted(papers, key=publication_order)))


def make_text(draw: random.Random) -> str:
    """Words of few papers and of many, some with a capital, a hyphen or a plural's ending."""
    words = [*draw.choices(WORDS, k=5), *(f"rare{draw.randrange(40)}" for _ in range(3))]
    return " ".join(draw.choice([word, word.capitalize(), f"{word}s", f"{word}-based"]) for word in words) + "."


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that so few papers reach."""
    for name, bound in (("STRONGEST", 8), ("PAIRED", 4), ("FEW", 4), ("CANDIDATES", 6)):
        monkeypatch.setattr(index, name, bound)
    monkeypatch.setattr(standing, "FEW", 4)


@pytest.mark.parametrize("papers", [3, 30, 62, 120])
@pytest.mark.parametrize("bounds", ["usual", "narrow"])
def test_what_is_renewed_is_what_is_found_anew(
    papers: int, bounds: str, soak: bool, request: pytest.FixtureRequest
) -> None:
    if bounds == "narrow":
        request.getfixturevalue("narrow")
    for seed in range(100 if soak else 3):
        draw = random.Random(seed)
        catalog = made_up_catalog(papers, seed)
        memory = Memory()
        for _ in range(10):
            memory = pickle.loads(pickle.dumps(run(catalog, memory)))  # noqa: S301 - ours
            anew = run(catalog, Memory())
            assert memory.circles == anew.circles
            assert (memory.uses, memory.standings) == (anew.uses, anew.standings)
            for change in draw.choices(CHANGES, k=draw.choice([1, 1, 2, 5])):
                catalog = change(draw, catalog)


@pytest.mark.parametrize("newcomers", [1, 6])
@pytest.mark.usefixtures("narrow")
def test_who_stands_behind_newcomers_sees_them(newcomers: int) -> None:
    after = make_catalog(
        [
            make_paper(f"p{number}", "Same", topics=TOPICS[:2])
            for number in (*range(200, 300), *range(2500, 2500 + newcomers))
        ]
    )
    before = replace(after, papers=tuple(paper for paper in after.papers if len(paper.id) == 4))
    for one, other in ((before, after), (after, before)):
        assert run(other, run(one, Memory())).circles == run(other, Memory()).circles


def run(catalog: Catalog, before: Memory) -> Memory:
    return Renewal(catalog, list(map(repr, catalog.papers)), before, WEIGHTS).run()


def test_nothing_is_found_anew_where_nothing_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    catalog = made_up_catalog(100)
    related, memory = renew_related(catalog, repr, Memory())
    assert related == find_related(catalog)
    monkeypatch.delattr("papercatalog.related.words.Reader.read")
    assert renew_related(catalog, repr, memory) == (related, memory)


@pytest.mark.parametrize("count", [0, 1, 100])
def test_what_is_kept_is_what_was_found(tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papercatalog.related.memory.PART", 30)
    _, memory = renew_related(made_up_catalog(count), repr, Memory())

    save_memory(Cache(tmp_path), memory)

    kept = load_memory(Cache(tmp_path))
    assert replace(kept, keys=tuple(kept.keys)) == memory
    assert load_memory(Cache(tmp_path / "elsewhere")) == replace(Memory(), keys=[], sketches=[], circles=[])


def test_words_leave_memory_with_the_last_who_needs_them() -> None:
    """Those of a hundred thousand papers are two hundred megabytes."""
    catalog = made_up_catalog(30)
    renewal = Renewal(catalog, list(map(repr, catalog.papers)), Memory(), WEIGHTS)
    library = weakref.ref(renewal._library)
    gc.disable()
    try:
        renewal.run()
        assert library() == {}
        del renewal
        assert library() is None
    finally:
        gc.enable()


def test_several_processes_find_what_one_finds() -> None:
    catalog = made_up_catalog(700)  # more than one process takes at a time
    alone, alone_memory = renew_related(catalog, repr, Memory())
    shared, memory = renew_related(catalog, repr, Memory(), jobs=3)
    assert (list(shared.items()), memory) == (list(alone.items()), alone_memory)
