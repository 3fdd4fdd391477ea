"""Content and theme -> every file of the site, by several processes, and nothing that is there already."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from heapq import nlargest
from itertools import groupby
from pathlib import Path

from papercatalog.cache import Cache, Memo, open_common_cache
from papercatalog.check import SitePlan, plan_content
from papercatalog.compiled import CompiledTemplates
from papercatalog.config import SiteConfig
from papercatalog.content import FILES_MEMORY, Content, read_content
from papercatalog.crew import copies, pile
from papercatalog.diagnostics import raise_errors
from papercatalog.exports import EXPORTS
from papercatalog.exports.formats import format_citations
from papercatalog.exports.memory import ExportMemory, paper_keys
from papercatalog.exports.paper_file import Exported
from papercatalog.links import LinkChecker, find_ids
from papercatalog.meter import Meter, Progress
from papercatalog.output import OutputFile, Stage
from papercatalog.pages.page import Page
from papercatalog.related import find_related
from papercatalog.render import Renderer
from papercatalog.reuse import Trace, Tracer
from papercatalog.search import SEARCH_FOLDER, build_search
from papercatalog.theme import Theme, load_theme
from papercatalog.urls import output_path

_PAGES_AT_ONCE = 100
_SLOWEST = 3
"""Files of the content whose cost is told."""
_TRACES = "pages"
_COUNTS = "search"


@dataclass(frozen=True, slots=True)
class Before:
    """What is left of the build before this one."""

    cache: Cache | None
    folder: Path
    """The published site."""
    digests: Mapping[str, str]
    """Its files; empty if they are not certain to be what the last build made."""
    seal: str
    """That of the published site, by which its traces are known."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What has become of a stage."""

    plan: SitePlan
    meter: Meter
    look: str
    traces: Mapping[str, Trace]


def fill_stage(stage: Stage, config: SiteConfig, before: Before, jobs: int, progress: Progress) -> Filled:
    """Write every file of the site with so many processes; raises `CatalogError` with the problems found."""
    meter = Meter()
    progress("reading", 0, 0)
    with meter.stage("read"):
        known = before.cache.load(FILES_MEMORY) if before.cache else None
        content = read_content(config, known or {}, jobs)
        meter.slowest = nlargest(_SLOWEST, ((file.seconds, path) for path, file in content.files.items()))
        theme = load_theme(config)
        look = _look(config, theme)
        traces = _load_traces(before, look)
    common = open_common_cache() if before.cache else None
    worker = _Worker(stage, before, traces, LinkChecker(config.base_url), meter, CompiledTemplates(common))
    # Search needs no related papers and no plan, and is more work than both.
    early = [Task("search", partial(make_search, config, content, before.cache))]
    with pile(len(early)) as first, copies(min(jobs - 1, 1), partial(worker.share, early, first)) as shares:
        progress("relating", 0, 0)
        with meter.stage("relate and plan"):
            catalog = replace(content.catalog, related=find_related(content.catalog))
            plan = plan_content(config, catalog, content.diagnostics)
        # The longest first: what is taken last should not keep the others waiting.
        late = [
            *_export_tasks(plan, content, stage, before),
            *_page_tasks(plan, theme, content, worker),
            Task("theme", theme.static_files),
        ]
        with pile(len(late)) as second, copies(jobs - 1, partial(worker.share, late, second)) as more:
            worker.do(late, _told(second, len(late), progress))
        worker.do(early, first)  # where there are no copies
    for share in (*shares, *more):
        worker.add(share)
    with meter.stage("check links"):
        worker.check_links(plan.pages)
    if before.cache and common:
        before.cache.save(FILES_MEMORY, content.files)
        worker.compiled.save()
        before.cache.notes += common.notes
    return Filled(plan, meter, look, worker.traced)


def save_traces(cache: Cache, filled: Filled, seal: str) -> None:
    """Keep the traces of the site that now is published, under its seal."""
    cache.save(_TRACES, (seal, filled.look, filled.traces))


def _load_traces(before: Before, look: str) -> Mapping[str, Trace]:
    """Return the traces of the published pages; a build that was killed before it published has left others."""
    if not before.cache or not before.digests:
        return {}
    seal, its_look, traces = before.cache.load(_TRACES) or ("", "", {})
    return traces if (seal, its_look) == (before.seal, look) else {}


