"""Names of people as sources write them <-> as front matter writes them."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from papercatalog.diagnostics import Diagnostic, Severity, Span
from papercatalog.fields import find_id_fault
from papercatalog.model import Name
from papercatalog.text import caseless, slugify, split_name, squeeze

_SUFFIX = re.compile(r"(?:jr|sr)\.?|ii|iii|iv|2nd|3rd|4th", re.IGNORECASE)
GROUP = re.compile(r".*\b(?:collaboration|consortium|group|team)", re.IGNORECASE)
"""What only groups are called."""
_SEVERAL = re.compile(r"[,;]|\bet\.? al\b", re.IGNORECASE)
_INITIAL = re.compile(r"\w\.|[B-Z] ")
_TURNED = re.compile(" [A-Z]{1,3}$")
"""The end of "Schroff F" and of "Kaiming HE", which nobody can tell apart."""


def plain_name(text: str) -> Name:
    """Return the name of a person that is printed as "Ann van der Lee"."""
    return Name(*split_name(text))


def written_name(text: str) -> Name:
    """Return the name that a person writes as "Ann van der Lee", "van der Lee, Ann" or "{A Group}"."""
    text = squeeze(text)
    if text.startswith("{") and text.endswith("}"):
        return Name(literal=text[1:-1].strip())
    return inverted_name(text) if "," in text else plain_name(text)


def inverted_name(text: str) -> Name:
    """Return the name that is printed as "van der Lee, Ann" or "Lee, Ann, Jr."; without a comma it is a group's."""
    family, *others = [squeeze(part) for part in text.split(",")]
    if not others:
        return Name(literal=family)
    if len(others) > 1 and _SUFFIX.fullmatch(others[0]):  # in the order of BibTeX: "Lee, Jr., Ann"
        others = [*others[1:], others[0]]
    given, *suffixes = others
    if not suffixes and _SUFFIX.fullmatch(given):  # in the order of speech: "Ann Lee, Jr."
        suffixes = [given]
        family, given = split_name(family)
    return make_name(" ".join([family, *suffixes]), given)


def inverted_names(texts: Sequence[str], span: Span, problems: list[Diagnostic]) -> Iterator[Name]:
    """Yield the names of a source that prints them as "van der Lee, Ann", or, as IEEE does, none of them so."""
    texts = [squeeze(text) for text in texts]
    people = {text for text in texts if " " in text and not _SEVERAL.search(text) and not GROUP.fullmatch(text)}
    is_natural = not any("," in text for text in texts) and len(people) > 1
    for text in texts:
        is_turned = _TURNED.search(text)
        if text in people and not is_turned and (is_natural or _INITIAL.match(text)):
            yield plain_name(text)
            continue
        if text in people and (is_turned or len(texts) == 1):
            message = f'"{text[:80]}" has no comma, and was taken for a group'
            hint = "write a person as Doe, Jane; if it is a group, all is well"
            problems.append(Diagnostic("unclear-name", message, span, hint, Severity.WARNING))
        if str(name := inverted_name(text)):
            yield name


def make_name(family: str, given: str) -> Name:
    """Return a name of these parts; what has no family name cannot be turned round."""
    family, given = squeeze(family), squeeze(given)
    return Name(family, given) if family else Name(literal=given)


def joined_names(texts: Sequence[str], span: Span, hint: str) -> Iterator[Diagnostic]:
    """Warn of names with commas or semicolons that look like several names, which no author on the page would show."""
    # As in "Ann Lee, Bo Roe and Cy Poe": the last one is in the order of speech.
    is_sentence = bool(texts) and "," not in texts[-1] and " " in squeeze(texts[-1])
    for text in texts:
        parts = [part for part in map(squeeze, text.split(",")) if part and not _SUFFIX.fullmatch(part)]
        # "van der Lee, Ann Marie" is one person; so is, among others, "García Márquez, Gabriel José".
        are_whole = (len(texts) == 1 or is_sentence) and all(
            " " in part and not re.search(r"\b[a-z]+\b", part) for part in parts
        )
        if ";" in text or len(parts) > 2 or (len(parts) == 2 and are_whole):
            message = f'"{squeeze(text)[:80]}" looks like more than one name, and was taken for one'
            yield Diagnostic("unclear-name", message, span, hint, Severity.WARNING)


def name_field(name: Name) -> str | Mapping[str, str]:
    """Return what stands for `name` in front matter: the plain name wherever that is read as it is meant."""
    id_ = name.id or (_placeholder_id(name) if find_id_fault(slugify(str(name))) else "")
    if not id_ and not name.literal and split_name(str(name)) == (name.family, name.given):
        return str(name)
    parts = {"family": name.family, "given": name.given, "literal": name.literal, "id": id_}
    return {key: text for key, text in parts.items() if text}


def _placeholder_id(name: Name) -> str:
    """Return an id for a name that makes none, such as one without Latin letters: only a curator knows a better one."""
    return f"author-{hashlib.sha256(caseless(str(name)).encode()).hexdigest()[:8]}"
