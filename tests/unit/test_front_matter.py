"""Pages to front matter and body, and back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercatalog.diagnostics import CatalogError
from papercatalog.front_matter import (
    PageText,
    dump_page,
    insert_fields,
    replace_body,
    replace_field,
    split_page,
)
from papercatalog.strict_yaml import load_yaml
from papercatalog.text import find_forbidden_character

ORDER = ["title", "authors", "year", "links", "topics", "added", "sources"]


def test_page_is_written_in_house_style() -> None:
    fields = {
        "title": "FaceNet: A Unified Embedding",
        "authors": ["Florian Schroff", "李飞飞"],
        "year": 2015,
        "venue": {"id": "cvpr", "year": 2015, "note": None},
        "identifiers": {"arxiv": "1503.03832"},
        "links": [{"kind": "code", "url": "https://example.org/x"}],
        "topics": ["no", "face-recognition"],
        "datasets": [],
        "summary": None,
        "added": date(2026, 11, 21),
    }

    assert dump_page(fields, "The abstract.\n") == (
        "---\n"
        'title: "FaceNet: A Unified Embedding"\n'
        "authors: [Florian Schroff, 李飞飞]\n"
        "year: 2015\n"
        "venue: {id: cvpr, year: 2015}\n"
        'identifiers: {arxiv: "1503.03832"}\n'
        "links:\n"
        '  - {kind: code, url: "https://example.org/x"}\n'
        'topics: ["no", face-recognition]\n'
        "added: 2026-11-21\n"
        "---\n"
        "The abstract.\n"
    )


def test_long_list_gets_a_line_an_item() -> None:
    page = dump_page({"authors": [f"Some Body Number {n}" for n in "abcdefgh"]}, "")

    assert page.startswith("---\nauthors:\n  - Some Body Number a\n  - Some Body Number b\n")


@given(st.text(), st.lists(st.text(min_size=1), min_size=1))
def test_what_is_written_is_read_back(text: str, items: list[str]) -> None:
    if find_forbidden_character(text + "".join(items)) is not None:
        return
    page = split_page(dump_page({"title": text, "authors": items, "venue": {"id": text}}, "Body."), "x")

    assert load_yaml(page.front_matter, "x") == {"title": text, "authors": items, "venue": {"id": text}}
    assert page.body == "Body.\n"


def test_body_line_is_where_the_body_begins() -> None:
    assert split_page("---\na: b\n---\n\n\nBody\n", "x") == PageText("a: b\n", "Body\n", 6)
    assert split_page("---\n---\nBody", "x") == PageText("", "Body", 3)


def test_thematic_break_in_the_body_is_not_the_end_of_the_front_matter() -> None:
    assert split_page("---\na: b\n---\none\n\n---\n\ntwo\n", "x").body == "one\n\n---\n\ntwo\n"


@pytest.mark.parametrize("text", ["", "title: x\n", "---\ntitle: x\n", "--- \ttitle\n---\n", " ---\n---\n"])
def test_page_without_front_matter_is_an_error(text: str) -> None:
    with pytest.raises(CatalogError):
        split_page(text, "x")


def test_absent_fields_are_inserted_at_their_place_and_nothing_else_changes() -> None:
    text = "---\ntitle:   'odd style'   # kept\nyear: 2020\nadded: 2026-01-01\n---\nBody --- here\n"

    changed = insert_fields(
        text, {"title": "new", "authors": ["A B"], "topics": ["t"], "sources": ["https://e.org"], "links": []}, ORDER
    )

    assert changed == (
        "---\ntitle:   'odd style'   # kept\nauthors: [A B]\nyear: 2020\ntopics: [t]\nadded: 2026-01-01\n"
        'sources: ["https://e.org"]\n---\nBody --- here\n'
    )
    assert insert_fields(changed, {"authors": ["C D"], "topics": ["u"]}, ORDER) == changed


def test_inserting_keeps_windows_line_ends() -> None:
    changed = insert_fields("---\r\ntitle: x\r\n---\r\nBody\r\n", {"topics": ["t"]}, ORDER)

    assert changed == "---\r\ntitle: x\r\ntopics: [t]\r\n---\r\nBody\r\n"


FIELDS = {
    "one line": "year: 2015\n",
    "several lines": "year:\n  - a\n\n  - b\n",
    "list at the margin": "year:\n- a\n- b\n",
    "folded text": "year: >\n  topics: no\n  # no comment\n",
    "comment inside": "year: 2015  # certain\n  # quite\n",
    "spaces before the colon": "year : 2015\n",
    "nothing": "",
}


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_field_is_replaced_and_nothing_else_changes(field: str, newline: str) -> None:
    page = "---\ntitle: The year: 1999\n{}# about topics\ntopics: [a]\n---\n\nyear: 3\n---\n"
    before, after = (page.format(year).replace("\n", newline) for year in (field, "year: 2016\n"))
    if not field:  # a new field goes right before the next one
        after = after.replace(f"year: 2016{newline}# about topics", f"# about topics{newline}year: 2016")

    assert replace_field(before, "year", 2016, ORDER) == after


def test_field_is_replaced_by_several_lines() -> None:
    links = [{"kind": "code", "url": "https://example.org/"}]
    text = "---\ntitle: A\nlinks: []\nadded: 2026-01-01\n---\n"

    assert replace_field(text, "links", links, ORDER) == text.replace(
        "links: []", 'links:\n  - {kind: code, url: "https://example.org/"}'
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("gap", ["", "\n"])
def test_body_is_replaced_and_nothing_before_it(newline: str, gap: str) -> None:
    before = f"---\ntitle: A\n---\n{gap}Old.\n\n---\n\nMore.".replace("\n", newline)

    assert replace_body(before, "New.\n\nMore.") == f"---\ntitle: A\n---\n{gap}New.\n\nMore.\n".replace("\n", newline)
    assert replace_body("---\ntitle: A\n---", "New.") == "---\ntitle: A\n---\nNew.\n"
