"""TeX formulas -> MathML, with bounds on what a formula from a stranger may cost.

The only module that imports math-core.
"""

import re
from collections.abc import Mapping
from html import escape
from html.entities import html5
from xml.parsers.expat import ExpatError, ParserCreate

from math_core import LatexError, LatexToMathML

MAX_LENGTH = 2000
MAX_BRACES = 50
MAX_UNCLOSED = 12
"""The converter looks for the end of each opening bracket, and twice as long for one more that has none, or whose end
is the argument of something."""
MAX_FORMULAS = 500
"""In one text."""
_MAX_MATHML = 64 * 1024
_MAX_NESTING = 60
"""Browsers give up on trees that are some hundred elements deep, and the page around the formula needs some too."""

_ELEMENTS = frozenset(
    "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt"
    " mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none".split()
)
_ATTRIBUTES = frozenset(
    "accent accentunder columnspan depth display displaystyle fence form height largeop linethickness lspace"
    " mathvariant maxsize minsize movablelimits notation rowspan rspace scriptlevel separator stretchy symmetric"
    " width".split()
)

# The security policy of the pages forbids style attributes: those that carry meaning become classes.
_CLASSES = {"text-align: left": "math-left", "text-align: right": "math-right"}

_XML_ENTITIES = ("amp", "apos", "gt", "lt", "quot")
_ENTITY = re.compile(r"&([A-Za-z]+);")

# They take no argument. Of any other command nobody here knows whether a bracket behind it is one.
_SIGNS = (
    r"(?:var)?(?:alpha|beta|[gG]amma|[dD]elta|epsilon|zeta|eta|[tT]heta|iota|kappa|[lL]ambda|mu|nu|[xX]i|[pP]i|rho|[sS]igma|tau"
    r"|[uU]psilon|[pP]hi|chi|[pP]si|[oO]mega)"
    r"|approx|c?dots?|cap|circ|cos|cup|ell|exists|exp|forall|geq?|in|infty|int|ldots|leq?|l[no]g?|max|mid|min|nabla|neq?|notin|odot"
    r"|oplus|otimes|partial|pm|prime|prod|q?quad|rightarrow|sim|sin|star|subset|sum|tan|times|to|top|vdots"
)
_BRACKET = re.compile(
    r"(?P<size>\\(?:[bB]igg?[lmr]?|mathopen|mathclose)(?![a-zA-Z])\s*(?:\\[a-zA-Z]+|\\.|.)?)"
    r"|(?P<opening>[(\[⁅⁽₍⌈⌊⌜⌞⎰〈❨❪❬❮❰❲❴⟅⟦⟨⟪⟬⟮⦃⦅⦇⦉⦋⦍⦏⦑⦓⦕⦗⧘⧚⧼（［]"
    r"|\\(?:[{]|(?:ulcorner|llcorner|lBrace|lbrace|lbrack|lAngle|l?langle|lang|lfloor|lceil|lvert|lVert|lgroup|lmoustache|llbracket"
    r"|llparenthesis|lparen)(?![a-zA-Z])))"
    r"|(?P<closing>[)\]⌉⌋⟩⟧]|\\(?:[}]|(?:rbrace|rbrack|rangle|rfloor|rceil|rvert|rVert)(?![a-zA-Z])))"
    r"|(?P<pair>\\(?:[bB]ra|[kK]et|[bB]raket|[sS]et|pmod|pod)(?![a-zA-Z]))"
    rf"|\\(?:{_SIGNS})(?![a-zA-Z])|[\^_]\s*[a-zA-Z0-9]"
    r"|(?P<border>[{}&^_%]|\\\\|\\[a-zA-Z]+)"
    r"|\\."
)
"""What counts for brackets that are not closed: those with a size never close, and no pair reaches across a border.
A border is also what may take the end of a pair for its argument or, as a comment, hide it. Some commands write a pair
of their own."""

_DEFINITION = re.compile(r"\\(?:def|gdef|global|let|(?:new|renew|provide)command)(?![a-zA-Z])")

_CONVERTER = LatexToMathML(fancy_error=False, max_expansions=100)


class FormulaError(Exception):
    """Why a formula cannot be shown, in words for its author."""


def to_mathml(tex: str, *, display: bool = False) -> str:
    """Return the MathML of a formula, well-formed as HTML and as XML. Raises `FormulaError`."""
    if len(tex) > MAX_LENGTH:
        raise FormulaError(f"it has {len(tex)} characters, more than {MAX_LENGTH}")
    if tex.count("{") > MAX_BRACES:
        raise FormulaError(f"it has {tex.count('{')} braces, more than {MAX_BRACES}")
    if _DEFINITION.search(tex):
        raise FormulaError("it defines a command, which could write any number of brackets")
    if _count_unclosed(tex) > MAX_UNCLOSED:
        raise FormulaError(f"it has more than {MAX_UNCLOSED} brackets that are not closed, or have commands in them")
    try:
        mathml = _CONVERTER.convert_with_local_state(tex, displaystyle=display)
    except LatexError as error:
        raise FormulaError(_reason(error)) from error
    return _Cleaner().clean(mathml)


def _count_unclosed(tex: str) -> int:
    """Return how many opening brackets have no end: a little too many where there are groups or commands in them."""
    total = open_ = 0
    for found in _BRACKET.finditer(tex):
        if found["size"]:
            total += 1
        elif found["opening"]:
            open_ += 1
        elif found["closing"]:
            open_ = max(open_ - 1, 0)
        elif found["border"] or found["pair"]:
            total, open_ = total + open_ + bool(found["pair"]), 0
    return total + open_


def _reason(error: LatexError) -> str:
    """Return the converter's message without the place, "12: Unknown command ..."."""
    return str(error).partition(": ")[2].rstrip(".")


class _Cleaner:
    """Writes MathML anew, with known elements and attributes only."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._depth = 0

    def clean(self, mathml: str) -> str:
        if len(mathml) > _MAX_MATHML:
            raise FormulaError("it makes too much MathML")
        parser = ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = lambda text: self._parts.append(escape(text))
        try:
            parser.Parse(_ENTITY.sub(_expand_entity, mathml), True)
        except ExpatError as error:
            raise FormulaError("it makes MathML that is not well-formed") from error
        return "".join(self._parts)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _MAX_NESTING:
            raise FormulaError(f"it is nested more than {_MAX_NESTING} deep")
        if name not in _ELEMENTS:
            raise FormulaError(f"it makes an element <{name}>, which is not allowed")
        # Either would let a formula draw over the rest of its page, where its words would be taken for the page's.
        if "voffset" in attributes:
            raise FormulaError("it raises or lowers a part of itself")
        if attributes.get("linethickness", "0") != "0":
            raise FormulaError("it says how thick a line is")
        kept = {key: value for key, value in attributes.items() if key in _ATTRIBUTES}
        class_ = _CLASSES.get(attributes.get("style", "").partition(";")[0])
        if class_:
            kept["class"] = class_
        self._parts.append("".join([f"<{name}", *(f' {key}="{escape(value)}"' for key, value in kept.items()), ">"]))

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._parts.append(f"</{name}>")


def _expand_entity(match: re.Match[str]) -> str:
    return match[0] if match[1] in _XML_ENTITIES else html5.get(f"{match[1]};", match[0])
