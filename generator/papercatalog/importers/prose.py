"""A listing's titles and abstracts -> clean text, Markdown and addresses, with what needs a curator's eye."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from papercatalog.diagnostics import Diagnostic, Severity, Span
from papercatalog.importers.addresses import Part, split_addresses
from papercatalog.importers.latex import clean_latex
from papercatalog.importers.markdown_escape import escape_inline
from papercatalog.markdown import reads_as_formula
from papercatalog.text import DIVIDED_WORD, LIGATURES

_SPACE = re.compile(r"\s+")
_MAX_PROBLEMS = 100
"""That are reported of one text: who sees so many looks at all of it."""

_DAMAGE = (
    (re.compile(rf"\w{{0,40}}{DIVIDED_WORD.pattern}\w{{0,40}}"), "is divided as at the end of a line"),
    (re.compile(r"\[[0-9]+(?:\s?[,–-]\s?[0-9]+)*\]"), "cites a list of references that is not here"),
    (re.compile(r"(?<!\w)\w*[a-z)](?:[.!?;](?=[A-Z][a-z]*[\s,])|,(?=[A-Za-z][a-z]+[\s,]))[A-Za-z]+"), "lacks a space"),
    # As Springer writes BibTeX; often what the formula looks like follows, less its structure.
    (
        re.compile(r"\{\\\$\}\{\\\$\}.{1,200}?\{\\\$\}\{\\\$\}"),
        "is a formula whose signs were escaped, maybe with a copy after it",
    ),
)
"""Signs of a text that suffered on the way. Only a person can tell, so they are reported and stay."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A clean paragraph on one line: words, and between them addresses, and formulas that have no plain form."""

    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        """What a reader sees."""
        return "".join(part.text for part in self.parts)

    @property
    def words(self) -> str:
        """The text without its addresses, for looking up names."""
        return "".join(part.text for part in self.parts if not part.is_url)

    @property
    def markdown(self) -> str:
        """The paragraph as the body of a page; addresses stand in angle brackets, which makes them links."""
        pieces = []
        for position, part in enumerate(self.parts):
            if part.is_url:
                pieces.append(f"<{part.text}>")
            elif part.is_formula:
                pieces.append(part.text)
            else:
                pieces.append(escape_inline(part.text, starts_line=position == 0))
        return "".join(pieces)

    @property
    def addresses(self) -> list[str]:
        return [part.text for part in self.parts if part.is_url]


def clean_prose(
    raw: str, span: Span, *, is_latex: bool = False, has_formulas: bool = False
) -> tuple[Paragraph, list[Diagnostic]]:
    """Return `raw` without LaTeX, and a warning for each spot that could not be cleaned or looks damaged.

    `span` is the place of the first character of `raw`. With `is_latex` all of it is LaTeX, not text with leftovers.
    With `has_formulas` it may keep those that a page can show.
    """
    parts: list[Part] = []
    problems: list[tuple[int, str, str]] = []
    for part in split_addresses(raw):
        if not part.is_url:
            clean, uncleaned = clean_latex(part.text.translate(LIGATURES), is_latex=is_latex)
            kept = [p for p in uncleaned if has_formulas and p.is_formula and reads_as_formula(p.spot)]
            problems += [(part.offset + p.offset, "uncleaned-latex", p.message) for p in uncleaned if p not in kept]
            problems += _find_damage(part)
            parts += _split_formulas(clean, part.offset, [p.spot for p in kept])
        else:
            parts.append(part)
    warnings = [text_warning(span, *problem) for problem in sorted(problems)[:_MAX_PROBLEMS]]
    return Paragraph(tuple(_trim(parts))), warnings


def _split_formulas(text: str, offset: int, formulas: Iterable[str]) -> Iterator[Part]:
    """Cut `text` at the formulas, which stand in it in this order."""
    for formula in formulas:
        before, formula, text = text.partition(formula)
        yield Part(_SPACE.sub(" ", before), offset)
        yield Part(_SPACE.sub(" ", formula), offset, is_formula=True)
    yield Part(_SPACE.sub(" ", text), offset)


def _find_damage(part: Part) -> Iterator[tuple[int, str, str]]:
    for pattern, message in _DAMAGE:
        for match in pattern.finditer(part.text):
            yield part.offset + match.start(), "damaged-text", f'"{_SPACE.sub(" ", match[0])}" {message}'


def _trim(parts: list[Part]) -> Iterator[Part]:
    """Drop the white space at both ends of the paragraph, and empty parts."""
    for position, part in enumerate(parts):
        text = part.text
        if position == 0:
            text = text.lstrip()
        if position == len(parts) - 1:
            text = text.rstrip()
        if text:
            yield replace(part, text=text)


def text_warning(span: Span, offset: int, code: str, message: str) -> Diagnostic:
    """Report a spot that is so many characters after `span`."""
    hint = "it is imported as it stands: write on the page what the authors meant"
    column = span.column + offset if span.column else 0
    return Diagnostic(code, message, Span(span.path, span.line, column), hint, Severity.WARNING)
