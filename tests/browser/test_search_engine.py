"""The search engine in a real browser, without any page: what it loads, and scores like those of stock lunr.js."""

import json
import random
import shutil
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from conftest import common_folder
from papercatalog.config import load_config
from papercatalog.content import read_content
from papercatalog.search.documents import FIELDS, Documents, numbered
from papercatalog.search.terms import Terms
from searchcase import Document, search_files
from searchquality import lunr_script
from sitecase import write_tree

ROOT = Path(__file__).parents[2]
NAMES = [[("face", "topic", "faces", "Face", 3)], [("顔", "topic", "kao", "顔", 1)]]
DATES = {"first": "2020-01-01", "last": "顔"}


def random_words(count: int = 400) -> Iterator[dict[str, list[str]]]:
    """The fields of papers, in made-up words, some of them common; more papers than share one file of terms."""
    pick = random.Random(5)
    syllables = "fa ce re cog ni tion lo po ka ﬂ é 人 𐌰 𝒪 c++ 3d i ng x".split()
    words = ["".join(pick.choices(syllables, k=pick.randint(1, 4))) for _ in range(3_000)] + [
        "__proto__",
        "constructor",
    ]
    for _ in range(count):
        yield {field: pick.choices(words[: pick.choice([50, 3_000])], k=pick.randint(0, 25)) for field in FIELDS}


def random_documents(terms: Terms) -> Iterator[Document]:
    for number, fields in enumerate(random_words()):
        tokens = {field: [terms[word] for word in words] for field, words in fields.items()}
        yield Document(f"paper-{number}", tokens, {"id": f"paper-{number}", "title": " ".join(fields["title"])})


def real_documents(terms: Terms) -> Iterator[Document]:
    catalog = read_content(load_config(ROOT)).catalog
    documents = Documents(catalog, terms)
    return (Document(paper.id, documents.tokens(paper), documents.record(paper)) for paper in numbered(catalog))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """The engine, stock lunr.js, and two indexes below `random/` and `real/`."""
    with common_folder(tmp_path_factory, f"engine-{testrun_uid}") as root:
        if not (root / "search").exists():
            shutil.copytree(ROOT / "themes/default/static/search", root / "search")
            shutil.copy(lunr_script(), root)
            (root / "index.html").write_text('<!doctype html><link rel="icon" href="data:,"><title>Engine</title>')
            for name, documents in (("random", random_documents), ("real", real_documents)):
                write_tree(root / name, search_files(documents, NAMES, {"dates": DATES}, has_lunr_index=True))
    return root


@pytest.fixture
def page(page: Page, served: str, requested: list[str]) -> Page:
    """An empty page beside the engine."""
    requested.clear()
    page.goto(served)
    return page


def run(page: Page, body: str, argument: Any = None, index: str = "random") -> Any:
    """Run JavaScript with an `engine` that has just been opened, and `argument`."""
    script = f"""async argument => {{
      const {{ Engine }} = await import("./search/engine.js");
      const {{ GoneError, loadFiles }} = await import("./search/files.js");
      const engine = new Engine(await loadFiles(new URL("{index}/data/search/", document.baseURI)));
      {body}
    }}"""
    return page.evaluate(script, argument)


def terms_of(folder: Path, index: str) -> list[str]:
    lunr_index = json.loads((folder / index / "data/lunr-index.json").read_text(encoding="utf-8"))
    return [term for term, _ in lunr_index["invertedIndex"]]


# Scores

COMPARE = """
  await engine.prepare(argument.flat());
  const all = await engine.files.records([...Array(engine.count).keys()]);
  const index = lunr.Index.load(await (await fetch("INDEX/data/lunr-index.json")).json());
  const stock = clauses => index.query(query => {
    for (const { term, prefix, pattern, presence = "optional", ...options } of clauses) {
      query.term(term + (prefix ? "*" : ""), { ...options, presence: lunr.Query.presence[presence.toUpperCase()] });
    }
  });
  return JSON.stringify(argument.map(clauses => ({
    own: engine.query(clauses).map(({ paper, score }) => [paper, all[paper].id, score]),
    stock: stock(clauses).map(({ ref, score }) => [ref, score]),
  })));
"""


