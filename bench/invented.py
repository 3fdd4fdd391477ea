"""A language that does not exist: words and names that look like those of papers, from numbers alone.

A word is a function of its rank, so nothing is stored and a corpus has the same bytes on every
machine: only integers and those operations of floating point that IEEE 754 rounds exactly are used.

*Vocabulary.* Function words are English: search leaves most of them out, and what is left out must be
as frequent as it is in English. All other words are invented. The word of rank r is as frequent as
1 / ((r + 45) (1 + r / 1500)): Zipf-Mandelbrot, with the bend after some thousand words that large
corpora show and that makes a vocabulary grow as Heaps says, by about the square root of the text.
To each a little is added, for what is hardly ever said twice. Half of the words have the stem of
another word; some are compounds ("valo-terin") or have digits ("Trk7", "84.3"), about as many as in
real abstracts.
"""

from bisect import bisect_left
from itertools import accumulate

RANKS = 400_000
"""Words that can occur. 100,000 papers use less than half of them."""

FUNCTION_WORDS = """
    the of and to in a for we is on that this with by are as from an which be our it can these have has not
    their or at also than while other between more such how when its both each into most however been was where
    they but only may them some if then all will about could what no who
""".split()

_SHIFT = 45
_BEND = 1500
_ONCE = 3e-7
_ONSETS = "b b c d d f g h j k l l m m n n p p r r s s t t v w z br cr gr pl st tr th".split()
_VOWELS = "a a a e e e i i i o o o u u y ai io".split()
_CODAS = ["", "", "", *"n r l s t m d c x p".split(), "nt", "st", "rm"]
_ENDINGS = "s s ing ed al ion ity er ive ic ous able ment ized ation ally".split()
_MARKED = str.maketrans("aeiouycn", "áéíöüýçñ")

_MASK = (1 << 64) - 1


def scatter(number: int, salt: int = 0) -> int:
    """Return 64 bits that look random but follow from the arguments (splitmix64, a public-domain algorithm)."""
    bits = ((number + 1) * 0x9E3779B97F4A7C15 + salt * 0xD1B54A32D192ED03) & _MASK
    bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & _MASK
    return bits ^ (bits >> 31)


def cumulate(weights: list[float], total: float = 1.0) -> list[float]:
    """Return the running sums of the weights, scaled to end at `total`: for `pick`."""
    scale = total / sum(weights)
    return list(accumulate(weight * scale for weight in weights))


def pick(table: list[float], at: float) -> int:
    """Return the index into which `at` falls; beyond the end, by a rounding, it is the last one."""
    return min(bisect_left(table, at), len(table) - 1)


def word_weights() -> list[float]:
    """How frequent the words are, by rank; function words are not among them."""
    return [1 / ((rank + _SHIFT) * (1 + rank / _BEND)) + _ONCE for rank in range(RANKS)]


def function_word_weights() -> list[float]:
    return [1 / (rank + 1.5) for rank in range(len(FUNCTION_WORDS))]


class Words(dict[int, str]):
    """Rank -> word; each is made when first asked for."""

    def __missing__(self, rank: int) -> str:
        self[rank] = word = make_word(rank)
        return word


def make_word(rank: int) -> str:
    bits = scatter(rank)
    bits, kind = divmod(bits, 100)
    if rank > 300 and kind < 6:
        bits, first = divmod(bits, min(rank, 5_000))
        return f"{_stem(first)}-{_stem(bits % min(rank, 20_000))}"
    if rank > 2_000 and kind < 16:
        return _with_digits(bits)
    if rank > 100 and kind < 60:
        bits, ending = divmod(bits, len(_ENDINGS))
        return _stem(bits % rank) + _ENDINGS[ending]
    return _stem(rank)


def _stem(rank: int) -> str:
    """Frequent words are short, as in every language."""
    syllables = 1 + (rank > 60) + (rank > 30_000)
    bits = scatter(rank, salt=1)
    bits, more = divmod(bits, 3)
    return _syllables(bits, syllables + (more == 0))


def _syllables(bits: int, count: int) -> str:
    parts = []
    for _ in range(count):
        bits, onset = divmod(bits, len(_ONSETS))
        bits, vowel = divmod(bits, len(_VOWELS))
        parts.append(_ONSETS[onset] + _VOWELS[vowel])
    return "".join(parts) + _CODAS[bits % len(_CODAS)]


def _with_digits(bits: int) -> str:
    bits, kind = divmod(bits, 3)
    bits, number = divmod(bits, 997)
    if kind == 0:
        return f"{number // 10}.{number % 10}"
    name = _syllables(bits, 1 + kind)
    return f"{name.capitalize()}{number % 9 + 1}" if kind == 1 else f"{name[:3].upper()}-{number}"


def make_name(number: int, salt: int) -> str:
    """Return a name of a thing: "Trevano", "GOLP-2", "PlaBench"; equal numbers of equal salt have equal names."""
    bits = scatter(number, salt)
    bits, kind = divmod(bits, 4)
    bits, digit = divmod(bits, 9)
    name = _syllables(bits, 2 + (number > 500)).capitalize()
    if kind == 0:
        return f"{name[:5].upper()}-{digit + 1}"
    if kind == 1:
        return f"{name}{('Bench', 'Set', 'Net', 'Wild', 'QA', 'Face', 'Gen', 'Mix', 'Ref')[digit]}"
    return f"{name}{digit + 1}" if kind == 2 else name


def make_person(number: int) -> str:
    """Return a person's name; some family names are many people's, one in twelve is written with accents."""
    bits = scatter(number, salt=2)
    bits, given = _low(bits, 8_000)
    bits, family = _low(bits, 30_000)
    return f"{_part(given, salt=3)} {_part(family, salt=4)}"


def _low(bits: int, limit: int) -> tuple[int, int]:
    """Peel off a number below `limit`; low ones are the most frequent."""
    bits, one = divmod(bits, limit)
    bits, other = divmod(bits, limit)
    return bits, one * other // limit


def without_accents(name: str) -> str:
    """Take from a name what `make_person` has added."""
    return name.lower().translate({marked: plain for plain, marked in _MARKED.items()})


def _part(number: int, salt: int) -> str:
    bits = scatter(number, salt)
    bits, marked = divmod(bits, 12)
    bits, more = divmod(bits, 2)
    name = _syllables(bits, 1 + more + (number > 2_000))
    name = name if len(name) > 2 else name + "na"
    return (name.translate(_MARKED) if marked == 0 else name).capitalize()
