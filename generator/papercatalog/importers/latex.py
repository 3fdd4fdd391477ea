"""LaTeX leftovers in a listing -> the characters that they stand for.

A listing's text is plain words with the odd macro, not a LaTeX document: it is read left to
right, and what has no certain meaning stays as it is and is reported.
"""

import re
from dataclasses import dataclass, field

from papercatalog.importers.macros import (
    ABBREVIATIONS,
    ACCENTS,
    ALPHABETS,
    CITATIONS,
    ESCAPED,
    JOINING,
    LETTER_MACROS,
    SWITCHES,
    WRAPPERS,
    decode_snippet,
    find_symbol,
)
from papercatalog.scripts import in_script

_MAX_DEPTH = 20

_KEY = r"[A-Za-z][A-Za-z-]*[0-9]{4}[A-Za-z]+(?![\w-])"
_CITATION = re.compile(
    rf"\s{{0,2}}(?:~{_KEY}(?:\s?,\s?{_KEY})*|~?\\(?:{'|'.join(CITATIONS)})(?:\[[^\[\]]*\])*\{{[^{{}}]*\}})(?:\s+(?=[.,;:)]))?"
)
_BARE_SYMBOL = re.compile(r"(?<=[0-9])(?:(?:sim|times|pm)(?=[0-9])|(?:uparrow|downarrow)(?![A-Za-z]))")
"""A macro after a number that lost its backslash on the way, as in `1.5sim3.0`."""
_TOKEN = re.compile(rf"{_CITATION.pattern}|{_BARE_SYMBOL.pattern}|''|[\\{{}}^_~$`']")
_MACRO = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_ACCENT = r"\\(?:['`\"^~=.]|[vcuHkrd](?![A-Za-z]))"
_PLAIN_LETTERS = r"\s?(?:\{\\?[A-Za-z]{1,8}\}|\\[ij](?![A-Za-z])|[A-Za-z])"
_LETTERS = re.compile(rf"{_PLAIN_LETTERS}|\s?\{{{_ACCENT}{_PLAIN_LETTERS}\}}")
"""What accents and other alphabets apply to; an accent may stand on another."""
_LETTER = rf"{_ACCENT}(?:{_LETTERS.pattern})|\\(?:{'|'.join(LETTER_MACROS)})(?![A-Za-z])(?:\{{\}}|\s)?"
_ONE_LETTER = re.compile(rf"\{{(?:{_LETTER})\}}|{_LETTER}")
_ARGUMENT = re.compile(r"\{[^{}]*\}|\\[A-Za-z]+|[^\s\\{}]")
_TO_BRACE = re.compile(r"\*?\s*(?:\[[^\[\]{}]*\]\s*)*(?=\{)")
"""What may stand before an argument in braces: a star, or options."""
_NUMBER = re.compile(r"[+-]?[0-9]+")
# Pandoc's rule for dollar maths: tight on both sides, and no digit after, so that "$5 and $10" is money. A single macro
# or sign, as in `$\sim$5`, is maths whatever follows.
_MATHS = re.compile(r"\$(?:(?=\S)((?:[^$\\]|\\.)*?(?:[^$\\\s]|\\.))\$(?![0-9])|(\\[A-Za-z]+|[<>=+-])\$)")
_QUOTES = (
    (re.compile(r"``(?!`)((?:(?!``).)*?)''"), "“", "”"),
    (re.compile(r"(?<!`)`(?![`\s])([^`]*?\S)'(?![A-Za-z'])"), "‘", "’"),
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that stays in the text because its meaning is not certain."""

    offset: int
    spot: str
    message: str
    is_formula: bool
    """Whether Markdown would take it for one."""


def clean_latex(text: str, *, is_latex: bool = False) -> tuple[str, list[Leftover]]:
    """Return `text` without LaTeX, and what could not be cleaned, in order.

    With `is_latex` all of it is LaTeX, as in BibTeX: braces only group, and `--` is a dash.
    """
    cleaner = _Cleaner(text, is_latex)
    clean = cleaner.clean(0, len(text))
    return clean, sorted(cleaner.leftovers, key=lambda leftover: leftover.offset)


def decode_letters(text: str) -> str:
    """Return LaTeX with the letters for which it has macros and accents as characters, and all else as it is."""

    def decode(letter: re.Match[str]) -> str:
        clean, leftovers = clean_latex(letter[0], is_latex=True)
        return letter[0] if leftovers else clean

    return _ONE_LETTER.sub(decode, text) if "\\" in text else text


@dataclass(slots=True)
class _Cleaner:
    """Reads one text; stretches are given as start and end so that a leftover knows its place."""

    text: str
    is_latex: bool = False
    leftovers: list[Leftover] = field(default_factory=list)
    braces: dict[int, int] = field(init=False)
    quotes: dict[int, tuple[int, str]] = field(init=False)
    depth: int = 0

    def __post_init__(self) -> None:
        self.braces = _match_braces(self.text)
        self.quotes = _match_quotes(self.text)

    def clean(self, start: int, end: int, *, maths: bool = False) -> str:
        """Return the stretch as plain text."""
        parts: list[str] = []
        position = start
        self.depth += 1
        while position < end and (token := _TOKEN.search(self.text, position, end)):
            parts.append(self._plain(position, token.start()))
            if self.depth > _MAX_DEPTH:
                part, position = self._report(token.start(), end, "braces are nested too deep")
            else:
                part, position = self._replace(token, end, maths)
            parts.append(part)
        self.depth -= 1
        return "".join([*parts, self._plain(position, end)])

    def _plain(self, start: int, end: int) -> str:
        text = self.text[start:end]
        return text.replace("---", "—").replace("--", "–") if self.is_latex else text

    def _replace(self, token: re.Match[str], end: int, maths: bool) -> tuple[str, int]:
        """Return what stands for the token, and where to go on."""
        at, kind = token.start(), token[0]
        if at in self.quotes:
            length, mark = self.quotes[at]
            return mark, at + length
        if kind == "'":
            return kind, at + 1
        if kind == "\\":
            return self._macro(at, end, maths)
        if kind == "{":
            return self._group(at, end, maths)
        if kind in ("^", "_"):
            return self._script(at, end, maths)
        if kind == "$":
            return self._maths(at, end)
        if kind == "~":
            return self._tie(at, end), at + 1
        if kind in ("}", "`", "''"):
            return self._report(at, token.end(), "it has no counterpart")
        return find_symbol(kind) or "", token.end()  # a symbol that lost its backslash, or a citation, which goes

    def _macro(self, at: int, end: int, maths: bool) -> tuple[str, int]:
        match = _MACRO.match(self.text, at, end)
        if not match:
            return self._report(at, at + 1, "a backslash at the end")
        name, after = match[1], match.end()
        if name in ESCAPED:
            return ESCAPED[name], after
        if name in SWITCHES:
            rest = self.text[after:end]
            return "", end - len(rest.lstrip())
        argument_end = self.braces.get(after, end) + 1 if self.text.startswith("{", after) else 0
        if 0 < argument_end <= end:
            if name in WRAPPERS or name == "ensuremath":
                is_maths = maths or name == "ensuremath"
                return self.clean(after + 1, argument_end - 1, maths=is_maths), argument_end
            if name in ("textsuperscript", "textsubscript"):
                return self._raised("^" if name == "textsuperscript" else "_", at, after, argument_end)
        if name in ACCENTS | ALPHABETS:
            return self._snippet(at, after, end, maths)
        if word := ABBREVIATIONS.get(name):
            after = self._skip_empty_group(after, end)
            has_its_stop = word.endswith(".") and self.text.startswith(".", after, end)
            return word, after + has_its_stop
        if symbol := find_symbol(name):
            joins = name in LETTER_MACROS or symbol in JOINING
            eats_space = joins and self.text.startswith(" ", after, end)
            return symbol, self._skip_empty_group(after, end) + eats_space
        return self._keep_macro(at, after, end, maths, f"\\{name} is not defined")

    def _keep_macro(self, at: int, after: int, end: int, maths: bool, why: str) -> tuple[str, int]:
        """Report a macro, and keep the braces of its arguments: without them nobody could tell where these ended."""
        parts = [self._report(at, after, why)[0]]
        while before := _TO_BRACE.match(self.text, after, end):
            opening = before.end()
            close = self.braces.get(opening, end)
            if close >= end:
                break
            options, argument = self.clean(after, opening, maths=maths), self.clean(opening + 1, close, maths=maths)
            parts.append(f"{options}{{{argument}}}")
            after = close + 1
        return "".join(parts), after

    def _snippet(self, at: int, after: int, end: int, maths: bool) -> tuple[str, int]:
        """Let pylatexenc put an accent or another alphabet on its letters."""
        if (sign := self.text[after - 1]) in "^~" and self.text.startswith("{}", after, end):
            if sign == "~" or self.text[after + 2 : end][:1].strip():
                return sign, after + 2  # on nothing, it is itself
            return self._report(at, after + 2, "nothing stands under it, and nothing is raised")
        argument = _LETTERS.match(self.text, after, end)
        if argument and (clean := decode_snippet(self.text[at : argument.end()])).isalpha():
            return clean, argument.end()
        return self._keep_macro(at, after, end, maths, "it has no letter to stand on")

    def _group(self, at: int, end: int, maths: bool) -> tuple[str, int]:
        close = self.braces.get(at, end)
        if close >= end:
            return self._report(at, at + 1, "the brace is not closed")
        known = len(self.leftovers)
        inner = self.clean(at + 1, close, maths=maths)
        is_whole = self.is_latex and close + 1 - at == len(self.text)
        if len(self.leftovers) > known and not is_whole:
            return f"{{{inner}}}", close + 1
        if self.is_latex:
            return inner, close + 1
        if not maths and re.search("[,;=|:]", inner):
            return self._report(at, close + 1, "it may be a set or a leftover group")
        return inner, close + 1

    def _script(self, at: int, end: int, maths: bool) -> tuple[str, int]:
        # LaTeX raises only the first character of 10^12; who writes it without dollars means all.
        number = None if maths else _NUMBER.match(self.text, at + 1, end)
        argument = number or _ARGUMENT.match(self.text, at + 1, end)
        if not argument:
            return self._report(at, at + 1, "nothing follows")
        if not maths and not argument[0].startswith("{") and not self._is_certain_script(at, argument):
            return self._report(at, at + 1, "it may be part of a name")
        return self._raised(self.text[at], at, argument.start(), argument.end())

    def _is_certain_script(self, at: int, argument: re.Match[str]) -> bool:
        """Tell `W_+`, `x_i` and `UniF^2ace` from the underscore of `snake_case` and `model_2`."""
        base = self.text[at - 1 : at] if at else ""
        before_base = self.text[at - 2 : at - 1] if at > 1 else ""
        after = self.text[argument.end() : argument.end() + 1]
        if base in (")", "]", "}"):
            return True
        if not base.isalnum():
            return False
        if self.text[at] == "^" and not argument[0].isalpha():
            return True
        return not any(neighbour.isalnum() or neighbour == "_" for neighbour in (before_base, after))

    def _raised(self, direction: str, at: int, start: int, end: int) -> tuple[str, int]:
        known = len(self.leftovers)
        inner = self.clean(start, end, maths=True)
        del self.leftovers[known:]
        if raised := in_script(direction, inner):
            return raised, end
        return self._report(at, end, "it has no such form in Unicode")

    def _maths(self, at: int, end: int) -> tuple[str, int]:
        match = _MATHS.match(self.text, at, end)
        if match:
            known = len(self.leftovers)
            inner = self.clean(*match.span(match.lastindex or 0), maths=True)
            if len(self.leftovers) == known:
                return inner, match.end()
            del self.leftovers[known:]
            is_formula = match[1] is not None and not self.text[at - 1 : at].isdigit()  # as Markdown has it
            return self._report(at, match.end(), "the formula has no plain form", is_formula=is_formula)
        if self.text[at + 1 : at + 2].isdigit():
            return "$", at + 1
        return self._report(at, at + 1, "it has no counterpart")

    def _tie(self, at: int, end: int) -> str:
        """A tilde means "about" before a number, unless it ties the number to a word (`Table~3`)."""
        is_free = at == 0 or self.text[at - 1].isspace() or self.text[at - 1] in "([<>="
        return "~" if is_free and self.text[at + 1 : at + 2].isdigit() and at + 1 < end else " "

    def _skip_empty_group(self, after: int, end: int) -> int:
        return after + 2 if self.text.startswith("{}", after, end) else after

    def _report(self, start: int, end: int, why: str, *, is_formula: bool = False) -> tuple[str, int]:
        spot = self.text[start:end]
        message = f"cannot turn {spot[:60]} into plain text: {why}"
        self.leftovers.append(Leftover(start, spot, message, is_formula))
        return spot, end


def _match_braces(text: str) -> dict[int, int]:
    pairs: dict[int, int] = {}
    opened: list[int] = []
    for match in re.finditer(r"\\.|[{}]", text, re.DOTALL):
        if match[0] == "{":
            opened.append(match.start())
        elif match[0] == "}" and opened:
            pairs[opened.pop()] = match.start()
    return pairs


def _match_quotes(text: str) -> dict[int, tuple[int, str]]:
    """Return the length and the character of every quotation mark that has its counterpart."""
    marks: dict[int, tuple[int, str]] = {}
    for pattern, opening, closing in _QUOTES:
        for match in pattern.finditer(text):
            if match.start() not in marks and match.end(1) not in marks:
                marks[match.start()] = (match.start(1) - match.start(), opening)
                marks[match.end(1)] = (match.end() - match.end(1), closing)
    return marks
