"""The Lunr index and the compact files must say the same, in the same bytes every time."""

import json
import math
import os
import re
import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lunr.builder import Builder

from papercatalog import search
from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig, advise, load_config
from papercatalog.content import read_content
from papercatalog.model import Dataset, DatasetUse, Method, Name, Paper, Topic, Venue, VenueRef
from papercatalog.search.build import build_search
from papercatalog.search.documents import FIELDS, K1, B, Documents, numbered
from papercatalog.search.index import to_thousandths
from papercatalog.search.terms import Terms
from papercatalog.search.tokens import tokens, utf16_order

ROOT = Path(__file__).parents[2]
CONFIG = SiteConfig(title="Faces")
ASTRAL = "𐌰𐌱"  # above U+FFFF: two surrogates, which sort below U+FA0E in JavaScript and above it in Python
COMPATIBILITY = "﨎"


def make_catalog() -> Catalog:
    papers = [
        Paper(
            id="schroff-2015-facenet",
            title="FaceNet: A Unified Embedding for Face Recognition and Clustering",
            added=date(2026, 1, 1),
            authors=(Name(family="Schroff", given="Florian"), Name(family="Müller", given="Jean-Luc")),
            year=2014,
            venue=VenueRef(id="cvpr", year=2015),
            topics=("face-recognition",),
            datasets=(DatasetUse(id="lfw", role="evaluated"),),
            methods=("metric-learning",),
            summary="Learns an embedding of faces.",
            body="Despite the *recent* advances in face recognition [4], faces \\<are\\> hard. Face to face.",
        ),
        Paper(id="what-and-where", title="What and Where", added=date(2026, 1, 2), body="On IJB-B and W\\_+."),
        Paper(id="order", title=f"{COMPATIBILITY} {ASTRAL} and ﬂy", added=date(2026, 1, 3), status="retracted"),
    ]
    papers += [
        Paper(
            id=f"paper-{i}", title=f"Paper number {i}", added=date(2026, 1, 4), body=f"{'face ' * i} and noise {i % 3}"
        )
        for i in range(1, 28)
    ]
    return Catalog(
        tuple(papers),
        topics=(Topic(id="face-recognition", name="Face recognition", aliases=("Identification",)),),
        datasets=(Dataset(id="lfw", name="LFW", aliases=("Labeled Faces in the Wild",)),),
        methods=(Method(id="metric-learning", name="Metric learning"),),
        venues=(Venue(id="cvpr", name="Conference on Computer Vision", short="CVPR", kind="conference"),),
    )


def build(catalog: Catalog, config: SiteConfig = CONFIG) -> dict[str, Any]:
    return {file.path: json.loads(file.content) for file in build_search(config, catalog)}


@pytest.fixture(scope="module")
def files() -> dict[str, Any]:
    return build(make_catalog())


@pytest.fixture(scope="module")
def manifest(files: dict[str, Any]) -> Any:
    return files["data/search/manifest.json"]


@pytest.fixture(scope="module")
def lunr_index(files: dict[str, Any]) -> Any:
    return files["data/lunr-index.json"]


def postings_of(files: dict[str, Any]) -> list[Any]:
    terms = files["data/search/manifest.json"]["terms"]
    names = textwrap.wrap(terms["hashes"], terms["hashLength"])
    return [posting for name in names for posting in files[f"data/search/terms-{name}.json"]]


def decode(text: str) -> list[int]:
    """Read numbers that are written as shards.py describes it."""
    numbers = []
    times = 0
    for character in text:
        if character > "\\":
            times = times * 34 + ord(character) - ord("]") + 1
        else:
            numbers.append(times * 57 + ord(character) - ord("#"))
            times = 0
    return numbers


def records_of(files: dict[str, Any]) -> list[list[Any]]:
    papers = files["data/search/manifest.json"]["papers"]
    names = (f"{folder}/{n}" for folder in papers["folders"] for n in range(papers["filesPerFolder"]))
    return [files[f"data/search/papers/{name}.json"] for name in names if f"data/search/papers/{name}.json" in files]


def index_by_lunr(catalog: Catalog) -> bytes:
    """Return the index as the lunr package makes it, with its terms in the order that lunr.js requires."""
    builder = Builder()
    builder.ref("id")
    builder.k1(K1)
    builder.b(B)
    for field, boost in FIELDS.items():
        builder.field(field, boost=boost)
    terms = Terms()
    documents = Documents(catalog, terms)
    tokens = {paper.id: documents.tokens(paper) for paper in numbered(catalog)}
    names = list(terms)
    for id_, fields in tokens.items():
        builder.add({"id": id_} | {field: [names[n] for n in found] for field, found in fields.items()})
    index = builder.build().serialize()
    index["invertedIndex"].sort(key=lambda entry: utf16_order(entry[0]))
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()


