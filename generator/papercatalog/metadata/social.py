"""Open Graph: how a link to a page looks in a chat or a post. The theme adds its picture."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.metadata.record import Record
from papercatalog.model import Paper
from papercatalog.pages.description import shorten
from papercatalog.pages.page import Page
from papercatalog.urls import absolute_url

_MAX_DESCRIPTION = 300
_MAX_AUTHORS = 3


def social_properties(
    config: SiteConfig, catalog: Catalog, page: Page, record: Record | None
) -> Iterator[tuple[str, str]]:
    """Yield (property, content); nothing for pages that should not be found, or without a base URL."""
    if not config.base_url or not page.in_sitemap:
        return
    yield "og:type", "article" if isinstance(record, Paper) else "website"
    yield "og:site_name", config.title
    yield "og:title", page.title
    yield "og:url", absolute_url(config.base_url, page.path)
    description = _describe_paper(record, catalog, page) if isinstance(record, Paper) else page.description
    if description:
        yield "og:description", description


def _describe_paper(paper: Paper, catalog: Catalog, page: Page) -> str:
    """Return `Authors. Venue Year. What the paper is about`, as far as it is known."""
    names = [str(name) for name in paper.authors[:_MAX_AUTHORS]]
    authors = ", ".join(names) + (" et al" if len(paper.authors) > _MAX_AUTHORS else "")
    where = catalog.format_venue(paper) or str(paper.year or "")
    status = (paper.status or "").capitalize()
    sentences = (f"{text}." for text in (status, authors, where) if text)
    return shorten(" ".join([*sentences, page.description]), _MAX_DESCRIPTION)
