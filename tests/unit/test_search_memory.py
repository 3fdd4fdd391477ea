"""A search index that is renewed after changes: the same bytes as one that is made anew, and little made."""

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest

from papercatalog.cache import Cache
from papercatalog.search import files, shards
from papercatalog.search.documents import FIELDS, Record, Tokens
from papercatalog.search.files import renew_files
from papercatalog.search.memory import SearchMemory, Source
from papercatalog.search.terms import Terms
from searchcase import Document, search_files

LETTERS = "abcdefghijklmnopqrstuvwxyz"
COMMON = ["face", "of", "the", "recognition", "ﬂow", "顔", "deep"]


class Paper(NamedTuple):
    id: str
    words: Mapping[str, Sequence[str]]
    """By field."""
    title: str

    def tokens(self, terms: Terms) -> Tokens:
        return {field: [terms[word] for word in words] for field, words in self.words.items()}

    def record(self, labels: object) -> Record:
        return {"id": self.id, "title": self.title, "labels": labels}


class Papers:
    """Papers that change. `site` is what is published of them, `made` what the last renewal has written."""

    def __init__(self, folder: Path, count: int) -> None:
        folder.mkdir()
        self.folder = folder
        self._pick = random.Random(5)
        self._words = ["".join(self._pick.choices(LETTERS, k=self._pick.randint(3, 8))) for _ in range(6_000)]
        self.papers = [self.paper(f"paper-{number}") for number in range(count)]
        self.site: dict[str, bytes] = {}
        self.made: set[str] = set()
        self.counted: list[str] = []

    def paper(self, name: str) -> Paper:
        words = {field: self._words_of(4) for field in FIELDS}
        words["abstract"] = [*self._words_of(40), *self._pick.choices(COMMON, k=20)]
        return Paper(name, words, f"Paper {self._pick.random()}")

    def change(self, number: int) -> None:
        self.papers[number] = self.paper(self.papers[number].id)

    def renew(self, labels: object = "labels") -> None:
        cache = Cache(self.folder)
        kept: list[str] = []

        def take_over(paths: Sequence[str]) -> bool:
            there = all(path in self.site for path in paths)
            kept.extend(paths if there else ())
            return there

        self.counted.clear()
        memory = SearchMemory(cache, labels, take_over)
        sources = [
            Source(one.id, one.title, partial(self._tokens, one, memory.terms), partial(one.record, labels))
            for one in self.papers
        ]
        made = {file.path: file.content for file in renew_files(sources, memory, (), {}, has_lunr_index=True)}
        memory.save()
        assert not made.keys() & {*kept}
        self.made = {path for path, content in made.items() if self.site.get(path) != content}
        self.site = {**{path: self.site[path] for path in kept}, **made}

    def _tokens(self, paper: Paper, terms: Terms) -> Tokens:
        self.counted.append(paper.id)
        return paper.tokens(terms)

    def _words_of(self, count: int) -> list[str]:
        return self._pick.choices(self._words, k=count)


@pytest.fixture(scope="module", autouse=True)
def _small_files() -> Iterator[None]:
    """Let some papers fill what takes a thousand: a folder of records, and more files of terms than one paper has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "PAPERS_PER_FOLDER", 300)
        patch.setattr(shards, "_sizes", lambda _: (450, 1_200))
        yield


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Papers:
    papers = Papers(tmp_path_factory.mktemp("published") / "cache", 420)
    papers.renew()
    return papers


@pytest.fixture
def papers(published: Papers, tmp_path: Path) -> Papers:
    """Papers that have been published once, to be changed."""
    papers = deepcopy(published)
    papers.folder = shutil.copytree(published.folder, tmp_path / "cache")
    return papers


def anew(papers: Papers, labels: object = "labels") -> dict[str, bytes]:
    def documents(terms: Terms) -> Iterator[Document]:
        return (Document(paper.id, paper.tokens(terms), paper.record(labels)) for paper in papers.papers)

    return {file.path: file.content for file in search_files(documents, has_lunr_index=True)}


def test_what_is_made_first_is_all_of_it(papers: Papers) -> None:
    assert papers.site == anew(papers)
    assert len(papers.counted) == 420


def test_nothing_changed_leaves_all_terms_and_records(papers: Papers) -> None:
    papers.renew()
    assert papers.site == anew(papers)
    assert not papers.made
    assert not papers.counted


def test_one_paper_changes_its_terms_and_its_folder(papers: Papers) -> None:
    papers.renew()  # what it leaves as it is, is not forgotten
    papers.change(360)
    papers.renew()
    assert papers.site == anew(papers)
    assert papers.counted == ["paper-360"]
    records = [path for path in papers.made if "/papers/" in path]
    assert len(records) == 60  # of the second folder, whose name has changed
    terms = [path for path in papers.made if "/terms-" in path]
    assert 10 < len(terms) < len([path for path in papers.site if "/terms-" in path])


def test_any_changes_give_the_bytes_of_an_index_made_anew(papers: Papers) -> None:
    pick = random.Random(7)
    for step in range(12):
        for number in pick.sample(range(len(papers.papers)), k=pick.choice([1, 2, 30])):
            papers.change(number)
        if step % 3 == 1:
            papers.papers.append(papers.paper(f"new-{step}"))
        if step % 4 == 2:
            del papers.papers[pick.randrange(len(papers.papers))]
        papers.renew()
        assert papers.site == anew(papers)


def test_the_first_paper_may_lose_what_only_the_next_one_says(papers: Papers) -> None:
    papers.papers[0] = papers.papers[0]._replace(words=papers.papers[1].words, title="As the next")
    papers.renew()
    assert papers.site == anew(papers)
    papers.change(0)
    papers.renew()
    assert papers.site == anew(papers)


def test_what_is_not_published_is_made(papers: Papers) -> None:
    lost = {path for path in papers.site if "/terms-" in path or "/papers/" in path}
    for path in sorted(lost)[::3]:
        del papers.site[path]
    papers.renew()
    assert papers.site == anew(papers)


def test_without_a_cache_all_is_made_anew(papers: Papers, tmp_path: Path) -> None:
    (tmp_path / "cache" / "search-index").unlink()
    papers.change(3)
    papers.renew()
    assert papers.site == anew(papers)


def test_other_labels_are_other_documents(papers: Papers) -> None:
    papers.renew("other labels")
    assert len(papers.counted) == 420
    assert papers.site == anew(papers, "other labels")
