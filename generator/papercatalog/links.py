"""Every internal link and anchor points at something.

Links in content are checked where they are written, so that the message names the line.
Links in finished pages, which include those of the theme, are checked against the files written.
"""

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator
from html import unescape
from urllib.parse import urlsplit

from papercatalog.catalog import Catalog
from papercatalog.diagnostics import Diagnostic, Span, suggestion
from papercatalog.markdown import find_references
from papercatalog.pages.page import Page
from papercatalog.urls import output_path

# Templates and the Markdown renderer write attributes in double quotes and escape quotes in text.
_LINK = re.compile(r'\s(?:href|src|action)="([^"]*)"')
_ID = re.compile(r'\sid="([^"]*)"')
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def check_content_links(catalog: Catalog, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Report links in Markdown to pages of the site that do not exist; links to files are left to `LinkChecker`."""
    paths = {page.path for page in pages}
    for record in catalog.prose():
        if "](" not in record.body:
            continue
        for reference in find_references(record.body):
            target = re.split("[?#]", reference.target)[0]
            if target.startswith("/") and "." not in posixpath.basename(target) and target not in paths:
                span = Span(record.span.path, record.span.line + reference.line)
                hint = (
                    suggestion(target, paths) or "link to a page of the site as /papers/<id>/, with a slash at the end"
                )
                yield Diagnostic("broken-link", f"there is no page {target}", span, hint)


class LinkChecker:
    """Collects the links of pages as they are rendered, and at the end reports those that lead nowhere."""

    def __init__(self, base_url: str | None) -> None:
        self._base_url = base_url or "/"
        self._base_path = urlsplit(self._base_url).path
        self._links: dict[tuple[str, str], tuple[str, Span]] = {}
        """(output path, fragment) -> the path of a page that links there, and where that page comes from."""
        self._ids: dict[str, frozenset[str]] = {}
        self._known: set[tuple[str, str]] = set()

    def add(self, page: Page, html: str) -> None:
        self._ids[output_path(page.path)] = frozenset(map(unescape, _ID.findall(html)))
        to_root = "../" * (page.path.count("/") - 1)
        for link in set(_LINK.findall(html)):
            # The same address at the same depth leads to the same place: the theme's links are worked out once.
            if link.startswith(to_root) and to_root:
                if (to_root, link) in self._known:
                    continue
                self._known.add((to_root, link))
            target = self._target(page.path, to_root, unescape(link))
            if target:
                self._links.setdefault(target, (page.path, page.source or Span(page.template)))

    def add_all(self, other: "LinkChecker") -> None:
        """Add the pages that another checker has seen."""
        self._links = other._links | self._links
        self._ids |= other._ids

    def problems(self, written: Collection[str]) -> Iterator[Diagnostic]:
        """Yield a diagnostic for each target that is not among the `written` paths or is a missing anchor."""
        for (path, fragment), (page, span) in self._links.items():
            if path not in written:
                yield Diagnostic("broken-link", f"the page {page} links to {path}, which does not exist", span)
            elif fragment and path in self._ids and fragment not in self._ids[path]:
                message = f"the page {page} links to #{fragment}, which {path} has not got"
                yield Diagnostic("broken-anchor", message, span)

    def _target(self, page_path: str, to_root: str, link: str) -> tuple[str, str] | None:
        for base in filter(None, (self._base_url, self._base_path, to_root)):
            if link.startswith(base):
                link = "/" + link.removeprefix(base)
                break
        if _SCHEME.match(link):
            return None
        path, _, fragment = link.partition("#")
        path = path.partition("?")[0]
        joined = posixpath.join(posixpath.dirname(page_path), path) if path else page_path
        normal = posixpath.normpath(joined)
        if joined.endswith("/") and normal != "/":
            normal += "/"
        return output_path(normal), fragment
