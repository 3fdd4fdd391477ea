"""A citation in BibTeX."""

import re
from collections.abc import Iterator

from papercatalog.exports.citation import Citation
from papercatalog.model import Name
from papercatalog.scripts import LOWERED, RAISED, out_of_script

_ENTRY_TYPES = {"conference": "inproceedings", "journal": "article", "preprint": "misc"}

# Braces become commands: BibTeX counts `\{` as a brace, so a lone one would swallow the next record.
_LATEX = str.maketrans(
    {char: f"\\{char}" for char in "&%#_$"}
    | {"{": r"{\textbraceleft}", "}": r"{\textbraceright}", "\\": r"{\textbackslash}"}
    | {"~": r"{\textasciitilde}", "^": r"{\textasciicircum}"}
)


def _pairs(words: str) -> dict[str, str]:
    signs = iter(words.split())
    return dict(zip(signs, signs, strict=True))


# Signs that pdflatex knows by name only, without further packages.
_SIGNS = _pairs(
    "∞ infty ≤ leq ≥ geq ≈ approx ≠ neq ↔ leftrightarrow ∈ in ∼ sim ∘ circ ℓ ell ⊤ top √ surd ∑ sum ∂ partial ∇ nabla"
    " ⇐ Leftarrow ⇒ Rightarrow ⇔ Leftrightarrow ∀ forall ∃ exists ∅ emptyset ∉ notin ∏ prod ∫ int ∓ mp ∗ ast"
    " ⋆ star ∝ propto ∠ angle ∥ parallel ⊥ perp ∧ wedge ∨ vee ∩ cap ∪ cup ≃ simeq ≅ cong ≡ equiv ≪ ll ≫ gg"
    " ⊂ subset ⊃ supset ⊆ subseteq ⊇ supseteq ⊕ oplus ⊗ otimes ♭ flat ♯ sharp"
)
_GREEK = _pairs(
    "α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu ν nu ξ xi π pi ρ rho"
    " σ sigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon"
    " Φ Phi Ψ Psi Ω Omega ϵ epsilon ϑ vartheta ϖ varpi ϱ varrho ς varsigma ϕ phi"
)
# Greek letters are signs, as in ΔΣ, but for a text with a word of Greek: who prints that one prints them all.
_GREEK_WORD = re.compile("[Ͱ-Ͽἀ-῿]{4}")
_SIGN = re.compile(
    f"(?P<raised>[¹²³]*(?![¹²³])[{RAISED}]+)|(?P<lowered>[{LOWERED}]+)"
    f"|(?P<greek>[{''.join(_GREEK)}])|[{''.join(_SIGNS)}−]"
)
# Pairs that TeX fonts join into one sign, such as `--` into a dash.
_LIGATURE = re.compile(r"([-'`,<>])(?=\1)|[?!](?=`)")

# Most texts have none of all this: a comma, a hyphen or an apostrophe before something else is no pair.
_SPECIAL = r"&%#_$\\{}~^'`,<>?!-"
_HARMLESS = re.compile(rf"[^{_SPECIAL}]*(?:[-',](?=[^{_SPECIAL}])[^{_SPECIAL}]*)*")

# Letters and digits with their combining accents.
_WORD = re.compile("(?:[^\\W_][\u0300-\u036f]*)+")
# In a name, what would divide it. bibtexparser also loses the end of a name after an escaped sign.
_UNSAFE_IN_NAME = re.compile(r"[,&%#_$]|\b(and|others)\b", re.IGNORECASE)


def format_bibtex(citation: Citation) -> str:
    """Return one record, ending with a line break. The key is the paper's id; the abstract is left out."""
    fields = "".join(f"  {name} = {{{value}}},\n" for name, value in _fields(citation) if value)
    return f"@{_ENTRY_TYPES[citation.kind]}{{{citation.id},\n{fields}}}\n"


def _fields(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "author", " and ".join(map(_format_name, citation.authors))
    yield "title", _protect_capitals(citation.title)
    yield "journal" if citation.kind == "journal" else "booktitle", _spell_out(citation.container)
    yield "year", str(citation.year or "")
    yield "volume", _escape(citation.volume)
    yield "number", _escape(citation.issue)
    yield "pages", "--".join(map(_escape, citation.pages))
    # Styles print DOI and address verbatim: escapes would show up in them.
    yield "doi", re.sub(r"[{}\\]", lambda match: f"%{ord(match[0]):02X}", citation.doi)
    if citation.arxiv:
        yield "eprint", citation.arxiv
        yield "archivePrefix", "arXiv"
    yield "url", citation.url
    yield "note", _spell_out(citation.note)
    yield "keywords", _spell_out(", ".join(citation.keywords))


def _format_name(name: Name) -> str:
    if name.literal:
        return f"{{{_escape(name.literal)}}}"
    if name.given:
        return f"{_format_name_part(name.family)}, {_format_name_part(name.given)}"
    # Without a comma BibTeX would take the first words for given names.
    return f"{{{_escape(name.family)}}}" if " " in name.family else _format_name_part(name.family)


def _format_name_part(part: str) -> str:
    return f"{{{_escape(part)}}}" if _UNSAFE_IN_NAME.search(part) else _escape(part)


def _protect_capitals(title: str) -> str:
    """Escape a title, with braces around each word whose capitals carry meaning, such as WordNet, BERT and 3D."""
    parts = _spell_out(title).split(" ")
    return " ".join([part if _is_plain(part) and part.isascii() else _protect_words(part) for part in parts])


def _is_plain(part: str) -> bool:
    """Tell whether `part` is one word, in small letters but for the first."""
    return part[1:].islower() and part.isalpha()


def _protect_words(part: str) -> str:
    return _WORD.sub(lambda word: f"{{{word[0]}}}" if _has_fixed_capitals(word[0]) else word[0], part)


def _has_fixed_capitals(word: str) -> bool:
    """Tell whether a style that lower-cases titles would spoil `word`."""
    # A single capital is a symbol, as in R-CNN or C++, unless it is the article.
    if len(word) == 1:
        return word.isupper() and word != "A"
    return any(char.isupper() for char in word[1:]) or (word[0].isupper() and any(map(str.isdigit, word)))


def _escape(text: str) -> str:
    if _HARMLESS.fullmatch(text):
        return text
    return _LIGATURE.sub(r"\g<0>{}", text.translate(_LATEX))


def _spell_out(text: str) -> str:
    """Escape a text, and name its signs."""
    escaped = _escape(text)
    return escaped if escaped.isascii() else _SIGN.sub(_spell_in_greek if _GREEK_WORD.search(text) else _spell, escaped)


def _spell(sign: re.Match[str]) -> str:
    if sign["raised"]:
        return f"\\textsuperscript{{{out_of_script('^', sign[0])}}}"
    if sign["lowered"]:
        return f"\\textsubscript{{{out_of_script('_', sign[0])}}}"
    if sign[0] == "−":
        return r"{\textminus}"
    return f"{{$\\{(_SIGNS | _GREEK)[sign[0]]}$}}"


def _spell_in_greek(sign: re.Match[str]) -> str:
    return sign["greek"] or _spell(sign)
