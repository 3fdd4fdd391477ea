"""Where names stand on a picture: near what they name, never one on another, on a dot only where no place is free."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

CHARACTER_WIDTH = 0.62
"""Of the font size; a little more than the letters of usual bold fonts need, on average: where that is near enough."""
_WIDTHS = dict.fromkeys("mwMW", 1.0) | dict.fromkeys("ABCDGHKNOQRSUVXYZ", 0.8) | dict.fromkeys(" -.,'()1Ifijlrt", 0.42)
_USUAL_WIDTH = 0.69
"""Of a letter, as in wide fonts such as DejaVu Sans and Verdana; "mammal" is far wider than "fillet"."""
LINE_HEIGHT = 1.15
LINE_LENGTH = 17
"""Longer names are broken into two lines."""
WAYS_TO_BREAK = 2
"""At the spaces nearest to the middle; the second way is for names that have no place in the first."""
LOWER = 0.07
"""The middle of what letters cover is so far below that of their line, in font sizes; they are about one high."""
STEP = 0.25
"""Heights that are tried are so far apart, in font sizes."""
ASIDE = 1.6
"""Labels are wide: a step sideways may be longer than one up or down."""
GAP = 0.25
"""Between two labels, in font sizes."""
BESIDE = 0.15
"""Between a line and a dot at its end, in font sizes."""
LETTER_SPACING, WORD_SPACING = 0.12, 0.16
"""What a reader may set without losing a letter at the edge of a picture, in font sizes (WCAG 1.4.12)."""

WALL = 1_000_000
"""The weight of what no label may cover."""
ROUNDING = 0.5
"""So far labels may be from their exact places."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Obstacle = tuple[float, float, int]
"""From where to where the middle of a label would cover something, and how much that weighs: 1 is a dot."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name and the middle of what it names."""

    text: str
    x: float
    y: float
    reach: float
    """How far from there it may stand, in font sizes."""
    may_cover: int
    """How many dots at most, where there is no place without any."""


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text around a middle; `y` is the middle of the first line."""

    lines: tuple[str, ...]
    x: int
    y: int
    size: int

    @property
    def box(self) -> Box:
        half, top = _half_width(self.lines, self.size), self.y - self.size * LINE_HEIGHT / 2
        return self.x - half, top, self.x + half, top + len(self.lines) * self.size * LINE_HEIGHT


def place_labels(
    wanted: Iterable[Wanted], dots: Iterable[tuple[int, int]], radius: float, size: int, width: int, height: int
) -> tuple[Label, ...]:
    """Place names of font size `size`, the first ones first; a name for which there is no room is left out."""
    by_x = sorted(dots)
    placed: list[Label] = []
    for want in wanted:
        ways = _ways_to_break(want.text)[:WAYS_TO_BREAK]
        # All dots that may be in its way: it has two lines at most.
        up = (want.reach + 2) * size + radius
        aside = ASIDE * want.reach * size + _half_width(ways[-1], size) + size + radius
        column = by_x[bisect_left(by_x, (want.x - aside, 0)) : bisect_left(by_x, (want.x + aside, 0))]
        near = [(x, y) for x, y in column if abs(y - want.y) < up]
        room = _Room(near, radius + ROUNDING, [label.box for label in placed], size, width, height)
        for most, lines in product(range(want.may_cover + 1), ways):
            if label := room.place(want, lines, most):
                placed.append(label)
                break
    return tuple(placed)


@dataclass(frozen=True, slots=True)
class _Room:
    """What is in the way of a label."""

    dots: Sequence[tuple[int, int]]
    radius: float
    boxes: Sequence[Box]
    size: int
    width: int
    height: int
    known: dict[tuple[tuple[str, ...], int], list[Obstacle]] = field(default_factory=dict)
    """Obstacles by lines and height: they are asked for again with each number of dots that a label may be on."""

    def place(self, want: Wanted, lines: tuple[str, ...], most: int) -> Label | None:
        """Return the nearest label on at most so many dots; None if none is within reach."""
        best, least = None, want.reach * self.size
        middle = want.y - (len(lines) - 1) * self.size * LINE_HEIGHT / 2
        for step in range(math.ceil(want.reach / STEP)):
            away = step * STEP * self.size
            if away >= least:
                break
            for y in (round(middle - away), round(middle + away)):
                if (lines, y) not in self.known:
                    self.known[lines, y] = self._obstacles(lines, y)
                x = _nearest(want.x, self.known[lines, y], most)
                distance = math.hypot((x - want.x) / ASIDE, y - middle)
                if distance < least:
                    best, least = Label(lines, round(x), y, self.size), distance
        return best

    def _obstacles(self, lines: tuple[str, ...], y: int) -> list[Obstacle]:
        size, gap, half = self.size, GAP * self.size, _half_width(lines, self.size)
        top = y - size * LINE_HEIGHT / 2
        bottom = top + len(lines) * size * LINE_HEIGHT
        if top < 0 or bottom > self.height:
            return [(-math.inf, math.inf, WALL)]
        edge = min(half + _spacing(lines) * size, self.width / 2)
        obstacles: list[Obstacle] = [(-math.inf, edge, WALL), (self.width - edge, math.inf, WALL)]
        for box_left, box_top, box_right, box_bottom in self.boxes:
            if box_top < bottom + gap and top - gap < box_bottom:
                obstacles.append((box_left - gap - half, box_right + gap + half, WALL))
        first, last = top - self.radius, bottom + self.radius
        for dot_x, dot_y in self.dots:
            if first < dot_y < last and (aside := _aside(lines, dot_y - y, self.radius, size)):
                obstacles.append((dot_x - aside, dot_x + aside, 1))
        return obstacles


def _nearest(wanted: float, obstacles: Iterable[Obstacle], most: int) -> float:
    """Return the place nearest to a wanted one where obstacles weigh no more than `most`; infinity if there is none."""
    borders = sorted(border for start, end, weight in obstacles for border in ((start, weight), (end, -weight)))
    best, since = math.inf, -math.inf
    sum_ = 0
    for place, weight in borders:
        if sum_ <= most < sum_ + weight:  # here a gap ends
            nearest = min(max(wanted, since), place)
            if abs(nearest - wanted) < abs(best - wanted):
                best = nearest
        elif sum_ + weight <= most < sum_:
            since = place
        sum_ += weight
    return best


@cache
def _aside(lines: tuple[str, ...], below: int, radius: float, size: int) -> float:
    """Return how far aside of a dot the middle of a label has to be, 0 for anywhere; a short line may be nearer."""
    aside = 0.0
    for i, line in enumerate(lines):
        away = max(0, abs(below - (i * LINE_HEIGHT + LOWER) * size) - size / 2)
        if away < radius:
            half = _half_width((line,), size) + BESIDE * size
            aside = max(aside, half + math.sqrt(radius**2 - away**2))
    return aside


@cache
def _half_width(lines: tuple[str, ...], size: int) -> float:
    return max(sum(_WIDTHS.get(letter, _USUAL_WIDTH) for letter in line) for line in lines) * size / 2


def _spacing(lines: tuple[str, ...]) -> float:
    """Return by how much each half of these lines may grow, in font sizes, where letters are set further apart."""
    return max(LETTER_SPACING * len(line) + WORD_SPACING * line.count(" ") for line in lines) / 2


def break_lines(text: str) -> tuple[str, ...]:
    """Break a long name at the space nearest to its middle."""
    return _ways_to_break(text)[0]


def _ways_to_break(text: str) -> list[tuple[str, ...]]:
    spaces = [i for i, character in enumerate(text) if character == " "]
    if len(text) <= LINE_LENGTH or not spaces:
        return [(text,)]
    spaces.sort(key=lambda i: abs(i - len(text) / 2))
    return [(text[:i], text[i + 1 :]) for i in spaces]
