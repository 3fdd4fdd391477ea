"""What readers may type, and what the search makes of it: the client in a real browser, without any page."""

import json
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.fields import parse_person
from papercatalog.model import (
    Dataset,
    DatasetUse,
    Identifiers,
    Link,
    Method,
    Name,
    Paper,
    Person,
    Synonym,
    Topic,
    Venue,
    VenueRef,
)
from papercatalog.search.build import build_search
from papercatalog.search.tokens import tokens
from sitecase import write_tree

ROOT = Path(__file__).parents[2]
SEARCH = ROOT / "themes/default/static/search"
CODE = Link("code", "https://example.org/code")

PAPERS: dict[str, dict[str, Any]] = {
    "ding": {
        "title": "I^2R-Net: Relations of People",
        "authors": ["Yiwei Ding", "Wenjin Deng"],
        "datasets": ["crowdpose"],
        "identifiers": Identifiers("2403.01108", "10.1109/CVPR52688.2022.00123"),
        "year": 2022,
        "links": (CODE,),
        "body": "On CrowdPose, the poses and interactions of people in a crowd are estimated, be it dank.",
    },
    "kollias": {
        "title": "Valence on Aff-Wild2",
        "authors": ["Dimitrios Kollias", "Wei Wang"],
        "year": 2021,
        "datasets": ["aff-wild2"],
        "identifiers": Identifiers(doi="10.48550/arXiv.2106.15318"),
        "topics": ["expressions"],
        "body": "Facial expression and segmentation; a colour model, modeling of affect. IJB-B, W_+ and few-shot.",
    },
    "zou": {
        "title": "Swapping the Face of a Person",
        "authors": ["Wei Zou", "Ann Müller"],
        "year": 2023,
        "topics": ["swapping", "expressions"],
        "methods": ["gan"],
        "venue": "cvpr",
        "body": "A face swap keeps the pose. We use StyleGAN2 and C++.",
    },
    "chen": {
        "title": "Local Relation Learning for Forgery",
        "authors": ["Shen Chen"],
        "identifiers": Identifiers("cs.CV/0501001"),
        "year": 2021,
        "topics": ["forensics"],
        "venue": "aaai",
        "links": (CODE,),
        "body": "We swap nothing; a face is real or forged.",
    },
    "old": {
        "title": "Twins",
        "authors": ["Ece Öğüt", "Jo Ray", "Mo Tan", "Lu Fox"],
        "year": 2010,
        "body": "The naïve and eﬃcient 人脸识别 of 2010, on Human3.6M, once; 2020 is to come.",
    },
    "young": {
        "title": "Twins",
        "authors": ["Mo Tan", "Ece Öğüt"],
        "year": 2020,
        "summary": "Nothing but a relation of samples.",
        "body": "Again.",
    },
    "undated": {
        "title": "Zygomatic arches",
        "authors": ["Ada Öğüt"],
        "body": "A face in no year. UniF^2ace; LR-Net; C without more; interaction; SAM.",
    },
}


