"""Ids for new papers: `<family>-<year>-<word>`, or words of the title where authors or year are unknown."""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import count

from papercatalog.fields import MAX_ID_LENGTH
from papercatalog.model import Name
from papercatalog.text import caseless, is_device_name, slugify

_STOP_WORDS = frozenset(
    "a an and are as at between beyond by do does for from how in into is it its of on or our over so that the their to"
    " toward towards under via we what when where which with without".split()
)
_WORDS_WITHOUT_AUTHOR = 5
_MAX_WISHES = 20


def candidate_ids(title: str, authors: Sequence[Name], year: int | None) -> Iterator[str]:
    """Yield ids for a paper without end, the best first: each next one adds a word of the title, then numbers."""
    words = _significant_words(title)
    family = slugify(authors[0].family or str(authors[0])) if authors else ""
    if family and year and words:
        base, rest = f"{family}-{year}-{words[0]}", words[1:]
    elif words:
        base, rest = "-".join(words[:_WORDS_WITHOUT_AUTHOR]), words[_WORDS_WITHOUT_AUTHOR:]
    else:  # a title without Latin letters or digits, which only a curator can spell in ASCII
        digest = hashlib.sha256(caseless(title).encode()).hexdigest()[:8]
        base, rest = "-".join(filter(None, [family, str(year or ""), f"paper-{digest}"])), []
    if not is_device_name(_shorten(base)):  # a paper with the title "Con"
        yield _shorten(base)
    for end in range(1, len(rest) + 1):
        yield _shorten("-".join([base, *rest[:end]]))
    for number in count(2):
        yield f"{_shorten(base, MAX_ID_LENGTH - 8)}-{number}"


def assign_ids(papers: Mapping[int, tuple[str, Sequence[Name], int | None]], taken: Collection[str]) -> dict[int, str]:
    """Return an id for each of `papers`, which are (title, authors, year) by their position.

    Papers that want the same id all get a longer one, as long as there is one: the order of the papers does not matter.
    """
    candidates = {key: candidate_ids(*facts) for key, facts in papers.items()}
    ids = {key: next(candidates[key]) for key in papers}
    wishes = {
        key: (*_significant_words(title), *map(str, authors[:1]), year)
        for key, (title, authors, year) in papers.items()
    }
    refused = set(taken)
    for attempt in count():
        counts = Counter(ids.values())
        clashing = [key for key, paper in ids.items() if counts[paper] > 1 or paper in refused]
        if not clashing:
            break
        # Titles that differ in small words want the same ids for ever: of these the first by title keeps its own.
        kept: dict[str, int] = {}
        rivals: dict[str, set[object]] = defaultdict(set)
        for key in clashing:
            rivals[ids[key]].add(wishes[key])
        for key in sorted(clashing, key=lambda key: (papers[key][0], key)):
            if ids[key] not in refused and (len(rivals[ids[key]]) == 1 or attempt > _MAX_WISHES):
                kept.setdefault(ids[key], key)
        moving = [key for key in clashing if kept.get(ids[key]) != key]
        refused.update({ids[key] for key in moving} - kept.keys())
        for key in moving:
            ids[key] = next(candidates[key])
    return ids


def _significant_words(title: str) -> list[str]:
    """Return the words of `title` for an id; a short name before a colon comes first by itself."""
    slugs = [slugify(word) for word in re.split(r"[\s/–—:]+", title)]
    return [slug for slug in slugs if slug and slug not in _STOP_WORDS] or [slug for slug in slugs if slug]


def _shorten(paper_id: str, length: int = MAX_ID_LENGTH) -> str:
    """Cut at a hyphen where that leaves something."""
    if len(paper_id) <= length:
        return paper_id
    cut = paper_id[: length + 1].rpartition("-")[0]
    return cut or paper_id[:length].strip("-")
