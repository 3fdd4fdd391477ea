"""What a record claims, and what each claim rests on."""

from dataclasses import dataclass
from enum import StrEnum

from papercatalog.schema import Problem


class Ground(StrEnum):
    """What a claim rests on."""

    WORDS = "words"
    SOURCE = "source"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Claim:
    """One claim of a paper and what it rests on; `problems` say what is wrong with it."""

    kind: str
    """dataset, result or link"""
    ground: Ground
    problems: tuple[Problem, ...] = ()
