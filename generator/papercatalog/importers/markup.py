"""JATS, MathML and HTML in titles and abstracts of publishers -> what a reader is to see of them."""

import html
import re

from papercatalog.scripts import in_script
from papercatalog.text import squeeze

_ANY_TAG = re.compile(r"<(/?)(?:[A-Za-z]+:)?([A-Za-z][\w-]*)(?:\s[^<>]*)?/?>")
# Other programs' texts have tags of these kinds; <unk> in a title is one of its words.
KNOWN_TAG = re.compile(r"<(/?)(?:(?:jats|mml):|(?=(?:i|b|p|sc|sub|sup|span)[\s/>]))([A-Za-z][\w-]*)(?:\s[^<>]*)?/?>")
_ESCAPED_TWICE = re.compile(r"&lt;(i|b|sc|sub|sup)&gt;([^<>]{0,200}?)&lt;/\1&gt;")
"""The tags that publishers escape before they hand them to Crossref, which escapes them again."""
_LEAF = r"<(?:mml:)?m(?:n|i|o|text)\b[^<>]*>[^<>]*</[^<>]*>"
_MATHML_SCRIPT = re.compile(
    rf"(?P<raised><(?:mml:)?mrow\b[^<>]*>(?:\s*{_LEAF})+\s*</[^<>]*>|{_LEAF})\s*</(?:mml:)?ms(?P<kind>up|ub)>"
)
"""The end of a base with something raised or lowered, where that has no more structure of its own."""
_SCRIPT = re.compile(r"<(?:[A-Za-z]+:)?(?P<name>su[pb])(?:\s[^<>]*)?>(?P<text>[^<>]*)</(?:[A-Za-z]+:)?(?P=name)>")
# Not those without a semicolon, which are part of an address or a word: "?a=1&copy=2".
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")
_BLOCKS = frozenset("p sec title list-item disp-formula".split())
_OWN_RULES = frozenset("math tex-math title".split())
"""Elements whose text is not simply text, see `_text_in`."""


def plain_markup(markup: str, tag: re.Pattern[str] = _ANY_TAG) -> str:
    """Return the text of JATS or HTML on one line, without what `tag` matches: its slash and its name."""
    markup = _ESCAPED_TWICE.sub(r"<\1>\2</\1>", markup)
    # 10<sup>5</sup> is not 105.
    markup = _SCRIPT.sub(_script, _MATHML_SCRIPT.sub(_html_script, markup))
    tags = list(tag.finditer(markup))
    has_tex = any(found[2] == "tex-math" for found in tags)
    pieces, end, inside = [], 0, ""
    for found in tags:
        pieces.append(_text_in(inside, markup[end : found.start()], has_tex))
        pieces.append(" " if found[2] in _BLOCKS else "")
        if found[2] in _OWN_RULES:
            inside = "" if found[1] else found[2]
        end = found.end()
    text = "".join([*pieces, markup[end:]])
    return squeeze(_unescape(text))


def _unescape(text: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text)


def _html_script(found: re.Match[str]) -> str:
    return f"<s{found['kind']}>{re.sub('<[^<>]*>', '', found['raised'])}</s{found['kind']}>"


def _script(found: re.Match[str]) -> str:
    return in_script("^" if found["name"] == "sup" else "_", _unescape(found["text"])) or found[0]


def _text_in(element: str, text: str, has_tex: bool) -> str:
    """Return what of a stretch of text in such an element a reader is to see."""
    if element == "math":  # beside the same formula in TeX, of which this one would be a garbled copy
        return "" if has_tex else text
    if element == "tex-math":  # often wrapped as a document of its own
        formula = text.rpartition(r"\begin{document}")[2].partition(r"\end{document}")[0].strip().strip("$")
        return f"${formula.strip()}$" if formula else ""
    if element == "title":
        heading = text.strip().rstrip(".:")
        return "" if heading.casefold() in ("", "abstract", "summary") else f"{heading}: "
    return text
