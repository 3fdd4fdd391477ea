"""Content and theme -> every file of the site, by several processes, and nothing that is there already."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from heapq import nlargest
from typing import TYPE_CHECKING

from papercatalog.cache import Cache, open_common_cache
from papercatalog.check import SitePlan, plan_content
from papercatalog.compiled import CompiledTemplates
from papercatalog.config import SiteConfig
from papercatalog.content import Records, check_records, read_records
from papercatalog.crew import copies, pile
from papercatalog.diagnostics import Diagnostic, raise_errors
from papercatalog.known import NOTHING, Known, load_known, save_known
from papercatalog.links import LinkChecker, find_ids, find_places
from papercatalog.meter import Meter, Progress
from papercatalog.output import OutputFile, Stage
from papercatalog.pages.page import Page
from papercatalog.reuse import Tracer, Traces
from papercatalog.search.paths import FOLDER as SEARCH_FOLDER
from papercatalog.system import give_back_memory
from papercatalog.theme import Theme, load_theme
from papercatalog.urls import output_path

if TYPE_CHECKING:
    from papercatalog.related.memory import Memory
    from papercatalog.render import Renderer

_PAGES_AT_ONCE = 100
_SLOWEST = 3
"""Files of the content whose cost is told."""
_TRACES = "pages"


@dataclass(frozen=True, slots=True)
class Filled:
    """What has become of a stage."""

    plan: SitePlan
    meter: Meter
    look: str
    traces: Traces


def fill_stage(
    stage: Stage, config: SiteConfig, cache: Cache | None, seal: str, jobs: int, progress: Progress
) -> Filled:
    """Write every file of the site with so many processes; raises `CatalogError` with the problems found.

    `seal` is that of the published site, by which its traces are known.
    """
    meter = Meter()
    progress("reading", 0, 0)
    with meter.stage("read"):
        known = load_known(cache) if cache else NOTHING
        records = read_records(config, known, jobs)
        meter.slowest = nlargest(_SLOWEST, ((file.seconds, path) for path, file in records.files.items()))
    common = open_common_cache() if cache else None
    worker = _Worker(stage, cache, LinkChecker(config.base_url), meter, CompiledTemplates(common))
    # Search needs no related papers and no plan, and is more work than both. It may be begun in vain: after an error.
    early = [_search_task(config, records, stage, cache)]
    with pile(len(early)) as first, copies(min(jobs - 1, 1), partial(worker.share, early, first)) as shares:
        from papercatalog.related import renew_related  # meanwhile: the copy does without
        from papercatalog.related.memory import Memory, load_memory

        with meter.stage("check"):
            content = check_records(config, records, known)
            theme = load_theme(config)
        progress("relating", 0, 0)
        with meter.stage("relate and plan"):
            memory = load_memory(cache) if cache else Memory()
            related, memory = renew_related(records.catalog, records.key, memory, jobs)
            catalog = records.catalog.with_related(related)
            plan = plan_content(config, catalog, theme, content.diagnostics)
            worker.checker.expect(page.path for page in plan.pages)
        with meter.stage("compare"):
            look = _look(config, theme)
            digests = {path: file.digest for path, file in records.files.items()}
            traces = _load_traces(cache, seal, look) if cache and stage.published else Traces()
            tracer = Tracer(catalog, digests, traces)
        # The longest first: what is taken last should not keep the others waiting.
        late = [
            *_memory_tasks(cache, content.known, memory),
            *_export_tasks(plan, records, stage, cache),
            *_page_tasks(plan, tracer, worker),
            Task("theme", theme.static_files),
        ]
        del memory
        with pile(len(late)) as second, copies(jobs - 1, partial(worker.share, late, second)) as more:
            worker.do(late, _told(second, len(late), progress))
            worker.checker.forget()  # room for what the others send: it comes all at once, when this block ends
        worker.add(more)
        worker.do(early, first)  # where there are no copies
    worker.add(shares)
    with meter.stage("check links"):
        worker.check_links(plan)
    if cache and common:
        worker.compiled.save()
        cache.notes += common.notes
    return Filled(plan, meter, look, tracer.traces_of(worker.kept, worker.made))


def save_traces(cache: Cache, filled: Filled, seal: str) -> None:
    """Keep the traces of the site that now is published, under its seal."""
    cache.save(_TRACES, (seal, filled.look, filled.traces))


def _load_traces(cache: Cache, seal: str, look: str) -> Traces:
    """Return the traces of the published pages; a build that was killed before it published has left others."""
    its_seal, its_look, traces = cache.load(_TRACES) or ("", "", None)
    return traces if traces and (its_seal, its_look) == (seal, look) else Traces()


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
    kept: Set[str]
    made: Traces
    lost: Set[str]
    compiled: Mapping[bytes, bytes]
    notes: Sequence[Diagnostic]
    faults: Mapping[int, Exception]


@dataclass(slots=True)
class _Worker:
    """Does tasks: writes what they make, and keeps the books."""

    stage: Stage
    cache: Cache | None
    checker: LinkChecker
    meter: Meter
    compiled: CompiledTemplates
    kept: set[str] = field(default_factory=set)
    """The paths of pages that are as they were."""
    made: Traces = field(default_factory=Traces)
    """Of the other pages."""
    lost: set[str] = field(default_factory=set)
    """The paths of pages that have no longer all the anchors that they had."""
    faults: dict[int, Exception] = field(default_factory=dict)
    """What has gone wrong, by the number of the task."""

    def do(self, tasks: list[Task], numbers: Iterator[int]) -> None:
        """Do those of the tasks that have these numbers, which rise, and empty the list; see `add` for what fails."""
        total = len(tasks)
        tasks.reverse()
        for number in numbers:
            # Those before it are in other hands: what they are made of may go.
            del tasks[total - number :]
            task = tasks.pop()
            try:
                with self.meter.stage(task.stage):
                    for file in task.make():
                        self.stage.write(file)
                        self.meter.files[task.stage] += 1
            except Exception as error:  # one before it may be about to fail in other hands
                self.faults[number] = error
                list(numbers)  # nobody begins another one
        tasks.clear()

    def make_pages(self, renderer: "Renderer", tracer: Tracer, pages: Iterable[Page]) -> Iterator[OutputFile]:
        """Yield pages one at a time: the output is never in memory as a whole.

        Those that would come out as they were are taken over.
        """
        for page in pages:
            path = output_path(page.path)
            if tracer.is_unchanged(page):
                self.stage.keep(path)
                self.kept.add(page.path)
                continue
            file, questions = renderer.render_watched(page)
            self.checker.add(page, file.content)
            if self.cache:
                tracer.trace(self.made, page, questions)
            published = self.stage.site / path
            if path in self.stage.published and find_ids(published.read_bytes()) - find_ids(file.content):
                self.lost.add(page.path)
            yield file

    def share(self, tasks: list[Task], numbers: Iterator[int]) -> _Share:
        """Do tasks in a copy of the process, whose books begin empty."""
        self.meter.clear()
        self.do(tasks, numbers)
        self.checker.forget()
        notes = self.cache.notes if self.cache else ()
        return _Share(
            self.stage.digests,
            self.checker,
            self.meter,
            self.kept,
            self.made,
            self.lost,
            self.compiled.fresh,
            notes,
            self.faults,
        )

    def add(self, shares: Iterable[_Share]) -> None:
        """Add what others have done. Raises what went wrong, here or there, in the first task of those that failed."""
        for share in shares:
            self.stage.claim(share.digests)
            self.checker.add_all(share.checker)
            self.meter.add(share.meter)
            self.kept |= share.kept
            self.made.add(share.made)
            self.lost |= share.lost
            self.compiled.fresh |= share.compiled
            self.faults |= share.faults
            if self.cache:
                self.cache.notes += [note for note in share.notes if note not in self.cache.notes]
        if self.faults:
            raise self.faults[min(self.faults)]

    def check_links(self, plan: SitePlan) -> None:
        """Raise `CatalogError` with every link of the site that leads nowhere.

        Pages that were kept have not been looked at. They are if anything has gone that they may link to.
        """
        gone = {path for path in self.stage.published.keys() - self.stage.paths if not path.startswith(SEARCH_FOLDER)}
        asked = self.checker.anchored
        for page in plan.pages:
            if page.path in self.kept:
                path = output_path(page.path)
                if gone or self.lost:
                    self.checker.add(page, (self.stage.folder / path).read_bytes())
                elif path in asked:
                    self.checker.add_ids(path, (self.stage.folder / path).read_bytes())
        if any(self.checker.problems(self.stage.paths)):
            # Which page is named for a link that many have must not depend on who made which: look again, in order.
            checker = LinkChecker(self.checker.base_url)
            for page in plan.pages:
                checker.add(page, (self.stage.folder / output_path(page.path)).read_bytes())
            raise_errors(list(checker.problems(self.stage.paths, find_places(plan.theme, plan.catalog))))


def _search_task(config: SiteConfig, records: Records, stage: Stage, cache: Cache | None) -> Task:
    def make() -> Iterator[OutputFile]:
        from papercatalog.search.build import renew_search

        return renew_search(config, records.catalog, records.key, cache, stage.keep_all)

    return Task("search", make)


def _memory_tasks(cache: Cache | None, known: Known, related: "Memory") -> Iterator[Task]:
    """Yield the keeping of what was found out, which takes as long as hundreds of pages."""
    from papercatalog.related.memory import save_memory

    if cache:
        yield Task("remember", partial(_keep, [partial(save_memory, cache, related)]))
        yield Task("remember", partial(_keep, [partial(save_known, cache, known)]))


def _keep(save: list[Callable[[], None]]) -> Iterable[OutputFile]:
    save.pop()()  # and drop what has been saved: before pages are made, there is to be room for them
    give_back_memory()
    return ()


def _page_tasks(plan: SitePlan, tracer: Tracer, worker: _Worker) -> Iterator[Task]:
    """Yield the making of all pages, a kind after the other."""
    from papercatalog.render import Renderer

    renderer = Renderer(plan.config, plan.catalog, plan.theme, worker.compiled)
    templates = {page.template for page in plan.pages}
    renderer.compile(templates)
    # One process draws the map of papers, which takes longer than any page.
    mapped = {
        name
        for name in templates
        if any("pictures.paper_map" in part.source for part in plan.theme.parts_of(name).values())
    }
    kinds: dict[str, list[Page]] = {}
    for page in plan.pages:
        kind = "with the map" if page.template in mapped else page.template.removesuffix(".html")
        kinds.setdefault(kind, []).append(page)
    for kind, pages in kinds.items():
        for start in range(0, len(pages), _PAGES_AT_ONCE):
            some = pages[start : start + _PAGES_AT_ONCE]
            yield Task(f"pages: {kind}", partial(worker.make_pages, renderer, tracer, some))


def _export_tasks(plan: SitePlan, records: Records, stage: Stage, cache: Cache | None) -> Iterator[Task]:
    from papercatalog.exports import EXPORTS
    from papercatalog.exports.memory import ExportMemory, paper_keys

    keys = paper_keys(plan.config, plan.catalog, records.key)
    for export in EXPORTS:
        name, make = export.__name__.removeprefix("export_"), partial(export, plan.config, plan.catalog, plan.pages)
        memory = ExportMemory(cache, name, keys, stage)
        yield Task(f"export: {name}", partial(memory.renew, make))


def _told(numbers: Iterable[int], count: int, progress: Progress) -> Iterator[int]:
    # Others take from the same pile: its number tells how far all of them are.
    for number in numbers:
        progress("writing", number, count)
        yield number
