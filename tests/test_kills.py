"""A build that is killed, at any moment, leaves wholly the old or wholly the new site."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from killed import Victim
from sitecase import CATALOG, SiteCase, wait_until

Tree = dict[str, bytes]

PHASES = ("read", "write", "seal", "publish", "keep", "unlock")

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


class Kills:
    """A site with two versions, one of them published or nothing, and builds of the other that do not live."""

    def __init__(self, site: SiteCase) -> None:
        self.site = site
        self.seen: Counter[str] = Counter()
        """How often the folders were found in which state after a kill."""
        self._papers = {"first": "Text of the first.", "second": "Other text, of the second."}
        self.trees: dict[str, Tree] = {"none": {}}
        for version in self._papers:
            self.take(version)
            site.build()
            self.trees[version] = site.tree()

    def take(self, version: str) -> None:
        self.site.paper("changing", body=self._papers[version])

    def published(self) -> str:
        """Return which version is wholly there; fail if none is."""
        tree = self.site.tree()
        (version,) = [name for name, whole in self.trees.items() if tree == whole] or ["a mixture"]
        assert version in self.trees, sorted(tree)
        return version

    def other(self) -> str:
        return "first" if self.published() == "second" else "second"

    def kill(
        self, builder: Victim, phase: str, moment: int, kill_with: signal.Signals = signal.SIGKILL
    ) -> tuple[str, str]:
        """Kill a build, and return the state that it has left, and the version that it was building.

        Who writes how much is not the same in each build. The beginning of a phase is always reached.
        """
        for chosen in (moment, 0):
            before, wanted = self.published(), self.other()
            self.take(wanted)
            code, reached = builder.build(phase, chosen, kill_with)
            if code:
                break
        assert code == -kill_with, (phase, moment, reached)
        return self.note(before, wanted), wanted

    def note(self, before: str, wanted: str) -> str:
        """Note what a kill has left, and return the state's name."""
        new, old = (self.site.root / f".public.papercatalog-{role}" for role in ("new", "old"))
        if not self.site.public.exists() and old.exists():
            state = "between two renames"
        elif self.published() == before:
            state = (
                "stage complete" if (new / ".papercatalog").exists() else "stage begun" if new.exists() else "nothing"
            )
        else:
            assert self.published() == wanted
            state = "old site there" if new.exists() or old.exists() else "old site gone"
        self.seen[state] += 1
        return state

    def assert_next_build_is_whole(self) -> None:
        wanted = self.other()
        self.take(wanted)
        self.site.build()
        assert self.published() == wanted
        assert not list(self.site.root.glob(".*"))


@contextmanager
def victim(root: Path, *, exchange: bool) -> Iterator[Victim]:
    started = Victim(root, exchange=exchange)
    try:
        yield started
    finally:
        started.end()


@needs_fork
def test_kill_in_any_phase(site: SiteCase, soak: bool) -> None:
    kills = Kills(site)
    chosen = random.Random(6)
    with victim(site.root, exchange=True) as builder:
        wanted = kills.other()
        kills.take(wanted)
        code, _ = builder.build()
        assert (code, kills.published()) == (0, wanted)
        kills.take(kills.other())
        _, operations = builder.build()
        for number in range(150 if soak else 12):
            phase = PHASES[number % len(PHASES)]
            if phase in ("read", "write") and chosen.random() < 0.25:
                shutil.rmtree(site.public, ignore_errors=True)  # the first build of a site may be killed as well
            if phase == "publish" and not site.public.exists():
                kills.assert_next_build_is_whole()
            moment = chosen.randrange(operations[phase] // 5 + 1 if phase in ("read", "write") else 1)
            kills.kill(builder, phase, moment, signal.SIGTERM if number % 7 == 6 else signal.SIGKILL)
    assert {"stage begun", "stage complete", "old site there", "old site gone"} <= set(kills.seen), kills.seen
    kills.assert_next_build_is_whole()


@needs_fork
def test_kill_where_folders_cannot_be_exchanged(site: SiteCase, soak: bool) -> None:
    """There the site may be missing for a moment, and whatever command comes next puts it in place."""
    kills = Kills(site)
    chosen = random.Random(6)
    with victim(site.root, exchange=False) as builder:
        kills.take(kills.other())
        _, operations = builder.build()
        for number in range(50 if soak else 6):
            phase = ("write", "publish", "keep")[number % 3]
            moment = chosen.randrange(operations[phase] // 5 + 1) if phase == "write" else number // 3 % 2
            state, wanted = kills.kill(builder, phase, moment)
            if state == "between two renames":
                outcome = site.run("verify", "public")
                assert outcome.code == 0, outcome.text
                assert "public: warning[completed-build]" in outcome.stderr
                assert kills.published() == wanted
                assert not list(site.root.glob(".*"))
    assert {"stage begun", "stage complete", "between two renames", "old site there"} <= set(kills.seen), kills.seen
    kills.assert_next_build_is_whole()


@needs_fork
def test_build_after_a_kill_between_two_renames_keeps_the_finished_site(site: SiteCase) -> None:
    kills = Kills(site)
    wanted = kills.other()
    kills.take(wanted)
    with victim(site.root, exchange=False) as builder:
        kills.take(wanted := kills.other())
        builder.build("publish", 1)
    assert not site.public.exists()
    site.paper("broken", "topics: [nowhere]")

    assert site.run("build").code == 1

    assert kills.published() == wanted
    assert not list(site.root.glob(".*"))


def test_ctrl_c_in_code_that_would_swallow_it_is_not_lost(site: SiteCase) -> None:
    site.paper("one")
    program = """
import os, signal
from contextlib import suppress
from papercatalog import schema
make = schema.TypeAdapter
def make_and_swallow(type_):
    with suppress(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
    return make(type_)
schema.TypeAdapter = make_and_swallow
from papercatalog.cli import main
main(["build"])
"""
    build = subprocess.run([sys.executable, "-c", program], cwd=site.root, capture_output=True, text=True)
    assert (build.returncode, build.stderr) == (130, "\nAborted!\n")
    assert not site.public.exists()


def test_kill_of_the_real_command_at_a_random_time(site: SiteCase, soak: bool) -> None:
    kills = Kills(site)
    chosen = random.Random(6)
    kills.take(kills.other())
    started = time.monotonic()
    assert site.run_anew("build").code == 0
    whole = time.monotonic() - started
    for kill_with in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL) * (20 if soak else 1):
        before, wanted = kills.published(), kills.other()
        kills.take(wanted)
        build = subprocess.Popen(
            [CATALOG, "build"], cwd=site.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        time.sleep(chosen.uniform(0.3, 1) * whole)
        build.send_signal(kill_with)
        _, told = build.communicate()
        assert "Traceback" not in told
        kills.note(before, wanted)
    kills.assert_next_build_is_whole()


@needs_fork
def test_no_writer_outlives_a_killed_build(tmp_path: Path) -> None:
    program = """
import sys, time
from pathlib import Path
from papercatalog.crew import copies

def write():
    for number in range(10_000):
        (Path(sys.argv[1]) / str(number)).touch()
        time.sleep(0.005)

with copies(2, write):
    time.sleep(50)
"""
    build = subprocess.Popen([sys.executable, "-c", program, tmp_path])
    wait_until(lambda: len(list(tmp_path.iterdir())) > 3)
    build.kill()
    build.wait()

    def is_quiet() -> bool:
        before = len(list(tmp_path.iterdir()))
        time.sleep(0.3)
        return len(list(tmp_path.iterdir())) == before

    wait_until(is_quiet)
    assert len(list(tmp_path.iterdir())) < 5_000
