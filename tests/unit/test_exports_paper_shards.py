"""The files that the compare page and the reading list load: where a paper is, and what is said of it."""

import json
from dataclasses import replace
from datetime import date

import pytest

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.citation import cite_paper
from papercatalog.exports.paper_shards import export_paper_shards
from papercatalog.exports.ris import format_ris
from papercatalog.model import (
    Dataset,
    DatasetUse,
    Link,
    Method,
    Metric,
    Name,
    Paper,
    Result,
    Topic,
    Venue,
    VenueRef,
)
from papercatalog.pages.shards import count_shards, shard_number, shard_path

SITE = SiteConfig("Faces")
ACCURACY = Result(metric="accuracy", value="99.63", quote="99.63%", dataset="lfw", unit="%", setting="unrestricted")
PAPER = Paper(
    id="doe-2020-faces",
    title="Faces",
    authors=(Name("Doe", "Jane"), Name(literal="Google Research")),
    year=2019,
    venue=VenueRef("cvpr", year=2020),
    links=(Link("code", "https://example.org/code", "https://example.org/page"),),
    topics=("recognition",),
    methods=("metric-learning",),
    datasets=(DatasetUse("lfw", "evaluated"),),
    results=(ACCURACY,),
    added=date(2026, 1, 2),
    status="retracted",
    aliases=("faces",),
)


def make_catalog(*papers: Paper) -> Catalog:
    return Catalog(
        papers=papers,
        topics=(Topic("recognition", "Recognition"),),
        datasets=(Dataset("lfw", "LFW"),),
        venues=(Venue("cvpr", "Computer Vision", "CVPR", "conference"),),
        methods=(Method("metric-learning", "Metric learning"),),
        metrics=(
            Metric("accuracy", "Accuracy", "higher"),
            Metric("score", "Score", "higher", comparable=False),
            Metric("error-rate", "Error rate", "lower"),
        ),
    )


def read_shards(catalog: Catalog) -> dict[str, dict[str, object]]:
    return {file.path: json.loads(file.content) for file in export_paper_shards(SITE, catalog, ())}


def read_result(result: Result) -> dict[str, object]:
    (shard,) = read_shards(make_catalog(replace(PAPER, results=(result,)))).values()
    return shard[PAPER.id]["results"][0]  # type: ignore[index,no-any-return]


def test_a_paper_is_told_in_names_and_its_former_id_leads_to_it() -> None:
    catalog = make_catalog(PAPER)

    assert read_shards(catalog) == {
        "data/shards/0-of-1.json": {
            "faces": "doe-2020-faces",
            "doe-2020-faces": {
                "title": "Faces",
                "authors": ["Jane Doe", "Google Research"],
                "year": 2019,
                "venue": "CVPR 2020",
                "url": "/papers/doe-2020-faces/",
                "status": "retracted",
                "topics": ["Recognition"],
                "methods": ["Metric learning"],
                "datasets": [{"name": "LFW", "url": "/datasets/lfw/", "role": "evaluated"}],
                "results": [
                    {
                        "metric": "Accuracy",
                        "value": "99.63%",
                        "unit": "%",
                        "dataset": "LFW",
                        "gain": None,
                        "setting": "unrestricted",
                        "method": None,
                        "comparable": True,
                    }
                ],
                "links": [{"kind": "code", "url": "https://example.org/code"}],
                "ris": format_ris(cite_paper(PAPER, catalog)),
            },
        }
    }


def test_every_paper_and_former_id_is_in_the_file_that_its_id_names() -> None:
    papers = [replace(PAPER, id=f"paper-{i}", aliases=(f"former-{i}",)) for i in range(130)]
    shards = read_shards(make_catalog(*papers))

    assert len(shards) == 8
    for i in range(130):
        for paper_id in (f"paper-{i}", f"former-{i}"):
            assert paper_id in shards[shard_path(shard_number(paper_id, 8), 8).removeprefix("/")]


def test_an_empty_catalogue_has_an_empty_file() -> None:
    assert read_shards(Catalog(())) == {"data/shards/0-of-1.json": {}}


@pytest.mark.parametrize(
    "result",
    [
        replace(ACCURACY, kind="gain"),
        replace(ACCURACY, kind="efficiency"),
        replace(ACCURACY, method="the previous best"),
        replace(ACCURACY, metric="score"),
        replace(ACCURACY, dataset=None),
    ],
)
def test_numbers_that_measure_something_of_their_own_are_not_comparable(result: Result) -> None:
    assert read_result(result)["comparable"] is False


def test_gain_is_called_lower_where_less_is_better() -> None:
    assert read_result(replace(ACCURACY, kind="gain"))["gain"] == "gain"
    assert read_result(replace(ACCURACY, metric="error-rate", kind="gain"))["gain"] == "lower"


@pytest.mark.parametrize(
    ("unit", "spread", "shown"),
    [
        (None, None, "99.63"),
        ("%", None, "99.63%"),
        ("×", None, "99.63×"),
        ("frames/s", None, "99.63\xa0frames/s"),
        ("%", "0.2", "99.63 ±\xa00.2%"),
        (None, "0.2", "99.63 ±\xa00.2"),
    ],
)
def test_values_are_written_as_on_the_pages(unit: str | None, spread: str | None, shown: str) -> None:
    assert replace(ACCURACY, unit=unit, spread=spread).text == shown
    assert read_result(replace(ACCURACY, unit=unit, spread=spread))["value"] == shown


@pytest.mark.parametrize(
    ("papers", "count"), [(0, 1), (1, 1), (25, 1), (26, 2), (50, 2), (51, 4), (119, 8), (100_000, 4096)]
)
def test_number_of_files_grows_with_the_catalogue(papers: int, count: int) -> None:
    assert count_shards(papers) == count


def test_the_file_of_an_id_follows_from_its_fnv_1a_hash() -> None:
    # Published test vectors: http://www.isthe.com/chongo/src/fnv/test_fnv.c
    assert [shard_number(text, 2**32) for text in ("", "a", "foobar")] == [0x811C9DC5, 0xE40C292C, 0xBF9CF968]
