"""Small pure functions on text that several stages need: slugs, names, characters that never pass."""

import re
import unicodedata

# Letters that Unicode does not decompose but that have a usual ASCII spelling.
_ASCII = str.maketrans(
    {"ß": "ss", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d"}
    | {"ð": "d", "Ð": "d", "þ": "th", "Þ": "th", "ı": "i", "ħ": "h", "Ħ": "h", "ŋ": "n", "Ŋ": "n"}
)
_SLUG_WORD = re.compile("[a-z0-9]+")
_DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?", re.IGNORECASE)
_PARTICLES = frozenset("af al bin da dal de del della den der di do dos du el la las le los ter van von zu".split())

# Never legitimate in a catalogue, and each has been used to hide or forge text: controls, bidi
# overrides, zero-width space, byte order mark inside text, line separators that editors do not
# count, Hangul filler (an invisible letter), tag characters, lone surrogates, noncharacters.
# U+200C and U+200D stay: scripts of India and Persian need them.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\u3164\ufeff\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def fold(text: str) -> str:
    """Return the form in which two spellings count as the same: compatibility forms, case and white space gone."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def to_ascii(text: str) -> str:
    """Return `text` without accents; characters that have no ASCII spelling are dropped."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_ASCII))
    return decomposed.encode("ascii", "ignore").decode()


def slugify(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens; empty where `text` has no Latin letter or digit."""
    return "-".join(_SLUG_WORD.findall(to_ascii(text).lower().replace("'", "").replace("’", "")))


def split_name(name: str) -> tuple[str, str]:
    """Return (family, given): the family name starts at the last word or at the particles before it.

    "Laurens van der Maaten" gives ("van der Maaten", "Laurens"). A single word is all family name.
    """
    words = name.split()
    start = len(words) - 1
    while start > 1 and words[start - 1] in _PARTICLES:
        start -= 1
    return " ".join(words[start:]), " ".join(words[:start])


def find_forbidden_character(text: str) -> int | None:
    """Return the index of the first character that may not occur in content, or None."""
    found = _FORBIDDEN.search(text)
    return found.start() if found else None


def drop_forbidden_characters(text: str) -> str:
    """Return `text` without the characters that may not occur in content, for text that nobody here has typed."""
    return _FORBIDDEN.sub("", text)


def is_device_name(name: str) -> bool:
    """Tell whether Windows takes a file of this name, whatever its extension, for a device."""
    return _DEVICE.fullmatch(name) is not None


def squeeze(text: str) -> str:
    """Return `text` on one line with single spaces."""
    return " ".join(text.split())


def counted(number: int, noun: str) -> str:
    """Return "1 paper", "119 papers"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
