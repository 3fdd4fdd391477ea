"""Does a record make sense in itself: do readers see what is meant, is nothing there twice, does nothing contradict?"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from papercatalog.catalog import Prose
from papercatalog.diagnostics import Diagnostic, Severity, printable
from papercatalog.identifiers import first_version_month
from papercatalog.markdown import find_faulty_formulas, find_references, find_refused_links, find_words
from papercatalog.model import Paper, Result
from papercatalog.schema import Problem
from papercatalog.text import DIVIDED_WORD, LIGATURES, slugify, squeeze

_NO_NAMES = (
    (
        re.compile(r"\bet\.? al\b|^(and )?others$", re.IGNORECASE),
        '"{}" stands for authors who are not named',
        "leave it out, and list all whom you know",
    ),
    (
        re.compile(r"(?<!\S)(and|&)(?!\S)"),
        '"{}" looks like more than one name',
        "list each author, or write {{literal: {}}} for a group",
    ),
    (
        re.compile(r"[0-9⁰¹²³⁴-⁹()\[\]*∗⋆@#†‡§¶‖]"),
        '"{}" has more than a name',
        "write the name alone, without affiliation and footnotes; {{family: ..., given: ...}} if it is a part of it",
    ),
    (
        # Of Luc Van Gool the family name is Van Gool, of Nguyen Van Tuan it is Nguyen.
        re.compile(r"[,;]|^\S+$|\s(De|Del|Della|Den|Der|Dos|La|Las|Los|Ter|Van|Von)\s"),
        'cannot tell the family name in "{}"',
        "write {{family: ..., given: ...}}, {{family: ...}} alone, or {{literal: ...}} for a group",
    ),
)
"""What is no name of one person, and what to say of it."""

_CURLY_QUOTED = re.compile(r"[“”„‘’‚][^“”„‘’‚]*[“”‘’]")
_COMMAND = re.compile(r"\\[A-Za-z]+ ?[{\[][^{}\[\]]{0,40}[}\]]?|(?<![A-Za-z:\\])\\[A-Za-z]{2,}")
"""Of LaTeX. What follows a letter or a colon may be the path of a file on Windows."""
_TAG = re.compile(
    r"</?(?:a|b|blockquote|br|code|div|em|figure|h[1-6]|hr|i|iframe|img|li|ol|p|pre|s|script|small|span|strong|style|sub"
    r"|sup|table|td|th|tr|u|ul|video)(?:\s[^<>]{0,200})?/?>",
    re.IGNORECASE,
)
_TAG_OR_ENTITY = re.compile(rf"{_TAG.pattern}|&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]+|#x[0-9a-f]+);", re.IGNORECASE)

_COPIED = re.compile(f"{DIVIDED_WORD.pattern}|[{''.join(map(chr, LIGATURES))}]")
_MOST_COPIED = 20
"""That are reported of one text: who sees so many looks at all of it."""


def check_record(record: Prose, values: Mapping[str, Any]) -> Iterator[Problem | Diagnostic]:
    """Yield what is wrong with a record in itself; `values` are those that it was made of, as they are written."""
    yield from _check_formulas(record)
    yield from _check_addresses(record)
    yield from _check_latex(record)
    yield from _check_html(record)
    yield from _check_copied(record)
    yield from _check_quotes(values)
    if isinstance(record, Paper):
        yield from _check_names(values.get("authors") or ())
        yield from _check_repetitions(record)
        yield from _check_contradictions(record)


def _check_repetitions(paper: Paper) -> Iterator[Problem]:
    twins = "keep one; two people of one name need ids: {name: ..., id: ...}"
    lists: Iterable[tuple[str, Iterable[Hashable], str]] = (
        ("authors", paper.authors, twins),
        ("topics", paper.topics, "keep one"),
        ("methods", paper.methods, "keep one"),
        ("datasets", [use.id for use in paper.datasets], "keep one"),
        ("results", paper.results, "keep one"),
        ("links", [link.url for link in paper.links], "keep the one of the right kind"),
        ("related", [related.id for related in paper.related], "keep one, with all that is to be said of the two"),
        ("sources", paper.sources, "keep one"),
    )
    for field, values, hint in lists:
        seen: set[Hashable] = set()
        for index, value in enumerate(values):
            if value in seen:
                shown = value.quote if isinstance(value, Result) else value
                message = f'"{shown}" is listed twice'
                yield Problem((field, index), "repeated-value", message, hint)
            seen.add(value)


def _check_contradictions(paper: Paper) -> Iterator[Problem]:
    if paper.updated and paper.updated < paper.added:
        message = f'"updated" is before "added", {paper.added}'
        yield Problem(("updated",), "invalid-value", message, "correct one of the two")
    for index, related in enumerate(paper.related):
        if related.id == paper.id:
            message = "a paper is not related to itself"
            yield Problem(("related", index, "id"), "invalid-value", message, "remove it")
    if paper.year and paper.year > paper.added.year:
        message = f"the first public version is of {paper.year}, but the paper was added on {paper.added}"
        hint = "correct one of the two"
        yield Problem(("year",), "year-after-added", message, hint, Severity.WARNING)
    posted, _ = first_version_month(paper.identifiers.arxiv or "")
    if paper.year and posted and paper.year > posted:
        message = f"the first public version is of {paper.year}, but arXiv has {paper.identifiers.arxiv} since {posted}"
        hint = f"write {posted}, or correct the identifier"
        yield Problem(("year",), "year-after-preprint", message, hint, Severity.WARNING)
    held = paper.venue and paper.venue.year
    if paper.year and held and paper.year > held + 1:  # proceedings of December may come out in January
        message = f"the first public version is of {paper.year}, but the paper appeared at its venue in {held}"
        hint = "correct one of the two, or leave out what is not known"
        yield Problem(("year",), "year-after-venue", message, hint, Severity.WARNING)


def _check_latex(record: Prose) -> Iterator[Problem | Diagnostic]:
    """Warn of commands that readers will see as such."""
    hint = "write plain text; the text below the front matter may have Markdown, *so*, and formulas in dollars"
    texts = [("title", getattr(record, "title", "")), ("summary", getattr(record, "summary", "")), ("", record.body)]
    for field, text in texts:
        for words, line in find_words(text) if text and "\\" in text else ():
            if found := _COMMAND.search(words):
                message = f"readers will see the LaTeX as it stands: {printable(found[0])}"
                problem = Problem((field,), "uncleaned-latex", message, hint, Severity.WARNING)
                yield problem if field else problem.at(record.span.below(line))


def _check_html(record: Prose) -> Iterator[Problem | Diagnostic]:
    """Warn of tags, entities and pictures, which readers will see as they were written."""
    for field in ("title", "summary"):
        if found := _TAG_OR_ENTITY.search(getattr(record, field, None) or ""):
            message = f"readers will see the HTML as it stands: {printable(found[0])}"
            hint = "write plain text"
            yield Problem((field,), "markup-stays-text", message, hint, Severity.WARNING)
    for words, line in find_words(record.body) if "<" in record.body else ():
        if found := _TAG.search(words):
            message = f"readers will see the HTML as it stands: {printable(found[0])}"
            hint = "write Markdown: *so*, **so**, - for an item of a list"
            yield Diagnostic("markup-stays-text", message, record.span.below(line), hint, Severity.WARNING)
    for reference in find_references(record.body) if "![" in record.body else ():
        if reference.is_picture:
            message = "readers will see no picture, but an exclamation mark and a link"
            hint = "pages have no pictures: write a link without the mark"
            place = record.span.below(reference.line, reference.column)
            yield Diagnostic("markup-stays-text", message, place, hint, Severity.WARNING)


def _check_copied(record: Prose) -> Iterator[Problem | Diagnostic]:
    """Warn of what remains of the lines and the letters of a PDF when text is copied."""
    for field, text in (
        *((name, getattr(record, name, None) or "") for name in ("title", "summary")),
        ("", record.body),
    ):
        if text.isascii() and "- " not in text and "-\n" not in text:
            continue  # the search takes thirty times as long
        for match in islice(_COPIED.finditer(text), _MOST_COPIED):
            near = squeeze(text[max(match.start() - 12, 0) : match.end() + 12])
            plain = match[0].translate(LIGATURES)
            what, hint = (
                ("a word is divided as at the end of a line", "join its parts, and leave out a hyphen that it has not")
                if plain == match[0]
                else (f'"{match[0]}" is one letter', f'write "{plain}"')
            )
            problem = Problem((field,), "damaged-text", f"{what}: {printable(near)}", hint, Severity.WARNING)
            yield problem if field else problem.at(record.span.below(text.count("\n", 0, match.start())))


def _check_quotes(values: Mapping[str, Any]) -> Iterator[Problem]:
    """Warn of curly quotes around a whole text: whoever wrote them meant those of YAML."""
    for field, value in values.items():
        for index, text in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(text, str) and _CURLY_QUOTED.fullmatch(text):
                path = (field, index) if isinstance(value, list) else (field,)
                message = "readers will see the curly quotes around the text"
                hint = 'write straight ones, ", or none'
                yield Problem(path, "markup-stays-text", message, hint, Severity.WARNING)


def _check_names(authors: Iterable[str | Mapping[str, str]]) -> Iterator[Problem]:
    """Warn of names whose parts are anybody's guess. Who wrote the family name or an id has not left it to guesses."""
    for index, author in enumerate(authors):
        name = squeeze(author if isinstance(author, str) else "" if "id" in author else author.get("name", ""))
        if not slugify(name):  # it needs an id, which is an error of its own
            continue
        for pattern, what, how in _NO_NAMES:
            if pattern.search(name):
                message, hint = what.format(name), how.format(name)
                yield Problem(("authors", index), "unclear-name", message, hint, Severity.WARNING)
                break


def _check_formulas(record: Prose) -> Iterator[Diagnostic]:
    """Warn of formulas that readers will see as TeX."""
    for formula in find_faulty_formulas(record.body):
        message = f'the formula "{printable(formula.tex[:60])}" cannot be typeset: {formula.reason}'
        hint = "write it with other commands; a dollar that begins no formula is written \\$"
        yield Diagnostic("faulty-formula", message, record.span.below(formula.line), hint, Severity.WARNING)


def _check_addresses(record: Prose) -> Iterator[Diagnostic]:
    """Report links without an address; warn of those that readers will see as text, brackets and all."""
    for link in find_refused_links(record.body):
        place = record.span.below(link.line, link.column)
        if not link.target:
            yield Diagnostic("broken-link", "a link without an address", place, "write one, or remove the brackets")
        else:
            message = f'the link to "{printable(link.target[:60])}" stays text: no page may have that address'
            hint = "write /papers/<id>/ for a page of this site, https://... for others; \\[ begins no link"
            yield Diagnostic("broken-link", message, place, hint, Severity.WARNING)
