"""A site that is made while somebody looks at it: read as a whole, each file made when it is asked for."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from papercatalog.catalog import Catalog
from papercatalog.check import SitePlan, check_plan
from papercatalog.compiled import CompiledTemplates
from papercatalog.config import SiteConfig
from papercatalog.content import check_records, read_records
from papercatalog.exports.paper_file import Exported
from papercatalog.fill import make_exports
from papercatalog.known import NOTHING, Known
from papercatalog.pages import plan_pages
from papercatalog.pages.page import Page
from papercatalog.related import renew_related
from papercatalog.related.memory import Memory
from papercatalog.render import Renderer
from papercatalog.theme import Theme, load_theme
from papercatalog.urls import output_path

_Task = Callable[[], Iterable[Exported]]


class LiveSite:
    """One state of a site. The files are the bytes that a build would write; many threads may ask for them.

    Pages are planned one after the other, as far as the one that is asked for: somebody is waiting for it. `check`
    plans the rest. Links are looked at by builds only: whether one leads nowhere is known when all pages are made.
    """

    def __init__(self, config: SiteConfig, compiled: CompiledTemplates, before: "LiveSite | None" = None) -> None:
        """Read; what is as it was in the state `before` is not read again.

        Raises `CatalogError` with every problem of the content, but for those that `check` finds, and of a theme
        that has changed: of that, a page of each kind is made.
        """
        self._config = config
        known = before.known if before else NOTHING
        records = read_records(config, known)
        content = check_records(config, records, known)
        self.theme: Theme = load_theme(config)
        related, memory = renew_related(content.catalog, records.key, before._related if before else Memory())
        self._related: Memory = memory
        self._catalog = content.catalog.with_related(related)
        self.known: Known = replace(content.known, catalog=self._catalog)
        self.warnings = content.diagnostics
        self._renderer = Renderer(config, self._catalog, self.theme, compiled)
        self._unplanned = plan_pages(config, self._catalog)
        self._planned: list[Page] = []
        self._pages: dict[str, Page] = {}
        self._plan: SitePlan | None = None
        # Nothing in here may lead back to this object: it takes much memory, and should be freed when the next comes.
        self._tasks: deque[_Task] = deque([self.theme.static_files, partial(_make_search, config, self._catalog)])
        """What makes the files that are no pages."""
        self._are_exports_listed = False
        self._made: dict[str, Exported] = {}
        self._working = threading.Lock()
        if before is None or before.theme != self.theme:
            self.check()
            for page in {page.template: page for page in reversed(self._planned)}.values():
                self._renderer.render(page)

    @property
    def paper_count(self) -> int:
        return len(self._catalog.papers)

    def check(self, is_wanted: Callable[[], bool] = lambda: True) -> None:
        """Find what is wrong with the site as a whole, as long as that is wanted.

        Raises `CatalogError` with every problem of it.
        """
        while is_wanted():
            with self._working:  # not for long: pages are being asked for
                if not self._plan_next():
                    self._check()
                    return

    def read(self, path: str) -> bytes | None:
        """Return a file of the site by its path in the output folder, None if there is none.

        Raises `CatalogError` where the theme is at fault.
        """
        with self._working:
            while path.endswith(".html") and path not in self._pages and self._plan_next():
                pass
            if page := self._pages.get(path):
                return self._renderer.render(page).content
            while path not in self._made and (make := self._next_task()):
                self._made |= {file.path: file for file in make()}
            made = self._made.get(path)
            return made.content if made else None

    def _plan_next(self) -> bool:
        page = next(self._unplanned, None)
        if page:
            self._planned.append(page)
            self._pages[output_path(page.path)] = page
        return page is not None

    def _check(self) -> SitePlan:
        while self._plan_next():
            pass
        if self._plan is None:
            self._plan = check_plan(self._config, self._catalog, tuple(self._planned), self.theme, self.warnings)
            self.warnings = self._plan.warnings
        return self._plan

    def _next_task(self) -> _Task | None:
        if not self._tasks and not self._are_exports_listed:  # last: they need a plan of all pages
            self._tasks.extend(make for _, make in make_exports(self._check()))
            self._are_exports_listed = True
        return self._tasks.popleft() if self._tasks else None


def _make_search(config: SiteConfig, catalog: Catalog) -> Iterable[Exported]:
    from papercatalog.search.build import build_search

    return build_search(config, catalog)
