"""Content and theme -> every file of the site, by several processes, and nothing that is there already."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
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
from papercatalog.known import NOTHING, Known, load_known, save_known
from papercatalog.links import LinkChecker
from papercatalog.meter import Meter, Progress
from papercatalog.output import OutputFile, Stage
from papercatalog.pages.page import Page
from papercatalog.reuse import Tracer, Traces
from papercatalog.system import give_back_memory
from papercatalog.theme import Theme, load_theme
from papercatalog.worker import Task, Worker

if TYPE_CHECKING:
    from papercatalog.exports.paper_file import Exported
    from papercatalog.related.memory import Memory

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
    common = open_common_cache(cache.notes) if cache else None
    worker = Worker(stage, cache, LinkChecker(config.base_url), meter, CompiledTemplates(common))
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
    worker.compiled.save()
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


def _page_tasks(plan: SitePlan, tracer: Tracer, worker: Worker) -> Iterator[Task]:
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
    from papercatalog.exports.memory import ExportMemory, paper_keys

    keys = paper_keys(plan.config, plan.catalog, records.key)
    for name, make in make_exports(plan):
        memory = ExportMemory(cache, name, keys, stage)
        yield Task(f"export: {name}", partial(memory.renew, make))


def make_exports(plan: SitePlan) -> "Iterator[tuple[str, Callable[[], Iterable[Exported]]]]":
    """Yield what is to be made beside pages, search and the files of the theme: a name, and what makes it."""
    from papercatalog.exports import EXPORTS

    for export in EXPORTS:
        yield export.__name__.removeprefix("export_"), partial(export, plan.config, plan.catalog, plan.pages)


def _told(numbers: Iterable[int], count: int, progress: Progress) -> Iterator[int]:
    # Others take from the same pile: its number tells how far all of them are.
    for number in numbers:
        progress("writing", number, count)
        yield number
