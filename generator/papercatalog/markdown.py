"""Markdown -> safe HTML, plain text and references.

CommonMark without raw HTML and without images, plus `[@paper-id]` citations and formulas in
dollars, `$x^2$`. Links that are not safe to publish stay text. The only module that imports
markdown-it and its plug-ins.
"""

import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline, autolink, link
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from papercatalog.math import MAX_FORMULAS, FormulaError, to_mathml
from papercatalog.text import slugify
from papercatalog.urls import is_external_url, is_safe_url

Resolve = Callable[[str], str]
"""Site path, as written in content -> address for the page that shows it."""

Cite = Callable[[str], tuple[str, str] | None]
"""Paper id -> (site path, label such as "Schroff et al. 2015"); None where there is no such paper."""

_Rule = Callable[[StateInline, bool], bool]

_REFERENCES = ("link_open", "citation")
"""Types of tokens."""
_CITATION = re.compile(r"\[@([a-z0-9-]+)\]")
_LINE_END = re.compile(r"\r\n?|\n")
_MAX_NESTING = 20
_OFTEN_READ = 5_000
"""Characters of a text that is kept when it has been parsed."""

MAX_LENGTH = 64 * 1024
MAX_BRACKETS = 5_000
"""Characters and `[` of a text. What the parser tries at each bracket takes a second for more of them."""

_PLAIN_START = re.compile(r"(?![0-9]+[.)])[^\W_]")
_MARKS = "\n\r\0\\`*_[<&$"
"""The characters that mean something to the parser within a line."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A link or citation in a text; `target` is an address or, for a citation, a paper id."""

    target: str
    line: int
    """From 0."""
    column: int
    """From 1; 0 means unknown."""
    is_citation: bool = False
    is_picture: bool = False
    """Whether a picture was meant: readers see an exclamation mark and a link."""


@dataclass(frozen=True, slots=True)
class FaultyFormula:
    """A formula that is shown as its TeX source, and why. `line` counts from 0."""

    tex: str
    line: int
    reason: str


def find_excess(text: str) -> str:
    """Return why it could take too long to read `text`; empty where it does not."""
    if len(text) > MAX_LENGTH:
        return f"the text has {len(text):,} characters, more than the {MAX_LENGTH:,} allowed"
    if text.count("[") > MAX_BRACKETS:
        return f"the text has {text.count('['):,} opening brackets, more than the {MAX_BRACKETS:,} allowed"
    return ""


def _is_plain(text: str) -> bool:
    """Tell whether a text is one line that means nothing to the parser: most abstracts are, and need none."""
    # To look for one character takes next to no time; a pattern looks at every one, four times as long as all of this.
    return _PLAIN_START.match(text) is not None and not text[-1].isspace() and not any(mark in text for mark in _MARKS)


def render_markdown(text: str, resolve: Resolve, cite: Cite) -> str:
    """Return HTML that is safe whatever `text` holds. Headings begin at level 2: the page has its own title."""
    if _is_plain(text):
        return f"<p>{escapeHtml(text)}</p>\n"
    return str(_PARSER.render(text, {"resolve": resolve, "cite": cite, "heading_ids": {}, "formulas": 0}))


def plain_text(text: str, cite: Cite = lambda _: None) -> str:
    """Return what a reader sees, without markup; blocks are separated by an empty line."""
    if _is_plain(text):
        return text
    blocks = (_block_text(token, cite) for token in _parse(text))
    return "\n\n".join(block for block in blocks if block)


def _parse(text: str) -> Sequence[Token]:
    return _parse_once(text) if len(text) <= _OFTEN_READ else _PARSER.parse(text, {})


@lru_cache(maxsize=1_000)
def _parse_once(text: str) -> Sequence[Token]:
    """Many ask for the same text: its references, what it grounds, its words, the exports."""
    return _PARSER.parse(text, {})


def find_heading_ids(text: str, cite: Cite) -> set[str]:
    """Return the anchors that a page has by showing `text`."""
    taken: dict[str, int] = {}
    for token, content in pairwise(_parse(text)):
        if token.type == "heading_open":
            _take_id(content, cite, taken)
    return set(taken)


def may_have_links(text: str) -> bool:
    """Tell without parsing whether `text` may have links, those like <https://...> left aside."""
    return "](" in text or "]:" in text


def find_references(text: str) -> Iterator[Reference]:
    """Yield every link and citation, in order."""
    if not _is_plain(text):
        yield from _references(_parse(text), text)


def find_refused_links(text: str) -> Iterator[Reference]:
    """Yield what would be a link if its address might be published, in order."""
    if may_have_links(text) or "<" in text:
        found = _references(_TOLERANT_PARSER.parse(text, {}), text)
        yield from (each for each in found if not each.is_citation and not is_safe_url(each.target))


def _references(blocks: Sequence[Token], text: str) -> Iterator[Reference]:
    lines = _LINE_END.split(text)
    for block in blocks:
        content = block.content.split("\n")  # the lines without what marks them as a quotation, an item or a heading
        for token in block.children or ():
            if token.type in _REFERENCES:
                start = token.meta["start"]
                row = block.content.count("\n", 0, start)
                line = (block.map[0] if block.map else 0) + row
                margin = lines[line].rfind(content[row])
                column = margin + start - block.content.rfind("\n", 0, start) if margin >= 0 else 0
                is_picture = block.content[:start].endswith("!") and not block.content[:start].endswith("\\!")
                yield Reference(_target(token), line, column, token.type == "citation", is_picture)


def _target(token: Token) -> str:
    return token.content if token.type == "citation" else str(token.attrGet("href"))


