"""Which addresses may be published, and what the paths of the site become."""

import re
from urllib.parse import urlsplit

# Printable ASCII without the characters that browsers drop, turn around or let end an attribute.
_EXTERNAL = re.compile(r"https?://[!#-;=?-\[\]_a-z~]+", re.IGNORECASE | re.ASCII)
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


def request_target(url: str) -> str:
    """Return what of an address is asked of its host, by HTTP."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def absolute_url(base_url: str, path: str) -> str:
    """Return the full address of a site path; `base_url` ends with `/`."""
    return base_url + path.removeprefix("/")
