"""Names found in running text."""

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from papercatalog.mentions import Mention, PhraseFinder

CHARACTERS = st.text(alphabet="abA- .(é", min_size=1, max_size=30)


def find_slowly(names: list[str], text: str) -> list[Mention]:
    """Say what `PhraseFinder.find` finds, by its definition: every name at every place, the longest ones first."""
    found = [
        Mention(name, at, at + len(name))
        for name in set(names)
        for at in range(len(text))
        if text.startswith(name, at)
        and not re.search(r"[\w-]$", text[:at])
        and not re.match(r"[\w-]", text[at + len(name) :])
    ]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


@given(st.lists(CHARACTERS, max_size=6), st.lists(CHARACTERS, max_size=6))
def test_finds_what_the_definition_says(names: list[str], parts: list[str]) -> None:
    text = " ".join([*parts, *names])
    finder = PhraseFinder([(name, name) for name in names], fold_case=False)

    assert finder.find(text) == find_slowly(names, text)


def test_case_and_hyphens_of_topics_do_not_count_but_words_are_whole() -> None:
    finder = PhraseFinder([("Face recognition", "face"), ("pose", "pose")], fold_case=True)

    text = "face-Recognition, non-face recognition, face recognition-like, POSE and poses"

    found = [(m.id, text[m.start : m.end]) for m in finder.find(text)]

    assert found == [("face", "face-Recognition"), ("pose", "POSE")]


def test_a_longer_name_that_is_cut_short_does_not_hide_a_shorter_one() -> None:
    finder = PhraseFinder([("speech", "speech"), ("speech recognition", "recognition")], fold_case=True)

    assert [m.id for m in finder.find("speech recognition-based, speech recognition")] == ["speech", "recognition"]


def test_a_text_full_of_names_takes_no_longer_than_it_is_long() -> None:
    finder = PhraseFinder([(f"Set {n}", str(n)) for n in range(5_000)], fold_case=False)
    started = time.process_time()

    assert len(finder.find("Set 1, " * 30_000)) == 30_000
    assert time.process_time() - started < 5
