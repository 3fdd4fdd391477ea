"""The pipeline: every stage in order, and nothing else."""

import time
from dataclasses import dataclass, replace
from pathlib import Path

from papercatalog.cache import SPARE, Cache, state_of
from papercatalog.config import CONFIG_FILE, CONTENT_FOLDER, LUNR_INDEX_LIMIT, SiteConfig
from papercatalog.crew import count_cores
from papercatalog.diagnostics import Diagnostic, Severity, Span
from papercatalog.files import is_settled
from papercatalog.manifest import read_sealed
from papercatalog.meter import Meter, Progress, silent
from papercatalog.output import check_output_folder
from papercatalog.publish import Seals, held, staged
from papercatalog.theme import BUNDLED_THEMES, THEMES_FOLDER

_MEMORY = "build"


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
        from papercatalog.fill import Before, fill_stage, save_traces  # most of the program: not to find all as it was

        spare = cache.folder / SPARE if cache else None
        with staged(output, notes, spare, memory.seals if memory else Seals()) as staging:
            before = Before(cache, output, staging.published, memory.seals.published if memory else "")
            filled = fill_stage(staging.stage, config, before, jobs or count_cores(), progress)
        papers, digests = len(filled.plan.catalog.papers), staging.stage.digests
        report = BuildReport(
            papers=papers,
            files=len(digests),
            written=len(digests.items() - staging.published.items()),
            seconds=time.perf_counter() - started,
            meter=filled.meter,
            warnings=(*filled.plan.warnings, *_advice(config, papers)),
        )
        if cache:
            save_traces(cache, filled, staging.seals.published)
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
    return f"{state} {config!r}" if is_settled(latest) else ""


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
