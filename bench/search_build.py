"""Write the search files of a corpus, and say what that cost.

    python bench/search_build.py 10000 folder
    python bench/search_build.py 10000 folder --terms    # what queries are answered with, and nothing to show

A process of its own, so that its memory is that of the work: papers come and go one batch at a
time. Reading or inventing them is not counted as processor time, nor is it part of a build's search.
"""

import argparse
import gc
import json
import resource
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from corpus import Corpus, Record, add_corpus_option, open_corpus
from corpus_site import list_names, make_paper

from papercatalog.catalog import Catalog
from papercatalog.model import Paper
from papercatalog.output import Stage
from papercatalog.search.documents import Documents, Tokens, numbered
from papercatalog.search.facets import make_facets
from papercatalog.search.files import renew_files
from papercatalog.search.memory import SearchMemory, Source
from papercatalog.search.names import make_names
from papercatalog.search.paths import FOLDER

_BATCH = 5_000
"""Papers. A build has read all before search begins; to invent some in between empties the processor's caches."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("papers", type=int)
    parser.add_argument("folder", type=Path, help="where to write data/, anew")
    parser.add_argument("--lunr", action="store_true", help="write the standard Lunr index, too")
    parser.add_argument("--terms", action="store_true", help="terms, vocabulary and manifest only")
    add_corpus_option(parser)
    options = parser.parse_args()
    gc.set_threshold(50_000, 20, 100)  # as the command does
    corpus = open_corpus(options.papers, options.corpus)
    print(json.dumps(build(corpus, options.folder, has_lunr_index=options.lunr, only_terms=options.terms)))


def build(corpus: Corpus, folder: Path, *, has_lunr_index: bool, only_terms: bool) -> dict[str, float]:
    outlines: list[Paper] = []

    def noted() -> Iterator[Record]:
        for record in corpus.records():
            outlines.append(_outline(make_paper(record)))
            yield record

    names = list_names(replace(corpus, records=noted))
    outline = replace(names, papers=tuple(outlines))
    before = time.process_time()
    page_names, facets = ([], {}) if only_terms else (make_names(outline), make_facets(outline))
    lists = time.process_time() - before
    del outline
    outlines.clear()

    folder.mkdir(exist_ok=True)
    shutil.rmtree(folder / "data", ignore_errors=True)  # of an earlier run
    stage = Stage(folder)
    before = time.process_time()
    memory = SearchMemory(None, (), lambda _: False)
    papers = _Papers(corpus, names, (_TermsAlone if only_terms else Documents)(names, memory.terms))
    for file in renew_files(papers.sources(), memory, page_names, facets, has_lunr_index=has_lunr_index):
        if not (only_terms and file.path.startswith(f"{FOLDER}papers/")):
            stage.write(file)
    return {
        "cpu": time.process_time() - before - papers.seconds + lists,
        "tokens": papers.token_seconds,
        "mebibytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "files": len(stage.paths),
    }


class _TermsAlone(Documents):
    """Has records that show nothing."""

    def record(self, paper: Paper) -> Mapping[str, object]:
        return {}


class _Papers:
    """The papers of a corpus, and what it took to make them and their tokens."""

    def __init__(self, corpus: Corpus, names: Catalog, documents: Documents) -> None:
        self._corpus = corpus
        self._names = names
        self._documents = documents
        self.seconds = 0.0
        """For papers: no part of search."""
        self.token_seconds = 0.0
        """For tokens, by the clock: to ask for processor time so often takes a share of it."""

    def sources(self) -> Iterator[Source]:
        records = self._corpus.records()
        while True:
            started = time.process_time()
            papers = tuple(make_paper(record) for record in islice(records, _BATCH))
            if not papers:
                return
            self.seconds += time.process_time() - started
            for paper in numbered(replace(self._names, papers=papers)):
                yield Source(paper.id, None, partial(self._tokens, paper), partial(self._documents.record, paper))

    def _tokens(self, paper: Paper) -> Tokens:
        started = time.perf_counter()
        tokens = self._documents.tokens(paper)
        self.token_seconds += time.perf_counter() - started
        return tokens


def _outline(paper: Paper) -> Paper:
    """Return what facets and names need of a paper."""
    return replace(paper, body="", authors=(), title="")


if __name__ == "__main__":
    main()