@pytest.mark.parametrize("source", ["sample", "catalogue"])
def test_lunr_index_has_the_bytes_of_the_lunr_package(source: str) -> None:
    catalog = make_catalog() if source == "sample" else read_content(load_config(ROOT)).catalog
    made = next(file for file in build_search(CONFIG, catalog) if file.path == "data/lunr-index.json")
    assert made.content == index_by_lunr(catalog)


def test_lunr_index_has_the_standard_shape(lunr_index: Any) -> None:
    assert lunr_index["version"] == "2.3.9"
    assert lunr_index["pipeline"] == []
    assert lunr_index["fields"] == list(FIELDS)
    assert lunr_index["fieldVectors"][0][0] == "title/schroff-2015-facenet"


def test_terms_stand_in_the_order_of_javascript_strings(files: dict[str, Any], lunr_index: Any) -> None:
    terms = [term for term, _ in lunr_index["invertedIndex"]]
    assert terms.index(ASTRAL) < terms.index(COMPATIBILITY)
    assert terms == sorted(terms, key=utf16_order)
    assert terms == [posting[0] for posting in postings_of(files)]


def test_readers_find_names_not_ids(lunr_index: Any) -> None:
    index = dict(lunr_index["invertedIndex"])

    def fields_of(text: str) -> set[str]:
        return {field for term in tokens(text) for field, uses in index[term].items() if field != "_index" and uses}

    assert "datasets" in fields_of("labeled wild")
    assert fields_of("identification") == {"topics"}
    assert fields_of("metric") == {"methods"}
    assert fields_of("CVPR 2015 2014 conference") == {"venue"}
    assert fields_of("jean-luc muller") == {"authors"}
    assert "<are>" not in index


def test_prose_is_indexed_without_stop_words_and_titles_with_them(lunr_index: Any) -> None:
    index = dict(lunr_index["invertedIndex"])
    assert set(index["what"]["title"]) == {"what-and-where"}
    assert index["and"]["abstract"] == {}


def test_markup_of_the_abstract_is_neither_searched_nor_shown(files: dict[str, Any]) -> None:
    shown = records_of(files)[0][0]
    assert shown["abstract"].startswith("Despite the recent advances in face recognition [4], faces <are> hard.")


def test_results_show_everything_a_reader_needs(files: dict[str, Any]) -> None:
    [first, _], [third, _], *_ = records_of(files)
    del first["abstract"]
    assert first == {
        "id": "schroff-2015-facenet",
        "url": "/papers/schroff-2015-facenet/",
        "title": "FaceNet: A Unified Embedding for Face Recognition and Clustering",
        "authors": ["Florian Schroff", "Jean-Luc Müller"],
        "year": 2014,
        "venue": "CVPR 2015",
        "status": None,
        "summary": "Learns an embedding of faces.",
        "topics": [["face-recognition", "Face recognition"]],
        "datasets": ["LFW"],
        "methods": ["Metric learning"],
    }
    assert (third["status"], third["year"], third["venue"]) == ("retracted", None, None)


def test_papers_are_numbered_by_the_day_they_were_added(files: dict[str, Any]) -> None:
    records = [record for few in records_of(files) for record in few]
    papers = sorted(make_catalog().papers, key=lambda paper: (paper.added, paper.id))
    assert [record["id"] for record in records] == [paper.id for paper in papers]
    assert {len(few) for few in records_of(files)[:-1]} == {2}


def test_of_papers_added_on_one_day_the_oldest_publication_has_the_lowest_number() -> None:
    years = {"alone": 2025, "before": 2019, "zoo": 2019, "middle": None}
    papers = [Paper(id=id_, title=id_, added=date(2026, 1, 2), year=year) for id_, year in years.items()]
    early = replace(papers[0], id="early", added=date(2026, 1, 1))
    numbers = [paper.id for paper in numbered(Catalog((*papers, early)))]
    assert numbers == ["early", "middle", "before", "zoo", "alone"]