def make_catalog() -> Catalog:
    def paper(number: int, id_: str, facts: dict[str, Any]) -> Paper:
        return Paper(
            id=id_,
            added=date(2026, 1, 1 + number),
            title=facts["title"],
            authors=tuple(Name(**parse_person(name)) for name in facts.get("authors", [])),  # type: ignore[arg-type]
            year=facts.get("year"),
            venue=VenueRef(facts["venue"]) if "venue" in facts else None,
            topics=tuple(facts.get("topics", [])),
            methods=tuple(facts.get("methods", [])),
            datasets=tuple(DatasetUse(dataset, "evaluated") for dataset in facts.get("datasets", [])),
            links=facts.get("links", ()),
            identifiers=facts.get("identifiers", Identifiers()),
            summary=facts.get("summary"),
            body=facts["body"].replace("_", "\\_"),
        )

    return Catalog(
        tuple(paper(number, id_, facts) for number, (id_, facts) in enumerate(PAPERS.items())),
        topics=(
            Topic("expressions", "Facial expressions", aliases=("emotion recognition",), asked_as=("what mood is it",)),
            Topic("forensics", "Face forensics", asked_as=("is this face made by a computer",)),
            Topic("swapping", "Face swapping", aliases=("face exchange",)),
        ),
        datasets=(Dataset("aff-wild2", "Aff-Wild2"), Dataset("crowdpose", "CrowdPose")),
        methods=(Method("gan", "Generative adversarial network", aliases=("GAN", "adversarial loss")),),
        venues=(
            Venue("cvpr", "Computer Vision and Pattern Recognition", "CVPR", "conference"),
            Venue("aaai", "AAAI Conference on Artificial Intelligence", "AAAI", "conference"),
        ),
        people=(Person("ann-muller-2", "Ann Müller"),),
        synonyms=(Synonym("crowd", words=("crowd", "many people"), asked_as=("football stadium",)),),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("asking")
    write_site(root, make_catalog())
    return root


def write_site(root: Path, catalog: Catalog) -> None:
    shutil.copytree(SEARCH, root / "search")
    (root / "index.html").write_text(
        '<!doctype html><html data-root="./"><link rel="icon" href="data:,"><title>x</title>'
    )
    write_tree(root, build_search(SiteConfig(title="x"), catalog))


@pytest.fixture
def page(page: Page, served: str, requested: list[str]) -> Page:
    requested.clear()
    page.goto(served)
    return page


SCRIPT = """async ([text, options]) => {
  const { search } = await import("./search/client.js");
  const found = await search(text, options);
  const records = await found.records(0, found.papers.length);
  const { complete, notes, corrections, correctedText, isShort } = found;
  return JSON.stringify({
    ids: records.map(({ id }) => id), complete, notes, corrections, correctedText, isShort,
    bets: options.bets ? await found.bestBets() : [], facets: options.counts ? await found.facetCounts() : [],
  });
}"""


def ask(page: Page, text: str, **options: Any) -> dict[str, Any]:
    """Return the whole answer; `ids` are those of all papers found."""
    answer: dict[str, Any] = json.loads(page.evaluate(SCRIPT, [text, options]))
    return answer


def complete(page: Page, text: str, **options: Any) -> list[str]:
    """Return the papers that have all words, in their order."""
    answer = ask(page, text, **options)
    ids: list[str] = answer["ids"][: answer["complete"]]
    return ids


# Words


def test_browser_cuts_text_as_the_index_does(page: Page) -> None:
    cases: dict[str, list[str]] = dict(json.loads((ROOT / "tests/fixtures/tokens.json").read_text(encoding="utf-8")))
    papers = [path.read_text(encoding="utf-8") for path in (ROOT / "content/papers").glob("*.md")]
    cases |= {text: tokens(text) for text in papers}
    script = "async texts => (({ tokens }) => texts.map(tokens))(await import('./search/words.js'))"
    assert dict(zip(cases, page.evaluate(script, list(cases)), strict=True)) == cases


SPELLINGS = {
    "crowd pose": ["ding"],
    "crowdpose": ["ding"],
    "Crowd-Pose": ["ding"],
    "affwild2": ["kollias"],
    "aff wild 2": ["kollias"],
    "aff-wild2 valence": ["kollias"],
    "lrnet": ["undated"],
    "LR-Net": ["undated"],
    "UniF^2ace": ["undated"],
    "unif2ace": ["undated"],
    "I^2R-Net": ["ding"],
    "IJB-B": ["kollias"],
    "ijbb": ["kollias"],
    "few-shot": ["kollias"],
    "fewshot": ["kollias"],
    "few shot": ["kollias"],
    "W_+": ["kollias"],
    "w₊": ["kollias"],
    "c++": ["zou"],
    "Human3.6M,": ["old"],
    "efficient": ["old"],
    "naive": ["old"],
    "人脸": ["old"],
    "识": ["old"],
    "muller": ["zou"],
}
"""What is typed -> the papers with all words."""


def test_a_word_is_found_however_it_is_written(page: Page) -> None:
    assert {typed: complete(page, typed) for typed in SPELLINGS} == SPELLINGS


FORMS = {
    "segmentations": "kollias",
    "swapped person": "zou",
    "color": "kollias",
    "modelling": "kollias",
    "estimation poses": "ding",
    "interaction estimation": "ding",
    "forge": "chen",
}
"""What is typed -> the one paper with all words."""


def test_another_form_of_a_word_is_found(page: Page) -> None:
    assert {typed: complete(page, typed) for typed in FORMS} == {typed: [found] for typed, found in FORMS.items()}


def test_a_noun_has_its_plural_and_the_forms_of_its_own_verb(page: Page) -> None:
    script = "async word => (await import('./search/words.js')).inflections(word)"
    words = ("interaction", "interactions", "representation", "relation", "breed", "agreed")
    forms = {word: page.evaluate(script, word) for word in words}
    assert {"interactions", "interact", "interacting"} <= set(forms["interaction"])
    assert {"interaction", "interact", "interacting"} <= set(forms["interactions"])
    assert forms["representation"] == ["representations", "represent", "represents", "represented", "representing"]
    assert {"relations", "relate"} <= set(forms["relation"])
    assert "bring" not in forms["breed"]
    assert "agree" in forms["agreed"]


@pytest.mark.parametrize(
    "typed",
    [
        "papers by Kollias",
        "articles about valence",
        "Research on valence",
        "recent papers on valence",
        "valence papers",
        "Kollias et al.",
        "(Kollias et al., 2021)",
        "(Kollias et al., 2021b)",
    ],
)
def test_words_around_what_is_asked_for_need_not_be_in_a_paper(page: Page, typed: str) -> None:
    assert complete(page, typed) == ["kollias"]


def test_the_last_word_may_be_unfinished_and_no_other(page: Page) -> None:
    assert complete(page, "arches zygom") == ["undated"]
    assert complete(page, "zygom arches") == []
    assert complete(page, "zygom?") == []


def test_too_little_of_a_word_is_told_from_a_word_that_is_not_there(page: Page) -> None:
    assert ask(page, "zy")["isShort"]
    assert complete(page, "arches zy") == ["undated"]
    assert not ask(page, "qqqqqq")["isShort"]


def test_a_name_is_found_without_its_version_and_by_its_initials(page: Page) -> None:
    assert ask(page, "stylegan pose")["ids"][0] == "zou"
    assert ask(page, "LRLF")["ids"] == ["chen"]


def test_a_title_comes_first_and_equal_titles_share_the_first_places(page: Page) -> None:
    assert ask(page, "swapping the face of a person")["ids"][0] == "zou"
    assert complete(page, "Twins") == ["young", "old"]


def test_papers_whose_title_has_all_words_come_before_those_whose_text_has(page: Page) -> None:
    assert ask(page, "face swapping")["ids"][0] == "zou"


def test_a_contracted_verb_says_nothing(page: Page) -> None:
    answer = ask(page, "valence doesn’t")
    assert (answer["ids"], answer["complete"], answer["corrections"]) == (["kollias"], 1, [])


FIRST_RESULT = """async ([text, part]) => {
  const { search } = await import("./search/client.js");
  const { paperItem } = await import("./search/results.js");
  const found = await search(text);
  const [record] = await found.records(0, 1);
  const parts = [...paperItem(record, found.wordOf).querySelectorAll(part)];
  return parts.map(({ innerHTML }) => innerHTML);
}"""


@pytest.mark.parametrize(
    ("typed", "snippet"),
    [
        ("samples", "Nothing but a relation of <mark>samples</mark>."),
        ("twins again", "<mark>Again</mark>."),
        ("twins 2020", "Again."),
        ("again sample", "<mark>Again</mark>."),
    ],
)
def test_of_abstract_and_summary_that_is_shown_which_has_more_words(page: Page, typed: str, snippet: str) -> None:
    assert page.evaluate(FIRST_RESULT, [typed, ".search-snippet"]) == [snippet]


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("emotion modeling", ["Topic: Facial expressions"]),
        ("person exchange", ["Topics: Face swapping, Facial expressions"]),
        ("adversarial swap", ["Method: Generative <mark>adversarial</mark> network"]),
        ("aff wild", []),
    ],
)
def test_a_result_names_the_labels_by_which_it_was_found_where_no_text_has_the_word(
    page: Page, typed: str, lines: list[str]
) -> None:
    assert page.evaluate(FIRST_RESULT, [typed, ".search-result-meta"]) == lines