def random_clause(pick: random.Random, terms: list[str]) -> dict[str, Any]:
    """Return a clause of any kind; wildcards and edits are made from a term, so that something is found."""
    term = pick.choice(terms)
    place = pick.randrange(len(term))
    match pick.randrange(8):
        case 0 | 1:
            clause = {"term": term[: pick.randint(1, 4)], "prefix": True}
        case 2:
            clause = {"term": f"{term[: place + 1]}*{term[-1]}", "pattern": True}
        case 3:
            clause = {"term": pick.choice([f"*{term[place:]}", f"*{term[place : place + 2]}*"]), "pattern": True}
        case 4:
            edited = pick.choice([term[:place] + term[place + 1 :], f"{term[:place]}e{term[place:]}", term[::-1], term])
            clause = {"term": edited or term, "editDistance": pick.choice([1, 1, 2])}
        case _:
            clause = {"term": term + pick.choice(["", "", "", "zzz"])}
    if pick.random() < 0.3:
        clause["fields"] = pick.sample(list(FIELDS), pick.randint(1, 3))
    if pick.random() < 0.4:
        clause["boost"] = pick.choice([0, 0.5, 2, 10])
    if pick.random() < 0.4:
        clause["presence"] = pick.choice(["required", "prohibited"])
    return clause


@pytest.mark.parametrize("index", ["random", "real"])
def test_engine_gives_the_papers_and_scores_of_stock_lunr(page: Page, folder: Path, index: str) -> None:
    terms = terms_of(folder, index)
    pick = random.Random(1)
    queries = [[random_clause(pick, terms) for _ in range(pick.randint(1, 4))] for _ in range(300)]
    queries += [[], [{"term": terms[0], "presence": "prohibited"}], [{"term": "zzz", "presence": "required"}]]
    queries += [[{"term": "*", "pattern": True, "presence": "prohibited"}, {"term": terms[0]}]]
    queries += [[{"term": terms[0]}, {"term": terms[0], "boost": 3}], [{"term": term} for term in terms[:9]]]
    page.add_script_tag(url="lunr.js")
    with_hits = 0
    answers = json.loads(run(page, COMPARE.replace("INDEX", index), queries, index))
    for query, answer in zip(queries, answers, strict=True):
        own, stock = answer["own"], dict(answer["stock"])
        assert {ref for _, ref, _ in own} == set(stock), query
        assert all(abs(score - stock[ref]) <= 1e-9 for _, ref, score in own), query
        assert own == sorted(own, key=lambda hit: (-hit[2], -hit[0])), query
        with_hits += bool(own)
    assert with_hits > 150


# What is loaded


@pytest.mark.own_context
def test_a_query_loads_the_files_of_its_terms_once(page: Page, folder: Path, requested: list[str]) -> None:
    first, *_, last = terms_of(folder, "random")
    files = [path.name for path in (folder / "random/data/search").glob("terms-*")]
    assert len(files) > 5

    def loaded(kind: str) -> list[str]:
        return [path for path in requested if path.startswith(f"random/data/search/{kind}")]

    run(page, "await engine.prepare([])")
    assert loaded("") == ["random/data/search/manifest.json"]
    body = "for (const turn of [1, 2]) await engine.prepare(argument.map(term => ({ term })));"
    run(page, body, [first, last, first + "zzz"])
    assert len(loaded("terms-")) == len(set(loaded("terms-"))) == 2
    assert not loaded("vocabulary-")
    run(page, "await engine.prepare([{ term: '', prefix: true }, { term: 'zzz', editDistance: 1 }])")
    assert len(set(loaded("terms-"))) == len(files)
    assert len(loaded("vocabulary-")) == 1


@pytest.mark.own_context
def test_a_result_loads_a_file_of_few_papers(page: Page, requested: list[str]) -> None:
    numbers = [399, 0, 1, 250]
    found = run(page, "return (await engine.files.records(argument)).map(({ id }) => id)", numbers)
    assert found == [f"paper-{number}" for number in numbers]
    files = [path for path in requested if "/papers/" in path]
    assert len(files) == len(set(files)) == 3


def test_an_unprepared_question_is_a_mistake_not_an_empty_answer(page: Page, folder: Path) -> None:
    term = terms_of(folder, "random")[0]
    assert "not prepared" in run(page, "try { engine.has(argument) } catch (error) { return error.message }", term)


