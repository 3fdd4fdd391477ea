"""One line that says what a page is about, for search engines and previews of links."""

from papercatalog.catalog import Catalog
from papercatalog.markdown import plain_text

MAX_LENGTH = 200


def describe(body: str, catalog: Catalog) -> str:
    """Return the beginning of a Markdown text."""
    return shorten(plain_text(body, catalog.cite), MAX_LENGTH)


def shorten(text: str, length: int) -> str:
    """Return `text` on one line, cut between words to at most `length` characters."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[:length].rpartition(" ")[0].rstrip(" ,;:.") + "…"
