"""Small pure functions on text that several stages need: slugs, names, characters that never pass."""

import re
import unicodedata
from collections.abc import Iterator

PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
    | {"ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h", "ŋ": "n", "Ŋ": "n"}
)
"""Letters that Unicode does not decompose, as people type them."""
LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
"""Letters that a printer has joined, as text that is copied from a PDF has them."""
DIVIDED_WORD = re.compile(r"-(?<=[^\W\d_]{2}-)[ \n](?!(?:and|but|nor|or|to|versus|vs)\b)(?=[a-z]{2})")
"""The hyphen at the end of a printed line, in a text that was copied: not that of "pre- and postnatal"."""
_SLUG_WORD = re.compile("[a-z0-9]+")
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?", re.IGNORECASE)
_PARTICLES = frozenset("af al bin da dal de del della den der di do dos du el la las le los ter van von zu".split())
_SUFFIXES = frozenset("Jr Jr. Sr Sr. II III IV".split())

# U+200C and U+200D between letters of the scripts that need them: Arabic to N'Ko, those of India, Burmese, Khmer,
# Mongolian. Elsewhere they are invisible, and make two spellings of what looks like one word.
_JOINED_WORD = re.compile(
    "[{0}][\u200c\u200d][{0}]".format(
        "\u0600-\u07ff\u0860-\u0dff\u1000-\u109f\u1780-\u18af\ua8e0-\ua8ff\uaa60-\uaa7f\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    )
)

# Never legitimate in a catalogue, and each has been used to hide or forge text: controls, bidi
# overrides, zero-width space, byte order mark inside text, line separators that editors do not
# count, Hangul fillers (invisible letters), soft hyphens and other joiners that no script needs, the blank
# of Braille, invisible operators, annotations and controls of shorthand and of music, tag characters,
# lone surrogates, noncharacters.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2028\u2029\u202a-\u202e\u2060-\u206f"
    "\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e007f]"
)

# Where a letter may have a ninth accent, or another sign above or below it. No writing has so many; a hundred cover the
# lines around, or make a line of their own that no page is wide enough for.
_MOST_MARKS = 8
_MARKS = re.compile(r"[^\w\s\x00-\x7f]{9,}")

# Marks of direction and of variants, which some scripts need. Beside other letters nobody sees them.
_UNSEEN = re.compile("[\u061c\u180b-\u180d\u200e\u200f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def caseless(text: str) -> str:
    """Return the form in which two spellings count as the same: compatibility forms, case, marks, white space gone."""
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def slugify(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens; empty where `text` has no Latin letter or digit."""
    if text.isascii() and text.isalnum():  # as most names are: not worth the steps below
        return text.lower()
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN_LETTERS))
        text = decomposed.encode("ascii", "ignore").decode()
    return "-".join(_SLUG_WORD.findall(text.lower().replace("'", "")))


def split_name(name: str) -> tuple[str, str]:
    """Return (family, given): the family name starts at the last word or at the particles before it.

    "Laurens van der Maaten" gives ("van der Maaten", "Laurens"). A single word is all family name, and so is "de Boer".
    What tells a son from his father belongs to the family name: "Albert Phillips Jr." gives ("Phillips Jr.", "Albert").
    """
    words = name.split()
    start = len(words) - 1
    if start > 0 and words[start] in _SUFFIXES:
        start -= 1
    while start > 0 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start])


def find_forbidden_character(text: str) -> int | None:
    """Return the index of the first character that may not occur in content, or None."""
    places = [found.start() for found in _SUSPECT.finditer(text) if not _is_joiner(text, found.start())]
    if not text.isascii():
        places += _find_surplus_marks(text)
    return min(places, default=None)


def describe_forbidden_character(character: str) -> str:
    """Return what `find_forbidden_character` has found, in words."""
    why = "which is invisible or a control" if _SUSPECT.match(character) else "the ninth mark on one letter"
    return f"the character U+{ord(character):04X}, {why}"


def _find_surplus_marks(text: str) -> Iterator[int]:
    """Yield where marks stand that follow eight others. Those of all scripts: a font puts each upon the one before."""
    for run in _MARKS.finditer(text):
        marks = 0
        for at, character in enumerate(run[0], run.start()):
            marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
            if marks > _MOST_MARKS:
                yield at


def _is_joiner(text: str, at: int) -> bool:
    return bool(_JOINED_WORD.match(text, max(at - 1, 0)))


def drop_forbidden_characters(text: str) -> str:
    """Return `text` without the characters that may not occur in content, for text that nobody here has typed."""
    text = _SUSPECT.sub(lambda found: found[0] if _is_joiner(text, found.start()) else "", text)
    surplus = set() if text.isascii() else set(_find_surplus_marks(text))
    return "".join(character for at, character in enumerate(text) if at not in surplus) if surplus else text


def is_device_name(name: str) -> bool:
    """Tell whether Windows takes a file of this name, whatever its extension, for a device."""
    return _DEVICE.fullmatch(name) is not None


def squeeze(text: str) -> str:
    """Return `text` on one line with single spaces."""
    # Nearly every text is. The only white space that is printable is the space.
    if text.isprintable() and "  " not in text and text == text.strip():
        return text
    return " ".join(text.split())


def counted(number: int, noun: str) -> str:
    """Return "1 paper", "119 papers"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
