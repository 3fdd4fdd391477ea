"""A BibTeX file -> publications. The only module that imports bibtexparser.

It splits names before their braces go, so that a group in braces stays one name; LaTeX is left to `clean_latex`.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from bibtexparser.library import Library
from bibtexparser.middlewares.enclosing import RemoveEnclosingMiddleware
from bibtexparser.middlewares.names import parse_single_name_into_parts
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from papercatalog.diagnostics import Diagnostic, Severity, Span
from papercatalog.identifiers import find_arxiv
from papercatalog.importers.addresses import unescape_address
from papercatalog.importers.bibtex_heirs import all_fields
from papercatalog.importers.bibtex_names import split_names
from papercatalog.importers.bibtex_strings import Strings
from papercatalog.importers.latex import clean_latex, decode_letters
from papercatalog.importers.markup import KNOWN_TAG, plain_markup
from papercatalog.importers.names import GROUP, joined_names, make_name
from papercatalog.importers.prose import text_warning
from papercatalog.importers.publication import Publication, join_titles
from papercatalog.importers.references import (
    MAX_ENTRIES,
    Parsed,
    check_count,
    decode_references,
    invalid_arxiv,
    make_publication,
)
from papercatalog.model import Name
from papercatalog.text import slugify, squeeze
from papercatalog.urls import is_external_url

_USED = frozenset(
    "title subtitle author editor year date origdate journal journaltitle booktitle eventtitle volume number issue"
    " pages eid doi eprint archiveprefix eprinttype url abstract keywords note howpublished crossref xdata".split()
)
_TEXTS = frozenset("title subtitle author editor abstract".split())
"""Whose value is never a macro of a style, as that of a journal may be."""
_IN_BRACES = re.compile(r"(?<!\\)\{((?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.)*\})*)\}", re.DOTALL)
_IN_QUOTES = re.compile('"[^"]*"')
# A line of its own, as it stands before the name of a field; or after a value without a comma, at the end of an entry.
_COMMENT = re.compile(r"^[ \t]*%.*\n", re.MULTILINE)
_COMMENT_AT_END = re.compile(r'(?<=[}"\w])\s*%[^{}"%\n]*\Z')
_OF_ARXIV = re.compile(r"(?:\\url\{)?(?:https?://(?:www\.)?)?arxiv\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s{}]+[^\s{}.,;]")
_MARKUP = re.compile(r"</|&#?\w+;")
# What Zotero and Mendeley make of the tags and entities that publishers leave in titles and abstracts.
_SPELLED_TAG = re.compile(
    r"(?:\{\\textless\}|\\textless\{\})(/?(?:i|b|sc|sub|sup|span)(?: [a-z]+=\"[^\"<>{}]*\")*)"
    r"(?:\{\\textgreater\}|\\textgreater\{\})"
)
_SPELLED_ENTITY = re.compile(r"(?:\{\\&\}|\\&)(?=#?\w+;)")
_NUMBERED = re.compile(r"(.*\S) (0[0-9]{3})", re.DOTALL)
"""How DBLP tells people of one name apart: "Wei Wang 0001"."""
_LIKE_A_PERSON = re.compile(r"[^,]+, (?!(?:Inc|Ltd|LLC|Co|Corp|GmbH|AG)\b)[^,]+", re.IGNORECASE)
_MAX_NAMES = 5_000
_CORRECT = "correct the entry, or remove it"


def parse_bibtex(data: bytes, path: str) -> Parsed:
    """Return the entries of a BibTeX or BibLaTeX file, and every problem. Raises `CatalogError` where it is unfit."""
    text = decode_references(data, path)
    # An @ costs the parser time wherever it stands; there are few outside the beginnings of entries.
    if text.count("@") > 4 * MAX_ENTRIES:
        check_count(text.count("@"), path)
    # What it logs, it also returns.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    library = _read_library(text)
    problems = [_describe(block, path) for block in library.failed_blocks]
    # What is left of an entry that could not be read would look lost, too.
    problems += [] if problems else [problem for block in library.blocks for problem in _find_lost(block, path)]
    if problems:
        return [], problems
    check_count(len(library.entries), path)
    fields = {entry.key.lower(): _used_fields(entry) for entry in library.entries}
    publications = [_read_entry(entry, path, fields, problems) for entry in library.entries]
    return [publication for publication in publications if publication], problems


def _read_library(text: str) -> Library:
    """Return the entries with their strings, and what could not be read.

    Unlike bibtexparser's own stack it takes what BibTeX does: entries without a key, and a `@string` that is given
    again, as in the template of CVPR, and from there on means something else. What stands before its string may use it,
    too. Comments go, as in Biber: bibtexparser takes them for the beginning of the next field's name.
    """
    split = Splitter(text).split()
    strings = Strings()
    for string in split.strings:
        strings.define(string.key, string.value)
    library = Library()
    for found in split.blocks:
        again = found.ignore_error_block if isinstance(found, DuplicateBlockKeyBlock) else None
        block = again if isinstance(again, String) or (isinstance(again, Entry) and not again.key) else found
        if isinstance(block, String):
            strings.define(block.key, block.value)
            continue
        if isinstance(block, Entry):
            block.key = block.key or f"line {block.start_line}"
            for field in block.fields:
                field.key = _COMMENT.sub("", field.key).strip()
                field.value = strings.resolve(_COMMENT_AT_END.sub("", field.value))
        library.add(block, fail_on_duplicate_key=False)
    return RemoveEnclosingMiddleware().transform(library)


def _describe(block: ParsingFailedBlock, path: str) -> Diagnostic:
    span = Span(path, (block.start_line or 0) + 1)
    match block:
        case DuplicateBlockKeyBlock():
            first = (block.previous_block.start_line or 0) + 1
            message = f'the key "{block.key}" is there already, in line {first}'
            return Diagnostic("duplicate-key", message, span, "keep one of the two, or give one of them another key")
        case DuplicateFieldKeyBlock():
            return _repeated(sorted(block.duplicate_keys), span)
    message = squeeze(str(getattr(block.error, "abort_reason", block.error)))[:200]
    return Diagnostic("invalid-bibtex", f"the entry cannot be read: {message}", span, _CORRECT)


def _repeated(fields: Iterable[str], span: Span) -> Diagnostic:
    message = f"an entry has more than one of these fields: {', '.join(fields)}"
    return Diagnostic("duplicate-key", message, span, _CORRECT)


def _find_lost(block: Block, path: str) -> Iterator[Diagnostic]:
    """Report what the parser takes for something else, so that nobody would see it go."""
    # Between entries anything may stand; but a brace that closes nothing tells of an entry that ended too early.
    text = block.comment if isinstance(block, ImplicitComment) else ""
    if text.count("}") > text.count("{") and re.search(r"\w", text):
        span = Span(path, (block.start_line or 0) + 1)
        message = "this text is in no entry: is there one } too many before it?"
        yield Diagnostic("invalid-bibtex", message, span, "correct the entry before it, or remove the text")
    fields = block.fields if isinstance(block, Entry) else []
    counts = Counter(field.key.lower() for field in fields)
    if repeated := sorted(key for key, count in counts.items() if count > 1 and key in _USED):
        yield _repeated(repeated, Span(path, (block.start_line or 0) + 1))
    for field in fields:
        outside = _IN_QUOTES.sub("", _IN_BRACES.sub("", str(field.value))) if field.enclosing == "no-enclosing" else ""
        span = Span(path, (field.start_line or 0) + 1)
        if "=" in outside:
            message = f"there is a second = in the value of {field.key}"
            yield Diagnostic(
                "invalid-bibtex", message, span, "put a comma between two fields, and braces around a text"
            )
        elif "#" in outside and field.key.lower() in _USED:
            message = f"{field.key} is joined from pieces with #, and one of them is no text and no @string of the file"
            yield Diagnostic("invalid-bibtex", message, span, "write the text out, or put the @string into the file")
        elif field.key.lower() in _TEXTS and re.fullmatch(r"[^\s{}]+", outside):
            message = f"{field.key} is in no braces, and no @string of the file is called {outside[:40]}"
            yield Diagnostic("invalid-bibtex", message, span, "put braces around a text")


def _used_fields(entry: Entry) -> dict[str, str]:
    return {field.key.lower(): str(field.value) for field in entry.fields if field.key.lower() in _USED}


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of an entry; `problems` takes what cannot be read of them."""

    values: Mapping[str, str]
    span: Span
    problems: list[Diagnostic]

    def plain(self, *names: str, is_kept: bool = True) -> str:
        """Return the first of these fields that there is, as text."""
        text = next((self.unmarked(name) for name in names if self.values.get(name)), "")
        return _plain(text, self.span, self.problems if is_kept else [])

    def verbatim(self, name: str) -> str:
        return _without_braces(unescape_address(self.values.get(name, "")))

    def unmarked(self, name: str) -> str:
        """Return a text without the tags and entities that Crossref leaves in it."""
        text = _SPELLED_ENTITY.sub("&", _SPELLED_TAG.sub(r"<\1>", self.values.get(name, "")))
        return plain_markup(text, KNOWN_TAG) if _MARKUP.search(text) else text

    def preprint(self, name: str) -> str:
        """Return a number of arXiv that all of a field is: one at the end of a sentence may be of another paper."""
        text = self.verbatim(name)
        return text.removeprefix(r"\url{").removesuffix("}") if _OF_ARXIV.match(text) else ""

    def eprint(self) -> str:
        archive = self.values.get("archiveprefix") or self.values.get("eprinttype") or "arXiv"
        eprint = self.verbatim("eprint")
        if is_external_url(eprint) and not _OF_ARXIV.match(eprint):
            return ""  # many publishers give the address of their own file there
        if eprint and archive.lower() != "arxiv":
            eprint = f"{archive}:{eprint}"
        if eprint and not find_arxiv(eprint):
            self.problems.append(invalid_arxiv(eprint, self.span))
        return eprint

    def address(self) -> str:
        url = re.sub(r"^\\url\{(.*)\}$", r"\1", _without_braces(self.values.get("url", "")))
        address, *_ = re.split(r"\s(?=https?://)", unescape_address(url))  # Mendeley writes all that it knows
        published = _ADDRESS.search(self.verbatim("howpublished"))
        return address.rstrip() or (published[0] if published else "")


