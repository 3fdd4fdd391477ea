"""The tokeniser; tests/browser/test_search_asking.py holds the browser's to the same cases."""

import json
import random
import time
import unicodedata
from pathlib import Path

import pytest

from papercatalog.search.terms import Terms, Tokeniser
from papercatalog.search.tokens import (
    STOP_WORDS,
    Chunk,
    chunks,
    prose_tokens,
    tokens,
    utf16_order,
    word_parts,
)

CASES: list[tuple[str, list[str]]] = json.loads(
    (Path(__file__).parents[1] / "fixtures" / "tokens.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_text_is_cut_into_the_expected_tokens(text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


@pytest.mark.parametrize(
    "spellings",
    [
        ("W_+", "W₊", "w+", "W⁺", "$W_+$"),
        ("UniF^2ace", "UniF²ace", "unif2ace", "UniF$^2$ace"),
        ("I^2R-Net", "I²R-Net", "I²R‑Net"),
        ("efficient", "eﬃcient", "EFFICIENT"),
        ("Müller", "Mu\u0308ller", "muller", "Müller's", "Müller’s"),
    ],
)
def test_spellings_of_one_name_give_the_same_tokens(spellings: tuple[str, ...]) -> None:
    assert len({tuple(tokens(spelling)) for spelling in spellings}) == 1


@pytest.mark.parametrize("spelling", ["IJBB", "ijbb", "ijb-b"])
def test_a_compound_is_found_with_and_without_hyphen(spelling: str) -> None:
    assert set(tokens(spelling)) & set(tokens("IJB-B")) >= {"ijbb"}


def test_a_word_keeps_its_joined_form_beside_its_parts() -> None:
    assert list(chunks("few-shot c++")) == [Chunk("fewshot", ["few", "shot"]), Chunk("c++", ["c"])]


def test_stop_words_are_left_out_of_prose_only() -> None:
    assert prose_tokens("The face and what it is") == ["face"]
    assert tokens("What and Where") == ["what", "and", "where"]
    assert all(tokens(word) == [word] for word in STOP_WORDS)


def test_what_is_remembered_of_words_is_what_cutting_the_whole_text_gives() -> None:
    """Texts are put together of words that were cut before; `chunks` cuts a text as a whole."""
    pick = random.Random(4)
    letters = "aaBcd 19  .,-+#^_'’:;()$@/\t\n\u00a0\u2003\u2010é\u0301ßﬁςİ人脸顔ﾃ한𝒪𠀀\u00ad\u200d½"
    texts = ["".join(pick.choices(letters, k=pick.randint(1, 40))) for _ in range(5_000)]
    terms = Terms()
    names, prose = Tokeniser(terms), Tokeniser(terms, STOP_WORDS)
    for text in [*texts, *(text for text, _ in CASES)] * 2:  # the second time by memory
        cut = list(chunks(text))
        expected = [t for joined, parts in cut for t in [*parts, *([] if parts == [joined] else [joined])]]
        assert tokens(text) == expected
        assert prose_tokens(text) == [token for token in expected if token not in STOP_WORDS]
        assert word_parts(text) == [part for chunk in cut for part in chunk.parts]
        assert names.tokens(text) == [terms[token] for token in expected]
        assert prose.tokens(text) == [terms[token] for token in prose_tokens(text)]


def test_lower_casing_a_token_again_changes_nothing() -> None:
    """Lunr lower-cases what it is given."""
    letters = (chr(code) for code in range(0x30000) if unicodedata.category(chr(code))[0] in "LNM")
    assert [token for letter in letters for token in tokens(letter) if token.lower() != token] == []


def test_time_grows_with_the_length_of_a_hostile_word() -> None:
    started = time.process_time()
    for hostile in ("a" + "." * 100_000 + "b", "a" + "+." * 50_000 + "b", "a" + "-" * 100_000, "a'" * 50_000):
        tokens(hostile)
    assert time.process_time() - started < 2


def test_order_is_that_of_javascript_strings() -> None:
    # The ligature's code point is smaller, its UTF-16 code unit is larger.
    assert sorted(["ﬂy", "𠀀", "face"], key=utf16_order) == ["face", "𠀀", "ﬂy"]
    assert sorted(["ﬂy", "𠀀", "face"]) == ["face", "ﬂy", "𠀀"]
