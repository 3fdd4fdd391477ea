"""Write the papers of a catalogue for Hugo, which is to make the same pages of them.

    python bench/hugo_site.py catalogue folder

Templates and settings are those of bench/hugo/. A process of its own, so that the bench itself stays
small: the kernel counts a parent's memory as that of the programs it starts.
"""

import json
import shutil
import sys
from pathlib import Path

from papercatalog.catalog import Catalog
from papercatalog.config import load_config
from papercatalog.content import read_content
from papercatalog.model import Dataset, Paper, Topic

TEMPLATES = Path(__file__).with_name("hugo")


def main() -> None:
    site, folder = map(Path, sys.argv[1:])
    write_hugo_site(read_content(load_config(site)).catalog, folder)


def write_hugo_site(catalog: Catalog, folder: Path) -> None:
    shutil.copytree(TEMPLATES, folder)
    papers = folder / "content" / "papers"
    papers.mkdir(parents=True)
    for paper in catalog.papers:
        _write(papers / f"{paper.id}.md", _front_matter(paper, catalog), paper.body)
    for kind, terms in (("topics", catalog.topics), ("datasets", catalog.datasets)):
        for term in terms:
            _write_term(folder / "content" / kind / term.id, term)


def _front_matter(paper: Paper, catalog: Catalog) -> dict[str, object]:
    return {
        "title": paper.title,
        "date": paper.added.isoformat(),
        "authors": [str(name) for name in paper.authors],
        "year": paper.year,
        "venue": catalog.venue[paper.venue.id].name if paper.venue else "",
        "topics": paper.topics,
        "datasets": [use.id for use in paper.datasets],
    }


def _write_term(folder: Path, term: Topic | Dataset) -> None:
    folder.mkdir(parents=True)
    _write(folder / "_index.md", {"title": term.name}, term.body)


def _write(path: Path, front_matter: dict[str, object], body: str) -> None:
    head = json.dumps(front_matter, ensure_ascii=False, indent=2)
    path.write_text(f"{head}\n\n{body}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
