"""Score the real catalogue with Lighthouse as a phone sees it: the median of three visits a page.

The site is built and served as a static host would serve it, compressed and over one kept
connection. Fails when a page is below the bar.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from search_browser import find_browser

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
COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}

Report = dict[str, Any]
"""What Lighthouse writes."""


def main() -> None:
    browser = find_browser()
    print("page".ljust(10), *(category.rjust(15) for category in BAR))
    shortfalls = []
    with tempfile.TemporaryDirectory() as folder, serve_folder(Path(folder) / "public") as address:
        build = [str(ROOT / ".venv/bin/catalog"), "build", "--base-url", address, "--output", f"{folder}/public"]
        subprocess.run(build, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        for name, path in PAGES.items():
            reports = [visit(address + path, browser) for _ in range(VISITS)]
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


class _StaticHost(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def send_head(self) -> BytesIO | None:
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        path = path if found else Path(self.directory) / "404.html"
        content = path.read_bytes()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", self.guess_type(path))
        # The name of a file in assets/ changes with its content.
        fresh = "public, max-age=31536000, immutable" if "/assets/" in self.path else "public, max-age=600"
        self.send_header("Cache-Control", fresh)
        if path.suffix in COMPRESSED:
            content = gzip.compress(content, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        return BytesIO(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_StaticHost, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()


if __name__ == "__main__":
    main()
