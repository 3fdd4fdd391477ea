"""Web addresses in a listing's text: find them, repair them, tell what they lead to.

Addresses are taken out before any other cleaning, because `_`, `~` and `%` mean something else in them.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import get_args
from urllib.parse import urlsplit

from papercatalog.model import Link, LinkKind
from papercatalog.urls import is_external_url

_CODE_HOSTS = frozenset("github.com bitbucket.org codeberg.org sourceforge.net anonymous.4open.science".split())

# The characters that papercatalog.urls lets through, and those of them that LaTeX writes with a backslash.
# Before `~` had its macro, LaTeX got it by an accent without a letter, or by a sign of mathematics.
_TILDE = r"\\~\{\}|\$\\sim\$|\{\\textasciitilde\}|\\textasciitilde(?:\{\})?"
_URL_CHARACTER = rf"(?:{_TILDE}|[!#-;=?-\[\]_a-zA-Z~]|\\[_%#&~])"
_ADDRESS = re.compile(
    rf"""
    (?P<macro> \\(?:url|href)\{{ )?
    (?: (?<![A-Za-z])[htps]{{1,6}}(?=https?://) )?      # the stutter of htthttps://
    (?P<url>
        https?://{_URL_CHARACTER}+
      | (?<![\w./@-])(?:github|gitlab|bitbucket)\.(?:com|org)/[\w.-]+/[\w.-]+
    )
    """,
    re.VERBOSE,
)
_WORDS = re.compile(r"\{([^{}\\]*)\}")
_CLOSING = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text. `offset` is where it begins in the original."""

    text: str
    offset: int
    is_url: bool = False
    is_formula: bool = False
    """With its dollars."""


def split_addresses(text: str) -> list[Part]:
    r"""Cut `text` into words and addresses.

    An address is repaired (`htthttps://`, a code host without `https://`), rid of the sentence's
    punctuation and set off by a space from a word or colon before it. Words in braces right after it, as
    `\href` leaves them, follow as words.
    """
    parts: list[Part] = []
    end = 0
    for match in _ADDRESS.finditer(text):
        url = _trim(match["url"])
        length = len(url)
        url = unescape_address(url if url.startswith("http") else f"https://{url}")
        if match.start() < end or not is_external_url(url):
            continue
        before = text[end : match.start()]
        needs_space = bool(before) and not before[-1].isspace() and before[-1] not in "([{<\"'“‘`~"
        parts.append(Part(before + " " * needs_space, end))
        parts.append(Part(url, match.start("url"), is_url=True))
        end = match.start("url") + length
        if match["macro"] and text.startswith("}", end):
            end += 1
        if words := _WORDS.match(text, end):
            parts.append(Part(f" {words[1].strip()}", end))
            end = words.end()
    parts.append(Part(text[end:], end))
    return [part for part in parts if part.text]


def unescape_address(url: str) -> str:
    """Return an address or an identifier without what LaTeX needs to set it."""
    return re.sub(r"\{\\([_%#&~])\}|\\([_%#&~])", r"\1\2", re.sub(_TILDE, "~", url))


def collect_links(in_abstract: Iterable[str], known: Iterable[tuple[LinkKind, str]], source: str | None) -> list[Link]:
    """Return the links of a paper: those of its abstract, then those `known` from elsewhere, shown by `source`.

    A known address decides the kind of the same address in the abstract. One that is only known
    is left out where there is no source.
    """
    kinds = {_comparable(url): kind for kind, url in known}
    links = {_comparable(url): Link(kinds.get(_comparable(url), guess_kind(url)), url) for url in in_abstract}
    for kind, url in known if source else ():
        links.setdefault(_comparable(url), Link(kind, url, source))
    order: Sequence[str] = get_args(LinkKind)
    return sorted(links.values(), key=lambda link: order.index(link.kind))


def guess_kind(url: str) -> LinkKind:
    host = urlsplit(url).hostname or ""
    return "code" if host.removeprefix("www.") in _CODE_HOSTS or host.startswith("gitlab.") else "project"


def _comparable(url: str) -> tuple[str, str, str]:
    """Return the form in which two addresses of one page are equal."""
    parts = urlsplit(url)
    return ((parts.hostname or "").removeprefix("www."), parts.path.rstrip("/"), parts.query)


def _trim(url: str) -> str:
    """Return `url` without the punctuation of the sentence around it."""
    while url and (url[-1] in ".,;:!?'" or (url[-1] in _CLOSING and url.count(url[-1]) > url.count(_CLOSING[url[-1]]))):
        url = url[:-1]
    return url
