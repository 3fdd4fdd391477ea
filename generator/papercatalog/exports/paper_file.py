"""Files that say something of one paper after the other, as most exports do.

Many files say the same of a paper, so it is made once. And of such a file it is known what it follows from:
`memory` tells whether it would come out as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from papercatalog.model import Paper
from papercatalog.output import OutputFile


class Parts:
    """What the files of one format say of each paper, made when it is first asked for.

    It follows from the paper, the ids of its neighbours, records that are no papers, and the configuration. To look
    at another paper here is a bug: a warm build would not see that paper change.
    """

    def __init__(self, say: Callable[[Paper], str]) -> None:
        self._say = say
        self.made: dict[str, bytes] = {}
        """By the paper's id."""

    def of(self, paper: Paper) -> bytes:
        if paper.id not in self.made:
            self.made[paper.id] = self._say(paper).encode()
        return self.made[paper.id]


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that is made when its content is asked for: `head`, the parts with `between` them, `tail`."""

    path: str
    """As that of an `OutputFile`."""
    papers: Sequence[Paper]
    parts: Parts
    head: str = ""
    between: str = ""
    tail: str = ""

    @property
    def content(self) -> bytes:
        return self.head.encode() + self.between.encode().join(map(self.parts.of, self.papers)) + self.tail.encode()


Exported = OutputFile | PaperFile
