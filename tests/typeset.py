"""What readers see of LaTeX when it has been typeset."""

import re
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

_SIGNS = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciicircum": "^",
    "textbackslash": "\\",
    "textminus": "−",
    "textless": "<",
    "textgreater": ">",
    "textbar": "|",
}
"""Commands of LaTeX's kernel that pylatexenc does not know or mistakes."""
_SCRIPTS = {
    "super": str.maketrans("0123456789+-=()abcdefghijklmnoprstuvwxyzT", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ"),
    "sub": str.maketrans("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"),
}
_SCRIPT = re.compile(r"\\text(super|sub)script\{([^{}]*)\}")


def decode_latex(text: str, *, has_maths: bool = False) -> str:
    """Return LaTeX as text; without maths, a dollar is one."""
    text = _SCRIPT.sub(lambda script: script[2].translate(_SCRIPTS[script[1]]), text)
    return str(_decoder("text" if has_maths else "verbatim").latex_to_text(text))


@cache
def _decoder(math_mode: str) -> LatexNodes2Text:
    context = get_default_latex_context_db()
    context.add_context_category("kernel", prepend=True, macros=[MacroTextSpec(*sign) for sign in _SIGNS.items()])
    return LatexNodes2Text(latex_context=context, math_mode=math_mode)
