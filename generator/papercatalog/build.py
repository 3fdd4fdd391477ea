"""From a catalogue to its published folder; `fill` has the stages between reading and publishing."""

import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from papercatalog.cache import SPARE, Cache
from papercatalog.crew import count_cores
from papercatalog.diagnostics import Diagnostic
from papercatalog.meter import Meter, Progress, silent
from papercatalog.output import check_output_folder, without_dots
from papercatalog.places import BUNDLED_THEMES, CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER
from papercatalog.publish import Seals, held, staged
from papercatalog.seal import is_sealed
from papercatalog.state import is_settled, state_of_all

if TYPE_CHECKING:
    from papercatalog.config import SiteConfig

_LAST = "build"


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
class _LastBuild:
    """What a build leaves for the next one."""

    inputs: str
    """The state of everything that it was made of; empty if that may have changed meanwhile."""
    output: Path
    seals: Seals
    report: BuildReport


def build_site(
    root: Path,
    output: Path,
    base_url: str | None = None,
    *,
    cache: Cache | None = None,
    jobs: int = 0,
    progress: Progress = silent,
) -> BuildReport:
    """Build the site of the catalogue in `root` into the folder `output`, which changes only if everything succeeds.

    A `base_url` wins over that of site.yaml. `jobs` processes share the work, as many as there are
    cores if it is 0. Neither they nor what is in the cache change a byte. Raises `CatalogError`
    with every problem found up to the stage that could not go on.
    """
    started = time.perf_counter()
    output = without_dots(output)
    inputs = _state_of_inputs(root, base_url)  # before anything is read: what changes from now on is seen next time
    last = _load_last(cache, output)
    same = last if last and inputs and inputs == last.inputs else None
    config = None if same else _load_config(root, base_url)
    check_output_folder(output, root)
    notes = cache.notes if cache else []
    with held(output, notes):
        if same and is_sealed(output, same.seals.published):
            return replace(same.report, written=0, seconds=time.perf_counter() - started, meter=Meter())
        # Most of the program: not to find all as it was.
        from papercatalog.config import advise
        from papercatalog.fill import fill_stage, save_traces

        config = config or _load_config(root, base_url)
        spare = cache.folder / SPARE if cache else None
        seals = last.seals if last else Seals()
        with staged(output, notes, spare, seals) as staging:
            stage = staging.stage
            filled = fill_stage(stage, config, cache, seals.published, jobs or count_cores(), progress)
        papers = len(filled.plan.catalog.papers)
        report = BuildReport(
            papers=papers,
            files=len(stage.digests),
            written=len(stage.digests.items() - stage.published.items()),
            seconds=time.perf_counter() - started,
            meter=filled.meter,
            warnings=(*filled.plan.warnings, *advise(config, papers)),
        )
        if cache:
            save_traces(cache, filled, staging.seals.published)
            cache.save(_LAST, _LastBuild(inputs, output, staging.seals, report))
    return replace(report, warnings=(*report.warnings, *notes))


def _load_config(root: Path, base_url: str | None) -> "SiteConfig":
    from papercatalog.config import load_config

    return load_config(root, base_url)


def _load_last(cache: Cache | None, output: Path) -> _LastBuild | None:
    last = cache.load(_LAST) if cache else None
    return last if last and last.output == output else None


def _state_of_inputs(root: Path, base_url: str | None) -> str:
    """Return what a build is made of: a hash of the places and states of all files that it reads, and the address.

    Empty if one has only just changed: a change in the same instant would leave the same state.
    """
    sources = (root / name for name in (CONFIG_FILE, CONTENT_FOLDER, THEMES_FOLDER))
    state, latest = state_of_all([*sources, *BUNDLED_THEMES])
    return f"{state} {base_url!r}" if is_settled(latest) else ""