@pytest.mark.parametrize(
    ("words", "snippet"),
    [
        (["alpha"], r"<mark>alpha</mark>( filler){9} near( filler){24}&nbsp;…"),
        (["alpha", "near"], r"<mark>alpha</mark>( filler){9} <mark>near</mark>( filler){24}&nbsp;…"),
        (
            ["near", "omega"],
            r"…&nbsp;(filler ){4}<mark>near</mark>( filler){13}&nbsp;… (filler ){4}<mark>omega</mark> and more\.",
        ),
        (
            ["alpha", "near", "omega"],
            r"<mark>alpha</mark>.* <mark>near</mark>.*&nbsp;… (filler ){4}<mark>omega</mark>.*",
        ),
    ],
)
def test_words_that_stand_far_apart_are_shown_in_two_pieces(page: Page, words: list[str], snippet: str) -> None:
    script = """async ([words, abstract]) => {
      const { paperItem } = await import("./search/results.js");
      const record = { url: "/papers/x/", title: "X", authors: [], abstract, foundBy: [] };
      const numbers = new Map(words.map((word, i) => [word, i]));
      return paperItem(record, (token) => numbers.get(token)).querySelector(".search-snippet").innerHTML;
    }"""
    text = f"alpha {'filler ' * 9}near {'filler ' * 60}omega and more."
    shown = page.evaluate(script, [words, text])
    assert re.fullmatch(snippet, shown), shown


