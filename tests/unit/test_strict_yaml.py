"""YAML to values: text stays text, and nothing surprising gets through."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercatalog.diagnostics import CatalogError
from papercatalog.strict_yaml import find_marks, load_yaml


def test_plain_scalars_stay_text() -> None:
    text = "a: no\nb: 1.10\nc: 0777\nd: 12:30:45\ne: 2202.03800\nf: ~\ng: 1_000\nh: .nan\ni: 2024-01-01\nj: =\n"

    assert load_yaml(text, "x") == {
        "a": "no",
        "b": "1.10",
        "c": "0777",
        "d": "12:30:45",
        "e": "2202.03800",
        "f": "~",
        "g": "1_000",
        "h": ".nan",
        "i": "2024-01-01",
        "j": "=",
    }


def test_only_empty_and_null_are_none() -> None:
    assert load_yaml('a:\nb: null\nc: ""\nd: "null"\n', "x") == {"a": None, "b": None, "c": "", "d": "null"}
    assert load_yaml("", "x") is None


def test_quoted_merge_key_is_an_ordinary_key() -> None:
    assert load_yaml('"<<": x', "x") == {"<<": "x"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x 1", "x:1:4: error[yaml-anchor]"),
        ("&k a: 1", "x:1:1: error[yaml-anchor]"),
        ("a: *x", "x:1:4: error[yaml-alias]"),
        ("{a: *b}", "x:1:5: error[yaml-alias]"),
        ("a: !!python/object x", "x:1:4: error[yaml-tag]"),
        ("<<: {a: b}", "x:1:1: error[yaml-merge]"),
        ("? [a]\n: b", "x:1:3: error[yaml-key]"),
        ("a: 1\n---\nb: 2", "x:2:1: error[invalid-yaml]"),
        ("[" * 20, "x:1:18: error[yaml-depth]"),
        ("é: ü\nä: }", "x:2:4: error[invalid-yaml]"),
        ('a: "\\u202e"', "x:1:4: error[forbidden-character]: contains the character U+202E, which is invisible"),
    ],
)
def test_refusals_have_a_place(text: str, said: str) -> None:
    with pytest.raises(CatalogError) as caught:
        load_yaml(text, "x")

    assert str(caught.value).startswith(said)


def test_duplicate_keys_are_all_reported_at_their_line_in_the_file() -> None:
    with pytest.raises(CatalogError) as caught:
        load_yaml("a: 1\na: 2\nb: {c: 1, c: 2}\n", "x", first_line=2)

    assert [str(d.span) for d in caught.value.diagnostics] == ["x:3:1", "x:4:11"]


def test_marks_count_characters_and_point_at_keys_and_values() -> None:
    marks = find_marks("é: ü\nlist:\n  - {k: v}\n")

    assert marks.find(("é",)) == (1, 4)
    assert marks.find(("list", 0, "k")) == (3, 9)
    assert marks.find(("list", 0, "k"), key=True) == (3, 6)
    assert marks.find(("list", 0, "missing")) == (3, 5)


@given(st.text())
def test_any_text_gives_values_or_diagnostics(text: str) -> None:
    with suppress(CatalogError):
        load_yaml(text, "x")
