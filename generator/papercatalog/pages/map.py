"""The page with the map: all papers in the plane, related ones near each other."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Page


def plan_map(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/map/",
        template="map.html",
        title="Map",
        description=f"The papers of {config.title} in one picture: related ones lie near each other.",
        last_change=catalog.last_change,
    )
