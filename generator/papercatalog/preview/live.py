"""A site that is made while somebody looks at it: read and planned as a whole, each file when it is asked for."""

import threading
from collections.abc import Callable, Iterable
from functools import partial

from papercatalog.check import plan_content
from papercatalog.compiled import CompiledTemplates
from papercatalog.config import SiteConfig
from papercatalog.content import read_content
from papercatalog.exports.formats import format_citations
from papercatalog.exports.paper_file import Exported
from papercatalog.fill import make_exports
from papercatalog.known import NOTHING, Known
from papercatalog.related import renew_related
from papercatalog.related.memory import Memory
from papercatalog.render import Renderer
from papercatalog.search import build_search
from papercatalog.theme import Theme, load_theme
from papercatalog.urls import output_path


class LiveSite:
    """One state of a site. The files are the bytes that a build would write; many threads may ask for them.

    Links are looked at by builds only: whether one leads nowhere is known when all pages have been made.
    """

    def __init__(self, config: SiteConfig, compiled: CompiledTemplates, before: "LiveSite | None" = None) -> None:
        """Read and plan; what is as it was in the state `before` is not read again.

        Raises `CatalogError` with every problem of the content, or of a theme that has changed: of that, a page of
        each kind is made.
        """
        content = read_content(config, before.known if before else NOTHING)
        theme = load_theme(config)
        related, memory = renew_related(content.catalog, content.key, before._related if before else None)
        self._related: Memory = memory
        self.plan = plan_content(config, content.catalog.with_related(related), content.diagnostics)
        self.known: Known = content.known
        self.theme: Theme = theme
        self._renderer = Renderer(config, self.plan.catalog, theme, format_citations, compiled)
        self._pages = {output_path(page.path): page for page in self.plan.pages}
        self._tasks: list[Callable[[], Iterable[Exported]]] = [
            theme.static_files,
            partial(build_search, config, content.catalog),
            *(make for _, make in make_exports(self.plan)),
        ]
        self._made: dict[str, Exported] = {}
        self._working = threading.Lock()
        if before is None or before.theme != theme:
            for page in {page.template: page for page in reversed(self.plan.pages)}.values():
                self._renderer.render(page)

    def read(self, path: str) -> bytes | None:
        """Return a file of the site by its path in the output folder, None if there is none.

        Raises `CatalogError` where the theme is at fault.
        """
        with self._working:
            if page := self._pages.get(path):
                return self._renderer.render(page).content
            while path not in self._made and self._tasks:
                make = self._tasks.pop(0)
                self._made |= {file.path: file for file in make()}
            made = self._made.get(path)
            return made.content if made else None
