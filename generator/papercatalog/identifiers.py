"""arXiv identifiers and DOIs in the many ways in which they are written."""

import re
from urllib.parse import unquote

from papercatalog.fields import ARXIV_PATTERN

_ARXIV = re.compile(
    r"""
    (?: abs/ | .* \barxiv (?: \.org/(?:abs|pdf|html)/ | [:.]\s? | \s ) )?    # an address, arXiv:..., the DOI of arXiv
    (?P<id> [0-9]{4}\.[0-9]{4,5} | [a-z-]+(?:\.[a-z]{2})?/[0-9]{7} )
    (?: v[0-9]{1,3} )? (?: \.pdf )? (?: \s? \[ [\w.-]+ \] )?
    """,
    re.VERBOSE | re.IGNORECASE,
)
_DOI = re.compile(
    r"(?:(?:https?://)?(?:(?:dx\.|www\.)?doi\.org|doi\.acm\.org)/|doi:\s?)?(?P<id>10\.[0-9]{4,9}(?:/|%2F)[!-~]+)",
    re.IGNORECASE,
)
_MAX_LENGTH = 1_000


def find_arxiv(*texts: str) -> str:
    """Return the identifier, without version, that one of the texts is or ends with; empty where none does.

    One that there cannot be is none: of a thirteenth month, or with too few digits.
    """
    for text in texts:
        if match := len(text) <= _MAX_LENGTH and _ARXIV.fullmatch(text.strip()):
            archive, slash, number = match["id"].rpartition("/")
            archive, dot, subject = archive.partition(".")
            found = f"{archive.lower()}{dot}{subject.upper()}{slash}{number}"
            if re.fullmatch(ARXIV_PATTERN, found):
                return found
    return ""


def find_doi(*texts: str) -> str:
    """Return the first DOI that one of the texts is, bare or as an address; empty where none is."""
    for text in texts:
        match = len(text) <= _MAX_LENGTH and _DOI.fullmatch(text.strip())
        if match and _DOI.fullmatch(doi := unquote(match["id"])):
            return doi
    return ""


def first_version_month(arxiv: str) -> tuple[int, int]:
    """Return year and month of the first version, with which an arXiv identifier's number begins; zeros for none."""
    digits = re.search(r"(?:^|/)([0-9]{2})([0-9]{2})", arxiv)
    if not digits:
        return 0, 0
    year, month = int(digits[1]), int(digits[2])
    return (1900 if year >= 91 else 2000) + year, month