def test_papers_that_are_about_all_words_come_before_those_that_mention_them(page: Page) -> None:
    assert complete(page, "relation nothing") == ["young", "chen"]


def test_papers_with_the_last_word_itself_come_before_those_with_words_that_begin_so(page: Page) -> None:
    assert complete(page, "sam") == ["undated", "young"]
    assert complete(page, "sampl") == ["young"]


@pytest.mark.parametrize("typed", ["Wei Wang", "wang, wei", "W. Wang", "papers by D. Kollias", "dimitrios kolli"])
def test_papers_by_the_author_whom_all_words_name_come_first(page: Page, typed: str) -> None:
    assert ask(page, typed)["ids"][0] == "kollias"
    assert "kollias" in complete(page, typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Öğüt et al.", ["old", "undated", "young"]),
        ("(Ogut, et al., twins)", ["old", "young"]),
        ("Oeguet et al", ["old", "undated", "young"]),
        ("Öğüt et al. (2010)", ["old"]),
        ("Öğüt et al., 2020", ["young", "old"]),
    ],
)
def test_papers_by_the_first_author_who_is_cited_come_first(page: Page, typed: str, found: list[str]) -> None:
    assert complete(page, typed) == found


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_query_finds_everything_newest_first(page: Page, text: str) -> None:
    assert complete(page, text) == list(PAPERS)[::-1]


# Meaning


def test_everyday_words_find_what_papers_call_otherwise(page: Page) -> None:
    assert ask(page, "is this face made by a computer?")["ids"][0] == "chen"
    assert ask(page, "football stadium")["ids"] == ["ding"]


def test_a_word_that_a_paper_does_not_say_is_no_word_that_it_has(page: Page) -> None:
    assert ask(page, "football stadium")["complete"] == 0


# Misspelt words


@pytest.mark.parametrize(
    ("typed", "corrected", "found"),
    [
        ("facial expresion", "facial expression", "kollias"),
        ("Segmantation of affect", "segmentation of affect", "kollias"),
        ("zygomatci", "zygomatic", "undated"),
        ("zygomaticarches", "zygomatic arches", "undated"),
        ("face-expresion", "face-expression", "zou"),
        ("face2person", "face-to-person", "zou"),
        ("CVPR'23", "cvpr 2023", "zou"),
        ("aaai21", "aaai 2021", "chen"),
        ("Kollias2021valence", "kollias 2021 valence", "kollias"),
        ("chen2021a", "chen 2021", "chen"),
        ("Oeguet", "ogut", "undated"),
    ],
)
def test_a_word_that_no_paper_has_is_corrected(page: Page, typed: str, corrected: str, found: str) -> None:
    answer = ask(page, typed)
    assert answer["correctedText"] == corrected
    assert answer["ids"][0] == found
    assert len(answer["corrections"]) == 1


