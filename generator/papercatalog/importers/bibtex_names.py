"""The list of authors of a BibTeX or BibLaTeX entry -> its names, each still in LaTeX."""

import re
from collections import defaultdict

_EXTENDED = re.compile(r"(?:family|given|prefix|suffix)(?:-i)?\s*=")
_PART = re.compile(r"(?:^|,)\s*(family|given|prefix|suffix)\s*=((?:[^,{}]|\{[^{}]*\})*)")


def split_names(text: str) -> list[str]:
    """Return what each "and" outside braces joins, as BibTeX writes a name.

    bibtexparser's own function loses a backslash after an "and".
    """
    names: list[list[str]] = [[]]
    depth = 0
    for word in re.sub(r"\\(?=\s)", "", text).split():  # "Hans-J.\ Lee" has a space
        if word.lower() == "and" and not depth:
            names.append([])
            continue
        names[-1].append(word)
        for brace in re.sub(r"\\.|[^{}]", "", word):
            depth = max(0, depth + (1 if brace == "{" else -1))
    joined = (" ".join(words) for words in names if words)
    return [_turn(name) if _EXTENDED.match(name) else name for name in joined]


def _turn(name: str) -> str:
    """Return a name that says what its parts are, as Better BibTeX writes those with "van", in BibTeX's own order."""
    parts = defaultdict(str, {key: value.strip() for key, value in _PART.findall(name)})
    prefix = parts["prefix"] and re.sub(r"(?<![-'’])$", " ", parts["prefix"])  # but "el-Sadat"
    return ", ".join(filter(None, (prefix + parts["family"], parts["suffix"], parts["given"])))
