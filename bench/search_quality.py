"""Measure how good the search is, on queries that were labelled before the ranking was made.

Drives the site's own client in Chromium on the built catalogue, beside stock lunr.js with its defaults
over the same records. The ranking was chosen on the half `tune` alone; of `held-out` only these figures
are looked at.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from search_browser import open_browser

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from searchquality import (  # noqa: E402
    HALVES,
    Answer,
    Query,
    ask_plain_lunr,
    ask_site,
    first_is_good,
    load_queries,
    mean,
    ndcg,
    page_is_first,
)
from server import serve_folder  # noqa: E402

POOR = 0.7
"""nDCG below which an answer is listed."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="the built catalogue (default: build it)")
    parser.add_argument("--poor", action="store_true", help="list the queries of `tune` with poor answers")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, open_browser() as browser:
        site = options.site or build(Path(temporary) / "public")
        with serve_folder(site) as address:
            for half in HALVES:
                queries = load_queries(half)
                ours = ask_site(browser.new_page(), address, site, queries)
                report(half, queries, ours, ask_plain_lunr(browser.new_page(), address, queries))
                if options.poor and half == "tune":
                    list_poor(queries, ours)


def build(folder: Path) -> Path:
    command = [
        sys.executable,
        "-m",
        "papercatalog",
        "build",
        "--base-url",
        "https://papers.example.org/",
        "-o",
        str(folder),
    ]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


def report(half: str, queries: Sequence[Query], ours: Sequence[Answer], lunr: Sequence[Answer]) -> None:
    print(f"{half}: nDCG@10 and success@1 of {len(queries)} queries; pages offered first, where one is the best answer")
    print(f"{'':14}{'':>4}{'site':>8}{'':>8}{'Lunr':>8}{'':>8}{'pages':>10}")
    for kind in [*sorted({query.kind for query in queries}), "all"]:
        rows = [row for row in zip(queries, ours, lunr, strict=True) if kind in (row[0].kind, "all")]
        line = f"{kind:14}{len(rows):4}"
        for which in (1, 2):
            line += f"{mean(ndcg(row[0], row[which]) for row in rows):8.3f}"
            line += f"{mean(first_is_good(row[0], row[which]) for row in rows):8.3f}"
        paged = [page_is_first(query, answer) for query, answer, _ in rows if query.page]
        print(line + (f"{int(sum(paged)):7}/{len(paged)}" if paged else ""))


def list_poor(queries: Sequence[Query], answers: Sequence[Answer]) -> None:
    for query, answer in zip(queries, answers, strict=True):
        value = ndcg(query, answer)
        if value < POOR or (query.page and not page_is_first(query, answer)):
            wanted = sorted(query.grades, key=lambda id_: -query.grades[id_])
            print(f"{value:.2f} [{query.kind}] {query.text}")
            print(f"     wanted {' '.join(wanted[:6])} {query.page or ''}")
            print(f"     found  {' '.join(answer.papers[:6])} {' '.join(answer.pages)}")


if __name__ == "__main__":
    main()
