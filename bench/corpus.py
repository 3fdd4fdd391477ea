"""Corpora for the benchmarks: invented papers as many as wanted, or real ones from a file.

    python bench/corpus.py 10000 --jsonl corpus.jsonl        # one record a line
    python bench/corpus.py 10000 --site folder               # site.yaml and content/ for `catalog build`
    python bench/corpus.py 10000 --corpus real.jsonl.xz --site folder

A record is a JSON object with `id`, `title`, `authors` (names as printed), `year`, `venue` (a
name), `abstract` (plain text), `topics` (names; "Parent > Child" puts one below another) and
`datasets` (names). It may have `doi`, `url`, `methods` (names) and `added` (a date); a record
without the date is added a hundred a day, in the order of the file.

An invented corpus has the same bytes for the same seed on every machine, and a smaller one is the
beginning of a larger one. What it is like: a title of about 10 words, an abstract of about 180, a
third of them function words; about five authors of a skewed pool; one to three topics of a tree,
each with words of its own; for six papers in ten a few datasets, named in the abstract. At 10,000
papers search finds about 48,000 terms and 895,000 postings in titles and abstracts, as in 10,000
real ones. Words repeat within a paper and keep company by topic. There is no Chinese or Japanese.
"""

import argparse
import json
import lzma
import random
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from invented import (
    FUNCTION_WORDS,
    Words,
    cumulate,
    function_word_weights,
    make_name,
    make_person,
    make_word,
    pick,
    scatter,
    without_accents,
    word_weights,
)

SEED = 20_261_121

_FIRST_DAY = date(2026, 1, 1)
_PAPERS_A_DAY = 100

# Of the words of an abstract: what is said everywhere, what a topic says, what this paper said already.
_FUNCTION, _GENERAL, _TOPICAL = 0.35, 0.245, 0.145
_SENTENCE = (13, 29)  # words
_SENTENCES = (6, 10)
_AUTHORS = [3, 11, 18, 20, 17, 11, 7, 5, 3, 2, 1, 1, 0.5, 0.3, 0.2]  # how many papers have 1, 2, ... authors
_TOPICS, _ROOTS = 72, 8
_TOPIC_WORDS = 600
_METHODS = 60
_VENUES = 80
_TITLE_WORDS = (4, 11)  # those that are no function words
_LINKS = ["for", "of", "with", "in", "and", "from", "via", "by", "to", "on", "under"]
_SUFFIXES = [" Studies", " Models", " Analysis", " Recognition", " Synthesis", " Retrieval"]


