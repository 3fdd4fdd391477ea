"""What builds cost -> Markdown: each job beside the peers and its bar, growth, and what each kind of output costs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from stopwatch import Cost

Costs = Mapping[str, Cost]
"""By job: "full set", "peer set", "unchanged", "edited", "Hugo", "Hugo, edited", and so on."""

_TIMING = re.compile(r" (?!0\.00)\d+\.\d\d s")
"""A line of `catalog build --timings`, unless it is of next to nothing."""
HEAD = ("papers", "job", "ours", "Hugo", "Hugo + Pagefind", "ratio", "bar")


@dataclass(frozen=True, slots=True)
class Measured:
    """A catalogue, and what its builds cost."""

    papers: int
    costs: Costs
    is_shipped: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    papers: str
    job: str
    ours: str
    hugo: str = ""
    both: str = ""
    ratio: str = ""
    bar: str = ""

    def __str__(self) -> str:
        return f"| {self.papers} | {self.job} | {self.ours} | {self.hugo} | {self.both} | {self.ratio} | {self.bar} |"


def write_table(measured: Sequence[Measured]) -> None:
    print("\n|", " | ".join(HEAD), "|")
    print("| ---: | --- | ---: | ---: | ---: | --- | --- |")
    for one in measured:
        print(*_rows(one), sep="\n")
    for smaller, larger in pairwise(one for one in measured if not one.is_shipped):
        print(*_growth(smaller, larger), sep="\n")
    print(f"\nProcessor seconds of the full set of {measured[-1].papers:,} papers, cold:\n")
    timings = (line for line in measured[-1].costs["full set"].said.splitlines() if _TIMING.search(line))
    print("".join(f"    {line}\n" for line in timings), flush=True)


def _rows(one: Measured) -> Iterator[Row]:
    papers, costs = f"{one.papers:,}", one.costs
    peer, full, hugo, both = (costs[job] for job in ("peer set", "full set", "Hugo", "Hugo + Pagefind"))
    edited, hugo_edited, both_edited = (costs[job] for job in ("edited", "Hugo, edited", "Hugo + Pagefind, edited"))
    bars = _bars(one)
    yield Row(
        papers,
        "cold, peer set",
        _show(peer),
        _show(hugo),
        _show(both),
        f"{_times(peer, both)} Hugo + Pagefind, {_times(peer, hugo)} Hugo",
        bars.get("peer set", ""),
    )
    beside = f", {_times(full, costs['Pelican'])} Pelican ({_show(costs['Pelican'])})" if "Pelican" in costs else ""
    ratio = f"{_times(full, peer)} the peer set{beside}"
    yield Row(papers, "cold, full set", _show(full), ratio=ratio, bar=bars.get("full set", ""))
    yield Row(papers, "nothing changed, full set", _show(costs["unchanged"]), bar=bars.get("unchanged", ""))
    yield Row(papers, "the first paper edited after a cold build, full set", _show(costs["edited first"]))
    yield Row(
        papers,
        "one paper edited, full set",
        _show(edited),
        _show(hugo_edited),
        _show(both_edited),
        f"{_times(edited, hugo_edited)} Hugo",
        bars.get("edited", ""),
    )


def _bars(one: Measured) -> Mapping[str, str]:
    """Return what is asked of a catalogue of this size, job by job, and whether it is so."""
    costs = one.costs
    peer, full = costs["peer set"], costs["full set"]
    if one.is_shipped:
        return {"full set": _bar("0.5 s", full.seconds <= 0.5)}
    if one.papers == 10_000:
        return {
            "peer set": _bar("0.5 × Hugo + Pagefind", peer.seconds <= 0.5 * costs["Hugo + Pagefind"].seconds),
            "full set": _bar("2.5 × the peer set", full.seconds <= 2.5 * peer.seconds),
            "unchanged": _bar("0.5 s", costs["unchanged"].seconds <= 0.5),
            "edited": _bar("1 s", costs["edited"].seconds <= 1),
        }
    if one.papers == 100_000:
        return {"peer set": _bar("120 s, 1.5 GB a process", peer.seconds <= 120 and peer.largest * 2**20 <= 1.5e9)}
    return {}


def _growth(smaller: Measured, larger: Measured) -> Iterator[Row]:
    """Yield how much more a paper costs in the larger catalogue."""
    growth = larger.papers / smaller.papers
    has_bar = (smaller.papers, larger.papers) == (10_000, 100_000)

    def factor(job: str, quantity: str) -> float:
        before, after = getattr(smaller.costs[job], quantity), getattr(larger.costs[job], quantity)
        return float(after / before / growth)

    for extent in ("peer set", "full set"):
        for quantity, name in (("seconds", "seconds"), ("largest", "memory")):
            ours = factor(extent, quantity)
            yield Row(
                f"{smaller.papers:,} → {larger.papers:,}",
                f"{name} a paper, {extent}",
                f"× {ours:.2f}",
                f"× {factor('Hugo', quantity):.2f}" if extent == "peer set" else "",
                f"× {factor('Hugo + Pagefind', quantity):.2f}" if extent == "peer set" else "",
                bar=_bar("× 1.3", ours <= 1.3) if has_bar else "",
            )


def _show(cost: Cost) -> str:
    """Return seconds, those of the processor, and memory; that of all processes only where it differs."""
    together = f" ({cost.together:.0f})" if cost.together > 1.05 * cost.largest else ""
    return f"{cost.seconds:.2f} s, cpu {cost.processor:.2f}, {cost.largest:.0f}{together} MiB"


def _times(cost: Cost, other: Cost) -> str:
    return f"{cost.seconds / other.seconds:.2f} ×"


def _bar(limit: str, is_met: bool) -> str:
    return f"at most {limit}: {'met' if is_met else 'missed'}"
