"""Where the dots of the map lie: related papers near each other, none on another, and all where they were."""

import math
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median

import pytest

from papercatalog.catalog import Catalog
from papercatalog.charts.forces import find_strays, separate
from papercatalog.charts.labels import Label, Wanted, place_labels
from papercatalog.charts.paper_map import PaperMap, draw_paper_map
from papercatalog.charts.pictures import Pictures
from papercatalog.charts.topic_looks import find_looks
from papercatalog.charts.topic_map import MOST, draw_topic_map
from papercatalog.check import check_site
from papercatalog.config import load_config
from papercatalog.model import Paper, Topic
from papercatalog.related import find_related

ROOT = Path(__file__).parents[2]
WIDEST_DOT = 15 * 1.33
"""How far a dot reaches from its middle on a phone; a test in a browser measures what is drawn."""

DRAW = """
from dataclasses import replace
from pathlib import Path
from papercatalog.charts.paper_map import draw_paper_map
from papercatalog.check import check_site
from papercatalog.config import load_config
from papercatalog.related import find_related
catalog = check_site(load_config(Path.cwd())).catalog
picture = draw_paper_map(replace(catalog, related=find_related(catalog)))
print([(dot.paper.id, dot.x, dot.y, dot.look) for dot in picture.dots], picture.labels)
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalogue of this repository."""
    catalog = check_site(load_config(ROOT)).catalog
    return replace(catalog, related=find_related(catalog))


@pytest.fixture(scope="module")
def picture(catalog: Catalog) -> PaperMap:
    return draw_paper_map(catalog)


def make_catalog(papers: Sequence[Paper]) -> Catalog:
    catalog = Catalog(papers=tuple(papers))
    return replace(catalog, related=find_related(catalog))


def make_paper(number: int, *topics: str) -> Paper:
    return Paper(id=f"paper-{number}", title=f"Paper {number}", topics=topics, added=date(2026, 1, 1))


def made_up_catalog(papers: int, topics: int = 20) -> Catalog:
    """Topics of very different size, two in three below another one."""
    draw = random.Random(1)
    tree = [Topic(f"topic-{i}", f"Topic {i}", parent=f"topic-{i // 3}" if i % 3 else None) for i in range(topics)]
    chosen = (min(int(draw.expovariate(4 / topics)), topics - 1) for _ in range(papers))
    return Catalog(tuple(make_paper(i, f"topic-{topic}") for i, topic in enumerate(chosen)), tuple(tree))


def without(catalog: Catalog, paper_id: str) -> Catalog:
    left = tuple(
        replace(paper, related=tuple(entry for entry in paper.related if entry.id != paper_id))
        for paper in catalog.papers
        if paper.id != paper_id
    )
    smaller = replace(catalog, papers=left)
    return replace(smaller, related=find_related(smaller))


def places(picture: PaperMap) -> dict[str, tuple[int, int]]:
    return {dot.paper.id: (dot.x, dot.y) for dot in picture.dots}


def papers_far_from_theirs(catalog: Catalog, picture: PaperMap) -> list[str]:
    """Return the papers of whose related papers less than half are among the 15 nearest dots."""
    place = places(picture)
    far = []
    for paper_id, here in place.items():
        nearest = sorted((id_ for id_ in place if id_ != paper_id), key=lambda id_: math.dist(here, place[id_]))[:15]
        near = [entry for entry in catalog.related[paper_id] if entry.id in nearest]
        if len(near) < len(catalog.related[paper_id]) / 2:
            far.append(paper_id)
    return far


def least_distance(picture: PaperMap) -> float:
    dots = [(dot.x, dot.y) for dot in picture.dots]
    return min(math.dist(a, b) for i, a in enumerate(dots) for b in dots[:i])


def test_of_the_related_papers_of_every_paper_at_least_half_are_among_the_15_nearest(
    catalog: Catalog, picture: PaperMap
) -> None:
    assert len(picture.dots) == len(catalog.papers) > 100
    assert all(len(catalog.related[paper.id]) >= 5 for paper in catalog.papers)
    assert papers_far_from_theirs(catalog, picture) == []


def test_no_two_dots_overlap_and_all_are_inside(picture: PaperMap) -> None:
    assert least_distance(picture) >= 2 * WIDEST_DOT
    assert all(WIDEST_DOT < dot.x < picture.width - WIDEST_DOT for dot in picture.dots)
    assert all(WIDEST_DOT < dot.y < picture.height - WIDEST_DOT for dot in picture.dots)


