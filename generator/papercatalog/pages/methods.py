"""The method index, and for each method its papers. A method without papers has no page."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.facets import find_facets
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page


def plan_methods(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    methods = [method for method in catalog.methods if method.id in catalog.papers_by_method]
    yield Page(
        path="/methods/",
        template="methods.html",
        title="Methods",
        description=f"The methods that papers of {config.title} build on.",
        context={"methods": methods},
        last_change=catalog.last_change,
    )
    for method in methods:
        papers = catalog.papers_by_method[method.id]
        changed = last_change(papers)
        for part in paginate(method.url, papers):
            yield Page(
                path=part.path,
                template="method.html",
                title=part.title(method.name),
                description=part.description(method.description or f"Papers that use {method.name}."),
                context={"method": method, "part": part, "facets": find_facets(part, catalog)},
                source=method.span,
                last_change=changed,
            )
