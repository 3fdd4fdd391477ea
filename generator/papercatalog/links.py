"""Every internal link and anchor points at something, and no page has what could harm its readers.

Links in content are checked where they are written, before any page is rendered: where they may lead
follows from the plan of the pages and from what the templates of the theme have. Finished pages, which
include the links of the theme, are looked through: where these lead is checked against the files written.
"""

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial
from html import unescape
from urllib.parse import urlsplit

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import Diagnostic, Severity, Span, suggestion
from papercatalog.markdown import find_heading_ids, find_references, may_have_links
from papercatalog.pages.page import Page
from papercatalog.search.paths import FOLDER as SEARCH_FOLDER
from papercatalog.search.paths import LUNR_INDEX_PATH
from papercatalog.tags import find_faults, is_safe_address, is_suspect
from papercatalog.theme import Theme
from papercatalog.urls import output_path

_LINKS = (b"href", b"src", b"action")

# Finished pages are searched for attributes that are written in one way, which all templates have to keep.
_AS_FOUND = re.compile(' (?:href|src|action|id)="')
_ATTRIBUTE = re.compile(r"""[\s"'/](?:href|src|action|id)\s*=\s*"?""", re.IGNORECASE)
_TAG = re.compile(r"""<[a-z](?:[^<>"']|"[^"]*"|'[^']*')*""", re.IGNORECASE)
_VALUE = re.compile(r"""(?<==")[^"]*|(?<==')[^']*""")
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)

_ID = re.compile(r'[\s\0]id="([^"]*)"')

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


Place = Callable[[str, str, str], Span]
"""The path of a page, its template and a text that it has -> where that was written."""


def check_content_links(
    config: SiteConfig, catalog: Catalog, pages: Sequence[Page], theme: Theme
) -> Iterator[Diagnostic]:
    """Report links in Markdown to what the site will not have, as far as that is known before it is made."""
    targets = _Targets(config, catalog, pages, theme)
    for record in catalog.prose():
        if not may_have_links(record.body):
            continue
        for reference in find_references(record.body):
            span = record.span.below(reference.line, reference.column)
            if not reference.is_citation and (problem := targets.find_problem(record.url, reference.target, span)):
                yield problem


class _Targets:
    """Where the links of a text may lead."""

    def __init__(self, config: SiteConfig, catalog: Catalog, pages: Sequence[Page], theme: Theme) -> None:
        self._config = config
        self._catalog = catalog
        self._pages = {page.path: page for page in pages}
        self._records = {record.span.path: record for record in catalog.prose()}
        self._theme = theme
        self._ids_of = cache(partial(_find_ids_of, theme))
        self._headings_of = cache(self._find_headings)  # one text may have thousands of links to one other

    def find_problem(self, page_path: str, link: str, span: Span) -> Diagnostic | None:
        """Return what is wrong with a link of a page; nothing if it may be right."""
        base_url = self._config.base_url
        if base_url and link.startswith(base_url):
            # As one of others it may lead to what is no part of this build. Where the site is published may not be
            # known when a text is reviewed: a full address that passed there must not stop publishing.
            problem = self.find_problem(page_path, "/" + link.removeprefix(base_url), span)
            return problem and replace(problem, severity=Severity.WARNING)
        if not link.startswith(("/", "#")):
            return None  # it leads to others
        path, _, fragment = link.partition("#")
        path = path.partition("?")[0] or page_path
        if page := self._pages.get(path):
            return self._check_anchor(page, fragment, span) if fragment else None
        if "." not in posixpath.basename(path):
            hint = "link to a page of the site as /papers/<id>/, with a slash at the end"
            return Diagnostic("broken-link", f"there is no page {path}", span, suggestion(path, self._pages) or hint)
        if path in self._files or path.startswith(f"/{SEARCH_FOLDER}"):  # its names follow from what is in the files
            return None
        return Diagnostic("broken-link", f"there is no file {path}", span, suggestion(path, self._files))

    def _check_anchor(self, page: Page, anchor: str, span: Span) -> Diagnostic | None:
        headings = self._headings_of(page.source.path) if page.source else set()
        if anchor in headings or self._ids_of(page.template).fullmatch(anchor):
            return None
        hint = suggestion(anchor, headings) or "open the page and copy the name from the address of a heading"
        return Diagnostic("broken-anchor", f"the page {page.path} has nothing by the name #{anchor}", span, hint)

    def _find_headings(self, source: str) -> set[str]:
        record = self._records.get(source)
        return find_heading_ids(record.body, self._catalog.cite) if record else set()

    @cached_property
    def _files(self) -> set[str]:
        """The addresses of the files that are no pages; few texts link to one."""
        from papercatalog.exports import EXPORTS

        pages = list(self._pages.values())
        files = [file for export in EXPORTS for file in export(self._config, self._catalog, pages)]
        paths = [file.path for file in (*files, *self._theme.static_files())]
        if self._config.has_lunr_index(len(self._catalog.papers)):
            paths.append(LUNR_INDEX_PATH)
        return {f"/{path}" for path in paths}


