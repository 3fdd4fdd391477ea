"""Plain values -> a dataclass, or diagnostics that say where in the file each value is wrong."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

from papercatalog.diagnostics import Diagnostic, Hint, Severity, Span, printable, suggestion
from papercatalog.fields import ID_PATTERN
from papercatalog.strict_yaml import KeyPath, Marks, find_marks
from papercatalog.system import without_ctrl_c
from papercatalog.text import slugify

Record = TypeVar("Record")

_WORDS = {
    "string_type": "must be text",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "tuple_type": "must be a list, such as [a, b]",
}

_MEANT = {"tags": "topics", "keywords": "topics"}
"""Fields that other programs have, where the nearest spelling would be another field of ours."""

_ELSEWHERE = {
    "abstract": ("body", "the abstract is the text below the second ---"),
    "arxiv": ("identifiers", "write identifiers: {arxiv: ...}"),
    "doi": ("identifiers", "write identifiers: {doi: ...}"),
    "url": ("links", 'write links: [{kind: ..., url: "https://..."}], or sources: for a page that shows these facts'),
}
"""What other programs have as fields of their own: our field that holds it, and how."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value. `path` is where it sits among the values; `on_key` points at the key itself."""

    path: KeyPath
    code: str
    message: str
    hint: Hint = ""
    severity: Severity = Severity.ERROR
    other: str = ""
    """As that of a `Diagnostic`."""
    on_key: bool = False

    def at(self, span: Span) -> Diagnostic:
        """Return the problem with its place in a file."""
        return Diagnostic(self.code, self.message, span, self.hint, self.severity, self.other)


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem with a value of the record that `span` names."""

    span: Span
    problem: Problem


class Schema(Generic[Record]):
    """Checks values against one frozen dataclass.

    `given` names the fields that the program supplies and that a file may therefore not contain.
    `explanations` says in words what a pattern of the dataclass demands, and a dataclass in it, by its name.
    """

    def __init__(self, type_: type[Record], given: Iterable[str], explanations: Mapping[str, str]) -> None:
        with without_ctrl_c():
            self._adapter = TypeAdapter(type_)
        self._given = frozenset(given)
        self._names = [f.name for f in fields(type_) if f.name not in self._given]  # type: ignore[arg-type]
        self._explanations = explanations

    def check(self, values: object, given: Mapping[str, object]) -> tuple[Record | None, list[Problem]]:
        """Return the record, completed by the `given` fields, or None and every problem."""
        if not isinstance(values, dict):
            return None, [Problem((), "invalid-value", f"must be fields, such as {self._names[0]}: ...")]
        forbidden = [self._unknown_field((key,)) for key in values if key in self._given]
        try:
            record = self._adapter.validate_python({**values, **given})
            return (None, forbidden) if forbidden else (record, [])
        except ValidationError as error:
            return None, forbidden + [self._problem(e) for e in error.errors(include_url=False)]

    def _problem(self, error: Any) -> Problem:
        kind, location = error["type"], error["loc"]
        name = _shown(location)
        if kind == "missing":
            return Problem(location, "missing-field", f'"{name}" is missing', f"add it{self._choices(location[-1])}")
        if kind == "unexpected_keyword_argument":
            return self._unknown_field(location)
        context = error.get("ctx", {})
        hint = ""
        if kind == "literal_error":
            words = f"must be {context['expected']}".replace("'", '"')
            hint = suggestion(
                str(error["input"]), context["expected"].replace(" or ", ", ").replace("'", "").split(", ")
            )
        elif kind == "value_error":
            words = str(context["error"])
        elif kind == "string_too_long":
            words = f"must have at most {context['max_length']} characters"
        elif kind == "dataclass_type":
            words = self._explanations.get(context["class_name"], "must be a mapping, such as {field: value}")
        elif kind == "string_pattern_mismatch":
            words = self._explanations.get(context["pattern"], f"must match {context['pattern']}")
            slug = slugify(str(error["input"])) if context["pattern"] == ID_PATTERN else ""
            hint = f"write an id, such as {slug}" if slug else ""
        else:
            words = _WORDS.get(kind, error["msg"])
        return Problem(location, "invalid-value", f'"{name}" {words}{_got(error["input"])}', hint)

    def _unknown_field(self, location: KeyPath) -> Problem:
        key, is_nested = str(location[-1]), len(location) > 1
        if key in self._given and not is_nested:
            return Problem(
                location, "unknown-field", f'"{key}" is not a field', "remove it: it comes from the file", on_key=True
            )
        home, hint = _ELSEWHERE.get(key.lower(), ("", ""))
        if is_nested or home not in {*self._names, *self._given}:
            known = self._nested_names() if is_nested else self._names
            meant = _MEANT.get(key.lower(), key)
            other = "remove it" if is_nested else "known fields: " + ", ".join(self._names)
            hint = suggestion(meant if meant in known else key, known) or other
        return Problem(location, "unknown-field", f'unknown field "{key}"', hint, on_key=True)

    def _nested_names(self) -> list[str]:
        return sorted({name for part in self._parts for name in part.get("properties", ())} - self._given)

    def _choices(self, field: object) -> str:
        """Return the values of which a required field must have one, as the end of a hint."""
        required = (part["properties"][field] for part in self._parts if field in part.get("required", ()))
        return next((": one of " + ", ".join(choice["enum"]) for choice in required if "enum" in choice), "")

    @cached_property
    def _parts(self) -> list[dict[str, Any]]:
        """It takes twenty milliseconds to make, and one file of a stranger can have ten thousand mistakes in it."""
        schema = self._adapter.json_schema()
        return [schema, *schema.get("$defs", {}).values()]


def locate(problems: Sequence[Problem | Diagnostic], text: str, path: str, first_line: int = 1) -> Iterator[Diagnostic]:
    """Give each problem its line and column in the YAML `text`, which begins at `first_line` of the file `path`.

    What has a place already keeps it.
    """
    marks = find_marks(text) if problems else Marks()
    for problem in problems:
        if isinstance(problem, Problem):
            line, column = marks.find(problem.path, key=problem.on_key)
            problem = problem.at(Span(path, first_line + line - 1, column))
        yield problem


def _shown(path: KeyPath) -> str:
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _got(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        return ""
    return f', not "{printable(value[:40])}{"…" if len(value) > 40 else ""}"'
