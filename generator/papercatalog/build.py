"""The pipeline: every stage in order, and nothing else."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from papercatalog.beside import written_beside
from papercatalog.check import SitePlan, check_site
from papercatalog.config import CONFIG_FILE, LUNR_INDEX_LIMIT, SiteConfig
from papercatalog.diagnostics import Diagnostic, Severity, Span, raise_errors
from papercatalog.exports import EXPORTS
from papercatalog.exports.formats import format_citations
from papercatalog.links import LinkChecker
from papercatalog.output import OutputFile, check_output_folder
from papercatalog.publish import staged
from papercatalog.render import Renderer
from papercatalog.search import build_search
from papercatalog.theme import Theme, load_theme


@dataclass(frozen=True, slots=True)
class BuildReport:
    papers: int
    files: int
    seconds: float
    warnings: tuple[Diagnostic, ...]


def build_site(config: SiteConfig, output: Path) -> BuildReport:
    """Build the site of `config` into the folder `output`, which changes only if everything succeeds.

    Raises `CatalogError` with every problem found up to the stage that could not go on.
    """
    started = time.perf_counter()
    check_output_folder(output, config.root)
    with staged(output) as stage:
        plan = check_site(config)
        theme = load_theme(config)
        checker = LinkChecker(config.base_url)
        with written_beside(stage, _make_other_files(plan, theme)):
            for file in _render_pages(plan, theme, checker):
                stage.write(file)
        raise_errors(list(checker.problems(stage.paths)))
    papers = len(plan.catalog.papers)
    warnings = (*plan.warnings, *_advice(config, papers), *stage.notes)
    return BuildReport(papers, len(stage.paths), time.perf_counter() - started, warnings)


def _render_pages(plan: SitePlan, theme: Theme, checker: LinkChecker) -> Iterator[OutputFile]:
    """Yield the pages one at a time: the whole output is never in memory."""
    renderer = Renderer(plan.config, plan.catalog, theme, format_citations)
    for page in plan.pages:
        file = renderer.render(page)
        checker.add(page, file.content)
        yield file


def _make_other_files(plan: SitePlan, theme: Theme) -> Iterator[OutputFile]:
    """Yield what is no page: the theme's files, the exports and the search index. About as much work as the pages."""
    yield from theme.static_files()
    for export in EXPORTS:
        yield from export(plan.config, plan.catalog, plan.pages)
    yield from build_search(plan.config, plan.catalog)


def _advice(config: SiteConfig, papers: int) -> tuple[Diagnostic, ...]:
    """Say what the configuration leaves out, so that nobody looks for it in vain."""
    advice = []
    if not config.base_url:
        message = "there is no base_url: feeds, the sitemap and all else that needs absolute addresses are left out"
        advice.append(("no-base-url", message, f"write base_url: https://... in {CONFIG_FILE}, or give --base-url"))
    if config.lunr_index == "auto" and not config.has_lunr_index(papers):
        message = f"the standard Lunr index is left out: it is only of use up to {LUNR_INDEX_LIMIT:,} papers"
        advice.append(
            ("no-lunr-index", message, f"write lunr_index: always in {CONFIG_FILE} to have it, never to agree")
        )
    return tuple(Diagnostic(code, text, Span(CONFIG_FILE), hint, Severity.WARNING) for code, text, hint in advice)
