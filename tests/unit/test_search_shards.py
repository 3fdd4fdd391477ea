"""The files of terms: how they are cut, and that a new paper leaves most of them as they are."""

import json
import random
from collections.abc import Iterable, Iterator
from itertools import pairwise

from papercatalog.search.documents import FIELDS
from papercatalog.search.shards import cut
from papercatalog.search.terms import Terms
from papercatalog.search.tokens import utf16_order
from searchcase import Document, search_files

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def many_abstracts(count: int) -> list[list[str]]:
    """Random words, of more papers than share one file, of a vocabulary that is spread over many."""
    pick = random.Random(3)
    words = ["".join(pick.choices(LETTERS, k=pick.randint(3, 9))) for _ in range(9_000)]
    return [pick.choices(words, k=90) for _ in range(count)]


def files_of(abstracts: Iterable[Iterable[str]]) -> dict[str, bytes]:
    def documents(terms: Terms) -> Iterator[Document]:
        for number, words in enumerate(abstracts):
            tokens = {**dict.fromkeys(FIELDS, ()), "abstract": [terms[word] for word in words]}
            yield Document(f"paper-{number}", tokens, {"id": f"paper-{number}", "title": f"Paper {number}"})

    return {file.path: file.content for file in search_files(documents)}


def terms_files(files: dict[str, bytes]) -> list[str]:
    """Return the paths of the files of terms, in order."""
    terms = json.loads(files["data/search/manifest.json"])["terms"]
    hashes, length = terms["hashes"], terms["hashLength"]
    return [f"data/search/terms-{hashes[i : i + length]}.json" for i in range(0, len(hashes), length)]


def test_a_few_hundred_papers_have_one_file_of_terms() -> None:
    abstracts = many_abstracts(301)
    assert len(terms_files(files_of(abstracts[:300]))) == 1
    assert len(terms_files(files_of(abstracts))) > 5


def test_a_term_is_in_the_file_that_the_manifest_tells() -> None:
    files = files_of([*many_abstracts(350), ["𐌰𐌱", "﨎", "ﬂy", "é", "zzzz"]])
    firsts = json.loads(files["data/search/manifest.json"])["terms"]["firsts"]
    shards = [[entry[0] for entry in json.loads(files[path])] for path in terms_files(files)]
    terms = [term for shard in shards for term in shard]
    assert terms == sorted(set(terms), key=utf16_order)
    for first, shard, following in zip(firsts, shards, [*firsts[1:], "\uffff"], strict=True):
        assert all(utf16_order(first) <= utf16_order(term) < utf16_order(following) for term in shard)


def test_a_new_paper_changes_the_files_of_its_terms_and_no_others() -> None:
    abstracts = many_abstracts(400)
    before = files_of(abstracts)
    words = {"face", "recognition", "zebra", "aardvark", "mmmm"}
    after = files_of([*abstracts, words])
    old, new = terms_files(before), terms_files(after)
    assert len(old) == len(new) > 12
    assert 1 <= len(set(new) - set(old)) <= len(words)
    papers = {path for path in after if "/papers/" in path}
    assert len(papers) == 201
    manifests = [json.loads(files["data/search/manifest.json"]) for files in (before, after)]
    assert manifests[0]["terms"]["firsts"] == manifests[1]["terms"]["firsts"]


def test_cuts_come_back_after_a_place_where_much_came_in() -> None:
    pick = random.Random(9)
    words = sorted({"".join(pick.choices(LETTERS, k=6)) for _ in range(20_000)})
    more = sorted({*words, *(f"m{word[1:]}" for word in words[::12])})
    firsts, other_firsts = (
        [group[0][0] for group in cut([(word, 3) for word in some], 1_300, 3_500)] for some in (words, more)
    )
    assert len(firsts) > 20
    assert len(set(firsts) & set(other_firsts)) >= len(firsts) - 5
    assert firsts[-5:] == other_firsts[-5:]


def test_files_have_the_sizes_asked_for_unless_a_term_is_larger() -> None:
    terms = [(f"{a}{b}{c}", 10) for a in LETTERS for b in LETTERS for c in LETTERS]
    groups = list(cut([*terms[:9_000], ("lzzzz", 50_000), *terms[9_000:]], 1_300, 3_500))
    sizes = [sum(weight for _, weight in group) for group in groups]
    assert max(size for size in sizes if size < 50_000) <= 3_500
    assert sizes.count(50_000) == 1
    assert sum(size < 1_300 for size in sizes) <= 2  # before the large one, and the last
    assert [term for group in groups for term in group] == [*terms[:9_000], ("lzzzz", 50_000), *terms[9_000:]]


def test_beginnings_tend_to_share_a_file() -> None:
    terms = [(f"{a}{b}{c}", 10) for a in LETTERS for b in LETTERS for c in LETTERS]
    groups = list(cut(terms, 1_300, 3_500))
    assert all(before[-1][0][:2] != after[0][0][:2] for before, after in pairwise(groups))
    assert {group[0][0] for group in groups} >= {f"{letter}aa" for letter in LETTERS}


def test_vocabulary_is_shorter_than_its_terms_and_says_as_much() -> None:
    files = files_of([*many_abstracts(20), ["𐌰𐌱", "𐌰𐌲", "﨎", "x" * 50, "x" * 60, "x" * 60 + "y"]])
    vocabulary = json.loads(next(content for path, content in files.items() if "vocabulary" in path))
    terms: list[str] = []
    for code in vocabulary["terms"].split(" "):
        last = terms[-1] if terms else ""
        terms.append(last[: int(code[0], 36)] + code[1:])
    expected = [entry[0] for path in terms_files(files) for entry in json.loads(files[path])]
    assert terms == expected
    assert len(vocabulary["terms"]) < len(" ".join(terms))
    assert dict(zip(terms, vocabulary["uses"], strict=True))["﨎"] == 1
