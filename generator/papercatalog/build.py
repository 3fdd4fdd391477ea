"""The pipeline: every stage in order, and nothing else."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

from papercatalog.cache import SPARE, Cache, state_of
from papercatalog.check import SitePlan, plan_content
from papercatalog.config import CONFIG_FILE, LUNR_INDEX_LIMIT, SiteConfig
from papercatalog.content import CONTENT_FOLDER, read_content
from papercatalog.crew import copies, count_cores, pile
from papercatalog.diagnostics import Diagnostic, Severity, Span, raise_errors
from papercatalog.exports import EXPORTS
from papercatalog.exports.formats import format_citations
from papercatalog.links import LinkChecker
from papercatalog.manifest import read_sealed
from papercatalog.meter import Meter, Progress, silent
from papercatalog.output import OutputFile, Stage, check_output_folder
from papercatalog.pages.page import Page
from papercatalog.publish import Seals, held, staged
from papercatalog.render import Renderer
from papercatalog.search import build_search
from papercatalog.theme import BUNDLED_THEMES, THEMES_FOLDER, Theme, load_theme

_PAGES_AT_ONCE = 100
_MEMORY = "build"
_INSTANT_NANOSECONDS = 100_000_000


@dataclass(frozen=True, slots=True)
class BuildReport:
    papers: int
    files: int
    written: int
    """How many files are not as they were in the site before."""
    seconds: float
    meter: Meter
    warnings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a build leaves for the next one."""

    inputs: str
    """The state of everything that it was made of; empty if that may have changed meanwhile."""
    output: Path
    seals: Seals
    report: BuildReport


@dataclass(frozen=True, slots=True)
class _Task:
    """Some of the output, made when a process takes it. `stage` is its name in the meter."""

    stage: str
    make: Callable[[], Iterable[OutputFile]]


def build_site(
    config: SiteConfig, output: Path, *, cache: Cache | None = None, jobs: int = 0, progress: Progress = silent
) -> BuildReport:
    """Build the site of `config` into the folder `output`, which changes only if everything succeeds.

    `jobs` processes share the work, as many as there are cores if it is 0. Neither they nor what is
    in the cache change a byte. Raises `CatalogError` with every problem found up to the stage that
    could not go on.
    """
    started = time.perf_counter()
    output = output.absolute()
    check_output_folder(output, config.root)
    with held(output) as notes:
        inputs = _state_of_inputs(config)
        memory = _load_memory(cache, output)
        if memory and inputs and inputs == memory.inputs and read_sealed(output, memory.seals.published):
            return replace(memory.report, written=0, seconds=time.perf_counter() - started, meter=Meter())
        spare = cache.folder / SPARE if cache else None
        with staged(output, notes, spare, memory.seals if memory else Seals()) as staging:
            plan, meter = _fill(staging.stage, config, (jobs or count_cores()) - 1, progress)
        papers, digests = len(plan.catalog.papers), staging.stage.digests
        report = BuildReport(
            papers=papers,
            files=len(digests),
            written=len(digests.items() - staging.published.items()),
            seconds=time.perf_counter() - started,
            meter=meter,
            warnings=(*plan.warnings, *_advice(config, papers)),
        )
        if cache:
            cache.save(_MEMORY, _Memory(inputs, output, staging.seals, report))
            notes += cache.notes
    return replace(report, warnings=(*report.warnings, *notes))


def _load_memory(cache: Cache | None, output: Path) -> _Memory | None:
    memory = cache.load(_MEMORY) if cache else None
    return memory if memory and memory.output == output else None


def _state_of_inputs(config: SiteConfig) -> str:
    """Return a hash of the configuration and the state of all files that a build reads.

    Empty if one has only just changed: a change in the same instant would leave the same state.
    """
    sources = (config.root / name for name in (CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER))
    state, latest = state_of([*sources, *BUNDLED_THEMES])
    settled = latest < time.time_ns() - _INSTANT_NANOSECONDS
    return f"{state} {config!r}" if settled else ""


