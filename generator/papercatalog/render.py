"""Page + Theme -> output file. The only module that imports Jinja.

Templates see `site`, `page`, `catalog`, `pictures` and the page's own context, and these helpers: `url` and
`asset` give addresses as the page must write them, `citations` gives a paper's, the filters
`markdown` and `permalink` turn a body into safe HTML and a site path into a full address. `metadata`
describes the page to machines, `list_files` are the files of a list, `asset_path` is for `permalink`.
`is_external` tells whether an address of content may be linked to.
`{% call once_for("name", key) %}` keeps what pages share: its content may depend on the key only.

Addresses are relative, so what pages share differs with their depth. Each depth has an environment of its own,
whose helpers know it: macros need nothing of the page, and are imported once, without its context.
"""

import traceback
from collections.abc import Callable, Hashable, Iterable, Iterator, MutableMapping, Set
from dataclasses import is_dataclass
from functools import cache, partial
from itertools import takewhile
from pathlib import Path
from types import CodeType
from typing import Any, cast
from urllib.parse import urlsplit

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateRuntimeError
from jinja2 import Template as JinjaTemplate
from jinja2.bccache import bc_version
from jinja2.environment import TemplateModule
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context
from markupsafe import Markup, escape

from papercatalog.catalog import Catalog
from papercatalog.charts.pictures import Pictures
from papercatalog.compiled import CompiledTemplates, module_name
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, Diagnostic, Span, suggestion
from papercatalog.exports.formats import format_citations
from papercatalog.exports.paper_lists import files_of_list
from papercatalog.links import find_odd_attribute
from papercatalog.markdown import render_markdown
from papercatalog.metadata import describe_page
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page
from papercatalog.places import THEMES_FOLDER
from papercatalog.theme import Template, Theme
from papercatalog.urls import is_external_url, output_path
from papercatalog.watched import Notebook, Question, WatchedCatalog, WatchedPictures

_PACKAGE = Path(__file__).parent

_MOST_KEPT = 10_000
"""How many pieces of pages are kept for each depth. Most are entries of lists, of some 1,000 bytes."""


