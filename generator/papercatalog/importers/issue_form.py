"""The Markdown that GitHub makes of an issue form -> what was answered to each question.

GitHub writes `### Label`, an empty line and the answer; `_No response_` where there is none, and `None` for a
choice that was not made. The author of an issue can write anything else there, too: the text is taken apart at
the labels of a form and otherwise left alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from papercatalog.diagnostics import CatalogError, Diagnostic, Span

FormName = Literal["add-paper", "suggest-fix", "report-wrong-fact"]

FORMS: Mapping[FormName, Mapping[str, str]] = {
    "add-paper": {
        "arXiv identifier, DOI or address": "reference",
        "Title": "title",
        "Authors": "authors",
        "Year": "year",
        "Venue": "venue",
        "Abstract": "abstract",
        "Links": "links",
        "Page that shows these facts": "source",
        "Before you send it": "confirmation",
    },
    "suggest-fix": {
        "Paper": "paper",
        "Field": "field",
        "How it should read": "value",
        "Page that shows it": "source",
    },
    "report-wrong-fact": {
        "Paper": "paper",
        "Field": "field",
        "What the page says": "present",
        "What is right": "value",
        "Page that shows it": "source",
    },
}
"""The labels of each form of .github/ISSUE_TEMPLATE, in its order, and what the program calls the answers."""

_HEADING = re.compile(r"^### (.*)$", re.MULTILINE)
_MAX_ANSWER = 20_000
"""Characters. Abstracts have 2,000."""
_NO_ANSWER = frozenset({"_No response_", "None", ""})


@dataclass(frozen=True, slots=True)
class Issue:
    """The answers of one form; unanswered questions have an empty one."""

    form: FormName
    answers: Mapping[str, str]
    spans: Mapping[str, Span]

    def problem(self, question: str, code: str, message: str, hint: str = "") -> CatalogError:
        """Return what is wrong with an answer, as an error to raise."""
        return CatalogError([Diagnostic(code, message, self.spans[question], hint)])


def parse_issue(text: str, path: str) -> Issue:
    """Return the answers in `text`, which has passed `decode_text`. Raises `CatalogError` where it is no form."""
    headings = [(match[1].strip(), match) for match in _HEADING.finditer(text)]
    present = {label for label, _ in headings}
    fitting = [name for name, labels in FORMS.items() if present.issuperset(labels)]
    if len(fitting) != 1:
        message = "is not what one of the issue forms makes: its headings are those of "
        message += "none" if not fitting else " and ".join(fitting)
        raise CatalogError([Diagnostic("not-a-form", message, Span(path, 1, 1), "a person must read it")])
    name = fitting[0]
    ours = [(label, match) for label, match in headings if label in FORMS[name]]
    if [label for label, _ in ours] != list(FORMS[name]):
        message = "an answer has a line that looks like a heading of the form"
        raise CatalogError([Diagnostic("not-a-form", message, Span(path, 1, 1), "a person must read it")])
    ends = [match.start() for _, match in ours[1:]] + [len(text)]
    answers = {}
    for (label, match), end in zip(ours, ends, strict=True):
        answer = text[match.end() : end].strip()
        answers[FORMS[name][label]] = "" if answer in _NO_ANSWER else answer
    spans = {FORMS[name][label]: Span(path, text.count("\n", 0, match.start()) + 1, 1) for label, match in ours}
    issue = Issue(name, answers, spans)
    for question, answer in answers.items():
        if len(answer) > _MAX_ANSWER:
            message = f"has {len(answer):,} characters, more than the {_MAX_ANSWER:,} allowed"
            raise issue.problem(question, "too-large", message, "a person must read it")
    return issue
