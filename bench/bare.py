"""The least that our libraries allow: a bare script that makes plain pages of papers, topics and datasets, and search.

    python bench/bare.py                  # the shipped catalogue, 10,000 papers
    python bench/bare.py --papers 1000

It checks nothing, explains nothing and keeps nothing: no schema, no line of an error, no link looked at, no citations,
metadata or results, no misspelt word in search, no reason why papers are related, nothing for the next build. Beside
the peer set of `builds.py` it tells what of a build is the price of PyYAML, markdown-it, Jinja and the disk, and what
is ours. It runs in one process and counts seconds of processor: two cores take half of them at best.
"""

import argparse
import hashlib
import heapq
import json
import math
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
_IN_A_LIST = 200
_RELATED = 5
_RARE = 60
"""So many papers at most have a word that relates them."""

Record = dict[str, Any]
Count = Counter[str]
Postings = Mapping[str, Sequence[tuple[int, int]]]

_PAPER = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ paper.title }}</title>
<link rel="stylesheet" href="../../style.css"></head><body>
<nav><a href="../../">Home</a> <a href="../">Papers</a> <a href="../../topics/">Topics</a></nav>
<main><h1>{{ paper.title }}</h1>
<p>{% for author in paper.authors %}{{ author.name or author }}{{ ", " if not loop.last }}{% endfor %}</p>
<p>{{ paper.year }}</p>{{ paper.html | safe }}
<ul>{% for id in paper.topics %}<li><a href="../../topics/{{ id }}/">{{ topics[id].name }}</a></li>{% endfor %}</ul>
<ul>{% for id in paper.used %}<li><a href="../../datasets/{{ id }}/">{{ datasets[id].name }}</a></li>{% endfor %}</ul>
<h2>Related</h2>
<ul>{% for other in related %}<li><a href="../{{ other.id }}/">{{ other.title }}</a></li>{% endfor %}</ul>
</main></body></html>
"""
_LIST = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head><body>
<main><h1>{{ title }}</h1><ul>
{% for paper in papers %}<li><a href="/papers/{{ paper.id }}/">{{ paper.title }}</a>
{% for author in paper.authors %}{{ author.name or author }}{{ ", " if not loop.last }}{% endfor %}
{{ paper.year }}</li>
{% endfor %}</ul></main></body></html>
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--papers", type=int, default=10_000, metavar="N", help="size (default 10000)")
    parser.add_argument("--site", type=Path, help=argparse.SUPPRESS)  # for the processes that this one starts
    options = parser.parse_args()
    if options.site:
        build(options.site)
        return
    with tempfile.TemporaryDirectory() as name:
        shipped, invented = Path(name, "shipped"), Path(name, "invented")
        shutil.copytree(ROOT / "content", shipped / "content")
        subprocess.run([sys.executable, HERE / "corpus.py", str(options.papers), "--site", invented], check=True)
        for site in (shipped, invented):
            subprocess.run([sys.executable, __file__, "--site", site], check=True)


def build(site: Path) -> None:
    """Write the pages of a site into its folder `bare`, and print what each part costs."""
    lap, out = _stopwatch(), _Output(site / "bare")
    import jinja2
    import lunr.stemmer
    import markdown_it
    import yaml  # noqa: F401 - imported here to be counted here

    lap("start and imports")
    papers, topics, datasets = (read(site / "content" / kind) for kind in ("papers", "topics", "datasets"))
    lap("front matter")
    markdown = markdown_it.MarkdownIt("commonmark", {"html": False})
    for paper in papers.values():
        paper["html"] = markdown.render(paper["body"])
        paper["used"] = [use["id"] for use in paper.get("datasets", ())]
    lap("Markdown")
    counts = list(count_terms(papers.values(), lunr.stemmer.PorterStemmer().stem))
    postings = defaultdict(list)
    for number, count in enumerate(counts):
        for term, uses in count.items():
            postings[term].append((number, uses))
    for name, shard in cut(postings).items():
        out.write(f"search/{name}.json", json.dumps(shard, separators=(",", ":")))
    lap("search")
    in_order = list(papers.values())
    related = [[in_order[number] for number in numbers] for numbers in relate(counts, postings)]
    lap("related papers")
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    page = environment.from_string(_PAPER)
    for paper, others in zip(in_order, related, strict=True):
        html = page.render(paper=paper, related=others, topics=topics, datasets=datasets)
        out.write(f"papers/{paper['id']}/index.html", html)
    lap("pages of papers")
    page = environment.from_string(_LIST)
    for path, listed in find_lists(in_order).items():
        for start in range(0, len(listed), _IN_A_LIST):
            html = page.render(title=path, papers=listed[start : start + _IN_A_LIST])
            out.write(f"{path}/page/{start // _IN_A_LIST + 1}/index.html", html)
    lap("lists")
    print(f"{time.process_time():6.2f} s  {len(papers):,} papers, {out.count:,} files\n", flush=True)


def read(folder: Path) -> dict[str, Record]:
    import yaml

    records = {}
    for path in sorted(folder.glob("*.md")):
        _, front_matter, body = path.read_text(encoding="utf-8").split("---\n", 2)
        records[path.stem] = yaml.load(front_matter, yaml.CSafeLoader) | {"id": path.stem, "body": body}
    return records


def count_terms(papers: Iterable[Record], stem: Callable[[str], str]) -> Iterator[Count]:
    stems: dict[str, str] = {}
    for paper in papers:
        words = re.findall(r"[a-z0-9]+", f"{paper['title']} {paper['body']}".lower())
        for word in words:
            if word not in stems:
                stems[word] = stem(word)
        yield Counter(map(stems.__getitem__, words))


def cut(postings: Postings) -> Mapping[str, Postings]:
    """Return the postings in some 250 parts."""
    shards: defaultdict[str, dict[str, Sequence[tuple[int, int]]]] = defaultdict(dict)
    for term, found in postings.items():
        shards[hashlib.sha256(term[:2].encode()).hexdigest()[:2]][term] = found
    return shards


def relate(counts: Sequence[Count], postings: Postings) -> Iterator[list[int]]:
    """Yield for each paper those that share most rare words with it."""
    weights = {term: math.log(len(counts) / len(found)) for term, found in postings.items() if len(found) <= _RARE}
    for number, count in enumerate(counts):
        scores: defaultdict[int, float] = defaultdict(float)
        for term in count.keys() & weights.keys():
            for other, _ in postings[term]:
                scores[other] += weights[term]
        scores.pop(number, None)
        yield heapq.nlargest(_RELATED, scores, key=scores.__getitem__)


def find_lists(papers: Sequence[Record]) -> Mapping[str, Sequence[Record]]:
    lists = defaultdict(list, papers=list(papers))
    for paper in papers:
        for id_ in paper["topics"]:
            lists[f"topics/{id_}"].append(paper)
        for id_ in paper["used"]:
            lists[f"datasets/{id_}"].append(paper)
    return lists


class _Output:
    """Writes files, and takes their hashes, as every site of ours carries them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.count = 0

    def write(self, path: str, text: str) -> None:
        content = text.encode()
        hashlib.sha256(content).hexdigest()
        (self._folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self._folder / path).write_bytes(content)
        self.count += 1


def _stopwatch() -> Callable[[str], None]:
    last = 0.0

    def lap(name: str) -> None:
        nonlocal last
        now = time.process_time()
        print(f"{now - last:6.2f} s  {name}")
        last = now

    return lap


if __name__ == "__main__":
    main()
