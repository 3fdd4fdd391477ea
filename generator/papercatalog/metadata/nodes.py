"""What all JSON-LD nodes share: how they are named, and that unknown facts have no key."""

from papercatalog.config import SiteConfig
from papercatalog.urls import absolute_url

Node = dict[str, object]


def compact(node: Node) -> Node:
    """Return `node` without the facts that are unknown."""
    return {key: value for key, value in node.items() if value}


def permalink(config: SiteConfig, path: str) -> str | None:
    return absolute_url(config.base_url, path) if config.base_url else None


def node(config: SiteConfig, kind: str | None, path: str, fragment: str, **facts: object) -> Node:
    """Return a node about what the page at `path` describes.

    `@id` names the thing, `url` the page. Both are left out without a base URL: a relative id would be
    another one for each copy of the site.
    """
    about: Node = {"@type": kind} if kind else {}
    if config.base_url:
        about["url"] = url = absolute_url(config.base_url, path)
        about["@id"] = f"{url}#{fragment}"
    return about | compact(facts)
