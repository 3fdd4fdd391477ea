"""Write the papers of a catalogue as Pelican articles: topics and datasets are tags, the venue is the category.

python bench/pelican_site.py catalogue folder
"""

import sys
from pathlib import Path

from papercatalog.catalog import Catalog
from papercatalog.config import load_config
from papercatalog.content import read_content
from papercatalog.markdown import plain_text

SETTINGS = """\
AUTHOR = 'x'
SITENAME = 'Bench'
SITEURL = 'https://papers.example.org'
PATH = 'content'
THEME = 'simple'
TIMEZONE = 'UTC'
DEFAULT_PAGINATION = 200
FEED_ALL_ATOM = 'feed.xml'
TAG_FEED_ATOM = 'tag/{slug}.atom.xml'
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
ARTICLE_URL = 'papers/{slug}/'
ARTICLE_SAVE_AS = 'papers/{slug}/index.html'
"""


def main() -> None:
    site, folder = map(Path, sys.argv[1:])
    write_pelican_site(read_content(load_config(site)).catalog, folder)


def write_pelican_site(catalog: Catalog, folder: Path) -> None:
    (folder / "content").mkdir(parents=True)
    (folder / "pelicanconf.py").write_text(SETTINGS, encoding="utf-8")
    for paper in catalog.papers:
        tags = [catalog.topic[id_].name for id_ in paper.topics] + [
            catalog.dataset[use.id].name for use in paper.datasets
        ]
        meta = {
            "Title": paper.title,
            "Date": f"{paper.year or 2000}-01-01",
            "Slug": paper.id,
            "Authors": "; ".join(map(str, paper.authors)),
            "Tags": ", ".join(tags),
            "Category": catalog.venue[paper.venue.id].short if paper.venue else "none",
        }
        head = "".join(f"{key}: {value}\n" for key, value in meta.items() if value)
        (folder / "content" / f"{paper.id}.md").write_text(f"{head}\n{plain_text(paper.body)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
