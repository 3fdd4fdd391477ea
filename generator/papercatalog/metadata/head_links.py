"""`link` elements: the page's address, its feeds and files, and what it describes (signposting.org).

A static host sets no headers, so signposting stands in the page, where its readers look as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.paper_lists import BIBTEX_TYPE, files_of_list
from papercatalog.metadata.record import Record
from papercatalog.model import Paper
from papercatalog.pages.feeds import announce_corrections, announce_feed
from papercatalog.pages.page import Feed, Page
from papercatalog.urls import absolute_url


@dataclass(frozen=True, slots=True)
class HeadLink:
    """One link. `href` is a site path, which begins with a slash, or a full address."""

    rel: str
    href: str
    type: str = ""
    title: str = ""


def head_links(config: SiteConfig, catalog: Catalog, page: Page, record: Record | None) -> Iterator[HeadLink]:
    if config.base_url:
        if page.in_sitemap:
            yield HeadLink("canonical", absolute_url(config.base_url, page.path))
        yield HeadLink("search", "/opensearch.xml", "application/opensearchdescription+xml", config.title)
    for feed in _feeds(config, catalog, page):
        yield HeadLink("alternate", f"{feed.path}.xml", "application/atom+xml", feed.title)
        yield HeadLink("alternate", f"{feed.path}.json", "application/feed+json", feed.title)
    for file in files_of_list(catalog, page.path):
        yield HeadLink("alternate", file.path, file.media_type, f"{page.title}: {file.format}")
    if isinstance(record, Paper):
        yield from _signposts(record, catalog)


def _feeds(config: SiteConfig, catalog: Catalog, page: Page) -> Iterator[Feed]:
    """Yield the site's feed everywhere, the page's own, and on the home page that of corrections."""
    is_home = page.path == "/"
    own = announce_corrections(config, catalog) if is_home else page.feed
    for feed in (announce_feed(config, catalog, "/"), own):
        if feed:
            yield feed


def _signposts(paper: Paper, catalog: Catalog) -> Iterator[HeadLink]:
    # No `license`: to a browser it would be that of our page, and the catalogue knows none for papers.
    yield HeadLink("describedby", f"{paper.url}cite.bib", BIBTEX_TYPE)
    for kind in ("AboutPage", "ScholarlyArticle"):
        yield HeadLink("type", f"https://schema.org/{kind}")
    yield HeadLink("collection", "/papers/")
    # Only listed people have an ORCID. Most catalogues list few or none, and to look everybody up takes time.
    for name in paper.authors if catalog.people else ():
        person = catalog.listed_person.get(catalog.author_id(name))
        if person and person.orcid_url:
            yield HeadLink("author", person.orcid_url)
    # Not `cite-as`: FAIR Signposting reserves it for the identifier that resolves to this very page, and a DOI leads
    # to the publisher's. A harvester would take our record for the paper's landing page.
    for address in paper.identifiers.urls:
        yield HeadLink("related", address)
