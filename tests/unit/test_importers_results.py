"""Which numbers of an abstract are offered as results."""

import pytest

from papercatalog.importers.results import ResultFinder
from papercatalog.mentions import dataset_finder
from papercatalog.model import Dataset, Metric

METRICS = [
    Metric("accuracy", "Accuracy", "higher", unit="%"),
    Metric("map", "mean average precision (mAP)", "higher"),
    Metric("unnamed", "Score", "higher", comparable=False),
]
FINDER = ResultFinder(METRICS, dataset_finder([Dataset("ash", "Ash 2.5"), Dataset("oak", "OAK")]))
WORDS = " ".join(["words"] * 25)


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("An accuracy of 99.5% on OAK.", ["accuracy 99.5 % oak absolute: accuracy of 99.5% on OAK"]),
        ("OAK: 0.71 mAP.", ["map 0.71 None oak absolute: OAK: 0.71 mAP"]),
        ("It improves accuracy by 2% on OAK.", ["accuracy 2 % oak gain: accuracy by 2% on OAK"]),
        ("Accuracy of 1.5 on OAK. It has 20.5 M weights.", ["accuracy 1.5 % oak absolute: Accuracy of 1.5 on OAK"]),
    ],
)
def test_numbers_beside_a_metric_and_a_dataset_are_offered(text: str, offered: list[str]) -> None:
    found = [f"{r.metric} {r.value} {r.unit} {r.dataset} {r.kind}: {r.quote}" for r in FINDER.find(text)]

    assert found == offered


@pytest.mark.parametrize(
    "text",
    [
        "Accuracy on OAK of 3 models.",  # as likely a count
        "The accuracy on Ash 2.5 is good.",  # a part of the name
        f"Accuracy on OAK, {WORDS}, of 99.5%.",  # too far away
        f"An accuracy of 99.5% on OAK, {WORDS * 7}.",  # no sentence is so long
        "An accuracy of 99.5%. OAK is ours.",
        "A score of 99.5% on OAK.",
        "99.5% on OAK.",
    ],
)
def test_others_are_not(text: str) -> None:
    assert FINDER.find(text) == []