def _look(config: SiteConfig, theme: Theme) -> str:
    """Return a hash of what all pages depend on."""
    templates = [(name, template.source) for name, template in sorted(theme.templates.items())]
    return blake2b(repr((config, theme.assets_path, templates)).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Task:
    """Some of the output, made when a process takes it. `stage` is its name in the meter."""

    stage: str
    make: Callable[[], Iterable[OutputFile]]


@dataclass(frozen=True, slots=True)
class _Share:
    """What another process has done."""

    digests: Mapping[str, str]
    checker: LinkChecker
    meter: Meter
    traced: Mapping[str, Trace]
    kept: Set[str]
    lost: Set[str]
    compiled: Mapping[bytes, bytes]


@dataclass(slots=True)
class _Worker:
    """Does tasks: writes what they make, and keeps the books."""

    stage: Stage
    before: Before
    traces: Mapping[str, Trace]
    """Of the pages of the published site."""
    checker: LinkChecker
    meter: Meter
    compiled: CompiledTemplates
    traced: dict[str, Trace] = field(default_factory=dict)
    """Of the pages of the new site."""
    kept: set[str] = field(default_factory=set)
    """The paths of pages that are as they were."""
    lost: set[str] = field(default_factory=set)
    """The paths of pages that have no longer all the anchors that they had."""

    def do(self, tasks: Sequence[Task], numbers: Iterable[int]) -> None:
        for number in numbers:
            task = tasks[number]
            with self.meter.stage(task.stage):
                for file in task.make():
                    self.stage.write(file)
                    self.meter.files[task.stage] += 1

    def make_pages(self, renderer: Renderer, tracer: Tracer, pages: Iterable[Page]) -> Iterator[OutputFile]:
        """Yield those pages that are not as they were, one at a time: the output is never in memory as a whole."""
        for page in pages:
            path = output_path(page.path)
            digest, trace = self.before.digests.get(path), self.traces.get(page.path)
            if digest and trace and tracer.holds(trace, page):
                self.stage.keep(path, digest, self.before.folder)
                self.kept.add(page.path)
                self.traced[page.path] = trace
                continue
            file, questions = renderer.render_watched(page)
            self.checker.add(page, file.content)
            if self.before.cache:
                self.traced[page.path] = tracer.trace(page, questions)
            if digest and find_ids((self.before.folder / path).read_bytes()) - find_ids(file.content):
                self.lost.add(page.path)
            yield file

    def share(self, tasks: Sequence[Task], numbers: Iterable[int]) -> _Share:
        """Do tasks in a copy of the process, whose books begin empty."""
        written = set(self.stage.paths)
        self.meter.clear()
        self.do(tasks, numbers)
        digests = {path: digest for path, digest in self.stage.digests.items() if path not in written}
        made = {path: trace for path, trace in self.traced.items() if path not in self.kept}
        return _Share(digests, self.checker, self.meter, made, self.kept, self.lost, self.compiled.fresh)

    def add(self, share: _Share) -> None:
        self.stage.claim(share.digests)
        self.checker.add_all(share.checker)
        self.meter.add(share.meter)
        self.traced |= share.traced
        self.traced |= {path: self.traces[path] for path in share.kept}
        self.kept |= share.kept
        self.lost |= share.lost
        self.compiled.fresh |= share.compiled

    def check_links(self, pages: Iterable[Page]) -> None:
        """Raise `CatalogError` with every link of the site that leads nowhere.

        Pages that were kept have not been looked at. They are if anything has gone that they may link to.
        """
        gone = {path for path in self.before.digests.keys() - self.stage.paths if not path.startswith(SEARCH_FOLDER)}
        asked = self.checker.anchored
        for page in pages:
            if page.path in self.kept:
                path = output_path(page.path)
                if gone or self.lost:
                    self.checker.add(page, (self.stage.folder / path).read_bytes())
                elif path in asked:
                    self.checker.add_ids(path, (self.stage.folder / path).read_bytes())
        raise_errors(list(self.checker.problems(self.stage.paths)))


def make_search(config: SiteConfig, content: Content, cache: Cache | None) -> Iterator[OutputFile]:
    """Yield the files of search; papers that are as they were when they were last counted are not counted again."""
    catalog = content.catalog
    labels = catalog.topics, catalog.datasets, catalog.methods, catalog.venues, catalog.people, catalog.synonyms
    memo = Memo(cache, _COUNTS, labels)
    yield from build_search(config, catalog, lambda paper, count: memo.get(content.key(paper), count))
    memo.save()


def _page_tasks(plan: SitePlan, theme: Theme, content: Content, worker: _Worker) -> Iterator[Task]:
    renderer = Renderer(plan.config, plan.catalog, theme, format_citations, worker.compiled)
    tracer = Tracer(plan.catalog, {path: file.digest for path, file in content.files.items()})
    for template, pages in groupby(plan.pages, lambda page: page.template):
        kind = f"pages: {template.removesuffix('.html')}"
        of_kind = list(pages)
        for start in range(0, len(of_kind), _PAGES_AT_ONCE):
            some = of_kind[start : start + _PAGES_AT_ONCE]
            yield Task(kind, partial(worker.make_pages, renderer, tracer, some))


def _export_tasks(plan: SitePlan, content: Content, stage: Stage, before: Before) -> Iterator[Task]:
    keys = paper_keys(plan.config, plan.catalog, content.key)
    for name, make in make_exports(plan):
        memory = ExportMemory(before.cache, name, keys, before.digests, before.folder)
        yield Task(f"export: {name}", partial(memory.renew, make, stage))


def make_exports(plan: SitePlan) -> Iterator[tuple[str, Callable[[], Iterable[Exported]]]]:
    """Yield what is to be made beside pages, search and the files of the theme: a name, and what makes it."""
    for export in EXPORTS:
        yield export.__name__.removeprefix("export_"), partial(export, plan.config, plan.catalog, plan.pages)


def _told(numbers: Iterable[int], count: int, progress: Progress) -> Iterator[int]:
    # Others take from the same pile: its number tells how far all of them are.
    for number in numbers:
        progress("writing", number, count)
        yield number
