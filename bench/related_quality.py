"""Measure how good the related papers are, on labels that were written before the ranking was.

related-labels.yaml grades papers for 40 queries, in two halves: the weights were chosen on `tune`
alone. A hit is a paper that the reader called close or related. Beside the ranking stand plain
TF-IDF cosine, each ingredient alone, and the ranking without each. `--speed FILE` measures time and
memory on real records, see `corpus.py`.
"""

import argparse
import gc
import math
import resource
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path

import yaml
from corpus import open_corpus
from corpus_site import make_catalog

from papercatalog.catalog import Catalog
from papercatalog.config import load_config
from papercatalog.content import read_content
from papercatalog.markdown import plain_text
from papercatalog.related import WEIGHTS, find_related
from papercatalog.related.features import Weights
from papercatalog.search.tokens import prose_tokens

ROOT = Path(__file__).parents[1]
LABELS = Path(__file__).with_name("related-labels.yaml")
LABELLED = date(2026, 11, 21)
"""The day on which the labels were written: no later paper is among them."""
AT = 5

Ranking = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Label:
    query: str
    half: str
    close: frozenset[str]
    related: frozenset[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--half", choices=["tune", "held-out"], help="show this half only")
    parser.add_argument("--speed", type=Path, metavar="FILE", help="measure time and memory instead")
    parser.add_argument("--papers", type=int, default=10_000, help="how many records of FILE (default 10000)")
    options = parser.parse_args()
    if options.speed:
        report_speed(make_catalog(open_corpus(options.papers, options.speed)))
        return
    catalog = read_content(load_config(ROOT)).catalog
    catalog = replace(catalog, papers=tuple(paper for paper in catalog.papers if paper.added <= LABELLED))
    report_quality(catalog, [options.half] if options.half else ["tune", "held-out"])


def report_quality(catalog: Catalog, halves: Sequence[str]) -> None:
    labels = [
        Label(entry["query"], entry["half"], frozenset(entry["close"]), frozenset(entry["related"]))
        for entry in yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    ]
    print(f"related papers of {len(catalog.papers)}, {len(labels)} labelled queries; P = precision at {AT}")
    print(f"{'':24}" + "".join(f"{half + ' P':>12}{'close P':>9}{'nDCG':>7}" for half in halves))
    rankings = {"TF-IDF cosine": tf_idf_cosine(catalog), **our_rankings(catalog)}
    rankings["best possible"] = {label.query: [*sorted(label.close), *sorted(label.related)] for label in labels}
    for name, ranking in rankings.items():
        row = ""
        for half in halves:
            chosen = [label for label in labels if label.half == half]
            hits, close, gain = (
                sum(measure(ranking[label.query], label) for label in chosen) / len(chosen)
                for measure in (precision, close_precision, ndcg)
            )
            row += f"{hits:12.3f}{close:9.3f}{gain:7.3f}"
        print(f"{name:24}{row}")


def our_rankings(catalog: Catalog) -> dict[str, Ranking]:
    kinds = [field.name for field in fields(Weights)]
    nothing = Weights(**dict.fromkeys(kinds, 0.0))
    variants = {
        **{f"{kind} alone": replace(nothing, **{kind: 1.0}) for kind in kinds},
        "all": WEIGHTS,
        **{f"all but {kind}": replace(WEIGHTS, **{kind: 0.0}) for kind in kinds},
    }
    # What a curator chose is not the ranking's merit.
    uncurated = replace(catalog, papers=tuple(replace(paper, related=()) for paper in catalog.papers))
    return {
        name: {id_: [paper.id for paper in found] for id_, found in find_related(uncurated, weights).items()}
        for name, weights in variants.items()
    }


def tf_idf_cosine(catalog: Catalog) -> Ranking:
    """Rank by the plainest measure: single words of title and abstract, all pairs."""
    counts = {paper.id: Counter(prose_tokens(f"{paper.title} {plain_text(paper.body)}")) for paper in catalog.papers}
    use = Counter(term for words in counts.values() for term in words)
    vectors: dict[str, dict[str, float]] = {}
    for id_, words in counts.items():
        weights = {term: count * math.log(len(counts) / use[term]) for term, count in words.items()}
        length = math.sqrt(sum(weight**2 for weight in weights.values()))
        vectors[id_] = {term: weight / length for term, weight in weights.items()}

    def cosine(one: str, other: str) -> float:
        return sum(weight * vectors[other].get(term, 0.0) for term, weight in vectors[one].items())

    return {
        one: sorted((other for other in vectors if other != one), key=lambda other: -cosine(one, other))
        for one in vectors
    }


def precision(found: Sequence[str], label: Label) -> float:
    return len((label.close | label.related).intersection(found[:AT])) / AT


def close_precision(found: Sequence[str], label: Label) -> float:
    return len(label.close.intersection(found[:AT])) / AT


def ndcg(found: Sequence[str], label: Label) -> float:
    grades = dict.fromkeys(label.related, 1) | dict.fromkeys(label.close, 2)

    def gain(values: Sequence[int]) -> float:
        return sum(value / math.log2(place + 2) for place, value in enumerate(values[:AT]))

    ideal = gain(sorted(grades.values(), reverse=True))
    return gain([grades.get(id_, 0) for id_ in found]) / ideal if ideal else 0.0


def report_speed(catalog: Catalog) -> None:
    gc.collect()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started, cpu = time.perf_counter(), time.process_time()
    find_related(catalog)
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    added = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    papers = len(catalog.papers)
    print(f"{papers} papers: {seconds:.2f} s ({cpu:.2f} s of processor), {cpu / papers * 1000:.2f} ms a paper")
    print(f"peak memory: {added:.0f} MiB more than the {before:.0f} MiB of the records")


if __name__ == "__main__":
    main()
