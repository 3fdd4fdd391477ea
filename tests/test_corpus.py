"""The corpora of the benchmarks: the same everywhere, and catalogues that the checks let pass."""

import json
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from papercatalog.config import load_config
from papercatalog.content import read_content

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "bench" / "corpus.py"

REAL = {
    "id": "müller-2020-of",
    "title": "Of  *stars* and $dollars$\u0091",
    "authors": ["Ana Müller", "王伟"],
    "year": 2020,
    "venue": "Proceedings of the First Meeting",
    "doi": "not a DOI",
    "abstract": "# We use LFW_2 and <b>nothing</b> else.",
    "topics": ["Stars", "Stars > Dwarfs"],
    "datasets": ["LFW_2", "Unnamed"],
}


def make(*arguments: object) -> None:
    subprocess.run([sys.executable, str(CORPUS), *map(str, arguments)], check=True)


def test_invented_papers_are_the_same_on_every_machine(tmp_path: Path) -> None:
    make(200, "--jsonl", tmp_path / "corpus.jsonl")
    content = (tmp_path / "corpus.jsonl").read_bytes()
    assert sha256(content).hexdigest() == "17b05be87122a7fd8cd373f48715cc5ada7b31e478f1622af08cd4a9b406d3de"


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one(tmp_path: Path) -> None:
    make(30, "--jsonl", tmp_path / "small.jsonl")
    make(60, "--jsonl", tmp_path / "large.jsonl")
    assert (tmp_path / "large.jsonl").read_bytes().startswith((tmp_path / "small.jsonl").read_bytes())


def test_an_invented_catalogue_has_no_problems(tmp_path: Path) -> None:
    make(120, "--site", tmp_path / "site")
    content = read_content(load_config(tmp_path / "site"))
    catalog = content.catalog
    assert len(catalog.papers) == 120
    assert content.diagnostics == ()
    assert any(topic.parent for topic in catalog.topics)
    assert any(topic.asked_as for topic in catalog.topics)
    assert sum(bool(paper.datasets) for paper in catalog.papers) > 50
    assert sum(bool(paper.venue) for paper in catalog.papers) > 60


def test_real_records_become_a_catalogue_without_what_it_would_refuse(tmp_path: Path) -> None:
    lines = [REAL, REAL | {"title": "Something quite different", "abstract": "None."}]
    (tmp_path / "real.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    make(10, "--corpus", tmp_path / "real.jsonl", "--site", tmp_path / "site")
    catalog = read_content(load_config(tmp_path / "site")).catalog  # it raises what would be an error
    paper = catalog.paper["muller-2020-of"]
    assert paper.title == "Of *stars* and $dollars$"
    assert [use.id for use in paper.datasets] == ["lfw-2"]
    assert catalog.topic["dwarfs"].parent == "stars"
    assert [paper.id for paper in catalog.papers if "different" in paper.title] == ["muller-2020-of-2"]