def find_faulty_formulas(text: str) -> Iterator[FaultyFormula]:
    """Yield the formulas that cannot be shown as such, in order."""
    if "$" not in text:
        return
    formulas = (found for block in _parse(text) for found in _formulas(block))
    for number, (token, line) in enumerate(formulas, start=1):
        try:
            _typeset(token, number)
        except FormulaError as error:
            yield FaultyFormula(token.content.strip(), line, str(error))


def reads_as_formula(text: str) -> bool:
    """Tell whether a text, with its dollars, is a formula that can be shown as such."""
    found = [token.content for block in _parse(text) for token, _ in _formulas(block)]
    return found == [text[1:-1]] and not any(find_faulty_formulas(text))


def find_words(text: str) -> Iterator[tuple[str, int]]:
    """Yield what is neither a formula nor code, in pieces of a line at most, each with its line from 0."""
    tokens = (found for block in _parse(text) for found in _with_lines(block))
    return ((token.content, line) for token, line in tokens if token.type == "text")


def _formulas(block: Token) -> Iterator[tuple[Token, int]]:
    return ((token, line) for token, line in _with_lines(block) if token.type in ("math_block", "math_inline"))


def _with_lines(block: Token) -> Iterator[tuple[Token, int]]:
    line = block.map[0] if block.map else 0
    yield block, line
    for token in block.children or ():
        yield token, line
        line += token.type in ("softbreak", "hardbreak")


def _typeset(token: Token, number: int) -> str:
    """Return the MathML of the formula that is the `number`th of its text."""
    if number > MAX_FORMULAS:
        raise FormulaError(f"it comes after {MAX_FORMULAS} others")
    return to_mathml(token.content.strip(), display=token.type == "math_block")


def _block_text(block: Token, cite: Cite) -> str:
    if block.type in ("fence", "code_block", "math_block"):
        return block.content.strip("\n ")
    return "".join(_inline_text(token, cite) for token in block.children or ()).strip()


def _inline_text(token: Token, cite: Cite) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "citation":
        found = cite(token.content)
        return found[1] if found else f"[@{token.content}]"
    return token.content


def _citation_rule(state: StateInline, silent: bool) -> bool:
    match = _CITATION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        state.push("citation", "", 0).content = match[1]
    state.pos = match.end()
    return True


def _placed(rule: _Rule) -> _Rule:
    """Return a rule that notes in the reference which it makes where that begins in its block."""

    def place(state: StateInline, silent: bool) -> bool:
        start, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        for token in state.tokens[before:]:
            if token.type in _REFERENCES:
                token.meta["start"] = start
                break  # others are within this one
        return True

    return place


class _Renderer(RendererHTML):
    """The standard renderer, but for links, citations, formulas and headings."""

    def link_open(self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
        href = str(tokens[index].attrGet("href"))
        if is_external_url(href):
            return f'<a href="{escape(href)}" rel="noopener nofollow ugc" referrerpolicy="no-referrer">'
        return f'<a href="{escape(env["resolve"](href) if href.startswith("/") else href)}">'

    def citation(self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
        found = env["cite"](tokens[index].content)
        if found is None:
            return escape(f"[@{tokens[index].content}]")
        path, label = found
        return f'<a class="citation" href="{escape(env["resolve"](path))}">{escape(label)}</a>'

    def math_inline(self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
        env["formulas"] += 1
        try:
            return _typeset(tokens[index], env["formulas"])
        except FormulaError:
            return f'<code class="formula">{escape(tokens[index].content.strip())}</code>'

    def math_block(self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return f'<p class="formula">{self.math_inline(tokens, index, options, env)}</p>\n'

    def heading_open(self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return f'<{_heading_tag(tokens[index])} id="{_take_id(tokens[index + 1], env["cite"], env["heading_ids"])}">'

    def heading_close(self, tokens: Sequence[Token], index: int, options: Any, env: MutableMapping[str, Any]) -> str:
        return f"</{_heading_tag(tokens[index])}>\n"


def _take_id(heading: Token, cite: Cite, taken: dict[str, int]) -> str:
    """Return the id of the heading with that content, and add it to those that are taken.

    Of each, `taken` has the last number that was given to one of its words: ten thousand may have the same words.
    """
    # The prefix keeps a heading from taking an id that a script looks for.
    base = "h-" + (slugify(_block_text(heading, cite)) or "section")
    number = taken.get(base, 0) + 1
    while (heading_id := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    taken[base] = number
    taken.setdefault(heading_id, 1)
    return heading_id


def _heading_tag(token: Token) -> str:
    return "h2" if token.tag == "h1" else token.tag


def _make_parser(may_link_to: Callable[[str], bool]) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _MAX_NESTING}, renderer_cls=_Renderer)
    parser.disable("image")
    parser.inline.ruler.before("link", "citation", _placed(_citation_rule))
    parser.inline.ruler.at("link", _placed(link))
    parser.inline.ruler.at("autolink", _placed(autolink))
    # Strict about spaces and digits beside a dollar: "$5 and $10" is text.
    dollarmath_plugin(
        parser, allow_labels=False, allow_space=False, allow_digits=False, allow_blank_lines=False, double_inline=False
    )
    # In place of the rules that the plug-in has just set.
    for name in ("math_inline", "math_block"):
        parser.add_render_rule(name, getattr(_Renderer, name))
    parser.validateLink = may_link_to  # type: ignore[assignment, method-assign]
    return parser


_PARSER = _make_parser(is_safe_url)
_TOLERANT_PARSER = _make_parser(lambda _: True)
"""For what the other one takes for text."""
