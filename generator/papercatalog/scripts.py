"""What is raised or lowered, and the characters that Unicode has for it."""

_SCRIPTS = {
    "^": dict(
        zip(
            "0123456789+-−=()abcdefghijklmnoprstuvwxyzT∘′⊤",
            "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ°′ᵀ",
            strict=True,
        )
    ),
    "_": dict(zip("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)),
}
_PLAIN = {
    direction: {script: plain for plain, script in reversed(table.items()) if script not in "°′"}
    for direction, table in _SCRIPTS.items()
}
RAISED, LOWERED = ("".join(table) for table in _PLAIN.values())
"""The characters that are something raised or lowered and nothing else."""


def in_script(direction: str, text: str) -> str | None:
    """Return `text` in raised (^) or lowered (_) characters, or None where one of them has no such form."""
    table = _SCRIPTS[direction]
    return "".join(table[character] for character in text) if text and {*text} <= table.keys() else None


def out_of_script(direction: str, text: str) -> str:
    """Return what is raised (^) or lowered (_) in `text`, all of which is."""
    return "".join(_PLAIN[direction][character] for character in text)
