"""The plan of one page: what crosses the border between planning and rendering."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from papercatalog.diagnostics import Span


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed that a page announces; `path` is the site path without extension (`/topics/x/feed` has .xml and .json)."""

    path: str
    title: str


@dataclass(frozen=True, slots=True)
class Page:
    """One page to render."""

    path: str
    """The site path: `/papers/x/`, or a file such as `/404.html`."""
    template: str
    title: str
    """Plain text; the home page's is the site's title."""
    context: Mapping[str, object] = field(default_factory=dict)
    """What the template sees, besides `site`, `page` and `catalog`."""
    description: str = ""
    source: Span | None = None
    """The record that the page shows; a template error names it."""
    last_change: date | None = None
    feed: Feed | None = None
    in_sitemap: bool = True