def test_of_corrections_as_near_the_one_that_a_paper_has_with_the_other_words_is_used(page: Page) -> None:
    assert ask(page, "Dang")["correctedText"] in ("dank", "deng", "ding")
    assert ask(page, "Dang on valence")["correctedText"] == "wang on valence"
    assert ask(page, "Denk")["correctedText"] == ask(page, "Denk of people")["correctedText"].split()[0] == "dank"
    assert ask(page, "Wenjin Denk")["correctedText"] == "Wenjin deng"


@pytest.mark.own_context
def test_a_word_that_a_paper_has_is_left_alone(page: Page, requested: list[str]) -> None:
    answer = ask(page, "pose swap zygo")
    assert (answer["corrections"], answer["correctedText"]) == ([], None)
    assert not [path for path in requested if "vocabulary-" in path]


def test_a_word_that_begins_otherwise_and_has_another_slip_is_left_alone(page: Page) -> None:
    assert ask(page, "kygomatic")["correctedText"] == "zygomatic"
    assert ask(page, "zygommatik")["correctedText"] == "zygomatic"
    assert ask(page, "kygomtic")["corrections"] == []
    assert ask(page, "ygomatik")["corrections"] == []


def test_words_are_taken_as_typed_on_demand(page: Page) -> None:
    answer = ask(page, "facial expresion", asTyped=True)
    assert (answer["corrections"], answer["complete"], answer["ids"]) == ([], 0, ["kollias", "zou"])


def test_a_word_that_resembles_nothing_finds_nothing(page: Page) -> None:
    answer = ask(page, "qwxzqwxz")
    assert (answer["ids"], answer["corrections"]) == ([], [])


# Operators


OPERATORS = {
    '"face swap"': {"zou"},
    '"swap face"': set(),
    '"few-shot"': {"kollias"},
    '"people-crowd"': set(),
    "crowd -people-crowd": {"ding"},
    "“—” zygomatic arches": {"undated"},
    "“face swap”": {"zou"},
    "face -swap": {"undated"},
    'face -"face swap"': {"chen", "undated"},
    "author:kollias": {"kollias"},
    "author:wei": {"kollias", "zou"},
    'author:"wei wang"': {"kollias"},
    "AUTHOR:Müller": {"zou"},
    'author:"D. Kollias"': {"kollias"},
    'author:"A Müller"': {"zou"},
    "title:twins": {"old", "young"},
    'title:"swapping face"': {"zou"},
    "-title:twins year:2010..2020": set(),
    "relation title:forgery": {"chen"},
    "topic:swapping": {"zou"},
    'topic:"facial expressions"': {"kollias", "zou"},
    'topic:"emotion recognition"': {"kollias", "zou"},
    "topic:emotion-recognition": {"kollias", "zou"},
    "topic:expressions -topic:swapping": {"kollias"},
    "dataset:crowd-pose": {"ding"},
    "dataset:affwild": {"kollias"},
    "method:gan": {"zou"},
    "venue:cvpr": {"zou"},
    "year:2021": {"kollias", "chen"},
    "year:2021..2022": {"kollias", "chen", "ding"},
    "year:2022..2021": {"kollias", "chen", "ding"},
    "year:2022..": {"ding", "zou"},
    "year:..2010": {"old"},
    "-year:2000..": {"undated"},
    "has:code": {"ding", "chen"},
    "has:code year:2022": {"ding"},
    "-has:code year:2021": {"kollias"},
    "relation year:2021": {"chen"},
}
"""What is typed -> the papers with all words."""


def test_an_operator_narrows(page: Page) -> None:
    answers = {typed: ask(page, typed) for typed in OPERATORS}
    assert {typed: set(answer["ids"][: answer["complete"]]) for typed, answer in answers.items()} == OPERATORS
    assert not any(answer["notes"] for answer in answers.values())


