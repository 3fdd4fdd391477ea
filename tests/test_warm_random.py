"""Whatever is done to a catalogue between two builds, the second makes what a build would that knows of none."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from papercatalog import build, state
from papercatalog.cache import Cache, open_cache
from papercatalog.diagnostics import CatalogError
from papercatalog.manifest import MANIFEST
from sitecase import SiteCase, read_tree, write_minimal

IDS = ["doe-2020-example", "roe-2021-other", "li-2022-third", "kim-2023-fourth"]
TITLES = ["An Example of a Paper", "Another Title, on ToySet", "Faces and Trees"]
BODIES = [
    "We measure it on ToySet.",
    "As [@roe-2021-other] says, *trees* grow.",
    "See [the topic](/topics/trees/#main).",
    "",
]
AUTHORS = ["[Jane Doe, Richard Roe]", "[Jane Doe]", "[Jane  Doe, Li Wei, {name: Jane Doe, id: jane-doe-2}]", "[]"]
TOPICS = ["[examples]", "[trees]", "[examples, trees]", "[]"]
NAMES = ["Trees", "Green Trees", "Of Trees"]


class Changes:
    """A site, and things to do to it. Each is chosen by a number; some make it faulty, and some mend it."""

    def __init__(self, root: Path) -> None:
        self.site = write_minimal(root)
        self.site.write("content/topics/trees.md", "---\nname: Trees\nparent: examples\n---\nThey grow.\n")
        self.write_list(0)
        for number in range(3):
            self.write_paper(number)

    def all(self) -> list[Callable[[int], object]]:
        own = [self.write_paper, self.delete_paper, self.rename_paper, self.write_topic, self.write_list]
        return [
            *own,
            self.write_people,
            self.write_config,
            self.write_theme,
            self.meddle,
            self.spoil_cache,
            lambda _: None,
        ]

    def write_paper(self, number: int) -> None:
        pick = random.Random(number).choice
        fields = f"title: {pick(TITLES)}\nauthors: {pick(AUTHORS)}\ntopics: {pick(TOPICS)}\nyear: {pick([2020, 2021])}"
        more = pick(["", "\nvenue: {id: conf, year: 2021}", "\nupdated: 2026-03-04", "\nsummary: It says so."])
        text = f"---\n{fields}{more}\nadded: 2026-01-0{pick([1, 2])}\n---\n{pick(BODIES)}\n"
        self.site.write(f"content/papers/{IDS[number % len(IDS)]}.md", text)

    def delete_paper(self, number: int) -> None:
        (self.site.root / f"content/papers/{IDS[number % len(IDS)]}.md").unlink(missing_ok=True)

    def rename_paper(self, number: int) -> None:
        path = self.site.root / f"content/papers/{IDS[number % len(IDS)]}.md"
        if path.exists():
            text = path.read_text().replace("added:", f"aliases: [{path.stem}]\nadded:", 1)
            self.site.write(
                f"content/papers/new-{number}.md", text if "aliases" not in path.read_text() else path.read_text()
            )
            path.unlink()

    def write_topic(self, number: int) -> None:
        name, parent = NAMES[number % 3], ["", "parent: examples\n"][number % 2]
        self.site.write("content/topics/trees.md", f"---\nname: {name}\n{parent}---\nNumber {number % 4}.\n")

    def write_list(self, number: int) -> None:
        kind = ["conference", "journal"][number % 2]
        text = f"- id: conf\n  name: Conference {number % 3}\n  short: Conf\n  kind: {kind}\n"
        self.site.write("content/venues.yaml", text)

    def write_people(self, number: int) -> None:
        person = f"id: {['jane-doe', 'doe', 'nobody'][number % 3]}\n  name: {['Jane Doe', 'J. Doe'][number % 2]}\n"
        aliases = "  aliases: [Jane Doe]\n" if number % 2 else ""
        orcid = "  orcid: 0000-0002-1825-0097\n" if number % 5 else ""
        self.site.write("content/authors.yaml", f"- {person}{aliases}{orcid}")

    def write_config(self, number: int) -> None:
        base = ["", "base_url: https://example.org/\n"][number % 2]
        theme = ["default", "bibliography", "mine"][number % 3]
        if theme == "mine" and not (self.site.root / "themes/mine").exists():
            theme = "default"
        self.site.write("site.yaml", f"title: Title {number % 2}\n{base}theme: {theme}\n")

    def write_theme(self, number: int) -> None:
        self.site.write("themes/mine/theme.yaml", "extends: default\n")
        asks = ["catalog.papers | length", "catalog.topic['examples'].name", "site.title"][number % 3]
        text = f'{{% extends "default/base.html" %}}{{% block footer %}}{{{{ {asks} }}}}{{% endblock %}}'
        self.site.write("themes/mine/templates/base.html", text)

    def meddle(self, number: int) -> None:
        """Do to the published site what nobody should. Without its manifest a folder would not be ours to replace."""
        if self.site.public.exists():
            files = sorted(path for path in self.site.public.rglob("*") if path.is_file() and path.name != MANIFEST)
            file = files[number % len(files)]
            [file.unlink, lambda: file.write_bytes(b"not ours"), lambda: (file.parent / "new").touch()][number % 3]()

    def spoil_cache(self, number: int) -> None:
        folder = open_cache(self.site.root).folder
        files = sorted(path for path in folder.iterdir() if path.is_file())
        if number % 4 == 0:
            shutil.rmtree(folder)
        elif files:
            file = files[number % len(files)]
            file.write_bytes(file.read_bytes()[: number % 300] if number % 2 else b"x" + file.read_bytes())


def make(site: SiteCase, output: Path, cache: Cache, jobs: int = 0) -> tuple[str, list[str]]:
    """Build in this process; return the errors and the warnings."""
    try:
        warnings = build.build_site(site.root, output, cache=cache, jobs=jobs).warnings
    except CatalogError as error:
        return str(error), []
    return "", sorted(str(warning) for warning in warnings if warning.code != "ignored-cache")


@pytest.mark.parametrize("steps", [pytest.param(8, id="short"), pytest.param(40, id="long")])
def test_warm_builds_make_what_cold_ones_make(
    steps: int, soak: bool, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    if steps > 8 and not soak:
        pytest.skip("only with --soak")
    # Builds follow each other so fast here that the state of the files would never be trusted.
    monkeypatch.setattr(state, "_INSTANT_NANOSECONDS", 10_000_000)
    change = st.tuples(st.integers(0, 10), st.integers(0, 1000))

    @settings(
        max_examples=2 if steps == 8 else 10, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    @given(st.lists(change, min_size=steps, max_size=steps))
    def run(done: list[tuple[int, int]]) -> None:
        root = tmp_path_factory.mktemp("random")
        changes = Changes(root / "site")
        for kind, number in done:
            changes.all()[kind](number)
            before = read_tree(changes.site.public)
            for folder in ("cold", "empty"):
                shutil.rmtree(root / folder, ignore_errors=True)
            (root / "empty").mkdir()

            told = make(changes.site, changes.site.public, open_cache(changes.site.root))

            # It knows of no other build, only of the templates that are compiled, which takes most of the time.
            assert told == make(changes.site, root / "cold", Cache(root / "empty"), jobs=1)
            assert read_tree(changes.site.public) == (before if told[0] else read_tree(root / "cold"))
        shutil.rmtree(root)

    run()