def _fill(stage: Stage, config: SiteConfig, copied: int, progress: Progress) -> tuple[SitePlan, Meter]:
    """Write every file of the site, with `copied` more processes."""
    worker = _Worker(stage, LinkChecker(config.base_url), Meter())
    progress("reading", 0, 0)
    with worker.meter.stage("read"):
        content = read_content(config, jobs=copied + 1)
        theme = load_theme(config)
    # Search needs no related papers and no plan, and is more work than both.
    early = [_Task("search", partial(build_search, config, content.catalog))]
    with pile(len(early)) as first, copies(min(copied, 1), partial(worker.share, early, first)) as shares:
        progress("relating", 0, 0)
        with worker.meter.stage("relate and plan"):
            plan = plan_content(config, content.catalog, content.diagnostics)
        late = [*_page_tasks(plan, theme, worker.checker), *_other_tasks(plan, theme)]
        with pile(len(late)) as second, copies(copied, partial(worker.share, late, second)) as more:
            worker.do(late, _told(second, len(late), progress))
        worker.do(early, first)  # where there are no copies
    for share in (*shares, *more):
        worker.add(share)
    raise_errors(list(worker.checker.problems(stage.paths)))
    return plan, worker.meter


@dataclass(frozen=True, slots=True)
class _Share:
    """What another process has done."""

    digests: Mapping[str, str]
    checker: LinkChecker
    meter: Meter


@dataclass(frozen=True, slots=True)
class _Worker:
    """Does tasks: writes what they make, and keeps the books."""

    stage: Stage
    checker: LinkChecker
    meter: Meter

    def do(self, tasks: Sequence[_Task], numbers: Iterable[int]) -> None:
        for number in numbers:
            task = tasks[number]
            with self.meter.stage(task.stage):
                for file in task.make():
                    self.stage.write(file)
                    self.meter.files[task.stage] += 1

    def share(self, tasks: Sequence[_Task], numbers: Iterable[int]) -> _Share:
        """Do tasks in a copy of the process, whose books begin empty."""
        before = set(self.stage.paths)
        self.meter.clear()
        self.do(tasks, numbers)
        digests = {path: digest for path, digest in self.stage.digests.items() if path not in before}
        return _Share(digests, self.checker, self.meter)

    def add(self, share: _Share) -> None:
        self.stage.claim(share.digests)
        self.checker.add_all(share.checker)
        self.meter.add(share.meter)


def _page_tasks(plan: SitePlan, theme: Theme, checker: LinkChecker) -> Iterator[_Task]:
    renderer = Renderer(plan.config, plan.catalog, theme, format_citations)
    for template, pages in groupby(plan.pages, lambda page: page.template):
        kind = f"pages: {template.removesuffix('.html')}"
        of_kind = list(pages)
        for start in range(0, len(of_kind), _PAGES_AT_ONCE):
            yield _Task(kind, partial(_render, renderer, checker, of_kind[start : start + _PAGES_AT_ONCE]))


def _render(renderer: Renderer, checker: LinkChecker, pages: Iterable[Page]) -> Iterator[OutputFile]:
    """Yield the pages one at a time: the whole output is never in memory."""
    for page in pages:
        file = renderer.render(page)
        checker.add(page, file.content)
        yield file


def _other_tasks(plan: SitePlan, theme: Theme) -> Iterator[_Task]:
    yield _Task("theme", theme.static_files)
    for export in EXPORTS:
        yield _Task(
            f"export: {export.__name__.removeprefix('export_')}", partial(export, plan.config, plan.catalog, plan.pages)
        )


def _told(numbers: Iterable[int], count: int, progress: Progress) -> Iterator[int]:
    # Others take from the same pile: its number tells how far all of them are.
    for number in numbers:
        progress("writing", number, count)
        yield number


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
