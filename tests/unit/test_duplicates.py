import random

import pytest

from papercatalog.duplicates import DuplicateFinder, Work, find_duplicates

TITLES = (
    "Robust Recognition of Faces under Heavy Occlusion in the Wild",
    "Face Recognition with Graphs",
    "Graphs for Face Recognition",
    "基于图的人脸识别",
    "人脸识别",
)


def similar(*titles: str) -> list[str]:
    """Return the titles that are similar to the last one."""
    works = [Work(str(number), title) for number, title in enumerate(titles)]
    return [titles[int(key)] for key in DuplicateFinder(works).similar_title(works[-1])]


@pytest.mark.parametrize(
    "title",
    [
        "robust recognition of faces, under heavy occlusion in the wild",
        "Robust Recognition of Face under Heavy Occlusion in the Wild",
        "Robust Recogntion of Faces under Heavy Occlusion in the Wild.",
        "Robust  Recognition of Faces under Heavy Occlusion in the Wilds",
    ],
)
def test_slips_and_signs_make_no_other_title(title: str) -> None:
    assert similar(*TITLES, title) == [TITLES[0]]


@pytest.mark.parametrize("title", ["Face Recognition with Graph Networks", "识别", "...", "!!!"])
def test_other_titles_are_other_papers(title: str) -> None:
    assert similar(*TITLES, "???", title) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Overview of the 6th Workshop on Faces in the Wild", "Overview of the 7th Workshop on Faces in the Wild"),
        ("Robust Recognition of 2D Faces under Occlusion", "Robust Recognition of 3D Faces under Occlusion"),
        ("The Face Shared Task of 2017: Recognition", "The Face Shared Task of 2018: Recognition"),
    ],
)
def test_a_number_tells_two_titles_apart(one: str, other: str) -> None:
    assert similar(one, other) == []
    assert similar(one, one.replace("Recognition", "Recogniton").replace("Workshop", "Workshops")) == [one]


def test_equal_titles_are_found_however_common_their_words_are() -> None:
    crowd = [f"Face Recognition {number}" for number in range(300)]
    assert similar("Face Recognition", *crowd, "Face recognition") == ["Face Recognition"]


def test_the_most_similar_come_first() -> None:
    titles = [TITLES[0].upper()]
    for word, slip in (("FACES", "FACE"), ("HEAVY", "HEVY"), ("OCCLUSION", "OCLUSION"), ("WILD", "WLD")):
        titles.append(titles[-1].replace(word, slip))
    assert similar(*reversed(titles), TITLES[0]) == titles


def test_identifiers_are_equal_whatever_their_case() -> None:
    one = Work("one", "A", doi="10.1000/ABC", arxiv="2202.03800")
    two = Work("two", "B", doi="10.1000/abc")
    three = Work("three", "C", arxiv="2202.03800")
    finder = DuplicateFinder([one, two, three])
    assert finder.same_identifier(one) == [("arxiv", "three"), ("doi", "two")]
    assert finder.same_identifier(two) == [("doi", "one")]


def test_slips_are_found_among_thousands_of_titles_of_the_same_words() -> None:
    rng = random.Random(7)
    words = [f"{start}{end}" for start in "ba de fi go lu".split() for end in "kor mis net rus tan vel".split()]
    titles = [" ".join(rng.choices(words, k=rng.randint(7, 12))) for _ in range(3000)]
    slipped = [title.replace(title.split()[3], title.split()[3] + "s", 1) for title in titles[:200]]
    works = [Work(str(number), title) for number, title in enumerate([*titles, *slipped])]
    finder = DuplicateFinder(works)
    found = sum(str(number) in finder.similar_title(works[3000 + number]) for number in range(200))
    assert found >= 190


def test_what_is_known_of_other_works_changes_nothing() -> None:
    rng = random.Random(11)
    words = [f"word{number}" for number in range(60)]

    def work(number: int, like: Work | None = None) -> Work:
        title = like.title.replace("a", "e", 1) if like else " ".join([*rng.choices(words, k=7), "of", "faces"])
        return Work(f"paper-{number:03}", title, doi=f"10.1000/{rng.randrange(400)}")

    works = [work(number) for number in range(300)]
    known = list(find_duplicates(works, works))
    found = set()
    for _ in range(25):
        before = list(works)
        for number in rng.sample(range(len(works)), 2):
            works[number] = work(number, like=rng.choice(works))
        works[rng.randrange(len(works))] = work(len(works) + rng.randrange(500))
        works = list({one.key: one for one in works}.values())
        known = list(find_duplicates(works, {*works} ^ {*before}, known))
        assert known == list(find_duplicates(works, works))
        found.update(known)
    assert len({duplicate for duplicate in found if not duplicate.scheme}) > 20


def test_the_doi_that_arxiv_gives_is_its_identifier() -> None:
    work = Work("a", "A", "2202.03800", "10.48550/arXiv.2202.03800")
    assert list(work.identifiers()) == [("arxiv", "2202.03800")]
    other = Work("b", "B", "1503.03832", "10.48550/arXiv.2202.03800")
    assert list(other.identifiers()) == [("arxiv", "1503.03832"), ("arxiv", "2202.03800")]
    (found,) = find_duplicates([work, other], [work, other])
    assert (found.first, found.second, found.scheme) == ("a", "b", "arxiv")
