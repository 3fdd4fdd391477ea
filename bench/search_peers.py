"""The same papers for Pagefind: a page each, with what it is meant to index marked."""

import re
import subprocess
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path

from corpus import Corpus

PYTHON = Path(sys.executable).parents[1] / "bench" / "bin" / "python"

_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>
<body><main data-pagefind-body><h1>{title}</h1><p>{authors}. {venue} {year}</p>{filters}<p>{abstract}</p></main></body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Indexed:
    version: str
    cpu: float
    """Seconds of processor, of all its threads."""
    wall: float
    mebibytes: float
    files: int


def build_pagefind(corpus: Corpus, folder: Path) -> Indexed:
    """Write the pages below `folder` and let Pagefind index them into `folder`/pagefind/."""
    for record in corpus.records():
        filters = [f"topic:{name}" for name in record.topics] + [f"dataset:{name}" for name in record.datasets]
        page = _PAGE.format(
            title=escape(record.title),
            authors=escape(", ".join(record.authors)),
            venue=escape(record.venue),
            year=record.year or "",
            abstract=escape(record.abstract),
            filters="".join(f'<span data-pagefind-filter="{escape(name)}"></span>' for name in filters),
        )
        path = folder / "papers" / record.id / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(page, encoding="utf-8")
    return _run(folder)


def _run(folder: Path) -> Indexed:
    timed = (
        "import json, resource, subprocess, sys, time\n"
        "started = time.perf_counter()\n"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)"
    )
    command = [sys.executable, "-c", timed, str(PYTHON), "-m", "pagefind", "--site", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wall, cpu, mebibytes = map(float, done.stdout.split())
    version = subprocess.run([PYTHON, "-m", "pagefind", "--version"], capture_output=True, text=True, check=True).stdout
    number = re.search(r"[0-9.]+", version)
    files = sum(path.is_file() for path in (folder / "pagefind").rglob("*"))
    return Indexed(number[0] if number else "?", cpu, wall, mebibytes, files)
