"""The map: every paper a dot, near those that it is related to.

Each paper has a home, given by its topics: they stand in the order of the topic tree on an
ellipse. From there related papers pull each other together; papers that still lie far from
theirs are pulled harder until at least half of them are near. So the place of a paper depends
on its topics and neighbours only, and a new paper moves few others.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from statistics import median

from papercatalog.catalog import Catalog
from papercatalog.charts.forces import Point, find_strays, separate, settle
from papercatalog.charts.labels import Label, Wanted, place_labels
from papercatalog.charts.topic_looks import Look, find_looks, in_tree_order, root_of
from papercatalog.model import Paper, Topic

MAX_PAPERS = 2000
NEAR = 15
"""At least half of a paper's related papers are to be among so many nearest ones."""
UNIT = 34
"""Lengths of the forces -> those of the picture."""
SPACE = 20
"""Half the least distance of two dots, which are drawn larger on small screens."""
MARGIN = 40
LEAST = (800, 400)
"""Width and height of a picture of few papers, or their dots would fill the screen."""
NAMED_FROM = 2
"""A topic with so many dots has its name on the map, if there is room."""
MAY_COVER = 16
"""Where a crowd leaves no room, a name covers at most one of so many dots that it names."""
MANY = 8
"""A name of so many dots may stand farther from their middle than others, which would there seem to name other dots."""
REACH, REACH_OF_MANY = 4.5, 8.0
"""In font sizes."""
SIZES = {"wide": (16, 13), "medium": (22, 15.6), "narrow": (36, 17.3)}
"""Those of letters and the reach of dots (`shapes.html`, `charts.css`), so that both can be read where the picture is
shown about 1,000, 650 and 350 pixels wide."""
USUAL_WIDTH = 1150
"""Up to which letters have these sizes. In a wider picture they grow with it, or nobody could read them."""

_STEPS = 24
_REPAIRS = 40
_REPAIRS_IN_VAIN = 14
"""After so many that make nothing better, no more are tried."""
_REPAIRED_PAPERS = 6000
"""In all repairs together, which bounds the cost of a large map."""
_REPAIR_STEPS = 4
_REPAIR_PULL = 1.7
_HOME_RADIUS = 10 / math.sqrt(119)
"""Homes spread as dots do: with the square root of their number."""
_FLATNESS = (1.5, 0.65)
LEAST_ROOM = 1 / 8
"""How far the homes of a topic's papers lie apart, as a share of the radius; more for a topic with many papers."""


@dataclass(frozen=True, slots=True)
class Group:
    """The papers whose first topic is `topic` or below it; None for papers without topics."""

    topic: Topic | None
    look: Look
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    paper: Paper
    x: int
    y: int
    look: Look


@dataclass(frozen=True, slots=True)
class PaperMap:
    width: int
    height: int
    dots: tuple[Dot, ...]
    groups: tuple[Group, ...]
    """In the order of the topics; each paper is in one."""
    labels: Mapping[str, tuple[Label, ...]]
    """By the keys of SIZES."""


def draw_paper_map(catalog: Catalog) -> PaperMap:
    """Place all papers of `catalog`, which knows its related papers."""
    groups = group_papers(catalog)
    arranged = _arrange(catalog)
    (width, xs), (height, ys) = (_centre([place[i] for place in arranged], LEAST[i]) for i in (0, 1))
    places = list(zip(xs, ys, strict=True))
    looks = {paper.id: group.look for group in groups for paper in group.papers}
    dots = tuple(Dot(paper, x, y, looks[paper.id]) for paper, (x, y) in zip(catalog.papers, places, strict=True))
    labels = {}
    for name, (size, reach) in SIZES.items():
        wanted = _topic_names(catalog, dots, roots_only=name == "narrow")
        letters = round(size * max(1, width / USUAL_WIDTH))
        labels[name] = place_labels(wanted, places, reach, letters, width, height)
    return PaperMap(width, height, dots, groups, labels)


def group_papers(catalog: Catalog) -> tuple[Group, ...]:
    """Return the papers by the root of their first topic, with the look that the root has in every picture."""
    looks = find_looks(catalog)
    members: dict[str, list[Paper]] = {}
    for paper in catalog.papers:
        members.setdefault(root_of(catalog, paper.topics[0]) if paper.topics else "", []).append(paper)
    topics: list[Topic | None] = [*catalog.subtopics[""], None]
    ids = ((topic, topic.id if topic else "") for topic in topics)
    return tuple(Group(topic, looks[id_], tuple(members[id_])) for topic, id_ in ids if id_ in members)