IDENTIFIERS = {
    "2403.01108": "ding",
    "arXiv:2403.01108": "ding",
    "arXiv: 2403.01108v2 [cs.CV]": "ding",
    "https://arxiv.org/abs/2403.01108": "ding",
    "https://arxiv.org/abs/2403.01108v2": "ding",
    "arxiv.org/pdf/2403.01108v1.pdf": "ding",
    "https://doi.org/10.48550/arXiv.2403.01108": "ding",
    "10.1109/CVPR52688.2022.00123": "ding",
    "doi:10.1109/cvpr52688.2022.00123": "ding",
    "DOI 10.1109/CVPR52688.2022.00123": "ding",
    "https://doi.org/10.1109/CVPR52688.2022.00123": "ding",
    "arXiv:2106.15318": "kollias",
    "https://arxiv.org/abs/cs.CV/0501001": "chen",
    "https://arxiv.org/abs/2403.01108?context=cs.CV": "ding",
    "https://arxiv.org/html/2403.01108v2#S3": "ding",
    "https://doi.org/10.48550/arXiv.2403.01108v2": "ding",
    "https://doi.org/10.1109%2FCVPR52688.2022.00123": "ding",
    "https://doi.org/10.1109/CVPR52688.2022.00123.": "ding",
    "https://www.example.org/doi/full/10.1109/CVPR52688.2022.00123?download=true": "ding",
    "https://www.example.org/content/pdf/10.1109/CVPR52688.2022.00123.pdf": "ding",
    "(doi:10.1109/CVPR52688.2022.00123)": "ding",
    "Y. Ding and W. Deng. Relations of people. arXiv preprint arXiv:2403.01108, 2024.": "ding",
    "Ding, Y. (2022). Relations. In CVPR. https://doi.org/10.1109/CVPR52688.2022.00123 (accessed 1 May)": "ding",
    "2403.01108 year:2022": "ding",
}
"""What is typed or pasted -> the only paper that is found."""


def test_an_identifier_finds_its_paper_however_it_is_written(page: Page) -> None:
    answers = {typed: ask(page, typed) for typed in IDENTIFIERS}
    assert {typed: answer["ids"] for typed, answer in answers.items()} == {
        typed: [found] for typed, found in IDENTIFIERS.items()
    }
    assert not any(answer["notes"] or answer["corrections"] for answer in answers.values())


def test_an_identifier_of_no_paper_is_noted(page: Page) -> None:
    answer = ask(page, "https://arxiv.org/abs/2010.99999")
    assert (answer["ids"], [note["value"] for note in answer["notes"]]) == ([], ["2010.99999"])


def test_a_long_citation_is_searched_as_far_as_whole_words_reach(page: Page) -> None:
    title, doi = "Zygomatic arches", "https://doi.org/10.1109/CVPR52688.2022.00123"
    answers = [ask(page, f"{title}. {'Nobody, N., ' * authors}. {doi}") for authors in (33, 37)]
    assert [answer["ids"][0] for answer in answers] == ["ding", "undated"]
    assert not any(answer["notes"] for answer in answers)


@pytest.mark.parametrize(
    ("typed", "identifier"),
    [
        ("N. Nobody. Zygomatic arches. arXiv preprint arXiv:2010.99999 [cs.CV]", "2010.99999"),
        ("Nobody, N. (2010). Zygomatic arches. https://doi.org/10.9999/x(1).5.", "10.9999/x(1).5"),
    ],
)
def test_of_a_citation_whose_identifier_no_paper_has_the_words_are_searched(
    page: Page, typed: str, identifier: str
) -> None:
    answer = ask(page, typed)
    assert answer["ids"][0] == "undated"
    assert [note["value"] for note in answer["notes"]] == [identifier]


def test_words_of_a_title_are_marked_and_put_results_in_order(page: Page) -> None:
    script = """async () => {
      const { search } = await import("./search/client.js");
      const found = await search("title:face");
      return [found.papers.length, found.wordCount, found.wordOf("face")];
    }"""
    assert page.evaluate(script) == [1, 1, 0]