@dataclass(frozen=True, slots=True)
class Record:
    """A paper as the corpus files have it."""

    id: str
    title: str
    authors: list[str]
    year: int | None
    venue: str
    abstract: str
    topics: list[str]
    datasets: list[str]
    methods: list[str]
    added: str
    doi: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Corpus:
    name: str
    records: Callable[[], Iterator[Record]]
    """Read or made anew by each call: 100,000 need not be in memory."""
    asked_as: Callable[[str], tuple[str, ...]]
    """How readers ask for a topic, by its name."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=int, help="how many")
    add_corpus_option(parser)
    parser.add_argument("--seed", type=int, default=SEED, help=f"another invented corpus (default {SEED})")
    parser.add_argument("--jsonl", type=Path, metavar="FILE", help="write the records here")
    parser.add_argument("--site", type=Path, metavar="FOLDER", help="write a catalogue of them here")
    options = parser.parse_args()
    corpus = open_corpus(options.papers, options.corpus, options.seed)
    if options.jsonl:
        with options.jsonl.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(json.dumps(asdict(record), ensure_ascii=False) + "\n" for record in corpus.records())
    if options.site:
        from corpus_site import write_site  # it needs the package; the records alone do not

        write_site(corpus, options.site)


def add_corpus_option(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--corpus", type=Path, metavar="FILE", help="real records, a .jsonl or .jsonl.xz, instead of invented ones"
    )


def open_corpus(papers: int, path: Path | None = None, seed: int = SEED) -> Corpus:
    """Return the first `papers` of a file, or of an invented corpus."""
    if path:
        return Corpus(path.name, lambda: islice(read_records(path), papers), lambda _: ())
    return Corpus("invented", lambda: invent_records(papers, seed), _invented_questions)


def read_records(path: Path) -> Iterator[Record]:
    """Yield the records of a file in the order of the lines. A second one of an id gets a number, of a DOI none."""
    seen: dict[str, int] = {}
    dois: set[str] = set()
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            values = {"methods": [], "added": _day(number)} | json.loads(line)
            uses = seen[values["id"]] = seen.get(values["id"], 0) + 1
            values["id"] += f"-{uses}" if uses > 1 else ""
            doi = values.get("doi", "").casefold()
            if doi in dois:
                values["doi"] = ""
            dois.add(doi)
            yield Record(**{field: values[field] for field in Record.__slots__ if field in values})


def invent_records(papers: int, seed: int = SEED) -> Iterator[Record]:
    inventor = _Inventor(seed)
    return (inventor.paper(number) for number in range(papers))


def _day(number: int) -> str:
    return (_FIRST_DAY + timedelta(days=number // _PAPERS_A_DAY)).isoformat()


def _invented_questions(topic: str) -> tuple[str, ...]:
    """Return four phrases of four words, as the topics of a real catalogue have."""
    salt = sum(map(ord, topic))
    ranks = [scatter(place, salt) % 3_000 for place in range(16)]
    return tuple(" ".join(map(make_word, ranks[start : start + 4])) for start in range(0, 16, 4))


def _topic_name(number: int) -> str:
    """Return "Parent > Child", or the name of a root."""
    word = make_word(150 + scatter(number, salt=11) % 2_000).partition("-")[0].capitalize()
    name = word.strip("0123456789.") + _SUFFIXES[number % len(_SUFFIXES)]
    return name if number < _ROOTS else f"{_topic_name(number % _ROOTS)} > {name}"


class _Inventor:
    """Writes papers one after the other. Only `random()` is used of the generator: its values never change."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random
        self._words = Words()
        common = cumulate(function_word_weights(), _FUNCTION)
        self._common = common + [_FUNCTION + at for at in cumulate(word_weights(), _GENERAL)]
        self._topical = cumulate([1 / (place + 8) for place in range(_TOPIC_WORDS)])
        self._topic_ranks = [
            [40 + scatter(place, salt=100 + topic) % (40 * (place + 4)) for place in range(_TOPIC_WORDS)]
            for topic in range(_TOPICS)
        ]
        self._topics = [_topic_name(number) for number in range(_TOPICS)]
        self._author_table = cumulate([1 / ((rank + 400) * (1 + rank / 20_000)) for rank in range(300_000)])
        self._author_count = cumulate([float(count) for count in _AUTHORS])
        self._few = cumulate([1 / (rank + 4) for rank in range(_TOPICS)])
        self._venue_table = cumulate([1 / (rank + 3) for rank in range(_VENUES)])
        self._dataset_table = cumulate([1 / ((rank + 6) * (1 + rank / 400)) for rank in range(20_000)])
        self._ids: dict[str, int] = {}

    def paper(self, number: int) -> Record:
        topics = self._several(self._few, 1 + int(self._random() * 3))
        datasets = self._several(self._dataset_table, 1 + int(self._random() * 3)) if self._random() < 0.6 else []
        methods = [place % _METHODS for place in self._several(self._few, 1 + int(self._random() * 3))]
        names = [make_name(place, salt=5) for place in datasets]
        said: list[str] = []
        coined = make_name(number, salt=6) if self._random() < 0.3 else ""
        title = self._title(coined, topics, said)
        authors = [
            make_person(place) for place in self._several(self._author_table, 1 + self._draw(self._author_count))
        ]
        year = 2026 - int(22 * self._random() * self._random())
        venue = self._draw(self._venue_table)
        return Record(
            id=self._id(authors[0], year, title),
            title=title,
            authors=list(dict.fromkeys(authors)),
            year=year,
            venue=_venue_name(venue) if self._random() < 0.7 else "",
            abstract=self._abstract(coined, topics, names, said),
            topics=[self._topics[topic] for topic in topics],
            datasets=list(dict.fromkeys(names)),
            methods=list(dict.fromkeys(make_name(method, salt=7) for method in methods)),
            added=_day(number),
        )

    def _draw(self, table: list[float]) -> int:
        return pick(table, self._random())

    def _several(self, table: list[float], count: int) -> list[int]:
        """Draw so often; what comes twice counts once."""
        return list(dict.fromkeys(self._draw(table) for _ in range(count)))

    def _id(self, author: str, year: int, title: str) -> str:
        word = max(re.findall("[a-z]+", title.lower()), key=len)
        id_ = f"{without_accents(author.split()[-1])}-{year}-{word}"
        uses = self._ids[id_] = self._ids.get(id_, 0) + 1
        return f"{id_}-{uses}" if uses > 1 else id_

    def _title(self, coined: str, topics: list[int], said: list[str]) -> str:
        fewest, most = _TITLE_WORDS
        count = fewest + int(self._random() * (most - fewest + 1))
        content: dict[str, None] = {}
        while len(content) < count:
            content.update(dict.fromkeys(w for w in self._prose(count, topics, said) if w not in _FUNCTION_SET))
        shown = [word[0].upper() + word[1:] for word in content][:count]
        # A function word after every second one: "Valo Terin for Plisty Grans via Morand".
        for place in range(2, count, 3):
            shown.insert(place, _LINKS[int(self._random() * len(_LINKS))])
        return (f"{coined}: " if coined else "") + " ".join(shown)

    def _abstract(self, coined: str, topics: list[int], datasets: list[str], said: list[str]) -> str:
        (few, many), (short, long) = _SENTENCES, _SENTENCE
        if coined:
            said += [coined] * 4
        sentences = []
        for _ in range(few + int(self._random() * (many - few + 1))):
            words = self._prose(short + int(self._random() * (long - short + 1)), topics, said)
            if self._random() < 0.5:
                words[len(words) // 2] += ","
            words[0] = words[0][0].upper() + words[0][1:]
            sentences.append(" ".join(words) + ".")
        if datasets:
            listed = " and ".join(filter(None, [", ".join(datasets[:-1]), datasets[-1]]))
            score = f"{50 + self._random() * 49:.1f}"
            sentences.append(f"On {listed} the {self._words[topics[0] + 60]} is {score} %.")
        return " ".join(sentences)

    def _prose(self, length: int, topics: list[int], said: list[str]) -> list[str]:
        """Write words, and add to `said` those that the paper may use again."""
        random, words, common, topical = self._random, self._words, self._common, self._topical
        functions = len(FUNCTION_WORDS)
        found = []
        for _ in range(length):
            at = random()
            if at < _FUNCTION + _GENERAL:
                place = bisect_left(common, at)
                if place < functions:
                    found.append(FUNCTION_WORDS[place])
                    continue
                word = words[place - functions]
            elif at < _FUNCTION + _GENERAL + _TOPICAL or not said:
                ranks = self._topic_ranks[topics[int(at * 1e6) % len(topics)]]
                word = words[ranks[pick(topical, (at - _FUNCTION - _GENERAL) / _TOPICAL)]]
            else:
                found.append(said[int(at * 1e6) % len(said)])
                continue
            said.append(word)
            found.append(word)
        return found


def _venue_name(number: int) -> str:
    words = [make_word(200 + scatter(number, salt) % 4_000).capitalize() for salt in (21, 22)]
    return f"{('Conference on', 'Journal of', 'Workshop on', 'Symposium on')[number % 4]} {' and '.join(words)}"


_FUNCTION_SET = frozenset(FUNCTION_WORDS)


if __name__ == "__main__":
    main()
