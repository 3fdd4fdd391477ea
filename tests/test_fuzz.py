"""Files of strangers, changed at random: never a traceback, more than two seconds or more than 512 MB."""

import json
import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import fuzzed
from papercatalog.diagnostics import CatalogError

SHORT, LONG = 60, 10_000
"""Inputs for each kind of file."""
SHORT_SEARCH, LONG_SEARCH = 20, 1_000

TEXTS = st.lists(st.sampled_from([*fuzzed.WORDS, *fuzzed.DAMAGE]) | st.text(max_size=20), max_size=8).map("".join)


def test_changed_files_are_read_or_refused(soak: bool) -> None:
    command = [sys.executable, fuzzed.__file__, str(LONG if soak else SHORT), "1"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    figures = [json.loads(line) for line in done.stdout.splitlines()]

    assert done.returncode == 0, f"{figures}\n{done.stderr[-6000:]}"
    assert [target["target"] for target in figures] == list(fuzzed.TARGETS)
    for target in figures:
        assert target["inputs"] > target["refused"], target
        assert target["worst"] < fuzzed.SECONDS, target
        assert target["megabytes"] < fuzzed.MEMORY // 1024**2, target


@pytest.mark.parametrize("target", fuzzed.TARGETS)
def test_anything_put_into_a_file_is_read_or_refused(target: str, soak: bool) -> None:
    make_seeds, read = fuzzed.TARGETS[target]
    seeds = [seed.decode() for seed in make_seeds()]

    @settings(max_examples=LONG_SEARCH if soak else SHORT_SEARCH, deadline=None, database=None)
    @given(st.sampled_from(seeds), st.floats(0, 1), TEXTS, st.booleans())
    def put(seed: str, place: float, text: str, ends: bool) -> None:
        at = int(place * len(seed))
        with suppress(CatalogError):
            read((seed[:at] + text + ("" if ends else seed[at:])).encode(errors="surrogatepass"))

    put()