class Renderer:
    """Turns planned pages into files, with one theme."""

    def __init__(
        self, config: SiteConfig, catalog: Catalog, theme: Theme, compiled: CompiledTemplates | None = None
    ) -> None:
        self._config = config
        self._notebook = Notebook()
        self._catalog = catalog = cast(Catalog, WatchedCatalog(catalog, self._notebook))
        self._theme = theme
        self._template_paths = {template.shown_path for template in theme.templates.values()}
        self._loader = _Loader(theme, compiled or CompiledTemplates())
        self._shared_questions: set[Question] = set()
        """What templates that are imported ask at their top level, once for all pages."""
        self._environments: dict[str, Environment] = {}
        """By the address of the site's root, as the pages of one depth write it."""
        self._helpers = {
            "site": config,
            "catalog": catalog,
            "pictures": WatchedPictures(Pictures(catalog), self._notebook),
            "citations": lambda paper: format_citations(paper, catalog, config.base_url),
            "metadata": partial(describe_page, config, catalog),
            "list_files": partial(files_of_list, catalog),
            "asset_path": self._asset_path,
            "is_external": is_external_url,
        }

    def compile(self, names: Iterable[str], folder: str = "") -> Set[Diagnostic]:
        """Compile these templates and those that they name, as far as they are in a folder, and return what is wrong.

        Copies of this process would each do that for itself. A build tells what is wrong when it makes a page of it.
        """
        environment = self._environment("../")
        faults = set()
        for part in {part for name in names for part in self._theme.parts_of(name)}:
            try:
                if self._theme.templates[part].shown_path.startswith(folder):
                    environment.get_template(part)
            except TemplateError as error:
                faults.add(self._describe(error))
        return faults

    def to_python(self) -> Iterator[tuple[str, str]]:
        """Yield the templates of the theme as modules of Python: their names, see `compiled`, and sources."""
        for name, template in self._theme.used_templates.items():
            source = self._environment("").compile(template.source, name, template.shown_path, raw=True)
            yield module_name(name, template, bc_version), source

    def render(self, page: Page) -> OutputFile:
        """Raises `CatalogError` where the theme is at fault; anything else that fails is a bug of ours."""
        return self.render_watched(page)[0]

    def render_watched(self, page: Page) -> tuple[OutputFile, Set[Question]]:
        """Render `page`, and return with it what it asked the catalogue."""
        try:
            template = self._environment(self._root(page)).get_template(page.template)
            with self._notebook.page() as questions:
                html = template.render({**page.context, "page": page})
        except Exception as error:
            source = f" ({page.source.path})" if page.source and page.source.path else ""
            when = f", while rendering {page.path}{source}"
            if not self._is_theme_error(error):  # and yet a template may have asked for what cannot be
                error.add_note(f"asked for at {self._places(error)[0]}{when}")
                raise
            raise CatalogError([self._describe(error, when)]) from error
        return OutputFile(output_path(page.path), html.encode()), questions | self._shared_questions

    def _root(self, page: Page) -> str:
        """Return the address of `/` as `page` writes it."""
        if page.path.endswith("/"):
            return "../" * (page.path.count("/") - 1) or "./"
        # The server shows such a page, the one for errors, under any address: only a path from its root holds.
        return urlsplit(self._config.base_url or "/").path

    def _environment(self, root: str) -> Environment:
        if root not in self._environments:
            url = partial(_address, root)
            environment = _Environment(
                self._notebook,
                self._shared_questions,
                loader=self._loader,
                autoescape=True,
                undefined=_Undefined,
                trim_blocks=True,
                lstrip_blocks=True,
                auto_reload=False,
                cache_size=-1,
                optimized=False,  # to look for constants costs more than there are
            )
            environment.globals.update(
                self._helpers,
                url=url,
                asset=cache(lambda name: url(self._asset_path(name))),
                once_for=_SharedPieces(self._notebook).once_for,
            )
            environment.filters.update(markdown=partial(self._markdown, url), permalink=self._permalink)
            self._environments[root] = environment
        return self._environments[root]

    def _asset_path(self, name: str) -> str:
        if name not in self._theme.static:
            hint = suggestion(name, sorted(self._theme.static))
            raise TemplateRuntimeError(f'the theme has no static file "{name}"' + (f", {hint}" if hint else ""))
        return self._theme.assets_path + name

    def _permalink(self, path: str) -> str:
        if not self._config.base_url:
            raise TemplateRuntimeError("permalink needs a base_url: ask {% if site.base_url %} first")
        return _address(self._config.base_url, path)

    def _markdown(self, url: Callable[[str], str], text: str) -> Markup:
        if not isinstance(text, str):
            raise TemplateRuntimeError(f"the filter markdown wants a text, not {text!r:.80}")
        # The one place where markup is not escaped again: the Markdown renderer has done it.
        return Markup(render_markdown(text, url, self._catalog.cite))  # noqa: S704

    def _describe(self, error: Exception, when: str = "") -> Diagnostic:
        text = str(error).removesuffix(".")
        message = f"there is no template {text}" if isinstance(error, TemplateNotFound) else text
        places = self._places(error)
        own = [place for place in places if place.path.startswith(f"{THEMES_FOLDER}/")]
        if own and own[0] != places[0]:  # a template of ours fails for what one of the site has asked of it
            message += f", asked for at {own[0]}"
        return Diagnostic("template-error", message + when, places[0], "correct the theme, or choose another one")

    def _places(self, error: Exception) -> list[Span]:
        """Return the lines of templates that have led to an error, the last one first; the theme if there are none."""
        if isinstance(error, TemplateSyntaxError):
            return [Span(error.filename or self._theme.shown_path, error.lineno)]
        # Errors of a running template carry no line, but Jinja maps its frames to the template's lines.
        frames = reversed(traceback.extract_tb(error.__traceback__))
        lines = [Span(frame.filename, frame.lineno or 0) for frame in frames if frame.filename in self._template_paths]
        return lines or [Span(self._theme.shown_path)]

    def _is_theme_error(self, error: Exception) -> bool:
        """Tell a fault of the theme from one of ours: behind the template's own frame there is none of this package."""
        if isinstance(error, TemplateError):
            return True
        frames = reversed(traceback.extract_tb(error.__traceback__))
        behind = takewhile(lambda frame: frame.filename not in self._template_paths, frames)
        return not any(Path(frame.filename).is_relative_to(_PACKAGE) and frame.name != "call" for frame in behind)


