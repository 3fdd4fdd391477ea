"""What the bench of builds compares: our peer set, and the same papers for Hugo."""

import json
import subprocess
import sys
from pathlib import Path

from conftest import MakeSite

BENCH = Path(__file__).parents[1] / "bench"
PAPER = "content/papers/doe-2020-example.md"


def run(script: str, *arguments: object) -> None:
    subprocess.run([sys.executable, str(BENCH / script), *map(str, arguments)], check=True)


def test_the_peer_set_is_pages_of_papers_topics_and_datasets_and_search(make_site: MakeSite) -> None:
    # The page of the method is not made, nor is the link to it a fault.
    site = make_site().write("content/methods.yaml", "- id: guess\n  name: Guess\n")
    site.edit(PAPER, "topics:", "methods: [guess]\ntopics:").edit(PAPER, "We give", "[We](/methods/) give")
    run("peer_build.py", "--site", site.root, "--output", site.public, "--base-url", "https://example.org/")
    files = {path.relative_to(site.public).as_posix() for path in site.public.rglob("*") if path.is_file()}
    assert {path for path in files if not path.startswith(("assets/", "data/search/"))} == {
        ".papercatalog",
        "index.html",
        "papers/index.html",
        "papers/doe-2020-example/index.html",
        "topics/index.html",
        "topics/examples/index.html",
        "datasets/index.html",
        "datasets/toy-set/index.html",
        "search/index.html",
        "feed.xml",
        "sitemap.xml",
    }
    assert "data/search/manifest.json" in files


def test_hugo_gets_the_same_papers_topics_and_datasets(make_site: MakeSite, tmp_path: Path) -> None:
    run("hugo_site.py", make_site().root, tmp_path / "hugo")
    content = tmp_path / "hugo" / "content"
    head, _, body = (content / "papers/doe-2020-example.md").read_text().rpartition("\n\n")
    assert body == "We give an example, and measure it on ToySet.\n"
    assert json.loads(head) == {
        "title": "An Example of a Paper",
        "date": "2026-01-02",
        "authors": ["Jane Doe", "Richard Roe"],
        "year": 2020,
        "venue": "",
        "topics": ["examples"],
        "datasets": ["toy-set"],
    }
    assert '"title": "Examples"' in (content / "topics/examples/_index.md").read_text()
    assert '"title": "ToySet"' in (content / "datasets/toy-set/_index.md").read_text()
    assert (tmp_path / "hugo" / "hugo.toml").is_file()
