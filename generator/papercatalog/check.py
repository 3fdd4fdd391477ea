"""All that is known and checked before anything is rendered."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.compiled import load_compiled
from papercatalog.config import SiteConfig
from papercatalog.content import read_content
from papercatalog.content_links import check_content_links
from papercatalog.crew import count_cores
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Severity, Span, raise_errors
from papercatalog.known import NOTHING, Known
from papercatalog.misnamed import find_misnamed
from papercatalog.pages import plan_pages
from papercatalog.pages.page import Page
from papercatalog.pages.paths import check_paths
from papercatalog.places import THEMES_FOLDER
from papercatalog.scope import Scope
from papercatalog.theme import THEME_FILE, Theme, load_theme


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A catalogue without errors and the pages that it makes."""

    config: SiteConfig
    catalog: Catalog
    pages: tuple[Page, ...]
    theme: Theme
    warnings: tuple[Diagnostic, ...]


def check_site(config: SiteConfig, known: Known = NOTHING, jobs: int = 1, theme: Theme | None = None) -> SitePlan:
    """Read and check all content and plan all pages; see `read_content`. Raises `CatalogError` with every problem.

    Papers are not related: no content can make a mistake of that. The `theme` is the site's, if not another is given.
    """
    content = read_content(config, known, jobs)
    return plan_content(config, content.catalog, theme or load_theme(config), content.diagnostics)


def plan_content(config: SiteConfig, catalog: Catalog, theme: Theme, diagnostics: Sequence[Diagnostic]) -> SitePlan:
    """Plan the pages of a catalogue; `diagnostics` are those found so far.

    Raises `CatalogError` with every problem.
    """
    return check_plan(config, catalog, tuple(plan_pages(config, catalog)), theme, diagnostics)


def check_plan(
    config: SiteConfig, catalog: Catalog, pages: tuple[Page, ...], theme: Theme, diagnostics: Sequence[Diagnostic]
) -> SitePlan:
    """Return the plan that has all these pages; see `plan_content`."""
    diagnostics = [
        *diagnostics,
        *check_paths(pages),
        *_check_templates(theme, pages),
        *check_content_links(config, catalog, pages, theme),
    ]
    raise_errors(diagnostics)
    return SitePlan(config, catalog, pages, theme, tuple(diagnostics))


def _check_templates(theme: Theme, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Report the templates that a theme lacks: all of them, where it was forgotten to say what it extends.

    If it has all, report those that are misnamed.
    """
    wanted = {page.template for page in pages}
    if missing := sorted(wanted - theme.templates.keys()):
        message = "extends no theme, and has no template " + ", ".join(missing)
        hint = f"write extends: default in {theme.foundation}/{THEME_FILE}"
        yield Diagnostic("template-error", message, Span(theme.foundation), hint)
    else:
        yield from find_misnamed(theme, wanted)


def _compile_own_templates(plan: SitePlan) -> Set[Diagnostic]:
    """Return what is wrong with the templates that the catalogue has in its own folder; those of ours are tested."""
    folder = f"{THEMES_FOLDER}/"
    if not any(template.shown_path.startswith(folder) for template in plan.theme.templates.values()):
        return frozenset()
    from papercatalog.render import Renderer  # with Jinja

    renderer = Renderer(plan.config, plan.catalog, plan.theme, load_compiled())
    return renderer.compile({page.template for page in plan.pages}, folder)


@dataclass(frozen=True, slots=True)
class Checked:
    """The problems that somebody asked for."""

    papers: int
    """0 where an error has stopped the check."""
    problems: tuple[Diagnostic, ...]
    errors_elsewhere: int
    """Those that were not asked for."""


def check_scope(config: SiteConfig, scope: Scope, known: Known, *, every_error: bool) -> Checked:
    """Check all content, and return the problems in which a file of the scope has a part.

    With `every_error` those of other files are among them: a change may have broken what refers to it.
    """
    try:
        # What is known takes longer to send from process to process than to look up.
        plan = check_site(config, known, 1 if known.files else count_cores())
        papers, found = len(plan.catalog.papers), (*plan.warnings, *_compile_own_templates(plan))
    except CatalogError as error:
        if error.exit_code is not ExitCode.CONTENT:
            raise
        papers, found = 0, error.diagnostics
    asked, elsewhere = [], 0
    for diagnostic in found:
        is_error = diagnostic.severity is Severity.ERROR
        if diagnostic.span.path in scope or diagnostic.other in scope or (is_error and every_error):
            asked.append(diagnostic)
        else:
            elsewhere += is_error
    return Checked(papers, tuple(asked), elsewhere)
