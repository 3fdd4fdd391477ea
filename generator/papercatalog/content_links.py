"""Links in texts lead to what the site will have, as far as that is known before any page is rendered.

Where they may lead follows from the plan of the pages and from what the templates of the theme have.
"""

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, cached_property, partial

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import Diagnostic, Nearest, Severity, Span
from papercatalog.markdown import find_heading_ids, find_references, may_have_links
from papercatalog.pages.page import Page
from papercatalog.search.paths import LUNR_INDEX_PATH, MANIFEST_PATH
from papercatalog.theme import JINJA_TAG, Theme

_ID = re.compile(r'[\s\0]id="([^"]*)"')


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
            hint = Nearest(path, self._pages, "link to a page of the site as /papers/<id>/, with a slash at the end")
            return Diagnostic("broken-link", f"there is no page {path}", span, hint)
        if path in self._files:
            return None
        return Diagnostic("broken-link", f"there is no file {path}", span, Nearest(path, self._files, ""))

    def _check_anchor(self, page: Page, anchor: str, span: Span) -> Diagnostic | None:
        headings = self._headings_of(page.source.path) if page.source else set()
        if anchor in headings or self._ids_of(page.template).fullmatch(anchor):
            return None
        hint = Nearest(anchor, headings, "open the page and copy the name from the address of a heading")
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
        # The other files of search have other names after the next change: no text may link to them.
        paths = [*(file.path for file in (*files, *self._theme.static_files())), MANIFEST_PATH]
        if self._config.has_lunr_index(len(self._catalog.papers)):
            paths.append(LUNR_INDEX_PATH)
        return {f"/{path}" for path in paths}


def _find_ids_of(theme: Theme, template: str) -> re.Pattern[str]:
    """Return what matches the ids that pages of a template have from it: some are computed in part."""
    forms = set()
    for part in theme.parts_of(template).values():
        for id_ in _ID.findall(JINJA_TAG.sub("\0", part.source)):
            begin, *rest = map(re.escape, id_.split("\0"))
            forms.add(f"{begin}.*{rest[-1]}" if rest else begin)
    return re.compile("|".join(sorted(forms)))
