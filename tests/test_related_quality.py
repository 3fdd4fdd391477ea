"""Related papers of the real catalogue: are they those that a reader would name?"""

import re
import subprocess
import sys

from conftest import ROOT

BARS = (0.68, 0.21, 0.81), (0.56, 0.20, 0.73)
"""Precision, precision of close ones and nDCG of the halves `tune` and `held-out`: somewhat below what was measured."""
ABOVE_COSINE = 0.2


def test_related_papers_are_those_that_a_reader_names() -> None:
    command = [sys.executable, str(ROOT / "bench" / "related_quality.py")]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout

    row = re.compile(r"^(.+?)" + r" +([0-9.]+)" * 6, re.MULTILINE)
    rows = {name: tuple(map(float, figures)) for name, *figures in row.findall(told)}
    ours, cosine = (tuple((row[start : start + 3]) for start in (0, 3)) for row in (rows["all"], rows["TF-IDF cosine"]))
    for half, (figures, bars, plain) in enumerate(zip(ours, BARS, cosine, strict=True)):
        assert all(figure >= bar for figure, bar in zip(figures, bars, strict=True)), (half, figures)
        assert figures[2] >= plain[2] + ABOVE_COSINE, (half, figures)
