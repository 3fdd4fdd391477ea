"""The list of all papers, and a page for each."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.description import describe
from papercatalog.pages.facets import find_facets
from papercatalog.pages.forge import edit_url
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page


def plan_papers(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    for part in paginate("/papers/", catalog.papers):
        yield Page(
            path=part.path,
            template="papers.html",
            title=part.title("Papers"),
            description=part.description(f"All papers of {config.title}, newest first."),
            context={"part": part, "facets": find_facets(part, catalog)},
            last_change=last_change(part.items),
        )
    for paper in catalog.papers:
        yield Page(
            path=paper.url,
            template="paper.html",
            title=paper.title,
            description=paper.summary or describe(paper.body, catalog) or f"A paper of {config.title}: {paper.title}",
            context={
                "paper": paper,
                "related": catalog.related.get(paper.id, ()),
                "edit_url": edit_url(config.repository, paper.span),
            },
            source=paper.span,
            last_change=paper.last_change,
        )
