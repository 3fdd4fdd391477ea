"""Takes tasks from the pile, writes what they make, and keeps the books of it, in each process of a build."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from papercatalog.cache import Cache
from papercatalog.check import SitePlan
from papercatalog.compiled import CompiledTemplates
from papercatalog.diagnostics import Diagnostic, raise_errors
from papercatalog.links import LinkChecker, find_ids, find_places
from papercatalog.meter import Meter
from papercatalog.output import OutputFile, Stage
from papercatalog.pages.page import Page
from papercatalog.reuse import Tracer, Traces
from papercatalog.search.paths import FOLDER as SEARCH_FOLDER
from papercatalog.urls import output_path

if TYPE_CHECKING:
    from papercatalog.render import Renderer


@dataclass(frozen=True, slots=True)
class Task:
    """Some of the output, made when a process takes it. `stage` is its name in the meter."""

    stage: str
    make: Callable[[], Iterable[OutputFile]]


@dataclass(frozen=True, slots=True)
class Share:
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
class Worker:
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

    def share(self, tasks: list[Task], numbers: Iterator[int]) -> Share:
        """Do tasks in a copy of the process, whose books begin empty."""
        self.meter.clear()
        self.do(tasks, numbers)
        self.checker.forget()
        notes = self.cache.notes if self.cache else ()
        return Share(
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

    def add(self, shares: Iterable[Share]) -> None:
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