@pytest.mark.parametrize(
    ("typed", "problem", "found"),
    [
        ("year:20x zygomatic", "range", "undated"),
        ("year: zygomatic", "empty", "undated"),
        ("zygomatic topic:", "empty", "undated"),
        ("topic:zygomatic", "unknown", "undated"),
        ("author:nobodyatall zygomatic", "unknown", "undated"),
        ('author:"B. Kollias"', "unknown", "kollias"),
        ('author:"C. Hen" zygomatic', "unknown", "undated"),
        ('author:"dimitrios wang"', "unknown", "kollias"),
        ("title:pose crowdpose", "unknown", "ding"),
        ("has:cookies zygomatic", "has", "undated"),
    ],
)
def test_an_operator_that_cannot_be_used_is_noted_and_the_rest_decides(
    page: Page, typed: str, problem: str, found: str
) -> None:
    answer = ask(page, typed)
    assert [note["problem"] for note in answer["notes"]] == [problem]
    assert answer["ids"][0] == found


ODD = [
    '"',
    '""',
    "-",
    '-""',
    ':"',
    'topic:"',
    'x"y"z',
    "year:..",
    "author:-",
    "a:b",
    "::",
    "- face",
    "-topic:",
    "has:",
    "«",
    "\ufe70 et al. 2020 face",
    "10.1000/",
    "arXiv:",
]


def test_nothing_that_is_typed_is_an_error(page: Page) -> None:
    for typed in ODD:
        assert isinstance(ask(page, typed, bets=True, counts=True)["ids"], list), typed


# Pages that a query names


NAMED = {
    "face swapping": "/topics/swapping/",
    "Face Exchange": "/topics/swapping/",
    "face excha": "/topics/swapping/",
    "genera": "/methods/gan/",
    "papers about face swapping": "/topics/swapping/",
    "crowd pose": "/datasets/crowdpose/",
    "aff-wild2 dataset": "/datasets/aff-wild2/",
    "aff wild": "/datasets/aff-wild2/",
    "gan": "/methods/gan/",
    "cvpr": "/venues/cvpr/",
    "kollias": "/authors/dimitrios-kollias/",
    "by Dimitrios Kollias": "/authors/dimitrios-kollias/",
    "papers by Dimitrios Kollias": "/authors/dimitrios-kollias/",
    "Dimitrios Kollias papers": "/authors/dimitrios-kollias/",
    "Ann Muller": "/authors/ann-muller-2/",
    "facial expresions": "/topics/expressions/",
}
"""What is typed -> the page that is offered first."""


def test_a_query_that_names_a_page_is_offered_it(page: Page) -> None:
    assert {typed: ask(page, typed, bets=True)["bets"][0]["url"] for typed in NAMED} == NAMED


def test_a_bet_says_what_it_is(page: Page) -> None:
    assert ask(page, "face swapping", bets=True)["bets"] == [
        {
            "kind": "topic",
            "id": "swapping",
            "name": "Face swapping",
            "url": "/topics/swapping/",
            "count": 1,
            "isExact": True,
        }
    ]
    assert [bet["isExact"] for bet in ask(page, "face swa", bets=True)["bets"]] == [False]
    assert [bet["isExact"] for bet in ask(page, "kolli", bets=True)["bets"]] == [False]


@pytest.mark.parametrize("typed", ["zygomatic", "face swapping has:code", "wei", "emotion", "adversarial"])
def test_no_page_is_offered_where_none_is_named(page: Page, typed: str) -> None:
    bets = ask(page, typed, bets=True)["bets"]
    assert [bet for bet in bets if bet["kind"] != "author"] == []


# Choices and order


def counts_of(page: Page, text: str, **options: Any) -> dict[str, dict[str, int]]:
    facets = ask(page, text, counts=True, **options)["facets"]
    return {facet["name"]: {value["id"]: value["count"] for value in facet["values"]} for facet in facets}


def test_choices_narrow_and_values_of_one_facet_widen(page: Page) -> None:
    assert set(ask(page, "", facets={"topic": ["expressions"]})["ids"]) == {"kollias", "zou"}
    assert set(ask(page, "", facets={"topic": ["expressions", "forensics"]})["ids"]) == {"kollias", "zou", "chen"}
    assert set(ask(page, "", facets={"topic": ["expressions"], "year": ["2021"]})["ids"]) == {"kollias"}