class _Undefined(StrictUndefined):
    """Calls what was asked by the name that templates have for it, and suggests the nearest that it has."""

    @property
    def _undefined_message(self) -> str:
        asked, name = self._undefined_obj, self._undefined_name
        if not type(asked).__module__.startswith(f"{_PACKAGE.name}.") or not isinstance(name, str):
            return super()._undefined_message
        hint = suggestion(name, [known for known in dir(asked) if not known.startswith("_")])
        owner = type(asked).__name__ if is_dataclass(asked) else repr(asked)
        return f'{owner} has no "{name}"' + (f", {hint}" if hint else "")


class _Context(Context):
    """Calls at once. Jinja would look first for marks of functions that want the context, and no helper does."""

    def call(
        self,
        function: Callable[..., Any],
        *args: Any,
        _block_vars: object = None,
        _loop_vars: object = None,
        **kwargs: Any,
    ) -> Any:
        return function(*args, **kwargs)


class _Environment(Environment):
    context_class = _Context

    def __init__(self, notebook: Notebook, shared: set[Question], **options: Any) -> None:
        super().__init__(**options)
        self.notebook = notebook
        self.asked_on_import = shared


class _Template(JinjaTemplate):
    """A template that notes what it asks while it is imported, which it is once, and that escapes by `_escape`."""

    environment: _Environment

    @classmethod
    def from_code(cls, *arguments: Any, **named: Any) -> JinjaTemplate:
        template = super().from_code(*arguments, **named)
        template.root_render_func.__globals__["escape"] = _escape
        return template

    def make_module(self, *arguments: Any, **named: Any) -> TemplateModule:
        with self.environment.notebook.page() as questions:
            module = super().make_module(*arguments, **named)
        self.environment.asked_on_import |= questions
        return module


_Environment.template_class = _Template


def _escape(value: object) -> object:
    """Return a value as HTML. Most need nothing, and to find that out takes a quarter of markupsafe's time."""
    kind = type(value)
    if kind is Markup:
        return value
    if kind is str:
        text = cast(str, value)
        if not ("&" in text or "<" in text or ">" in text or '"' in text or "'" in text):
            return text
    return escape(value)


class _Loader(BaseLoader):
    """Gives the environments of all depths their templates, each of which is compiled once."""

    def __init__(self, theme: Theme, compiled: CompiledTemplates) -> None:
        self._templates = theme.templates
        self._compiled = compiled

    def load(
        self, environment: Environment, name: str, _globals: MutableMapping[str, Any] | None = None
    ) -> JinjaTemplate:
        if name not in self._templates:
            raise TemplateNotFound(name)
        template = self._templates[name]
        code = self._compiled.get(name, template, bc_version, partial(self._compile, environment, name, template))
        # Not the globals that are given, which are these again, seen through a slower mapping.
        return environment.template_class.from_code(environment, code, environment.globals)

    def _compile(self, environment: Environment, name: str, template: Template) -> CodeType:
        line = find_odd_attribute(template.source)
        if line:
            message = 'links are checked: write href="..." and id="...", with a space before and none within'
            raise TemplateSyntaxError(message, line, name, template.shown_path)
        return environment.compile(template.source, name, template.shown_path)


class _SharedPieces:
    """Keeps what several pages show."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._kept: dict[Hashable, tuple[Markup, set[Question]]] = {}

    def once_for(self, *key: Hashable, caller: Callable[[], Markup]) -> Markup:
        """Return the content of a `call` block, which depends on `key` alone."""
        try:
            found = self._kept.get(key)
        except TypeError as error:
            raise TemplateRuntimeError(f"once_for wants texts and numbers for its key: {error}") from error
        if found is None:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            with self._notebook.page() as questions:
                content = caller()
            found = self._kept[key] = content, questions
        self._notebook.note_all(found[1])
        return found[0]


def _address(root: str, path: str) -> str:
    """Return a site path as an address; `root` is the address of `/`."""
    if not isinstance(path, str) or not path.startswith("/"):
        raise TemplateRuntimeError(f"an address is made of a path, which begins with a slash, not {path!r:.80}")
    return root + path[1:]
