"""Where an axis has its marks."""

from collections.abc import Sequence
from itertools import count

MOST_INTERVALS = 4
"""Between marks."""


def count_ticks(highest: int) -> tuple[int, ...]:
    """Return whole numbers from 0 up to or beyond `highest`, evenly spaced: 0, 10, 20, 30."""
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(step for step in steps if step * MOST_INTERVALS >= highest)
    return tuple(range(0, max(highest, 1) + step, step))


def thin_out(years: Sequence[int], most: int) -> frozenset[int]:
    """Return the years to name, at most `most`: the last one, and others at even distances before it."""
    step = -(-len(years) // most)
    return frozenset(year for year in years if (years[-1] - year) % step == 0)
