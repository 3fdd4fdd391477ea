"""What is raised or lowered -> the characters that Unicode has for it."""

_SCRIPTS = {
    "^": str.maketrans(
        "0123456789+-−=()abcdefghijklmnoprstuvwxyzT∘′⊤", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ°′ᵀ"
    ),
    "_": str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ"),
}


def in_script(direction: str, text: str) -> str | None:
    """Return `text` in raised (^) or lowered (_) characters, or None where one of them has no such form."""
    table = _SCRIPTS[direction]
    return text.translate(table) if text and all(ord(character) in table for character in text) else None
