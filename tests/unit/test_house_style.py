"""Front matter in house style: order, quotes, comments, and what is never touched."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercatalog.diagnostics import CatalogError
from papercatalog.front_matter import dump_page, split_page
from papercatalog.house_style import format_front_matter
from papercatalog.model import Dataset, Paper
from papercatalog.strict_yaml import find_entries, load_yaml
from papercatalog.text import find_forbidden_character


def styled(text: str) -> str:
    return format_front_matter(text, Paper, "x.md")


@pytest.mark.parametrize(
    ("written", "styled_as"),
    [
        ("title:   'It''s here'\n", 'title: "It\'s here"\n'),
        ("title: plain text\n", "title: plain text\n"),
        ('title: "quoted without need"\n', 'title: "quoted without need"\n'),
        ('year: "2015"\nadded: "2026-01-02"\n', "year: 2015\nadded: 2026-01-02\n"),
        ("year: 2015\ntitle: X\n", "title: X\nyear: 2015\n"),
        ("topics: [ a,b ,  c ]\n", "topics: [a, b, c]\n"),
        ("topics:\n- a\n-   b\n", "topics:\n  - a\n  - b\n"),
        ("topics: [a,\n  b]\n", "topics: [a, b]\n"),
        ("venue:\n  year: 2015\n  id: cvpr\n", "venue: {id: cvpr, year: 2015}\n"),
        ("links: [{url: 'https://e.org/a,b', kind: code}]\n", 'links:\n  - {kind: code, url: "https://e.org/a,b"}\n'),
        ("authors: [{id: ab, name: A B}, C D]\n", "authors:\n  - {name: A B, id: ab}\n  - C D\n"),
        ("identifiers: {arxiv: 1503.03832}\n", 'identifiers: {arxiv: "1503.03832"}\n'),
        ("summary: no\n", 'summary: "no"\n'),
        ("summary: on\n  two lines\n", "summary: on two lines\n"),
        ("\n\ntitle: X\n\nadded: 2026-01-01   \n", "title: X\nadded: 2026-01-01\n"),
        ("year: 2015\nothr:   'x'\ntitle: X\n", "title: X\nyear: 2015\nothr:   'x'\n"),
        ("summary:\ntitle: X\n", "title: X\nsummary:\n"),
        ("topics: []\n", "topics: []\n"),
        ("topics:\n  []\n", "topics: []\n"),
        ("# Why.  \ntitle: X\n", "# Why.\ntitle: X\n"),
        ("venue:\n  id: a\n  note: b, c\n", 'venue: {id: a, note: "b, c"}\n'),
        ("summary: a\n\n  b\n", 'summary: "a\\nb"\n'),
        ("topics: [ a ]\nsummary: |\n  As it\n  is.\n", "topics: [a]\nsummary: |\n  As it\n  is.\n"),
    ],
)
def test_house_style(written: str, styled_as: str) -> None:
    assert styled(written) == styled_as
    assert styled(styled_as) == styled_as


@pytest.mark.parametrize(
    "word",
    [
        *("y", "N", "yes", "Yes", "no", "on", "Off", "true", "FALSE", "null", "~", "=", "<<", ""),
        *("12", "-12", "1_000", "1.5", ".5", "1e5", "1.5E-3", "12:30", "0x1F", "0o17", "0b11", ".inf", "-.Inf", ".nan"),
        *("2026-01-02", "2026-1-2", "2026-01-02T10:00:00Z", "2026-01-02 10:00"),
    ],
)
def test_what_some_reader_takes_for_no_text_is_quoted(word: str) -> None:
    assert styled(f"summary: '{word}'\n") == f'summary: "{word}"\n'
    assert styled(f"links: [{{url: '{word}'}}]\n") == f'links:\n  - {{url: "{word}"}}\n'
    assert styled(f"topics: ['{word}', about{word}]\n") == f'topics: ["{word}", about{word}]\n'


@pytest.mark.parametrize(
    "text",
    [
        "summary: |\n  As it\n  is.\n",
        "summary: >-   # folded\n  As it\n  is.\n",
        "topics:\n- a   # why\n-   b\n",
        "topics: [a,   # why\n  b]\n",
        "links:\n  - {url: x,  kind: code}\n  # and no project page\n",
        "{title: X,  added: 2026-01-01}\n",
        "- a\n-  b\n",
        "# nothing but words\n",
        "",
    ],
)
def test_what_cannot_be_rewritten_with_certainty_stays(text: str) -> None:
    assert styled(text) == text


def test_comments_go_with_their_fields() -> None:
    written = """\
# For everybody.

# When.
year:  2015    # of the first version
# What it is called.
# In full.
title: 'X'
topics:
  - a
  # no more
