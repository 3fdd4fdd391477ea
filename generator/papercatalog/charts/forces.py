"""Points in the plane: pulled together, pushed apart, and never one on the other.

All sums run in the order of the input and nothing is random, so the same input gives the same
points. Near points are found by a grid: the cost grows with the number of points, not its square.
"""

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import count, product

Point = tuple[float, float]
Springs = Mapping[tuple[int, int], float]
"""Pair of points, the smaller number first -> how strongly they attract each other."""

REACH = 6.0
"""How far apart points still push each other."""
STIFFNESS = 0.05
HOME_PULL = 0.07

_Grid = dict[tuple[int, int], list[int]]
_HALF_RING = ((1, -1), (1, 0), (1, 1), (0, 1))
_RING = tuple(product((-1, 0, 1), repeat=2))


def settle(
    points: Sequence[Point], homes: Sequence[Point], springs: Springs, steps: int, first_step: float
) -> list[Point]:
    """Let springs pull, neighbours push and homes hold `points`, in steps that become shorter.

    The homes keep the picture in place: a new point moves those around it and no others.
    """
    xs, ys = [x for x, _ in points], [y for _, y in points]
    for step in range(steps):
        longest = first_step * (1 - step / steps)
        pushes_x, pushes_y = _push(xs, ys)
        for (a, b), strength in springs.items():
            pull_x, pull_y = STIFFNESS * strength * (xs[b] - xs[a]), STIFFNESS * strength * (ys[b] - ys[a])
            pushes_x[a] += pull_x
            pushes_y[a] += pull_y
            pushes_x[b] -= pull_x
            pushes_y[b] -= pull_y
        for i, (home_x, home_y) in enumerate(homes):
            x, y = pushes_x[i] + HOME_PULL * (home_x - xs[i]), pushes_y[i] + HOME_PULL * (home_y - ys[i])
            length = math.sqrt(x * x + y * y)
            scale = longest / length if length > longest else 1.0
            xs[i] += x * scale
            ys[i] += y * scale
    return list(zip(xs, ys, strict=True))


def _push(xs: list[float], ys: list[float]) -> tuple[list[float], list[float]]:
    """Return the sum of the forces by which the points within reach push each point."""
    pushes_x, pushes_y = [0.0] * len(xs), [0.0] * len(xs)
    reach = REACH * REACH
    at_reach = 1 / reach
    for i, others in _neighbours(_make_grid(xs, ys, REACH)):
        x, y, sum_x, sum_y = xs[i], ys[i], 0.0, 0.0
        for j in others:
            dx, dy = x - xs[j], y - ys[j]
            square = dx * dx + dy * dy
            if square < reach:
                force = 1 / (square + 0.01) - at_reach
                dx *= force
                dy *= force
                sum_x += dx
                sum_y += dy
                pushes_x[j] -= dx
                pushes_y[j] -= dy
        pushes_x[i] += sum_x
        pushes_y[i] += sum_y
    return pushes_x, pushes_y


def find_strays(points: Sequence[Point], friends: Sequence[Sequence[int]], count: int) -> list[tuple[int, list[int]]]:
    """Return the points of whose friends less than half are among the `count` nearest ones.

    With each come the friends that it lacks for that, the next ones first.
    """
    by_x = sorted(points)
    strays = []
    for i, (x, y) in enumerate(points):
        squares = sorted(((points[j][0] - x) ** 2 + (points[j][1] - y) ** 2, j) for j in friends[i])
        wanted = (len(squares) + 1) // 2
        if not wanted:
            continue
        farthest = squares[wanted - 1][0]
        # A little wider, as roots are rounded.
        reach = math.sqrt(farthest) * (1 + 1e-9)
        first, end = bisect_left(by_x, (x - reach,)), bisect_right(by_x, (x + reach, math.inf))
        if end - first <= count:
            continue
        nearer = [square for a, b in by_x[first:end] if (square := (a - x) ** 2 + (b - y) ** 2) < farthest]
        if len(nearer) > count:  # the point itself is one of them
            limit = sorted(nearer)[count]
            strays.append((i, [friend for square, friend in squares[:wanted] if square > limit]))
    return strays


def separate(points: Sequence[Point], radii: Sequence[float], rounds: int = 8) -> list[tuple[int, int]]:
    """Return `points` as whole numbers, moved as little as it takes for no two circles to overlap.

    They push each other apart, in at most so many rounds; what still overlaps then takes the nearest free place.
    """
    placed = _push_apart([list(point) for point in points], radii, rounds)
    spots: list[tuple[int, int]] = []
    taken: dict[tuple[int, int], list[tuple[tuple[int, int], float]]] = defaultdict(list)
    cell = 2 * max(radii, default=1) + 1
    crowds: dict[tuple[int, int, float], int] = defaultdict(int)
    for (x, y), radius in zip(placed, radii, strict=True):
        crowd = math.floor(x / cell), math.floor(y / cell), radius
        # Where the last one of a crowd found no place, there is none for the next one.
        for turn in count(crowds[crowd]):
            spot = _spiral(x, y, max(2, radius / 2), turn)
            column, row = math.floor(spot[0] / cell), math.floor(spot[1] / cell)
            if all(
                math.dist(spot, other) >= radius + other_radius
                for dx, dy in _RING
                for other, other_radius in taken.get((column + dx, row + dy), ())
            ):
                break
        crowds[crowd] = turn
        taken[column, row].append((spot, radius))
        spots.append(spot)
    return spots


def _push_apart(points: list[list[float]], radii: Sequence[float], rounds: int) -> list[list[float]]:
    cell = 2 * max(radii, default=1) + 1
    for _ in range(rounds):
        grid = _make_grid([x for x, _ in points], [y for _, y in points], cell)
        moved = False
        for i, others in _neighbours(grid):
            point, room = points[i], radii[i] + 1
            for j in others:
                least = room + radii[j]
                # Most are far away, which takes no root to see.
                if abs(points[j][0] - point[0]) < least and abs(points[j][1] - point[1]) < least:
                    moved |= _part(point, points[j], least)
        if not moved:
            break
    return points


def _part(a: list[float], b: list[float], least: float) -> bool:
    """Move two points apart, half the way each, and tell whether that was needed."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    distance = math.sqrt(dx * dx + dy * dy)
    if distance >= least:
        return False
    if not distance:
        dx, distance = 1.0, 1.0
        half = least / 2
    else:
        half = (least - distance) / 2
    a[0] -= dx / distance * half
    a[1] -= dy / distance * half
    b[0] += dx / distance * half
    b[1] += dy / distance * half
    return True


def _spiral(x: float, y: float, step: float, turn: int) -> tuple[int, int]:
    """Return the place that is to be tried after `turn` others."""
    # The golden angle leaves no gaps; further out, where many spots are taken, spots are wider apart.
    radius, angle = step * turn**0.75, turn * 2.399963229728653
    return round(x) + round(radius * math.cos(angle)), round(y) + round(radius * math.sin(angle))


def _make_grid(xs: Sequence[float], ys: Sequence[float], cell: float) -> _Grid:
    grid: _Grid = defaultdict(list)
    for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
        grid[math.floor(x / cell), math.floor(y / cell)].append(i)
    return grid


def _neighbours(grid: _Grid) -> Iterator[tuple[int, list[int]]]:
    """Yield each point with those in its cell and in the cells around it, but each pair of points once."""
    for (column, row), members in grid.items():
        around = [i for x, y in _HALF_RING for i in grid.get((column + x, row + y), ())]
        for place, i in enumerate(members, 1):
            yield i, members[place:] + around