def _read_entry(
    entry: Entry, path: str, entries: Mapping[str, Mapping[str, str]], problems: list[Diagnostic]
) -> Publication | None:
    span = Span(path, (entry.start_line or 0) + 1)
    if entry.entry_type.lower() == "xdata":  # what biblatex keeps for other entries
        return None
    fields = _Fields(all_fields(_used_fields(entry), entries, span, problems), span, problems)
    if entry.entry_type.lower() == "proceedings" and not fields.values.get("author"):
        message = "the entry is a volume of proceedings, not a paper, and is skipped"
        hint = "its papers are read with what it says of them; nothing is left to do"
        problems.append(Diagnostic("not-a-paper", message, span, hint, Severity.WARNING))
        return None
    return make_publication(
        span,
        problems,
        title=join_titles(fields.unmarked("title"), fields.unmarked("subtitle")),
        has_editors=bool(fields.values.get("editor")),
        authors=tuple(_read_names(fields.unmarked("author"), span, problems)),
        date=fields.plain("year", "date", is_kept=False),
        original_date=fields.plain("origdate", is_kept=False),
        container=fields.plain("booktitle", "journal", "journaltitle", "eventtitle"),
        volume=fields.plain("volume"),
        issue=fields.plain("number", "issue"),
        pages=fields.plain("pages", "eid"),
        doi=fields.verbatim("doi"),
        identifiers=[fields.eprint(), *map(fields.preprint, ("note", "howpublished", "number"))],
        url=fields.address(),
        abstract=fields.unmarked("abstract"),
        keywords=[word for word in re.split("[,;]", fields.plain("keywords", is_kept=False)) if word.strip()],
        note=fields.plain("note", is_kept=False),
        is_latex=True,
    )


