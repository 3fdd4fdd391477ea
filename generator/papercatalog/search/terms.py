"""Terms have numbers: text would take most of the time and memory of an index."""

from collections.abc import Set
from itertools import chain

from papercatalog.search.asked import without_version
from papercatalog.search.tokens import cut_word


class Terms(dict[str, int]):
    """Term -> number, as they come: a new one is given the next."""

    def __init__(self) -> None:
        self.versioned: dict[int, str] = {}
        """The names with a version among them, by number, without it."""

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        if name := without_version(term):
            self.versioned[number] = name
        return number


class Tokeniser(dict[str, tuple[int, ...]]):
    """Cuts texts into the numbers of their tokens, without those to leave out.

    It remembers the tokens of all words that it met, as a bounded cache does half as fast.
    """

    def __init__(self, terms: Terms, leave_out: Set[str] = frozenset()) -> None:
        self._terms = terms
        self._leave_out = leave_out

    def __missing__(self, word: str) -> tuple[int, ...]:
        found = self[word] = tuple([self._terms[token] for token in cut_word(word) if token not in self._leave_out])
        return found

    def tokens(self, text: str) -> list[int]:
        return [*chain.from_iterable(map(self.__getitem__, text.split()))]
