"""A small catalogue on disk and the real `catalog` command on it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from launcher import launch
from papercatalog.output import OutputFile

CATALOG = Path(sys.executable).with_name("catalog")

MINIMAL = {
    "site.yaml": "title: Test catalogue\n",
    "content/papers/doe-2020-example.md": """\
---
title: An Example of a Paper
authors: [Jane Doe, Richard Roe]
year: 2020
topics: [examples]
datasets:
  - {id: toy-set, role: evaluated}
added: 2026-01-02
---
We give an example, and measure it on ToySet.
""",
    "content/topics/examples.md": "---\nname: Examples\n---\nThings that show other things.\n",
    "content/datasets/toy-set.md": "---\nname: ToySet\n---\nA set of toys.\n",
}
"""One paper, one topic, one dataset: the least that is worth building."""


@dataclass(frozen=True, slots=True)
class Outcome:
    code: int
    stdout: str
    stderr: str

    @property
    def text(self) -> str:
        return self.stdout + self.stderr


class SiteCase:
    """The catalogue in `root`. Methods that change it return it, so that steps read in a row."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def public(self) -> Path:
        return self.root / "public"

    def write(self, path: str, content: str | bytes) -> "SiteCase":
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
        return self

    def edit(self, path: str, old: str, new: str) -> "SiteCase":
        text = (self.root / path).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {path}"
        return self.write(path, text.replace(old, new))

    def paper(self, paper_id: str, fields: str = "", body: str = "Text.") -> "SiteCase":
        """Add a paper with a title of its own; `fields` are further lines of front matter."""
        lines = [f"title: About {paper_id}", "added: 2026-01-01", *fields.strip().splitlines()]
        text = "\n".join(["---", *lines, "---", body, ""])
        return self.write(f"content/papers/{paper_id}.md", text)

    def run(self, *arguments: str, timeout: float = 60, first: str = "", **environment: str) -> Outcome:
        """Run `catalog` in the site's folder, some Python `first`, and insist that no traceback is shown."""
        if any(name.startswith(("PYTHON", "LANG", "LC_", "TZ")) for name in environment):  # read when Python starts
            assert not first
            return self.run_anew(*arguments, timeout=timeout, **environment)
        return _without_traceback(Outcome(*launch(arguments, self.root, {**os.environ, **environment}, first, timeout)))

    def run_anew(self, *arguments: str, timeout: float = 60, **environment: str) -> Outcome:
        """Do the same by the script that users start, as a child of this process."""
        done = subprocess.run(
            [CATALOG, *arguments],
            cwd=self.root,
            env={**os.environ, **environment},
            capture_output=True,
            timeout=timeout,
            check=False,
        )
        return _without_traceback(Outcome(done.returncode, done.stdout.decode(), done.stderr.decode()))

    def build(self, *arguments: str, **environment: str) -> Outcome:
        """Build, and insist that it succeeds."""
        outcome = self.run("build", *arguments, **environment)
        assert outcome.code == 0, outcome.text
        return outcome

    def html(self, path: str) -> str:
        """Return a published page."""
        return (self.public / path / "index.html").read_text(encoding="utf-8")

    def tree(self) -> dict[str, bytes]:
        """Return every published file by its path."""
        return read_tree(self.public)


def _without_traceback(outcome: Outcome) -> Outcome:
    assert "Traceback" not in outcome.text, outcome.text
    return outcome


def write_minimal(root: Path) -> SiteCase:
    """Write the minimal site into a folder."""
    site = SiteCase(root)
    for path, content in MINIMAL.items():
        site.write(path, content)
    return site


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder` by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(files)}


def write_tree(folder: Path, files: Iterable[OutputFile]) -> None:
    """Write files of a site below `folder`."""
    for file in files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def wait_until(holds: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.002)
