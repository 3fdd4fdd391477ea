"""The venue index, and for each venue its papers. A venue without papers has no page."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.description import describe_list
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page


def plan_venues(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    venues = [venue for venue in catalog.venues if venue.id in catalog.papers_by_venue]
    yield Page(
        path="/venues/",
        template="venues.html",
        title="Venues",
        description=f"Conferences, workshops and journals where papers of {config.title} appeared.",
        context={"venues": venues},
        last_change=catalog.last_change,
    )
    for venue in venues:
        papers = catalog.papers_by_venue[venue.id]
        changed = last_change(papers)
        for part in paginate(venue.url, papers):
            yield Page(
                path=part.path,
                template="venue.html",
                title=part.title(venue.name),
                description=describe_list(f"from {venue.name}", part),
                context={"venue": venue, "part": part},
                source=venue.span,
                last_change=changed,
            )
