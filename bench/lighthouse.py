"""Score the real catalogue with Lighthouse as a phone sees it: the median of three visits a page.

The site is built and served as a static host would serve it, compressed and over one kept
connection. Fails when a page is below the bar.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from search_browser import find_browser
from serving import serve

ROOT = Path(__file__).parents[1]
AUDIT = ROOT / ".venv/audit"
VISITS = 3

BAR = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGES = {
    "home": "",
    "paper": "papers/schroff-2015-facenet/",
    "topic": "topics/face-recognition/",
    "dataset": "datasets/lfw/",
    "search": "search/?q=face",
}

Report = dict[str, Any]
"""What Lighthouse writes."""


def main() -> None:
    browser = find_browser()
    print("page".ljust(10), *(category.rjust(15) for category in BAR))
    shortfalls = []
    with tempfile.TemporaryDirectory() as folder, serve(Path(folder) / "public") as served:
        build = [str(ROOT / ".venv/bin/catalog"), "build", "--base-url", served.url, "--output", f"{folder}/public"]
        subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for name, path in PAGES.items():
            reports = [visit(served.url + path, browser) for _ in range(VISITS)]
            scores = {category: median(score(report, category) for report in reports) for category in BAR}
            print(name.ljust(10), *(f"{points:15.0f}" for points in scores.values()), flush=True)
            low = [category for category in BAR if scores[category] < BAR[category]]
            shortfalls += [f"{name}, {category}: {', '.join(losses(reports[-1], category))}" for category in low]
    if shortfalls:
        sys.exit("\n".join(["Below the bar. What cost points:", *shortfalls]))


def visit(url: str, browser: str) -> Report:
    command = [str(AUDIT / "bin/node"), str(AUDIT / "node_modules/lighthouse/cli/index.js"), url, "--quiet"]
    command += ["--output=json", "--no-enable-error-reporting", f"--only-categories={','.join(BAR)}"]
    command += ["--chrome-flags=--headless=new --no-sandbox"]
    done = subprocess.run(command, check=True, env={**os.environ, "CHROME_PATH": browser}, stdout=subprocess.PIPE)
    report: Report = json.loads(done.stdout)
    return report


def score(report: Report, category: str) -> int:
    return round(100 * float(report["categories"][category]["score"] or 0))


def losses(report: Report, category: str) -> list[str]:
    """Name the audits of a category that cost points at the last visit."""
    weighed = [entry["id"] for entry in report["categories"][category]["auditRefs"] if entry["weight"]]
    return [audit for audit in weighed if report["audits"][audit]["score"] not in (1, None)]


if __name__ == "__main__":
    main()