def _find_ids_of(theme: Theme, template: str) -> re.Pattern[str]:
    """Return what matches the ids that pages of a template have from it: some are computed in part."""
    forms = set()
    for part in theme.parts_of(template).values():
        for id_ in _ID.findall(_JINJA.sub("\0", part.source)):
            begin, *rest = map(re.escape, id_.split("\0"))
            forms.add(f"{begin}.*{rest[-1]}" if rest else begin)
    return re.compile("|".join(sorted(forms)))


def find_places(theme: Theme, catalog: Catalog) -> Place:
    """Return what finds the place of a fault of a page: in the text that it shows, else in its template."""
    bodies = {record.url: record for record in catalog.prose()}

    def find(page_path: str, template: str, text: str) -> Span:
        record = bodies.get(page_path)
        return record.span if record and text in record.body else theme.place_of(template, text)

    return find


def find_odd_attribute(template: str) -> int | None:
    """Return the line of the first link or id in a template that `LinkChecker` would not see: not ` href="..."`."""
    html = _JINJA.sub(lambda match: "\n" * match[0].count("\n"), template)
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

    def add(self, page: Page, html: bytes) -> None:
        ids = find_ids(html)
        links = set().union(*[_values(name, html) for name in _LINKS])
        self._ids[output_path(page.path)] = self._kinds_of_ids.setdefault(ids, ids)
        to_root = "../" * (page.path.count("/") - 1)
        # The same address at the same depth leads to the same place, if it begins at the root or is a stranger's.
        known, root = self._known[to_root], to_root.encode()
        suspect = is_suspect(html)
        for link in links - known:
            address = unescape(link.decode())
            target = self._target(page.path, to_root, address)
            if not is_safe_address(address):
                suspect = True
            elif to_root and (not target or link.startswith(root)):
                known.add(link)
            if target and target not in self._links:
                self._links[target] = page.path, page.template
        if suspect:
            self._faults += [(page.path, page.template, *fault) for fault in find_faults(html.decode(), self.base_url)]

    def add_ids(self, path: str, html: bytes) -> None:
        """Note the anchors of a page, by its output path, whose links are known to be right."""
        self._ids[path] = find_ids(html)

    @property
    def anchored(self) -> set[str]:
        """The output paths that pages link to an anchor of."""
        return {path for path, fragment in self._links if fragment}

    def add_all(self, other: "LinkChecker") -> None:
        """Add the pages that another checker has seen."""
        self._links = other._links | self._links
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
            if path not in written:
                span = place(page_path, template, "/" + path.removesuffix("index.html"))
                yield Diagnostic("broken-link", f"the page {page_path} links to {path}, which does not exist", span)
            elif fragment and path in self._ids and fragment not in map(unescape, map(bytes.decode, self._ids[path])):
                message = f"the page {page_path} links to #{fragment}, which {path} has not got"
                yield Diagnostic("broken-anchor", message, place(page_path, template, f"#{fragment}"))

    def _target(self, page_path: str, to_root: str, link: str) -> tuple[str, str] | None:
        for base in filter(None, (self._base_path, to_root)):
            if link.startswith(base):
                link = "/" + link.removeprefix(base)
                break
        if _SCHEME.match(link):
            return None
        path, _, fragment = link.partition("#")
        path = path.partition("?")[0]
        if path.startswith("/") and "/." not in path and "//" not in path:
            return output_path(path), fragment
        joined = posixpath.join(posixpath.dirname(page_path), path) if path else page_path
        normal = posixpath.normpath(joined)
        if joined.endswith("/") and normal != "/":
            normal += "/"
        return output_path(normal), fragment


def find_ids(html: bytes) -> frozenset[bytes]:
    """Return the anchors of a page, as they are written."""
    return frozenset(_values(b"id", html))


def _values(name: bytes, html: bytes) -> list[bytes]:
    """Return the values of an attribute as they are written: by cutting, which is many times faster than parsing."""
    return [rest.split(b'"', 1)[0] for rest in html.split(b' %b="' % name)[1:]]
