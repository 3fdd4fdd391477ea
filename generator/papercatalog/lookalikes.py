"""Words and hosts that may be taken for others, which a reviewer cannot see: warnings about what a file says."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from papercatalog.diagnostics import Diagnostic, Severity, Span, printable
from papercatalog.markdown import find_references
from papercatalog.schema import Problem
from papercatalog.strict_yaml import KeyPath

# Letters of these alphabets can pass for Latin ones, and for each other's. Of the Greek ones only
# the look-alikes: the others are signs of formulas, as in αNet and ΔE.
_FOREIGN = {
    "Greek": "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳϹͿ",
    "Cyrillic": "\u0400-\u052f\u1c80-\u1c88",
    "Armenian": "\u0531-\u0587",
    "Cherokee": "\u13a0-\u13f5\uab70-\uabbf",
    "Coptic": "\u2c80-\u2cf3",
    "Lisu": "\ua4d0-\ua4f7",
}
_ALPHABETS = {
    name: re.compile(f"[{letters}]")
    for name, letters in {"Latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff", **_FOREIGN}.items()
}
# Those of the Cyrillic letters that nobody can tell from Latin ones.
_TWINS = frozenset("АВЕЅІЈКМНОРСТУХҮԌԚԜӀаеорсуүхѕіјһӏԁԛԝ")
_HAS_FOREIGN = re.compile(f"[{''.join(_FOREIGN.values())}]")
_LETTERS = re.compile(r"[^\W\d_]+")


def may_mislead(text: str) -> bool:
    """Tell whether a file has to be looked at: most need not be. Plain ASCII can hide foreign letters in escapes."""
    is_plain = not _has_cyrillic(text) and next(find_mixed_words(text), None) is None
    return not is_plain or "\\" in text or "&" in text or "xn--" in text.lower()


def check_values(values: object, path: KeyPath = ()) -> Iterator[Problem]:
    """Yield what may mislead among the values of a file."""
    if isinstance(values, dict):
        for key, value in values.items():
            yield from check_values(value, (*path, key))
    elif isinstance(values, list):
        for index, value in enumerate(values):
            yield from check_values(value, (*path, index))
    elif isinstance(values, str):
        yield from _check_words(values, path, _find_disguised_words(values))
        if values[:4].lower() == "http":
            yield from _check_host(values, path)


def check_body(body: str, span: Span) -> Iterator[Diagnostic]:
    """Yield what may mislead in the Markdown that begins at `span`."""
    disguised = _find_disguised_words(body)
    for number, line in enumerate(body.split("\n")):
        for problem in _check_words(line, (), disguised and _find_disguised_words(line)):
            yield problem.at(span.below(number))
    if "://" in body:
        for reference in find_references(body):
            for problem in _check_host(reference.target, ()):
                yield problem.at(span.below(reference.line))


def _check_words(text: str, path: KeyPath, disguised: Iterable[str]) -> Iterator[Problem]:
    for word, alphabets in find_mixed_words(text):
        message = f'"{word[:40]}" mixes {" and ".join(alphabets)} letters that look alike: {_codes(word)}'
        yield Problem(path, "mixed-alphabets", message, "write the word in one alphabet", Severity.WARNING)
    for word in disguised:
        message = f'"{word[:40]}" is in Cyrillic letters that look like Latin ones: {_codes(word)}'
        hint = "write the word in Latin letters, unless it is a word of its language"
        yield Problem(path, "mixed-alphabets", message, hint, Severity.WARNING)


def find_mixed_words(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield words in which letters of several alphabets pass for those of one, and the names of these alphabets."""
    if text.isascii() or not _HAS_FOREIGN.search(text):
        return
    for word in _LETTERS.findall(text):
        alphabets = () if word.isascii() else tuple(name for name, has in _ALPHABETS.items() if has.search(word))
        if len(alphabets) > 1:
            yield word, alphabets


def _find_disguised_words(text: str) -> list[str]:
    """Return the words in Cyrillic letters that all look Latin, of a text with no other Cyrillic ones."""
    if not _has_cyrillic(text) or {*_ALPHABETS["Cyrillic"].findall(text)} - _TWINS:
        return []
    return [word for word in _LETTERS.findall(text) if _TWINS.issuperset(word)]


def _has_cyrillic(text: str) -> bool:
    return not text.isascii() and _ALPHABETS["Cyrillic"].search(text) is not None


def _codes(word: str) -> str:
    return " ".join(f"U+{ord(letter):04X}" for letter in dict.fromkeys(word) if not letter.isascii())[:80]


def _check_host(url: str, path: KeyPath) -> Iterator[Problem]:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:  # no address: links to it are refused elsewhere
        return
    if "xn--" in host:
        try:
            shown = host.encode().decode("idna")
        except UnicodeError:  # Python knows the rules of 2003, browsers those of 2008
            shown = "other letters"
        message = f"the host {host} is shown as {printable(shown)} by some programs"
        hint = "make sure that it is the host that is meant"
        yield Problem(path, "foreign-host", message, hint, Severity.WARNING)
