"""Page + Theme -> output file. The only module that imports Jinja.

Templates see `site`, `page`, `catalog`, `pictures` and the page's own context, and these helpers: `url` and
`asset` give addresses as the page must write them, `citations` gives a paper's, the filters
`markdown` and `permalink` turn a body into safe HTML and a site path into a full address. `metadata`
describes the page to machines, `list_files` are the files of a list, `asset_path` is for `permalink`.
"""

import traceback
from collections.abc import Callable
from functools import partial
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, TemplateRuntimeError, pass_context
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context
from markupsafe import Markup

from papercatalog.catalog import Catalog
from papercatalog.charts.pictures import Pictures
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, Diagnostic, Span, suggestion
from papercatalog.exports.paper_lists import files_of_list
from papercatalog.markdown import render_markdown
from papercatalog.metadata import describe_page
from papercatalog.model import Paper
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page
from papercatalog.theme import Theme
from papercatalog.urls import absolute_url, output_path

_PACKAGE = Path(__file__).parent

FormatCitations = Callable[[Paper, Catalog, str | None], object]
"""Paper, its catalogue and the base URL -> its citation in every format, for the templates."""


class Renderer:
    """Turns planned pages into files, with one theme."""

    def __init__(self, config: SiteConfig, catalog: Catalog, theme: Theme, citations: FormatCitations) -> None:
        self._config = config
        self._catalog = catalog
        self._theme = theme
        self._environment = _make_environment(theme)
        self._environment.filters.update(markdown=self._markdown, permalink=self._permalink)
        self._environment.globals.update(
            site=config,
            catalog=catalog,
            pictures=Pictures(catalog),
            citations=lambda paper: citations(paper, catalog, config.base_url),
            metadata=partial(describe_page, config, catalog),
            list_files=partial(files_of_list, catalog),
            asset_path=self._asset_path,
        )

    def render(self, page: Page) -> OutputFile:
        """Raises `CatalogError` where the theme is at fault; anything else that fails is a bug of ours."""
        url = self._resolver(page)
        helpers = {"page": page, "url": url, "asset": lambda name: url(self._asset_path(name))}
        try:
            html = self._environment.get_template(page.template).render({**page.context, **helpers})
        except Exception as error:
            if not self._is_theme_error(error):
                raise
            raise CatalogError([self._describe(error, page)]) from error
        return OutputFile(output_path(page.path), html.encode())

    def _resolver(self, page: Page) -> Callable[[str], str]:
        """Return the function that writes a site path as an address on `page`."""
        if page.path.endswith("/"):
            return partial(_address, "../" * (page.path.count("/") - 1) or "./")
        # The server shows such a page, the one for errors, under any address: only a path from its root holds.
        return partial(_address, urlsplit(self._config.base_url or "/").path)

    def _asset_path(self, name: str) -> str:
        if name not in self._theme.static:
            hint = suggestion(name, sorted(self._theme.static))
            raise TemplateRuntimeError(f'the theme has no static file "{name}"' + (f", {hint}" if hint else ""))
        return self._theme.assets_path + name

    def _permalink(self, path: str) -> str:
        if not self._config.base_url:
            raise TemplateRuntimeError("permalink needs a base_url: ask {% if site.base_url %} first")
        return absolute_url(self._config.base_url, path)

    @pass_context
    def _markdown(self, context: Context, text: str) -> Markup:
        # The one place where markup is not escaped again: the Markdown renderer has done it.
        return Markup(render_markdown(text, context["url"], self._catalog.cite))  # noqa: S704

    def _describe(self, error: Exception, page: Page) -> Diagnostic:
        shown_as = f"{page.path} ({page.source.path})" if page.source and page.source.path else page.path
        what = f"there is no template {error}" if isinstance(error, TemplateNotFound) else str(error)
        message = f"{what}, while rendering {shown_as}"
        return Diagnostic("template-error", message, self._place(error), "correct the theme, or choose another one")

    def _place(self, error: Exception) -> Span:
        if isinstance(error, TemplateSyntaxError):
            return Span(error.filename or self._theme.shown_path, error.lineno)
        # Errors of a running template carry no line, but Jinja maps its frames to the template's lines.
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if self._is_template(frame)]
        return Span(frames[-1].filename, frames[-1].lineno or 0) if frames else Span(self._theme.shown_path)

    def _is_theme_error(self, error: Exception) -> bool:
        """Tell a fault of the theme from one of ours: behind the template's own frame there is none of this package."""
        if isinstance(error, TemplateError):
            return True
        behind = takewhile(
            lambda frame: not self._is_template(frame), reversed(traceback.extract_tb(error.__traceback__))
        )
        return not any(Path(frame.filename).is_relative_to(_PACKAGE) for frame in behind)

    def _is_template(self, frame: traceback.FrameSummary) -> bool:
        return any(frame.filename == template.shown_path for template in self._theme.templates.values())


def _make_environment(theme: Theme) -> Environment:
    def load(name: str) -> tuple[str, str, None] | None:
        template = theme.templates.get(name)
        return (template.source, template.shown_path, None) if template else None

    return Environment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )


def _address(root: str, path: str) -> str:
    """Return a site path as an address; `root` is the address of `/`."""
    if not isinstance(path, str) or not path.startswith("/"):
        raise TemplateRuntimeError(f"url() wants a path of the site, which begins with a slash, not {path!r}")
    return root + path[1:]