added: 2026-01-01
# The end.
"""
    assert (
        styled(written)
        == """\
# For everybody.
# What it is called.
# In full.
title: "X"
# When.
year: 2015    # of the first version
topics:
  - a
  # no more
added: 2026-01-01
# The end.
"""
    )


def test_each_kind_has_its_own_order() -> None:
    assert format_front_matter("year: 2007\nkind: images\nname: LFW\n", Dataset, "x.md") == (
        "name: LFW\nkind: images\nyear: 2007\n"
    )


def test_yaml_that_cannot_be_read_is_reported_at_its_line() -> None:
    with pytest.raises(CatalogError, match=r"^x\.md:4:1: error\[invalid-yaml\]"):
        styled("title: X\nauthors: [\n")


@given(st.text(min_size=1), st.lists(st.text(min_size=1), min_size=1, max_size=9), st.integers(1000, 2999))
def test_what_an_importer_writes_is_in_house_style(text: str, items: list[str], year: int) -> None:
    if find_forbidden_character(text + "".join(items)) is not None:
        return
    fields = {
        "title": text,
        "authors": [*items, {"family": text}],
        "year": year,
        "venue": {"id": text, "year": year},
        "topics": items,
        "added": date(2026, 1, 2),
    }
    written = split_page(dump_page(fields, "Body."), "x").front_matter

    assert styled(written) == written


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=12) | st.sampled_from(
    ["no", "2015", "1e5", "2026-01-02", "a, b", "#", "x # y", "it's", "- x", "{}", "~", "=", "null", "12:30", "a: b"]
)
KEYS = st.sampled_from(["title", "year", "added", "summary", "topics", "venue", "links", "other", "authors"])
VALUES = st.recursive(
    WORDS | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "year", "kind", "z"]), inner),
    max_leaves=6,
)


def scalar(draw: st.DrawFn, value: str | None) -> str:
    if value is None:
        return draw(st.sampled_from(["", "null"]))
    doubled = '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return draw(st.sampled_from(["'" + value.replace("'", "''") + "'", doubled, value]))


def flow(draw: st.DrawFn, value: object) -> str:
    gap = draw(st.sampled_from(["", " ", "  ", "\n    ", "  # c%d\n   "]))
    if isinstance(value, list):
        return f"[{gap}" + f",{gap or ' '}".join(flow(draw, item) for item in value) + "]"
    if isinstance(value, dict):
        return "{" + f",{gap or ' '}".join(f"{key}: {flow(draw, part)}" for key, part in value.items()) + "}"
    return scalar(draw, value if value is None else str(value))


@st.composite
def front_matters(draw: st.DrawFn) -> str:
    """Draw front matter in all manner of styles, most of it readable."""
    lines = []
    for key, value in draw(st.dictionaries(KEYS, VALUES, min_size=1, max_size=5)).items():
        lines += draw(st.lists(st.sampled_from(["", "# c%d", "  # c%d"]), max_size=2))
        end = draw(st.sampled_from(["", "  ", " # c%d", "   # c%d"]))
        if isinstance(value, list) and value and draw(st.booleans()):
            dash = draw(st.sampled_from(["- ", "  - ", "  -   "]))
            lines += [f"{key}:{end}", *(f"{dash}{flow(draw, item)}{end}" for item in value)]
        elif isinstance(value, str) and draw(st.booleans()):
            lines += [f"{key}: {draw(st.sampled_from(['|', '>', '|-', '>+ # c%d']))}", f"  {value}", "  # in the text"]
        else:
            lines.append(f"{key}: {flow(draw, value)}{end}")
    lines += draw(st.lists(st.sampled_from(["", "# c%d", "  # c%d"]), max_size=2))
    text = "\n".join(lines) + "\n"
    # Each comment gets a number, so that none can be lost behind another.
    for number in range(text.count("# c%d")):
        text = text.replace("# c%d", f"# c{number}", 1)
    return text


@settings(deadline=None)  # the machine may be busy
@given(front_matters())
def test_no_value_and_no_comment_is_lost_and_twice_is_once(text: str) -> None:
    try:
        values = load_yaml(text, "x")
    except CatalogError:
        return
    formatted = styled(text)

    assert load_yaml(formatted, "x") == values
    assert sorted(re.findall(r"# c\d+", formatted)) == sorted(re.findall(r"# c\d+", text))
    assert styled(formatted) == formatted
    if find_entries(text) and isinstance(values, dict):
        order = [
            key for key in ("title", "authors", "year", "venue", "links", "topics", "summary", "added") if key in values
        ]
        assert [key for key in load_yaml(formatted, "x") if key != "other"] == order or formatted == text
