"""What may stand in a built page: the last look at it, whatever wrote it.

Everything in a page has been checked or escaped before. If one of these layers should fail, a
handler, a script or an address from content gets no further than this, and beyond it there is
the security policy of the page itself.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

# To parse every page would take longer than to make it. These find all that is looked for but unsafe links, and now
# and then a harmless text; each begins with a fixed word, which is what makes them fast.
_PLAIN_PATH = rb'"(?:\.{0,2}/)?[a-z0-9._-][a-z0-9._/-]*"'
_TOLD = rb"alternate|author|canonical|collection|describedby|related|search|type"
_LOADED_BY_US = rb"icon|modulepreload|preload|stylesheet"
_PATTERNS = [
    re.compile(rb"on(?<![a-z0-9-]on)[a-z]+\s*="),
    # In one pass, and by the next letter first: that takes half as long.
    re.compile(
        rb"<(?=[befilosuv])(?:base|embed|feimage|i?frame|image|object|use|video"
        rb'|script(?! type="module" src="| type="application/ld\+json">)'
        rb'|link(?! rel="(?:%b)" )(?! rel="(?:%b)"(?: (?:as|type)="[^"]*"| crossorigin)* href=%b))'
        % (_TOLD, _LOADED_BY_US, _PLAIN_PATH)
    ),
    re.compile(rb'http-equiv(?!="content-security-policy")'),
    re.compile(rb"src(?:set)?\s*=(?!%b)" % _PLAIN_PATH),
    re.compile(rb"action\s*=(?!%b)" % _PLAIN_PATH),
]
_JAVASCRIPT = b"javascript:"

_DROPPED = re.compile("[\x00-\x20]")
"""What browsers drop from an address before they look for its scheme."""
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_SCHEMES = ("http", "https", "mailto")

_FOREIGN = re.compile(r"[a-z][a-z0-9+.-]*:|[/\\]{2}", re.IGNORECASE)
"""The beginning of an address that may lead to another site."""
_LINKS = ("href", "xlink:href")
_OWN = ("src", "srcset", "poster", "action", "formaction")
"""What these name is loaded, or sent what readers write: it has to be of this site."""
_LINKING = ("a", "area", "link")
"""Elements with addresses to go to. Whatever else has an `href` loads it."""
_LOADING = frozenset(
    "apple-touch-icon dns-prefetch icon manifest mask-icon modulepreload preconnect prefetch preload prerender "
    "stylesheet".split()
)
"""What a <link> is of whose address is loaded, or looked up, without anybody asking."""
_REFRESH = re.compile(r"""[\s\d.]*[;,\s]*(?:url\s*=\s*)?["']?""", re.IGNORECASE)
"""What stands before the address in a page that leads on by itself."""
_FRAMES = ("base", "embed", "frame", "iframe", "object")


def is_suspect(html: bytes) -> bool:
    """Tell whether a page may have a fault; if not, it has none but an unsafe address of a link."""
    lower = html.lower()
    return _JAVASCRIPT in lower or any(pattern.search(lower) for pattern in _PATTERNS)


def is_safe_address(address: str) -> bool:
    """Tell whether a page may have an address: one with a known scheme, or without any."""
    scheme = _SCHEME.match(_DROPPED.sub("", address)) if ":" in address else None
    return not scheme or scheme[1].lower() in _SCHEMES


def find_faults(html: str, base_url: str = "") -> Iterator[tuple[str, str]]:
    """Yield what may not stand in a page, as a browser would read it; each with what to look for in a template.

    Addresses that begin with `base_url` are the site's own.
    """
    reader = _Reader(base_url)
    reader.feed(html)
    reader.close()
    yield from reader.faults


class _Reader(HTMLParser):
    def __init__(self, base_url: str) -> None:
        super().__init__()
        self._base_url = base_url
        self.faults: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        fault, text = _find_fault(tag, attrs, self._base_url)
        if fault:
            self.faults.append((f"{fault} in <{tag}>", text or self.get_starttag_text() or ""))


def _find_fault(element: str, attributes: list[tuple[str, str | None]], base_url: str) -> tuple[str, str]:
    """Return what is wrong with a tag, and the part of it that is; two empty texts for nothing and all of it."""
    if element in _FRAMES:
        return "a page within the page", f"<{element}"
    names = {name: value or "" for name, value in reversed(attributes)}  # the first of two counts
    loads_links = element not in _LINKING or not _LOADING.isdisjoint(names.get("rel", "").lower().split())
    for name, value in attributes:
        address = _DROPPED.sub("", value or "")
        if name.startswith("on"):
            return f"a script in the attribute {name}", name
        if name in (*_LINKS, *_OWN) and not is_safe_address(address):
            return f"an unsafe address in the attribute {name}", value or ""
        parts = address.split(",") if name == "srcset" else [address]
        is_loaded = name in _OWN or (name in _LINKS and loads_links)
        if is_loaded and any(_is_foreign(part, base_url) for part in parts):
            return f"something of another site in the attribute {name}", value or ""
    if element == "script" and "src" not in names and names.get("type") != "application/ld+json":
        return "a script in the text", ""
    leads_on = element == "meta" and names.get("http-equiv", "").lower() == "refresh"
    if leads_on and _is_foreign(_REFRESH.sub("", names.get("content", ""), count=1), base_url):
        return "a way to another site that nobody chose", ""
    return "", ""


def _is_foreign(address: str, base_url: str) -> bool:
    return bool(_FOREIGN.match(address)) and not ("://" in base_url and address.startswith(base_url))
