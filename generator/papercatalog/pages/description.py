"""One line that says what a page or a paper is about, for search engines, previews of links, feeds and letters."""

from papercatalog.catalog import Catalog
from papercatalog.markdown import plain_text
from papercatalog.model import Paper
from papercatalog.pages.listing import Part
from papercatalog.text import counted, squeeze

MAX_LENGTH = 200
_NAMED = 5
"""More titles than fit into a description."""


def describe(body: str, catalog: Catalog) -> str:
    """Return the beginning of a Markdown text."""
    return shorten(plain_text(body, catalog.cite), MAX_LENGTH)


def describe_list(what: str, part: Part[Paper]) -> str:
    """Return how many papers there are and the first of this part. `what` says which: "by Jane Doe"."""
    titles = "; ".join([paper.title for paper in part.items[:_NAMED]])
    return shorten(f"{counted(part.total, 'paper')} {what}: {titles}", MAX_LENGTH)


def title_with_status(paper: Paper) -> str:
    """Return the title, before which stands that a paper was retracted or withdrawn: many readers show nothing else."""
    return f"{paper.status.capitalize()}: {paper.title}" if paper.status else paper.title


def shorten(text: str, length: int) -> str:
    """Return `text` on one line, cut between words to at most `length` characters."""
    # The beginning will do, if it is long enough without its white space.
    line = squeeze(text[: 2 * length])
    if len(line) <= length:
        line = squeeze(text)
    if len(line) <= length:
        return line
    words = line[:length].rpartition(" ")[0].rstrip(" ,;:.")
    # Chinese and Japanese have no spaces, or a few around Latin words: there a cut between words would leave little.
    return (words if len(words) > length // 2 else line[: length - 1]) + "…"
