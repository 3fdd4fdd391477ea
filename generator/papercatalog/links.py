"""Every internal link and anchor of finished pages points at a file that was written, and none could harm its readers.

Among these links are those of the theme; the ones in texts are looked at before, see `content_links`.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

from papercatalog.catalog import Catalog
from papercatalog.diagnostics import Diagnostic, Span
from papercatalog.pages.page import Page
from papercatalog.tags import find_faults, is_safe_address, is_suspect
from papercatalog.theme import JINJA_TAG, Theme
from papercatalog.urls import output_path

# Many times faster than parsing, for it begins with fixed text that is rare.
_LINK = re.compile(rb'="(?:(?<= href=")|(?<= src=")|(?<= action="))([^"]*)')
_ID = re.compile(rb'="(?<= id=")([^"]*)')

# Finished pages are searched for attributes that are written in one way, which all templates have to keep.
_AS_FOUND = re.compile(' (?:href|src|action|id)="')
_ATTRIBUTE = re.compile(r"""[\s"'/](?:href|src|action|id)\s*=\s*"?""", re.IGNORECASE)
_TAG = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*""", re.IGNORECASE)
_VALUE = re.compile(r"""(?<==")[^"]*|(?<==')[^']*""")

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)

_MOST_KNOWN = 10_000
"""So many addresses are kept for each depth: those that many pages have come again soon."""

Place = Callable[[str, str, str], Span]
"""The path of a page, its template and a text that it has -> where that was written."""


def find_places(theme: Theme, catalog: Catalog) -> Place:
    """Return what finds the place of a fault of a page: in the text that it shows, else in its template."""
    bodies = {record.url: record for record in catalog.prose()}

    def find(page_path: str, template: str, text: str) -> Span:
        record = bodies.get(page_path)
        return record.span if record and text in record.body else theme.place_of(template, text)

    return find


def find_odd_attribute(template: str) -> int | None:
    """Return the line of the first link or id in a template that `LinkChecker` would not see: not ` href="..."`."""
    html = JINJA_TAG.sub(lambda match: "\n" * match[0].count("\n"), template)
    for tag in _TAG.finditer(html):
        for found in _ATTRIBUTE.finditer(_VALUE.sub(lambda value: " " * len(value[0]), tag[0])):
            if not _AS_FOUND.fullmatch(found[0]):
                return html.count("\n", 0, tag.start() + found.start() + 1) + 1
    return None


def _template_alone(_page_path: str, template: str, _text: str) -> Span:
    return Span(template)