@pytest.mark.own_context
def test_a_file_that_is_gone_is_told_from_one_that_did_not_arrive(
    page: Page, folder: Path, expected_errors: list[str]
) -> None:
    expected_errors.append("Failed to load resource")
    term = terms_of(folder, "random")[0]
    body = """
      const told = [];
      for (let i = 0; i < 3; i++) {
        try { await engine.prepare([{ term: argument }]); told.push("loaded") }
        catch (error) { told.push(error instanceof GoneError ? "gone" : "failed") }
      }
      return told;"""
    page.route("**/terms-*", lambda route: route.fulfill(status=404), times=1)
    page.route("**/terms-*", lambda route: route.fulfill(status=503), times=1)  # the last one is asked first
    assert run(page, body, term) == ["failed", "gone", "loaded"]


# Look-ups


def test_vocabulary_is_every_term_in_the_order_of_strings(page: Page, folder: Path) -> None:
    lunr_index = json.loads((folder / "random/data/lunr-index.json").read_text(encoding="utf-8"))
    uses = [sum(len(entry[field]) for field in FIELDS) for _, entry in lunr_index["invertedIndex"]]
    found = run(page, "return await engine.vocabulary()")
    assert found == {"terms": terms_of(folder, "random"), "uses": uses}
    assert run(
        page, "const { terms } = await engine.vocabulary(); return terms.every((t, i) => !i || terms[i - 1] < t)"
    )


def test_terms_are_looked_up_by_their_beginning_and_by_field(page: Page, folder: Path) -> None:
    papers = list(random_words())
    terms = terms_of(folder, "random")
    term = max(terms, key=lambda term: sum(term in fields["venue"] for fields in papers))
    body = """
      await engine.prepare([{ term: argument.slice(0, 2), prefix: true }]);
      return {
        has: [engine.has(argument), engine.has(argument + "zzz")],
        beginning: engine.termsBeginning(argument.slice(0, 2)),
        venue: [...engine.papersWith([{ term: argument }], ["venue"])],
        any: [...engine.papersWith([{ term: argument.slice(0, 2), prefix: true }])],
        count: engine.countWith(argument),
      };"""
    found = run(page, body, term)
    assert found["has"] == [True, False]
    assert found["beginning"] == [other for other in terms if other.startswith(term[:2])]
    assert found["venue"] == [i for i, fields in enumerate(papers) if term in fields["venue"]]
    assert found["count"] == sum(term in chain(*fields.values()) for fields in papers)
    assert found["any"] == [
        i for i, fields in enumerate(papers) if any(word.startswith(term[:2]) for word in chain(*fields.values()))
    ]


def test_papers_are_looked_up_by_all_words_of_their_title(page: Page) -> None:
    number, words = next(
        (i, {*fields["title"]}) for i, fields in enumerate(random_words()) if len({*fields["title"]}) > 5
    )
    body = """
      await engine.prepare(argument.map(term => ({ term })));
      const [first, ...others] = argument;
      return [argument.toReversed(), others, [...argument, first]].map(words => [...engine.papersTitled(words)]);"""
    assert run(page, body, list(words)) == [[number], [], []]


def test_further_values_come_by_name(page: Page) -> None:
    assert run(page, "return await engine.files.extra('dates')") == DATES
    told = run(page, "try { await engine.files.extra('days') } catch (error) { return error.message }")
    assert told == "the search index has no days"


def test_names_come_by_the_number_of_their_file(page: Page) -> None:
    assert run(page, "return engine.files.manifest.names.map(([first]) => first)") == ["face", "顔"]
    assert run(page, "return await engine.files.names(1)") == [["顔", "topic", "kao", "顔", 1]]


def test_an_empty_index_finds_nothing(page: Page, folder: Path) -> None:
    write_tree(folder / "empty", search_files(lambda _: []))
    body = """
      const clauses = [{ term: "face" }, { term: "fa", prefix: true }, { term: "face", editDistance: 1 }];
      await engine.prepare(clauses);
      return [engine.count, engine.query(clauses), engine.has("face"), (await engine.vocabulary()).terms];"""
    assert run(page, body, index="empty") == [0, [], False, []]


@pytest.mark.parametrize("count", [0, 1, 10, 100, 101, 500])
def test_the_first_papers_are_those_of_the_whole_order(page: Page, count: int) -> None:
    pick = random.Random(count)
    scores = [pick.randrange(40) for _ in range(400)]
    script = """async ([scores, count]) => {
      const { firstOf } = await import("./search/client.js");
      return firstOf([...scores.keys()], count, (a, b) => scores[b] - scores[a] || b - a);
    }"""
    ordered = sorted(range(400), key=lambda paper: (-scores[paper], -paper))
    assert page.evaluate(script, [scores, count]) == ordered[:count]
