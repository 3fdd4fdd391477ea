"""Numbers in an abstract that look like results of the paper, each with the words that say so.

They are offered to a curator, never written: whose number it is, and under which protocol it was measured, is for a
person to read.
"""

import re
from collections.abc import Iterable, Sequence

from papercatalog.front_matter import dump_page, written_fields
from papercatalog.mentions import Mention, PhraseFinder
from papercatalog.model import Metric, Result

_NUMBER = re.compile(r"(?<![\w.,-])(?P<value>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)(?![\w.,-]*[A-Za-z0-9-])\s?(?P<unit>%)?")
_GAIN = re.compile(
    r"\b(?:improv\w+|gains?|increas\w+|reduc\w+|boosts?|outperform\w*|surpass\w*|by|higher|lower|points?)\b|\+$"
)
_SENTENCE_END = re.compile(r"(?<!\bi\.e)(?<!\be\.g)(?<!\bvs)[.?!]\s+(?=[A-Z\"“(])")
_LONGEST = 1_000
"""Characters of what still is a sentence."""
_REACH = 120
"""Characters between a number and what it is a number of."""
_GAIN_REACH = 30


class ResultFinder:
    """Knows how metrics are spelled in running text."""

    def __init__(self, metrics: Iterable[Metric], datasets: PhraseFinder) -> None:
        self._datasets = datasets
        self._metrics = {metric.id: metric for metric in metrics if metric.comparable}
        words, short = [], []
        for metric in self._metrics.values():
            name, _, rest = metric.name.partition(" (")
            words.append((name, metric.id))
            if rest:
                short.append((rest.removesuffix(")"), metric.id))
        self._words = PhraseFinder(words, fold_case=True)
        self._short = PhraseFinder(short, fold_case=False)

    def find(self, text: str) -> list[Result]:
        """Return the numbers of each sentence that names a dataset and a metric."""
        start = 0
        found: list[Result] = []
        for end in [*(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]:
            if end - start <= _LONGEST:
                found += self._find_in_sentence(text[start:end])
            start = end
        return found

    def _find_in_sentence(self, sentence: str) -> list[Result]:
        datasets = self._datasets.find(sentence)
        metrics = self._words.find(sentence) + self._short.find(sentence)
        if not datasets or not metrics:
            return []
        results = []
        for number in _NUMBER.finditer(sentence):
            if "." not in number["value"] and not number["unit"]:
                continue  # as likely a count of something as a result
            if any(mention.start < number.end() and number.start() < mention.end for mention in datasets):
                continue  # a part of the name
            dataset, metric = _nearest(number, datasets), _nearest(number, metrics)
            if dataset and metric:
                results.append(self._result(sentence, number, dataset, metric))
        return results

    def _result(self, sentence: str, number: re.Match[str], dataset: Mention, metric: Mention) -> Result:
        start = min(number.start(), dataset.start, metric.start)
        end = max(number.end(), dataset.end, metric.end)
        before = sentence[max(number.start() - _GAIN_REACH, 0) : number.start()]
        return Result(
            metric=metric.id,
            value=number["value"],
            quote=sentence[start:end].strip(),
            dataset=dataset.id,
            unit=number["unit"] or self._metrics[metric.id].unit,
            kind="gain" if _GAIN.search(before) else "absolute",
        )


def dump_results(results: Sequence[Result]) -> str:
    """Return the results as the lines of front matter that a curator would paste."""
    return dump_page({"results": list(map(written_fields, results))}, "").split("---\n")[1]


def _nearest(number: re.Match[str], mentions: Sequence[Mention]) -> Mention | None:
    """Return the mention next to the number; one that follows wins over one that is as far before."""
    distances = ((max(m.start - number.end(), number.start() - m.end), m.end <= number.start(), m) for m in mentions)
    distance, _, mention = min(distances, key=lambda entry: entry[:2])
    return mention if distance <= _REACH else None
