"""One file of content/ by itself."""

import pickle
from typing import Any

import pytest
from pydantic import TypeAdapter

from papercatalog.diagnostics import CatalogError
from papercatalog.fields import EXPLANATIONS
from papercatalog.model import DatasetUse, Identifiers, Link, Related, Result, VenueRef
from papercatalog.reading import read_file
from papercatalog.strict_yaml import load_yaml

PAGE = b"""---
title: A title
topics: [a, a]
links:
  - {kind: code, url: "https://e.org/code"}
added: 2026-01-01
---
Words and $\\nothing$.
"""


def test_reading_has_the_record_and_what_is_wrong_with_it_alone() -> None:
    reading = read_file("papers", "content/papers/x-1.md", PAGE)

    (paper,) = reading.records
    assert (paper.id, paper.title, paper.span.line) == ("x-1", "A title", 8)
    assert not reading.diagnostics
    assert [(d.code, d.span.line) for d in reading.findings] == [("faulty-formula", 8), ("repeated-value", 3)]
    assert [claim.problems[0].code for claim in reading.claims] == ["ungrounded-link"]


@pytest.mark.parametrize("type_", [VenueRef, Identifiers, Link, DatasetUse, Result, Related])
def test_examples_of_mappings_are_right(type_: type[Any]) -> None:
    example = EXPLANATIONS[type_.__name__].removeprefix("must be a mapping, such as ")

    assert TypeAdapter(type_).validate_python(load_yaml(example, "example"))


def test_ids_that_come_again_take_no_more_memory() -> None:
    first, second = (read_file("papers", f"content/papers/{id_}.md", PAGE).records[0] for id_ in ("x-1", "y-1"))

    assert first.topics[0] is second.topics[0]


def test_reading_can_be_kept() -> None:
    reading = read_file("papers", "content/papers/x-1.md", PAGE)

    assert pickle.loads(pickle.dumps(reading)) == reading  # noqa: S301


def test_reading_of_a_wrong_record_says_where() -> None:
    reading = read_file("venues.yaml", "content/venues.yaml", b"- {id: x, name: X}\n")

    assert not reading.records
    assert [str(d.span) for d in reading.diagnostics] == ["content/venues.yaml:1:3"] * 2


def test_unfit_bytes_are_refused() -> None:
    with pytest.raises(CatalogError, match="not-utf-8"):
        read_file("papers", "content/papers/x.md", b"\xff")
