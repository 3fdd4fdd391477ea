"""Which addresses may be published, and how one page of the site refers to another."""

import posixpath
import re
from urllib.parse import urlsplit

# Printable ASCII without the characters that browsers drop, turn around or let end an attribute.
_EXTERNAL = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)
_INTERNAL = re.compile(r"(/(?!/)|#)[A-Za-z0-9._~/?#&=%+,-]*")
_MAIL = re.compile(r"mailto:[^\s<>\"'\\@]+@[^\s<>\"'\\@]+", re.IGNORECASE)


def is_external_url(url: str) -> bool:
    """Tell whether `url` is an absolute http(s) address with a host and no user name, safe to link to."""
    if not _EXTERNAL.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port is None or parts.port > 0)
    except ValueError:  # a port that is no number, a broken IPv6 host
        return False


def is_safe_url(url: str) -> bool:
    """Tell whether a contributor's link may be published: external, mailto, or a path or fragment of this site."""
    return bool(is_external_url(url) or _MAIL.fullmatch(url) or _INTERNAL.fullmatch(url))


def output_path(url_path: str) -> str:
    """Return the file in the output folder that serves `url_path` (`/a/` is served by `a/index.html`)."""
    path = url_path.removeprefix("/")
    return path + "index.html" if path == "" or path.endswith("/") else path


def relative_url(from_path: str, to_path: str) -> str:
    """Return the address of the site path `to_path` as written on the page at `from_path`.

    Both start with `/`; `to_path` may carry a query or fragment. Relative addresses let one
    folder work at the root of a host and below a path.
    """
    cut = min((i for i in (to_path.find("?"), to_path.find("#")) if i >= 0), default=len(to_path))
    path, rest = to_path[:cut], to_path[cut:]
    if path == from_path and rest.startswith("#"):
        return rest
    relative = posixpath.relpath(path, posixpath.dirname(from_path) or "/")
    if path.endswith("/"):
        relative += "/"
    return relative + rest


def absolute_url(base_url: str, path: str) -> str:
    """Return the full address of a site path; `base_url` ends with `/`."""
    return base_url + path.removeprefix("/")
