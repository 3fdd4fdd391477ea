"""What the macros of LaTeX stand for in running text. The only module that imports pylatexenc."""

import re
from functools import cache, lru_cache

from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

ABBREVIATIONS = {
    "ie": "i.e.", "eg": "e.g.", "etal": "et al.", "etc": "etc.", "cf": "cf.", "vs": "vs.", "viz": "viz.",
    "wrt": "w.r.t.", "aka": "a.k.a.", "iid": "i.i.d.", "Ie": "I.e.", "Eg": "E.g.", "Cf": "Cf.",
    "TeX": "TeX", "LaTeX": "LaTeX",
}  # fmt: skip
"""Macros that conference styles define for these words; LaTeX itself does not know them."""

_SYMBOLS = {
    "textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">", "textbar": "|",
    "textasciicircum": "^", "textunderscore": "_", "textpercent": "%", "textperiodcentered": "·", "textminus": "−",
    "thinspace": " ", "enspace": " ", "quad": " ", "qquad": " ", "nobreakspace": " ",
    "S": "§", "P": "¶", "pounds": "£", "copyright": "©", "ddag": "‡", "slash": "/", "hyphen": "-",
    "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»", "glq": "‚", "grq": "‘", "flq": "‹", "frq": "›",
}  # fmt: skip
"""What pylatexenc does not know, or takes for something else, though Zotero, Springer and our own exports write it."""
JOINING = frozenset("“‘„‚«‹ ")
"""After which the space that ends a macro goes, as in LaTeX."""

WRAPPERS = frozenset(
    "emph textbf textit textsc texttt textrm textsf textsl textnormal text underline mbox mathrm mathbf mathit mathsf"
    " operatorname boldsymbol bm".split()
)
"""Of these the argument stays."""
SWITCHES = frozenset(
    "em bf it sc tt rm sf sl bfseries itshape scshape ttfamily small large normalsize footnotesize relax".split()
)
"""They hold until their group ends, and go. `{\\relax Yu}` keeps BibTeX from making one letter of an initial."""
ALPHABETS = frozenset("mathbb mathcal mathfrak mathscr".split())
CITATIONS = "cite citep citet citealp autocite parencite textcite".split()
"""These go with their arguments."""
ESCAPED = dict(zip("%&$#_{}", "%&$#_{}", strict=True)) | dict.fromkeys(" ,;:\\", " ") | dict.fromkeys("!/-@", "")
ACCENTS = frozenset("'`\"^~=.") | frozenset("vcuHkrd")
LETTER_MACROS = frozenset("o O l L ss ae AE oe OE aa AA dj DJ dh DH th TH i j".split())


@lru_cache(maxsize=4096)
def decode_snippet(snippet: str) -> str:
    """Return the text of a snippet; pylatexenc takes half a millisecond for each, and accents come again."""
    return str(LatexNodes2Text(math_mode="text").latex_to_text(snippet))


@cache
def find_symbol(name: str) -> str | None:
    """Return the character that a macro without arguments stands for."""
    if name in _SYMBOLS:
        return _SYMBOLS[name]
    spec = get_default_latex_context_db().get_macro_spec(name)
    symbol = getattr(spec, "simplify_repl", None)
    is_plain = isinstance(symbol, str) and 0 < len(symbol.strip()) <= 3 and "%" not in symbol
    if is_plain:
        return str(symbol).strip()
    letter = find_symbol(name[4:]) if name.startswith("text") else None
    return letter if letter and re.fullmatch("[Α-ω]", letter) else None  # as in \textalpha