def test_map_is_the_same_in_every_process(picture: PaperMap) -> None:
    drawn = subprocess.run(
        [sys.executable, "-c", DRAW],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "1", "PYTHONPATH": str(ROOT / "generator")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    here = [(dot.paper.id, dot.x, dot.y, dot.look) for dot in picture.dots]
    assert drawn == f"{here} {picture.labels}\n"


@pytest.mark.parametrize("number", [3, 40, 77, 110])
def test_a_new_paper_moves_few_others(catalog: Catalog, picture: PaperMap, number: int) -> None:
    before = without(catalog, catalog.papers[number].id)
    drawn_before = draw_paper_map(before)
    assert papers_far_from_theirs(before, drawn_before) == []
    assert least_distance(drawn_before) >= 2 * WIDEST_DOT

    after = places(picture)
    moves = sorted(math.dist(place, after[id_]) for id_, place in places(drawn_before).items())
    # As a share of the picture's width: most papers stay in their place, nine in ten in their neighbourhood.
    assert median(moves) < 0.06 * picture.width
    assert moves[int(0.9 * len(moves))] < 0.2 * picture.width


def test_every_paper_is_in_the_group_of_its_first_topic(catalog: Catalog, picture: PaperMap) -> None:
    listed = [paper.id for group in picture.groups for paper in group.papers]
    assert sorted(listed) == sorted(paper.id for paper in catalog.papers)
    for group in picture.groups:
        for paper in group.papers:
            topic = catalog.topic[paper.topics[0]]
            while topic.parent:
                topic = catalog.topic[topic.parent]
            assert group.topic == topic


def test_groups_differ_in_shape_not_only_in_colour(catalog: Catalog, picture: PaperMap) -> None:
    shapes = [group.look.shape for group in picture.groups]
    assert len(shapes) > 10
    assert len(set(shapes)) == len(shapes)

    many = Catalog((), tuple(Topic(f"topic-{i}", f"Topic {i}") for i in range(69)))
    assert len(set(find_looks(many).values())) == 70


def box(label: Label) -> tuple[float, float, float, float]:
    """The least that letters of usual width take: left, top, right, bottom."""
    width = max(map(len, label.lines)) * label.size * 0.5
    return (
        label.x - width / 2,
        label.y - label.size / 2,
        label.x + width / 2,
        label.y + (len(label.lines) - 0.5) * label.size,
    )


def test_names_do_not_touch_each_other_nor_the_border(catalog: Catalog, picture: PaperMap) -> None:
    names = {topic.name for topic in catalog.topics}
    for labels in picture.labels.values():
        assert len(labels) >= 4
        assert {" ".join(label.lines) for label in labels} <= names
        boxes = [box(label) for label in labels]
        assert all(min(b) > 0 and b[2] < picture.width and b[3] < picture.height for b in boxes)
        pairs = ((a, b) for i, a in enumerate(boxes) for b in boxes[:i])
        assert not any(a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in pairs)


def is_on(label: Label, x: float, y: float, radius: float) -> bool:
    """Tell whether letters of the usual width reach into a circle."""
    for i, line in enumerate(label.lines):
        aside = abs(x - label.x) - 0.28 * len(line) * label.size
        along = abs(y - label.y - 1.15 * i * label.size) - label.size / 2
        if math.hypot(max(aside, 0), max(along, 0)) < radius:
            return True
    return False


def test_names_are_on_no_dots(catalog: Catalog, picture: PaperMap) -> None:
    for size, reach in (("wide", 12), ("medium", 12 * 1.2)):
        labels = picture.labels[size]
        assert len(labels) >= 11
        assert not [(label, dot) for label in labels for dot in picture.dots if is_on(label, dot.x, dot.y, reach)]
    assert len(picture.labels["wide"]) > 0.6 * len(catalog.topics)


@pytest.mark.parametrize("papers", [300, 1000])
def test_names_are_as_large_on_the_screen_however_many_papers_there_are(papers: int) -> None:
    picture = draw_paper_map(made_up_catalog(papers))
    for shown, least in (("wide", 13), ("medium", 12), ("narrow", 10)):
        labels = picture.labels[shown]
        pixels = {"wide": 1000, "medium": 650, "narrow": 343}[shown]
        assert len(labels) >= 4
        assert min(label.size for label in labels) * pixels / picture.width >= least


def test_a_name_takes_the_nearest_free_place() -> None:
    crowd = [(x, y) for x in range(300, 500, 40) for y in range(200, 440, 40)]  # dots as close as they may be
    (label,) = place_labels([Wanted("Here", 380, 300, 10, 5)], crowd, 13, 16, 1000, 600)
    assert not any(is_on(label, x, y, 13) for x, y in crowd)
    assert (label.x, label.y) == (269, 300)  # just beside the crowd

    (label,) = place_labels([Wanted("Here", 380, 300, 4, 5)], crowd, 13, 16, 1000, 600)
    assert sum(is_on(label, x, y, 13) for x, y in crowd) == 1  # out there it would be too far: as few as can be
    assert not place_labels([Wanted("Here", 380, 300, 4, 0)], crowd, 13, 16, 1000, 600)


def test_a_name_is_broken_where_there_is_room_for_it() -> None:
    want = [Wanted("Facial expressions and emotions", 300, 100, 2, 0)]
    (label,) = place_labels(want, [], 13, 16, 600, 200)
    assert label.lines == ("Facial expressions", "and emotions")
    beside = [(x, y) for y in (70, 125) for x in (220, 380)] + [(240, 125), (360, 125)]
    (label,) = place_labels(want, beside, 13, 16, 600, 200)
    assert label.lines == ("Facial expressions and", "emotions")


def test_wide_letters_are_given_their_room() -> None:
    crowd = [(x, 100) for x in (200, 300)]
    wants = [Wanted(text, 250, 100, 1, 0) for text in ("fillet", "mammal")]
    assert [bool(place_labels([want], crowd, 13, 16, 600, 200)) for want in wants] == [True, False]


@pytest.mark.parametrize("papers", [0, 1, 2, 3, 30])
def test_papers_that_share_nothing_have_places_of_their_own(papers: int) -> None:
    picture = draw_paper_map(make_catalog([make_paper(i) for i in range(papers)]))
    assert len(set(places(picture).values())) == papers
    assert [len(group.papers) for group in picture.groups] == ([papers] if papers else [])
    assert papers < 2 or least_distance(picture) >= 2 * WIDEST_DOT


def test_strays_are_those_that_a_full_search_finds() -> None:
    draw = random.Random(4)
    points = [(draw.gauss(0, 1) ** 3, draw.random()) for _ in range(200)]
    friends = [draw.sample([j for j in range(200) if j != i], draw.randrange(6)) for i in range(200)]
    for count in (1, 15, 100, 300):
        expected = []
        for i, here in enumerate(points):
            by_distance = sorted((j for j in range(200) if j != i), key=lambda j: math.dist(here, points[j]))
            wanted = sorted(friends[i], key=by_distance.index)[: (len(friends[i]) + 1) // 2]
            if lacking := [j for j in wanted if j not in by_distance[:count]]:
                expected.append((i, lacking))
        found = find_strays(points, friends, count)
        assert found == expected


def test_circles_in_one_place_are_taken_apart() -> None:
    radii = [5, 40, 12, 80, 12] * 8
    circles = list(zip(separate([(7.0, 7.0)] * len(radii), radii), radii, strict=True))
    pairs = ((a, b) for i, a in enumerate(circles) for b in circles[:i])
    assert all(math.dist(a, b) >= r + s for (a, r), (b, s) in pairs)


def test_more_than_2000_papers_are_drawn_as_topics() -> None:
    assert Pictures(made_up_catalog(2001)).paper_map is None
    started = time.process_time()
    catalog = made_up_catalog(20_000, 1000)
    topic_map = draw_topic_map(catalog)

    bubbles = topic_map.bubbles
    assert len(bubbles) == MOST
    assert min(bubble.papers for bubble in bubbles) >= sorted(map(len, catalog.papers_by_topic.values()))[-MOST]
    pairs = [(a, b) for i, a in enumerate(bubbles) for b in bubbles[:i]]
    assert all(math.dist((a.x, a.y), (b.x, b.y)) >= a.radius + b.radius for a, b in pairs)
    assert all((a.papers - b.papers) * (a.radius - b.radius) >= 0 for a, b in pairs)
    assert all(b.radius <= b.x <= topic_map.width - b.radius for b in bubbles)
    assert all(b.radius <= b.y <= topic_map.height - b.radius for b in bubbles)
    assert time.process_time() - started < 10