def test_postings_give_exactly_the_weights_of_the_lunr_index(
    files: dict[str, Any], manifest: Any, lunr_index: Any
) -> None:
    number = {term: entry["_index"] for term, entry in lunr_index["invertedIndex"]}
    ids = [record["id"] for few in records_of(files) for record in few]
    found: dict[str, dict[int, float]] = {ref: {} for ref, _ in lunr_index["fieldVectors"]}
    for term, *rest in postings_of(files):
        groups = [(rest[i], *map(decode, rest[i + 1 : i + 4])) for i in range(0, len(rest), 4)]
        uses = sum(len(distances) for _, distances, _, _ in groups)
        rarity = math.log(1 + abs((manifest["count"] - uses + 0.5) / (uses + 0.5)))
        for number_of_field, distances, lengths, counts in groups:
            field = manifest["fields"][number_of_field]
            for i, paper in enumerate(accumulate(distances)):
                count = counts[i] if counts else 1
                k1, b, length = manifest["k1"], manifest["b"], lengths[i] / field["averageLength"]
                score = rarity * ((k1 + 1) * count) / (k1 * (1 - b + b * length) + count)
                found[f"{field['name']}/{ids[paper]}"][number[term]] = round(score * field["boost"], 3)
    expected = {ref: dict(zip(vector[::2], vector[1::2], strict=True)) for ref, vector in lunr_index["fieldVectors"]}
    assert found == expected


def test_weights_are_rounded_as_lunr_does_near_halves() -> None:
    halves = [thousandths / 1000 + 0.0005 for thousandths in range(50_000)]
    weights = [near for half in halves for near in (math.nextafter(half, 0), half, math.nextafter(half, 100))]
    assert [number / 1000 for number in to_thousandths(np.array(weights)).tolist()] == [round(w, 3) for w in weights]


def test_names_of_cached_files_change_with_their_content() -> None:
    catalog = make_catalog()
    renamed = replace(catalog, papers=(*catalog.papers[:-1], replace(catalog.papers[-1], title="Another")))
    before, after = build(catalog), build(renamed)
    same = {path for path in before if before[path] == after.get(path)}
    changed = {re.sub(r"[0-9a-f]{10}", "*", path) for path in before.keys() - same}
    assert changed == {
        "data/lunr-index.json",
        "data/search/manifest.json",
        "data/search/terms-*.json",
        "data/search/vocabulary-*.json",
        *(f"data/search/papers/*/{n}.json" for n in range(15)),
    }
    assert {path for path in before.keys() & after.keys() if before[path] != after[path]} == {
        "data/lunr-index.json",
        "data/search/manifest.json",
    }


def test_files_are_the_same_bytes_whatever_the_hash_seed() -> None:
    program = (
        "import hashlib; from test_search_index import *\n"
        "for f in build_search(CONFIG, make_catalog()): print(f.path, hashlib.sha256(f.content).hexdigest())"
    )
    path = os.pathsep.join([str(Path(__file__).parent), str(Path(search.__file__).parents[2])])
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert len(outputs) == 1
    assert "data/lunr-index.json" in outputs.pop()


def test_an_empty_catalogue_has_an_empty_index() -> None:
    files = build(Catalog(()))
    assert files["data/search/manifest.json"]["terms"]["firsts"] == []
    assert files["data/lunr-index.json"]["invertedIndex"] == []
    assert files["data/lunr-index.json"]["fieldVectors"] == []


def test_a_single_paper_without_any_text_but_its_title_is_indexed() -> None:
    files = build(Catalog((Paper(id="x", title="…", added=date(2026, 1, 1)),)))
    assert files["data/search/manifest.json"]["count"] == 1
    assert files["data/search/manifest.json"]["terms"]["firsts"] == []
    assert [record["id"] for record in records_of(files)[0]] == ["x"]


@pytest.mark.parametrize("choice", ["auto", "always", "never"])
def test_the_standard_index_is_written_as_configured(choice: Any) -> None:
    files = build(make_catalog(), replace(CONFIG, lunr_index=choice))

    assert ("data/lunr-index.json" in files) is (choice != "never")


@pytest.mark.parametrize(
    ("choice", "papers", "written"),
    [("auto", 10_000, True), ("auto", 10_001, False), ("always", 10_001, True), ("never", 1, False)],
)
def test_auto_leaves_the_standard_index_out_of_large_catalogues(choice: Any, papers: int, written: bool) -> None:
    config = replace(CONFIG, lunr_index=choice)

    assert config.has_lunr_index(papers) is written
    told = [advice.code for advice in advise(config, papers)]
    assert ("no-lunr-index" in told) is (choice == "auto" and not written)
