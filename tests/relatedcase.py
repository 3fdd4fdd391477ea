"""Small catalogues whose papers may be related."""

import random
from collections.abc import Sequence
from datetime import date

from papercatalog.catalog import Catalog, publication_order
from papercatalog.model import Dataset, DatasetUse, Method, Paper, Topic

TOPICS = ("face-swapping", "graph-learning", "medical-imaging", "label-noise")
PARENTS = {"face-swapping": "generation"}
DATASETS = {"lfw": "LFW", "raf-db": "RAF-DB", "affectnet": "AffectNet", "coco": "COCO"}
METHODS = {"graph-convolution": "Graph convolution", "stylegan": "StyleGAN", "clustering": "Clustering"}
WORDS = "occlusion landmark retrieval pose texture lighting hashing mesh prompt audio gaze depth motion".split()


def make_paper(id_: str, title: str = "", **fields: object) -> Paper:
    values = {"id": id_, "title": title or id_, "year": 2020, "added": date(2026, 1, 1), **fields}
    return Paper(**values)  # type: ignore[arg-type]


def make_catalog(papers: Sequence[Paper]) -> Catalog:
    ids = dict.fromkeys([*TOPICS, *PARENTS.values()])
    return Catalog(
        papers=tuple(sorted(papers, key=publication_order)),
        topics=tuple(Topic(id_, id_.replace("-", " ").capitalize(), parent=PARENTS.get(id_)) for id_ in ids),
        datasets=tuple(Dataset(id_, name) for id_, name in DATASETS.items()),
        methods=tuple(Method(id_, name) for id_, name in METHODS.items()),
    )


def made_up_catalog(papers: int = 60, seed: int = 1) -> Catalog:
    """Papers of words, topics, datasets and methods drawn at random; every seventh has a title only."""
    draw = random.Random(seed)
    made = []
    for number in range(papers):
        title = " ".join(draw.sample(WORDS, 3)).capitalize()
        if number % 7 == 0:
            made.append(make_paper(f"paper-{number}", title, year=2000 + number % 20))
            continue
        roles = {id_: draw.choice(["introduced", "evaluated", "trained", "mentioned"]) for id_ in DATASETS}
        uses = tuple(DatasetUse(id_, roles[id_]) for id_ in draw.sample(list(DATASETS), draw.randrange(3)))  # type: ignore[arg-type]
        made.append(
            make_paper(
                f"paper-{number}",
                title,
                year=2000 + number % 20,
                topics=tuple(draw.sample(TOPICS, draw.randrange(3))),
                methods=tuple(draw.sample(list(METHODS), draw.randrange(3))),
                datasets=uses,
                body="We study " + ", ".join(draw.choices(WORDS, k=12)) + ".",
            )
        )
    return make_catalog(made)
