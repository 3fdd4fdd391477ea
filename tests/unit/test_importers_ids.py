import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercatalog.fields import ID_PATTERN, MAX_ID_LENGTH
from papercatalog.importers.ids import assign_ids, candidate_ids
from papercatalog.importers.names import plain_name


@pytest.mark.parametrize(
    ("title", "authors", "year", "expected"),
    [
        ("FaceNet: A Unified Embedding for Face Recognition", ["Florian Schroff"], 2015, "schroff-2015-facenet"),
        ("UniF²ace: Faces", ["Junzhe Li"], 2025, "li-2025-unif2ace"),
        ("Ada-NETS: Face Clustering", ["Yaohua Wang"], 2022, "wang-2022-ada-nets"),
        ("A Survey on Hypergraphs", ["Sunwoo Kim"], 2024, "kim-2024-survey"),
        ("Conditional Image Generation", ["Aäron van den Oord"], 2016, "van-den-oord-2016-conditional"),
        ("Deep Impression: Traits", ["Yağmur Güçlütürk"], 2016, "gucluturk-2016-deep"),
        ("MICDIR: Multi-scale Image Registration using a Net", [], 2022, "micdir-multi-scale-image-registration-using"),
        ("Facial Expressions with Networks", ["Ann Lee"], None, "facial-expressions-networks"),
        ("Of the", ["Ann Lee"], 2020, "lee-2020-of"),
        ("Con", [], None, "con-2"),
        ("人脸识别", ["Ann Lee"], 2020, "lee-2020-paper-e8c92c9f"),
        ("Faces", ["李飞飞"], 2020, "faces"),
    ],
)
def test_id_of_a_paper(title: str, authors: list[str], year: int | None, expected: str) -> None:
    assert next(candidate_ids(title, [plain_name(name) for name in authors], year)) == expected


def test_taken_id_gets_further_words_then_numbers() -> None:
    candidates = candidate_ids("Deep Face", [plain_name("Ann Lee")], 2020)

    assert list(islice(candidates, 4)) == ["lee-2020-deep", "lee-2020-deep-face", "lee-2020-deep-2", "lee-2020-deep-3"]


def test_ids_do_not_depend_on_the_order_of_the_papers() -> None:
    papers = {
        0: ("Deep Face Recognition", [plain_name("Ann Lee")], 2020),
        1: ("Deep Landmarks", [plain_name("Bob Lee")], 2020),
        2: ("Deep Face Swapping", [plain_name("Cid Lee")], 2020),
        3: ("Graphs", [plain_name("Dan Lee")], 2020),
    }
    expected = {
        0: "lee-2020-deep-face-recognition",
        1: "lee-2020-deep-landmarks",
        2: "lee-2020-deep-face-swapping",
        3: "lee-2020-graphs-2",
    }
    assert assign_ids(papers, {"lee-2020-graphs"}) == expected
    assert assign_ids(dict(reversed(papers.items())), {"lee-2020-graphs"}) == expected


@given(st.text(max_size=200), st.lists(st.text(max_size=100), max_size=2), st.none() | st.integers(1000, 2999))
def test_every_id_is_valid(title: str, authors: list[str], year: int | None) -> None:
    names = [plain_name(name) for name in authors if name.strip()]
    for id_ in islice(candidate_ids(title, names, year), 2):
        assert re.fullmatch(ID_PATTERN, id_)
        assert len(id_) <= MAX_ID_LENGTH


def test_titles_that_differ_in_small_words_get_ids_in_their_order() -> None:
    titles = {0: "A Survey of Graphs", 1: "Survey of Graphs", 2: "The Survey of the Graphs"}
    papers = {key: (title, (), None) for key, title in titles.items()}

    ids = assign_ids(papers, taken=["survey-graphs-2"])

    assert ids == {0: "survey-graphs", 1: "survey-graphs-3", 2: "survey-graphs-4"}
    assert assign_ids(dict(reversed(papers.items())), taken=["survey-graphs-2"]) == ids
