"""Diagnostics as workflow commands and as JSON: whatever they say, they stay what they are."""

import json
import re

from hypothesis import example, given
from hypothesis import strategies as st

from papercatalog.diagnostics import Diagnostic, Severity, Span
from papercatalog.reports import format_github, format_json

SPAN = Span("content/papers/x.md", 4, 10)
COMMAND = re.compile(r"::(error|warning) file=[^,:\n\r]+(,(line|col)=[0-9]+)*,title=[^,:\n\r]+::[^\n\r]*")


def test_annotation_has_place_code_message_and_hint() -> None:
    problem = Diagnostic("unknown-topic", 'there is no topic "a, b: 100%"', SPAN, "add it")

    (line,) = format_github([problem], "sub/site")

    place = "file=sub/site/content/papers/x.md,line=4,col=10,title=unknown-topic"
    assert line == f'::error {place}::there is no topic "a, b: 100%25"%0Ahint: add it'


def test_annotation_without_a_line_and_outside_the_catalogue() -> None:
    problem = Diagnostic("outside-content", "no", Span("../a,b:c%.yml"), severity=Severity.WARNING)

    assert list(format_github([problem], "sub")) == ["::warning file=a%2Cb%3Ac%25.yml,title=outside-content::no"]


TEXTS = st.text() | st.sampled_from(
    ["::add-mask::x\n::error::", "\r\n::stop-commands::x", "%0A::error::", "\x1b[31m", "##[group]"]
)


@given(TEXTS, TEXTS, TEXTS)
@example(":", "", "")
def test_no_text_begins_a_command_of_its_own(path: str, message: str, hint: str) -> None:
    problem = Diagnostic("some-code", message, Span(path or "x"), hint)
    (line,) = format_github([problem])

    assert COMMAND.fullmatch(line)
    assert "##[" not in line
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", line)
    for shown in str(problem).split("\n"):
        assert not shown.lstrip().startswith("::")
        assert "##[" not in shown


@given(TEXTS, TEXTS)
def test_json_is_ascii_and_complete(message: str, path: str) -> None:
    problems = [Diagnostic("a-b", message, Span(path), other="content/papers/y.md"), Diagnostic("c-d", "", SPAN, "do")]
    text = format_json(problems)

    assert text.isascii()
    told = json.loads(text)
    assert (told["version"], told["errors"], told["warnings"]) == (1, 2, 0)
    assert told["diagnostics"][0] == {
        "code": "a-b",
        "severity": "error",
        "message": message,
        "path": path,
        "line": None,
        "column": None,
        "hint": None,
        "other": "content/papers/y.md",
    }
    assert (told["diagnostics"][1]["line"], told["diagnostics"][1]["column"]) == (4, 10)
