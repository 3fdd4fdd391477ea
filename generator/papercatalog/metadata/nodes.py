"""What all JSON-LD nodes share: how they are named, and that unknown facts have no key."""

from papercatalog.config import SiteConfig
from papercatalog.urls import absolute_url

Node = dict[str, object]


def compact(node: Node) -> Node:
    """Return `node` without the facts that are unknown."""
    return {key: value for key, value in node.items() if value}


def permalink(config: SiteConfig, path: str) -> str | None:
    return absolute_url(config.base_url, path) if config.base_url else None


def node(config: SiteConfig, kind: str, path: str, fragment: str, **facts: object) -> Node:
    """Return a node about what the page at `path` describes.

    `@id` names the thing, `url` the page. Both are left out without a base URL: a relative id would be
    another one for each copy of the site.
    """
    url = permalink(config, path)
    return compact({"@type": kind, "@id": url and f"{url}#{fragment}", "url": url, **facts})
