"""Documents -> the files that the site's own search loads.

    data/search/manifest.json          what the others are called, and the numbers that weights need
    data/search/terms-<hash>.json      postings of a range of terms
    data/search/papers-<hash>.json     what results show, for papers in a row

A terms file is a list of `[term, field, [papers], [lengths], counts, field, ...]`, in the
order of JavaScript strings. Papers are numbered from 0; each number but the first is the
distance from the one before. `lengths` are the lengths of that field in those papers.
`counts` are how often the term stands there, or 1 when it is once everywhere. From these
follow the weights of the Lunr index, to the last digit. Names carry a hash of the content,
so that only the manifest can be out of date in a cache.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise
from typing import Any

from papercatalog.output import OutputFile
from papercatalog.search.documents import FIELDS, K1, B, Document
from papercatalog.search.tokens import STOP_WORDS, utf16_order

FOLDER = "data/search/"
FORMAT_VERSION = 1
PAPERS_PER_FILE = 25

Posting = list[Any]
"""One term, as described above."""


def search_files(documents: Sequence[Document]) -> Iterator[OutputFile]:
    """Yield the terms, the papers and last the manifest that names them."""
    terms: list[dict[str, str]] = []
    if postings := make_postings(documents):
        file = _hashed_file("terms", postings)
        terms.append({"first": postings[0][0], "file": _name(file)})
        yield file
    papers: list[str] = []
    for start in range(0, len(documents), PAPERS_PER_FILE):
        file = _hashed_file("papers", [document.shown for document in documents[start : start + PAPERS_PER_FILE]])
        papers.append(_name(file))
        yield file
    manifest = {
        "version": FORMAT_VERSION,
        "count": len(documents),
        "k1": K1,
        "b": B,
        "fields": [
            {"name": name, "boost": boost, "averageLength": _average_length(documents, name)}
            for name, boost in FIELDS.items()
        ],
        "stopWords": sorted(STOP_WORDS),
        "terms": terms,
        "papers": papers,
        "papersPerFile": PAPERS_PER_FILE,
    }
    yield OutputFile(FOLDER + "manifest.json", compact_json(manifest))


def make_postings(documents: Sequence[Document]) -> list[Posting]:
    """Return every term of every document, in the order of JavaScript strings."""
    # term -> field -> [(paper, length of the field, count)]
    found: dict[str, dict[int, list[tuple[int, int, int]]]] = defaultdict(lambda: defaultdict(list))
    for paper, document in enumerate(documents):
        for field, name in enumerate(FIELDS):
            tokens = document.tokens[name]
            for term, count in Counter(tokens).items():
                found[term][field].append((paper, len(tokens), count))
    return [_posting(term, found[term]) for term in sorted(found, key=utf16_order)]


def _posting(term: str, fields: dict[int, list[tuple[int, int, int]]]) -> Posting:
    posting: Posting = [term]
    for field, uses in sorted(fields.items()):
        papers, lengths, counts = zip(*uses, strict=True)
        distances = [papers[0], *(after - before for before, after in pairwise(papers))]
        posting += [field, distances, lengths, 1 if max(counts) == 1 else counts]
    return posting


def _average_length(documents: Sequence[Document], field: str) -> float:
    return sum(len(document.tokens[field]) for document in documents) / max(1, len(documents))


def compact_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _hashed_file(stem: str, value: object) -> OutputFile:
    content = compact_json(value)
    return OutputFile(f"{FOLDER}{stem}-{sha256(content).hexdigest()[:12]}.json", content)


def _name(file: OutputFile) -> str:
    return file.path.removeprefix(FOLDER)
