"""Problems as values: what is wrong, where, and what to do about it.

Stages return diagnostics instead of raising, so that a person sees every problem at
once. A `CatalogError` stops the build at a stage border and carries them all.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from papercatalog.text import caseless


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class ExitCode(IntEnum):
    """What the process tells its caller; the values are part of the interface."""

    OK = 0
    CONTENT = 1
    USAGE = 2
    ENVIRONMENT = 3
    BUG = 4
    INTERRUPTED = 130
    """What shells say of a program that Ctrl-C has ended."""


@dataclass(frozen=True, order=True)
class Span:
    """A place in a file. `path` is relative to the site with `/`; line and column count from 1, 0 means unknown."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path, *(str(n) for n in (self.line, self.column) if n)]
        return ":".join(parts)

    def below(self, lines: int, column: int = 0) -> "Span":
        """Return the place so many lines further down."""
        return Span(self.path, self.line + lines, column)


@dataclass(frozen=True, slots=True)
class Nearest:
    """A hint that is found out when it is shown: of thousands of unknown names most are only counted."""

    word: str
    known: Collection[str] = field(compare=False, repr=False)
    otherwise: str

    def __str__(self) -> str:
        return suggestion(self.word, self.known) or self.otherwise


Hint = str | Nearest


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One problem. `code` is kebab-case and stable; `hint` says what to do."""

    code: str
    message: str
    span: Span
    hint: Hint = ""
    severity: Severity = Severity.ERROR
    other: str = ""
    """The path of a second file that has a part in it: the other one of two duplicates."""

    def __str__(self) -> str:
        text = f"{printable(str(self.span))}: {self.severity}[{self.code}]: {printable(self.message)}"
        # In the log of a GitHub workflow, a line that begins with :: is a command.
        text = f"./{text}" if text.lstrip().startswith("::") else text
        hint = printable(str(self.hint))
        return f"{text}\n  hint: {hint}" if hint else text


class CatalogError(Exception):
    """Stops the work at a stage border. Carries every problem found up to there."""

    def __init__(self, diagnostics: Iterable[Diagnostic], exit_code: ExitCode = ExitCode.CONTENT) -> None:
        self.diagnostics = tuple(diagnostics)
        self.exit_code = exit_code
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return "\n".join(map(str, self.diagnostics))

    def __reduce__(self) -> tuple[type["CatalogError"], tuple[tuple[Diagnostic, ...], ExitCode]]:
        return CatalogError, (self.diagnostics, self.exit_code)


def raise_errors(diagnostics: Sequence[Diagnostic]) -> None:
    """Raise a `CatalogError` with all of them if at least one is an error; warnings alone pass."""
    if any(d.severity is Severity.ERROR for d in diagnostics):
        raise CatalogError(diagnostics)


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """By file, then place in the file: the order in which a person fixes them. What is said twice is said once."""
    return sorted(dict.fromkeys(diagnostics), key=lambda d: (d.span, d.code, d.message))


def worst_first(diagnostics: Sequence[Diagnostic], most: int) -> Sequence[Diagnostic]:
    """Return them as they are or, where `most` can be shown and there are more, the errors before the warnings."""
    if len(diagnostics) <= most:
        return diagnostics
    return sorted(diagnostics, key=lambda d: d.severity is not Severity.ERROR)


# Controls move the cursor or forge a workflow command, bidi controls and other invisible
# format characters fool the reader: neither reaches a terminal raw.
# `##[` begins a command of a GitHub workflow anywhere in a line of its log.
_UNPRINTABLE = re.compile(
    r"#(?=#\[)|[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
)


def printable(text: str) -> str:
    r"""Return `text` on one line, with controls, invisible characters and commands of logs shown as `\uXXXX`."""
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def describe_fault(error: Exception) -> str:
    """Return how to tell of what is none of the errors that are known."""
    what = printable(", ".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())]))
    return f"error: this is a fault in the program: {what}\n  hint: run catalog --debug ... and report it"


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return `did you mean "..."?` for the nearest known word, of several the first, or an empty text."""
    from rapidfuzz import fuzz, process  # most runs have no mistake to tell of

    near = process.extractOne(word, sorted(known), scorer=fuzz.ratio, processor=caseless, score_cutoff=60)
    return f'did you mean "{near[0]}"?' if near else ""