class LinkChecker:
    """Collects the links and faults of pages as they are rendered, and at the end reports them."""

    def __init__(self, base_url: str | None) -> None:
        self.base_url = base_url or "/"
        self._base_path = urlsplit(self.base_url).path
        self._links: dict[tuple[str, str], tuple[str, str]] = {}
        """(output path, fragment) -> the first page that links there, and its template."""
        self._ids: dict[str, frozenset[bytes]] = {}
        self._kinds_of_ids: dict[frozenset[bytes], frozenset[bytes]] = {}
        """Each set of ids to itself: nearly all pages of a kind have the same ones."""
        self._faults: list[tuple[str, str, str, str]] = []
        """The path of a page, its template, what is wrong with it, and what to look for in the template."""
        self._known: dict[str, set[bytes]] = defaultdict(set)
        self._expected: set[str] = set()

    def expect(self, paths: Iterable[str]) -> None:
        """Learn the paths of pages that the site will have: a link to one of them as a whole need not be noted."""
        self._expected.update(paths)

    def add(self, page: Page, html: bytes) -> None:
        ids = find_ids(html)
        links = set(_LINK.findall(html))
        self._ids[output_path(page.path)] = self._kinds_of_ids.setdefault(ids, ids)
        to_root = "../" * (page.path.count("/") - 1)
        # The same address at the same depth leads to the same place, if it begins at the root or is a stranger's.
        known, root = self._known[to_root], to_root.encode()
        if len(known) > _MOST_KNOWN:
            known.clear()
        suspect = is_suspect(html)
        origin = page.path, page.template
        for link in links - known:
            address = unescape(link.decode())
            target = self._target(page.path, to_root, address)
            if not is_safe_address(address):
                suspect = True
            elif to_root and (not target or link.startswith(root)):
                known.add(link)
            if target and target not in self._links and not self._is_expected(*target):
                self._links[target] = origin
        if suspect:
            self._faults += [(page.path, page.template, *fault) for fault in find_faults(html.decode(), self.base_url)]

    def add_ids(self, path: str, html: bytes) -> None:
        """Note the anchors of a page, by its output path, whose links are known to be right."""
        self._ids[path] = find_ids(html)

    @property
    def anchored(self) -> set[str]:
        """The output paths that pages link to an anchor of."""
        return {path for path, fragment in self._links if fragment}

    def forget(self) -> None:
        """Drop what only makes it faster to look at more pages: no need to send it to another process."""
        self._kinds_of_ids.clear()
        self._known.clear()
        self._expected.clear()

    def add_all(self, other: "LinkChecker") -> None:
        """Add the pages that another checker has seen."""
        self._links |= other._links
        self._ids |= other._ids
        self._faults += other._faults

    def problems(self, written: Collection[str], place: Place = _template_alone) -> Iterator[Diagnostic]:
        """Yield a diagnostic for each fault, and for each target that is not `written` or is a missing anchor.

        What a template does to many pages is told once, with the first of them.
        """
        told = set()
        for diagnostic in self._all_problems(written, place):
            if (diagnostic.code, diagnostic.span) not in told:
                told.add((diagnostic.code, diagnostic.span))
                yield diagnostic

    def _all_problems(self, written: Collection[str], place: Place) -> Iterator[Diagnostic]:
        for page_path, template, fault, text in self._faults:
            message = f"the page {page_path} has {fault}"
            hint = "no page may have that: correct the theme; if it is not at fault, this is a fault in the program"
            yield Diagnostic("unsafe-page", message, place(page_path, template, text.strip().split("\n")[0]), hint)
        for (path, fragment), (page_path, template) in self._links.items():
            if path.startswith("/"):
                message = f"the page {page_path} links to {path}, and the site begins at {self._base_path}"
                hint = 'write {{ url("/...") }}, with the path from the beginning of the site'
                yield Diagnostic("broken-link", message, place(page_path, template, f'="{path}'), hint)
            elif path not in written:
                span = place(page_path, template, "/" + path.removesuffix("index.html"))
                message = f"the page {page_path} links to {path}, which does not exist"
                hint = (
                    'write {{ url("/...") }} for a page that the site has, {{ asset("...") }} for a file of the theme'
                )
                yield Diagnostic("broken-link", message, span, hint)
            elif fragment and path in self._ids and fragment not in map(unescape, map(bytes.decode, self._ids[path])):
                message = f"the page {page_path} links to #{fragment}, which {path} has not got"
                yield Diagnostic("broken-anchor", message, place(page_path, template, f"#{fragment}"))

    def _is_expected(self, path: str, fragment: str) -> bool:
        return not fragment and "/" + path.removesuffix("index.html") in self._expected

    def _target(self, page_path: str, to_root: str, link: str) -> tuple[str, str] | None:
        """Return the output path and the fragment to which a link leads; None if that is another host.

        What is on the same host and not below the site keeps the slash before its path, which no output path has.
        """
        if _SCHEME.match(link):
            return None
        path, _, fragment = link.partition("#")
        path = path.partition("?")[0]
        if to_root and path.startswith(to_root):
            path = self._base_path + path.removeprefix(to_root)
        if not path.startswith("/") or "/." in path or "//" in path:
            place = self._base_path + page_path.removeprefix("/")
            joined = posixpath.join(posixpath.dirname(place), path) if path else place
            path = posixpath.normpath(joined)
            if joined.endswith(("/", "/.", "/..")) and path != "/":
                path += "/"
        is_of_site = path.startswith(self._base_path)
        return output_path(path.removeprefix(self._base_path)) if is_of_site else path, fragment


def find_ids(html: bytes) -> frozenset[bytes]:
    """Return the anchors of a page, as they are written."""
    return frozenset(_ID.findall(html))