def _arrange(catalog: Catalog) -> list[tuple[int, int]]:
    """Return the place of each paper: the first found at which none is too far from its related ones, else the best."""
    numbers = {paper.id: i for i, paper in enumerate(catalog.papers)}
    related = [[numbers[near.id] for near in catalog.related.get(paper.id, ())] for paper in catalog.papers]
    springs = Counter((min(i, j), max(i, j)) for i, others in enumerate(related) for j in others)
    pulls = {pair: float(papers) for pair, papers in springs.items()}
    homes = _homes(catalog)
    points = settle([(0.7 * x, 0.7 * y) for x, y in homes], homes, pulls, _STEPS, 1.0)
    best: list[tuple[int, int]] = []
    fewest = len(points) + 1
    in_vain = 0
    for _ in range(min(_REPAIRS, 1 + _REPAIRED_PAPERS // (len(points) + 1))):
        places = separate([(x * UNIT, y * UNIT) for x, y in points], [SPACE] * len(points))
        strays = find_strays(places, related, NEAR)
        if len(strays) < fewest:
            best, fewest, in_vain = places, len(strays), 0
        else:
            in_vain += 1
        # Where most are far from theirs there is no hope: the papers share nothing, say.
        if not strays or in_vain == _REPAIRS_IN_VAIN or 2 * len(strays) > len(points):
            break
        for i, lacking in strays:
            for j in lacking:
                pulls[min(i, j), max(i, j)] *= _REPAIR_PULL
        points = settle(points, homes, pulls, _REPAIR_STEPS, 0.4)
    return best


def _homes(catalog: Catalog) -> list[Point]:
    order = list(in_tree_order(catalog))
    seats = {topic_id: 2 * math.pi * i / len(order) for i, topic_id in enumerate(order)}
    radius = _HOME_RADIUS * math.sqrt(len(catalog.papers))
    crowds = Counter(paper.topics[:1] for paper in catalog.papers)
    homes = []
    for paper in catalog.papers:
        # A topic that most papers have needs most of the plane.
        room = max(LEAST_ROOM, math.sqrt(crowds[paper.topics[:1]] / len(catalog.papers)))
        shares = {topic_id: 1 / rank for rank, topic_id in enumerate(paper.topics, 1)}
        total = sum(shares.values()) or 1.0
        x = sum(share * math.cos(seats[topic_id]) for topic_id, share in shares.items()) / total
        y = sum(share * math.sin(seats[topic_id]) for topic_id, share in shares.items()) / total
        aside_x, aside_y = _aside(paper.id)
        homes.append((radius * (x + room * aside_x) * _FLATNESS[0], radius * (y + room * aside_y) * _FLATNESS[1]))
    return homes


def _aside(paper_id: str) -> Point:
    """Return a shift from -1 to 1 that depends on the id alone, to keep papers of one topic apart."""
    digest = blake2b(paper_id.encode(), digest_size=4).digest()
    x, y = int.from_bytes(digest[:2], "big"), int.from_bytes(digest[2:], "big")
    return 2 * x / 65536 - 1, 2 * y / 65536 - 1


def _centre(places: Sequence[int], least: int) -> tuple[int, list[int]]:
    """Return how much room places on a line take with their margins, and where in it they stand."""
    first, last = min(places, default=0), max(places, default=0)
    room = max(least, last - first + 2 * MARGIN)
    shift = (room - (last - first)) // 2 - first
    return room, [place + shift for place in places]


def _topic_names(catalog: Catalog, dots: Sequence[Dot], *, roots_only: bool) -> list[Wanted]:
    """Return the names of the papers' first topics, or of their roots, the largest first, amid their papers."""
    members: dict[str, list[Dot]] = {}
    for dot in dots:
        if dot.paper.topics:
            topic_id = dot.paper.topics[0]
            members.setdefault(root_of(catalog, topic_id) if roots_only else topic_id, []).append(dot)
    named = [(id_, group) for id_, group in members.items() if len(group) >= NAMED_FROM]
    named.sort(key=lambda pair: (-len(pair[1]), pair[0]))
    return [
        Wanted(
            catalog.topic[id_].name,
            median(dot.x for dot in group),
            median(dot.y for dot in group),
            reach=REACH_OF_MANY if len(group) >= MANY else REACH,
            may_cover=len(group) // MAY_COVER,
        )
        for id_, group in named
    ]
