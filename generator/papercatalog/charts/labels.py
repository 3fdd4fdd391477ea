"""Where names stand on a picture: near what they name, never one on another, on as few dots as possible."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

CHARACTER_WIDTH = 0.62
"""Of the font size; a little more than the letters of usual bold fonts need, on average."""
LINE_HEIGHT = 1.15
LINE_LENGTH = 17
"""Longer names are broken into two lines."""
RADII = tuple(step / 4 for step in range(21))
"""How far from the wanted place a label is tried, in heights of a line."""
FAR = 4.0
"""A label that names too few dots to cover one goes no further: it would seem to name others."""
DIRECTIONS = 24
_WAYS = [(math.cos(turn), math.sin(turn)) for turn in (2 * math.pi * i / DIRECTIONS for i in range(DIRECTIONS))]
COVERED_DOT = 5
"""A label goes so many lines further to leave a dot free."""
GAP = 0.25
"""Between two labels, in font sizes."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name and the middle of what it names."""

    text: str
    x: float
    y: float
    may_cover: int
    """How many dots at most."""


@dataclass(frozen=True, slots=True)
class Label:
    """Lines of text around a middle; `y` is the middle of the first line."""

    lines: tuple[str, ...]
    x: int
    y: int
    width: int
    height: int
    size: int

    @property
    def box(self) -> Box:
        top = self.y - self.size * LINE_HEIGHT / 2
        return self.x - self.width / 2, top, self.x + self.width / 2, top + self.height


def place_labels(
    wanted: Iterable[Wanted], dots: Iterable[tuple[int, int]], radius: float, size: int, width: int, height: int
) -> tuple[Label, ...]:
    """Place names of font size `size`, the first ones first; a name for which there is no room is left out."""
    by_x = sorted(dots)
    placed: list[Label] = []
    boxes: list[Box] = []
    for want in wanted:
        best: Label | None = None
        least = math.inf
        for label, distance in _candidates(want, size):
            if least <= distance or (distance > FAR and not want.may_cover):
                break
            box = left, top, right, bottom = label.box
            if left < 0 or top < 0 or right > width or bottom > height or _touches(box, boxes, size * GAP):
                continue
            # No more than would make this the best place so far.
            most = min(want.may_cover, math.ceil((least - distance) / COVERED_DOT) - 1 if best else want.may_cover)
            covered = _count_covered(box, by_x, radius, most)
            if covered <= most:
                best, least = label, COVERED_DOT * covered + distance
        if best:
            placed.append(best)
            boxes.append(best.box)
    return tuple(placed)


def _count_covered(box: Box, by_x: Sequence[tuple[int, int]], radius: float, most: int) -> int:
    """Return how many dots a label covers, counting no further than beyond `most`; `by_x` are the dots, sorted."""
    left, top, right, bottom = box
    low, high = top - radius, bottom + radius
    covered = 0
    for _, y in by_x[bisect_left(by_x, (left - radius, 0)) : bisect_left(by_x, (right + radius, 0))]:
        if low < y < high:
            covered += 1
            if covered > most:
                break
    return covered


def _candidates(want: Wanted, size: int) -> Iterator[tuple[Label, float]]:
    """Yield places for a label, the nearest first, with their distances in lines."""
    lines = break_lines(want.text)
    width = math.ceil(max(map(len, lines)) * size * CHARACTER_WIDTH)
    height = math.ceil(len(lines) * size * LINE_HEIGHT)
    above = (len(lines) - 1) * size * LINE_HEIGHT / 2
    for radius in RADII:
        for x, y in _WAYS if radius else _WAYS[:1]:
            # Labels are wide: a step sideways is longer than one up or down.
            middle = round(want.x + 1.6 * radius * size * x), round(want.y + radius * size * y - above)
            yield Label(lines, *middle, width, height, size), radius


def break_lines(text: str) -> tuple[str, ...]:
    """Break a long name at the space nearest to its middle."""
    spaces = [i for i, character in enumerate(text) if character == " "]
    if len(text) <= LINE_LENGTH or not spaces:
        return (text,)
    middle = min(spaces, key=lambda i: abs(i - len(text) / 2))
    return text[:middle], text[middle + 1 :]


def _touches(box: Box, others: Iterable[Box], gap: float) -> bool:
    """Tell whether a box overlaps another one, or lies nearer to it than `gap`."""
    left, top, right, bottom = box[0] - gap, box[1] - gap, box[2] + gap, box[3] + gap
    for other_left, other_top, other_right, other_bottom in others:
        if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
            return True
    return False
