"""Time a cold build of this repository's catalogue beside Pelican's build of the same papers.

Both start as fresh processes and write into a new folder: a page per paper, topic, dataset,
author and venue, lists, and feeds. Only ours also writes a search index and citations. Runs
alternate, so that a busy machine is busy for both; the table shows medians and their ratio.
"""

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from papercatalog.catalog import Catalog
from papercatalog.config import load_config
from papercatalog.content import read_content
from papercatalog.markdown import plain_text

ROOT = Path(__file__).parents[1]
PELICAN = Path(sys.executable).parents[1] / "bench" / "bin" / "pelican"
SETTINGS = """\
AUTHOR = 'x'
SITENAME = 'Bench'
SITEURL = 'https://example.org'
PATH = 'content'
THEME = 'simple'
TIMEZONE = 'UTC'
DEFAULT_PAGINATION = 200
FEED_ALL_ATOM = 'feed.xml'
TAG_FEED_ATOM = 'tag/{slug}.atom.xml'
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
ARTICLE_URL = 'papers/{slug}/'
ARTICLE_SAVE_AS = 'papers/{slug}/index.html'
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7, help="runs of each (default 7)")
    runs = parser.parse_args().runs
    catalog = read_content(load_config(ROOT)).catalog
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        write_pelican_site(catalog, scratch / "pelican")
        ours: Sequence[str | Path] = [
            *(Path(sys.executable).with_name("catalog"), "build", "--site", ROOT),
            *("--base-url", "https://example.org/", "--output", scratch / "ours"),
        ]
        theirs: Sequence[str | Path] = [
            PELICAN,
            "--quiet",
            "--settings",
            "pelicanconf.py",
            "--output",
            scratch / "theirs",
        ]
        times: dict[str, list[float]] = {"catalog": [], "pelican": []}
        for run in range(runs + 1):
            for label, command, folder in (("catalog", ours, ROOT), ("pelican", theirs, scratch / "pelican")):
                shutil.rmtree(scratch / ("ours" if label == "catalog" else "theirs"), ignore_errors=True)
                seconds = timed(command, folder)
                if run:  # the first one fills the disk cache and writes byte code
                    times[label].append(seconds)
        files = {label: count(scratch / out) for label, out in (("catalog", "ours"), ("pelican", "theirs"))}
    report(times, files, len(catalog.papers))


def write_pelican_site(catalog: Catalog, folder: Path) -> None:
    """Write the papers as Pelican articles: topics and datasets are tags, the venue is the category."""
    (folder / "content").mkdir(parents=True)
    (folder / "pelicanconf.py").write_text(SETTINGS, encoding="utf-8")
    for paper in catalog.papers:
        tags = [catalog.topic[id_].name for id_ in paper.topics] + [
            catalog.dataset[use.id].name for use in paper.datasets
        ]
        meta = {
            "Title": paper.title,
            "Date": f"{paper.year or 2000}-01-01",
            "Slug": paper.id,
            "Authors": "; ".join(map(str, paper.authors)),
            "Tags": ", ".join(tags),
            "Category": catalog.venue[paper.venue.id].short if paper.venue else "none",
        }
        head = "".join(f"{key}: {value}\n" for key, value in meta.items() if value)
        (folder / "content" / f"{paper.id}.md").write_text(f"{head}\n{plain_text(paper.body)}\n", encoding="utf-8")


def timed(command: Sequence[str | Path], folder: Path) -> float:
    started = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr}")
    return seconds


def count(folder: Path) -> int:
    return sum(path.is_file() for path in folder.rglob("*"))


def report(times: dict[str, list[float]], files: dict[str, int], papers: int) -> None:
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"cold build of {papers} papers, {len(times['catalog'])} runs each, whole process, seconds")
    print(
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores, {platform.system()}"
    )
    print(f"{'':10}{'median':>8}{'best':>8}{'files':>8}")
    for label, seconds in times.items():
        print(f"{label:10}{statistics.median(seconds):8.2f}{min(seconds):8.2f}{files[label]:8}")
    ratio = statistics.median(times["catalog"]) / statistics.median(times["pelican"])
    print(f"catalog needs {ratio:.2f} x pelican's time; largest process {peak:.0f} MiB")


if __name__ == "__main__":
    main()