def test_counts_are_what_each_choice_would_leave(page: Page) -> None:
    counts = counts_of(page, "")
    assert list(counts) == ["topic", "dataset", "method", "venue", "year", "has"]
    assert counts["topic"] == {"expressions": 2, "swapping": 1, "forensics": 1}
    assert list(counts["year"]) == ["2023", "2022", "2021", "2020", "2010"]
    for name, values in counts.items():
        for id_, count in values.items():
            assert len(ask(page, "", facets={name: [id_]})["ids"]) == count, (name, id_)

    narrowed = counts_of(page, "", facets={"topic": ["expressions"]})
    assert narrowed["topic"] == counts["topic"]
    assert narrowed["year"] == {"2023": 1, "2021": 1}


def test_papers_are_ordered_by_year_on_demand_and_only_those_with_all_words(page: Page) -> None:
    assert ask(page, "", sort="date")["ids"] == ["zou", "ding", "chen", "kollias", "young", "old", "undated"]
    assert ask(page, "face swap", sort="date")["ids"] == ["zou", "chen"]


# Phrases of many papers


@pytest.fixture(scope="module")
def crowded(folder: Path) -> None:
    """Sixty papers with two words; in the five oldest and newest one follows the other. One is Yan's, one Jo's."""

    def paper(number: int) -> Paper:
        return Paper(
            id=f"p{number}",
            added=date(2026, 1, 1),
            title="Same",
            authors=(Name("Yan" if number == 10 else "Yang", "Jo" if number == 60 else "Hui"),),
            body="Swap of faces." if 15 <= number < 65 else "Swap faces.",
        )

    write_site(folder / "crowded", Catalog(tuple(map(paper, range(10, 70)))))


REMARKS = """async text => {
  const { search } = await import("./search/client.js");
  const { remarks } = await import("./search/results.js");
  return remarks(await search(text)).map(({ textContent }) => textContent).join();
}"""


@pytest.mark.usefixtures("crowded")
def test_the_best_of_many_papers_are_looked_into_for_a_phrase(page: Page) -> None:
    page.goto(f"{page.url}crowded/")
    wanted = ask(page, '"swap faces"')
    assert wanted["ids"] == [f"p{n}" for n in (69, 68, 67, 66, 65, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10)]
    unwanted = ask(page, 'swap -"swap faces"')
    assert unwanted["ids"] == [f"p{n}" for n in range(64, 19, -1)]
    assert page.evaluate(REMARKS, '"swap faces"') == (
        "Of 60 papers with the words of “swap faces”, the best 50 were looked into for them side by side; "
        "the others count as if they had them so."
    )


@pytest.mark.usefixtures("crowded")
def test_an_author_of_too_many_papers_to_look_into_is_told(page: Page) -> None:
    page.goto(f"{page.url}crowded/")
    assert ask(page, 'author:"H. Yan"')["ids"] == ["p10"]
    assert ask(page, "H. Yan")["ids"][0] == "p10"
    assert ask(page, "J. Yang")["ids"][0] == "p60"
    assert len(ask(page, "author:Yang")["ids"]) == len(ask(page, 'author:"B. Yang"')["ids"]) == 59
    assert page.evaluate(REMARKS, "author:Yang") == page.evaluate(REMARKS, 'author:"H. Yan"') == ""
    assert page.evaluate(REMARKS, 'author:"B. Yang"') == (
        "59 papers have the words of “B. Yang” among their authors: too many to see whether one is called so."
    )


# What is loaded


@pytest.mark.own_context
def test_a_plain_query_loads_nothing_that_others_need(page: Page, requested: list[str]) -> None:
    ask(page, "crowd pose")
    ask(page, "wei")
    loaded = {path.rsplit("/", 1)[-1].split("-")[0] for path in requested}
    assert {"client.js", "engine.js", "words.js", "manifest.json", "terms"} <= loaded
    assert not loaded & {"facets.js", "spelling.js", "phrases.js", "vocabulary.js", "facet", "vocabulary", "names"}


def test_a_question_that_is_no_longer_asked_is_dropped(page: Page) -> None:
    script = """async () => {
      const { search } = await import("./search/client.js");
      const asking = new AbortController();
      const answer = search("crowd pose", { signal: asking.signal });
      asking.abort();
      const outcome = await answer.catch((error) => error.name);
      await import("./search/bets.js"); // what is still loading when a page is closed may be logged as an error
      return outcome;
    }"""
    assert page.evaluate(script) == "AbortError"
