"""Which pages announce a feed."""

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.page import Feed


def has_feeds(config: SiteConfig, catalog: Catalog) -> bool:
    """Feeds consist of absolute addresses, and need a date to begin with."""
    return bool(config.base_url and not catalog.is_empty)


def announce_feed(config: SiteConfig, catalog: Catalog, url: str, name: str = "") -> Feed | None:
    """Return the feed of the page at `url`, titled with the site's title and `name`; None where there are no feeds."""
    title = f"{config.title}: {name}" if name else config.title
    return Feed(f"{url}feed", title) if has_feeds(config, catalog) else None


def announce_corrections(config: SiteConfig, catalog: Catalog) -> Feed | None:
    """Return the feed of corrections, which the home page announces; None where there are no feeds."""
    return Feed("/corrections", f"{config.title}: corrections") if has_feeds(config, catalog) else None
