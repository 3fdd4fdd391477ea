"""What the search benchmark asks: drawn from the corpus itself, the same for the same corpus."""

import random
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from corpus import Corpus

from papercatalog.search.tokens import STOP_WORDS, tokens

Clause = dict[str, Any]

KINDS = {
    "one word": 4,
    "two words": 5,
    "three words": 5,
    "unfinished": 2,
    "author and word": 2,
    "misspelt": 2,
}
"""Kinds of a reader's questions, twenty in all."""

FREQUENT_TITLE_WORDS = 2_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_MIN_LENGTH = 6


def titles_and_authors(corpus: Corpus) -> list[tuple[str, list[str]]]:
    return [(record.title, record.authors) for record in corpus.records()]


def reader_queries(papers: Sequence[tuple[str, list[str]]], seed: int = 1) -> list[tuple[str, str]]:
    """Return (kind, query): words of titles, as by somebody who has a paper in mind."""
    pick = random.Random(seed)
    frequent = Counter(word for title, _ in papers for word in _words(title))
    queries = []
    for kind, count in KINDS.items():
        for _ in range(count):
            words: list[str] = []
            while len(words) < 3 or max(map(len, words)) < _MIN_LENGTH:
                title, authors = pick.choice(papers)
                words = _words(title)
            # Not one that only this title has: nobody remembers these.
            words.sort(key=lambda word: frequent[word] == 1)
            queries.append((kind, _ask(pick, kind, words, authors)))
    return queries


def _ask(pick: random.Random, kind: str, words: list[str], authors: list[str]) -> str:
    if kind == "one word":
        return words[0]
    if kind == "unfinished":
        return f"{words[0]} {max(words[1:], key=len)[:4]}"
    if kind == "author and word":
        return f"{authors[0].split()[-1]} {words[0]}"
    if kind == "misspelt":
        return slip(pick, max(words, key=len))
    return " ".join(words[: 2 if kind == "two words" else 3])


def _words(title: str) -> list[str]:
    return list(dict.fromkeys(word for word in re.findall("[a-z]{3,}", title.lower()) if word not in STOP_WORDS))


def slip(pick: random.Random, word: str) -> str:
    """Change one letter: left out, doubled in by another, replaced, or swapped with the next."""
    while True:
        place = pick.randrange(len(word))
        before, letter, after = word[:place], word[place], word[place + 1 :]
        other = pick.choice(_LETTERS)
        slipped = pick.choice(
            [
                before + after,
                before + other + letter + after,
                before + other + after,
                before + after[:1] + letter + after[1:],
            ]
        )
        if slipped != word:
            return slipped


def slips(vocabulary: Iterable[str], count: int, seed: int = 2) -> list[tuple[str, str]]:
    """Return (what is typed, the word): words of six letters or more, each with one slip that is no other word."""
    pick = random.Random(seed)
    known = set(vocabulary)
    long = sorted(word for word in known if re.fullmatch(f"[a-z]{{{_MIN_LENGTH},}}", word))
    pairs = [(slip(pick, word), word) for word in pick.sample(long, min(2 * count, len(long)))]
    return [pair for pair in pairs if pair[0] not in known][:count]


def beginnings(titles: Iterable[str], count: int, seed: int = 3) -> list[tuple[str, str]]:
    """Return (beginning of three letters or more, the word) for frequent title words."""
    frequency = Counter(token for title in titles for token in set(tokens(title)) if token not in STOP_WORDS)
    frequent = [word for word, _ in frequency.most_common(FREQUENT_TITLE_WORDS)]
    pairs = [(word[:end], word) for word in frequent for end in range(3, len(word) + 1) if word[end - 1].isalnum()]
    return random.Random(seed).sample(pairs, min(count, len(pairs)))


def random_clauses(terms: Sequence[str], fields: Sequence[str], count: int, seed: int = 4) -> list[list[Clause]]:
    """Return queries of one to four clauses of every kind that Lunr has."""
    pick = random.Random(seed)
    plain = [term for term in terms if "*" not in term]
    return [[_random_clause(pick, plain, fields) for _ in range(pick.randint(1, 4))] for _ in range(count)]


def _random_clause(pick: random.Random, terms: Sequence[str], fields: Sequence[str]) -> Clause:
    term = pick.choice(terms)
    clause: Clause = {"term": term}
    kind = pick.random()
    if kind < 0.25:
        clause |= {"prefix": True, "term": term[: pick.randint(2, 5)]}
    elif kind < 0.4:
        middle = pick.randint(1, max(1, len(term) - 2))
        clause |= {"pattern": True, "term": f"{term[:middle]}*{term[-2:]}" if kind < 0.33 else f"*{term[-4:]}"}
    elif kind < 0.5 and len(term) > 3:
        clause |= {"editDistance": pick.choice([1, 1, 2]), "term": slip(pick, term)}
    elif kind < 0.53:
        clause["term"] += "zzz"
    if pick.random() < 0.3:
        clause["fields"] = pick.sample(list(fields), pick.randint(1, 3))
    if pick.random() < 0.4:
        clause["boost"] = pick.choice([0, 0.5, 2, 10])
    if pick.random() < 0.4:
        clause["presence"] = pick.choice(["required", "prohibited"])
    return clause
