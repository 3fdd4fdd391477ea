"""Time how soon a saved paper is seen in the browser that looks at it, by `catalog serve`.

python bench/preview.py                      # the shipped catalogue, and 10,000 invented papers
python bench/preview.py --papers 1000 --runs 20
"""

import argparse
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from builds import copy_catalogue, count_papers, run_script
from playwright.sync_api import Browser
from search_browser import open_browser
from stopwatch import machine

SERVE = (Path(sys.executable).with_name("catalog"), "serve", "--port", "0")
_PAUSE = 1.5
"""Seconds between two saves: those of a burst are taken together."""
_PAINTED = """() => {
    const [painted] = performance.getEntriesByName("first-contentful-paint");
    return painted && performance.timeOrigin + painted.startTime;
}"""
"""When the page was first seen, in milliseconds since 1970."""
_BURST = 100
"""Saves within a second."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=10_000, metavar="N", help="of the invented catalogue")
    parser.add_argument("--runs", type=int, default=10, help="saves of each (default 10)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, open_browser() as browser:
        print(f"preview · {machine()}, Chromium {browser.version}")
        shipped, invented = Path(name) / "shipped", Path(name) / "invented"
        copy_catalogue(shipped)
        run_script("corpus.py", options.papers, "--site", invented)
        for site in (shipped, invented):
            report(browser, site, options.runs)


def report(browser: Browser, site: Path, runs: int) -> None:
    with serve(site) as (address, lines):
        times = sorted(show_saves(browser, address, site, runs))
        time.sleep(_PAUSE)
        before = len(lines)
        save_often(next(iter((site / "content/papers").glob("*.md"))))
        time.sleep(2 * _PAUSE + times[-1])
        renewed = sum("read in" in line for line in lines[before:])
    print(
        f"{count_papers(site):>7,} papers: a save is seen after {median(times):.2f} s (longest {times[-1]:.2f});"
        f" {_BURST} saves in a second: {renewed} renewals"
    )


@contextmanager
def serve(site: Path) -> Iterator[tuple[str, list[str]]]:
    """Give the address of a preview, and the lines that it prints."""
    command = [*map(str, SERVE), "--site", str(site)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    printed = process.stdout or ()
    lines: list[str] = []
    for line in printed:
        lines.append(line)
        if serving := re.match(r"serving at (\S+)", line):
            break
    else:
        sys.exit("".join(lines))
    threading.Thread(target=lines.extend, args=(printed,), daemon=True).start()
    try:
        yield serving[1], lines
    finally:
        process.terminate()
        process.wait()


def show_saves(browser: Browser, address: str, site: Path, runs: int) -> Iterator[float]:
    """Yield the seconds from each save of a paper until its page shows the new words."""
    papers = sorted((site / "content" / "papers").glob("*.md"))
    page = browser.new_page()
    for run in range(runs):
        file = papers[run * len(papers) // runs]
        page.goto(f"{address}papers/{file.stem}/")
        time.sleep(_PAUSE)
        text = f"A sentence more, the one with number {run}."
        content = file.read_text(encoding="utf-8")
        saved = time.time()
        file.write_text(f"{content.rstrip()} {text}\n", encoding="utf-8")
        page.get_by_text(text).first.wait_for()
        yield page.wait_for_function(_PAINTED).json_value() / 1000 - saved
    page.close()


def save_often(file: Path) -> None:
    content = file.read_text(encoding="utf-8")
    for number in range(_BURST):
        file.write_text(f"{content.rstrip()} Save {number}.\n", encoding="utf-8")
        time.sleep(1 / _BURST)


if __name__ == "__main__":
    main()