def _without_braces(text: str) -> str:
    """Web of Science writes two pairs of braces around a value."""
    whole = _IN_BRACES.fullmatch(text.strip())
    return (whole[1] if whole else text).strip()


def _read_names(text: str, span: Span, problems: list[Diagnostic]) -> Iterator[Name]:
    names = split_names(text)
    if len(names) > _MAX_NAMES:
        problems.append(Diagnostic("too-large", f"has {len(names):,} authors", span, "name a group instead"))
        return
    # The parser takes the first letter of a word for its case, and knows few of those that LaTeX has macros for.
    names = list(map(decode_letters, names))
    bare = [_IN_BRACES.sub(lambda group: re.sub("[,;]", "", group[1]), name) for name in names]
    problems += joined_names(bare, span, 'write "and" between authors; if it is one person, all is well')
    for name in names:
        if whole := _IN_BRACES.fullmatch(name):
            literal = _plain(whole[1], span, problems)
            if _LIKE_A_PERSON.fullmatch(literal):
                message = f'"{literal[:80]}" is in braces, and was taken for a group'
                hint = "leave the braces out for a person; if it is a group, all is well"
                problems.append(Diagnostic("unclear-name", message, span, hint, Severity.WARNING))
            yield Name(literal=literal)
            continue
        if "," not in name and GROUP.fullmatch(name):
            yield Name(literal=_plain(name, span, problems))
            continue
        numbered = _NUMBERED.fullmatch(name)
        parts = parse_single_name_into_parts(numbered[1] if numbered else name, strict=False)
        family, given = [*parts.von, *parts.last, *parts.jr], parts.first
        made = make_name(_plain(" ".join(family), span, problems), _plain(" ".join(given), span, problems))
        if numbered and (slug := slugify(str(made))):
            made = replace(made, id=f"{slug}-{numbered[2]}")
        if str(made):
            yield made


def _plain(text: str, span: Span, problems: list[Diagnostic]) -> str:
    """Return LaTeX as text on one line, and report what could not be cleaned."""
    if text.isalpha():  # as most parts of names are
        return text
    clean, uncleaned = clean_latex(text, is_latex=True)
    problems += [text_warning(span, problem.offset, "uncleaned-latex", problem.message) for problem in uncleaned]
    return squeeze(clean)
