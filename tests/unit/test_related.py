"""Which papers are found to be close, and what is said about why."""

import os
import pickle
import re
import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

import pytest

from papercatalog.catalog import Catalog, RelatedPaper
from papercatalog.model import DatasetUse, Paper, Related, Topic
from papercatalog.related import find_related
from papercatalog.related.words import Reader, singular
from relatedcase import DATASETS, METHODS, TOPICS, made_up_catalog, make_catalog, make_paper


def reasons(one: Paper, other: Paper, others: int = 12) -> tuple[str, ...]:
    """Return why `other` is close to `one`, in a catalogue with papers on other matters."""
    fillers = [make_paper(f"filler-{n}", f"Filler matter{n}", year=1990) for n in range(others)]
    related = find_related(make_catalog([one, other, *fillers]))
    assert related[one.id][0].id == other.id
    return related[one.id][0].reasons


def test_every_paper_has_five_others_with_reasons() -> None:
    catalog = made_up_catalog()
    related = find_related(catalog)
    assert list(related) == [paper.id for paper in catalog.papers]
    for id_, found in related.items():
        assert len({neighbour.id for neighbour in found} - {id_}) == len(found) == 5
        for neighbour in found:
            assert 1 <= len(neighbour.reasons) <= 3
            assert all(reason.strip() for reason in neighbour.reasons)


@pytest.mark.parametrize("papers", [0, 1, 2, 4])
def test_a_tiny_catalogue_relates_all_its_papers(papers: int) -> None:
    alike = [make_paper(f"p{n}", "Same title", topics=TOPICS[:1]) for n in range(papers)]
    for catalog in (made_up_catalog(papers), make_catalog(alike)):
        related = find_related(catalog)
        assert {id_: {n.id for n in found} for id_, found in related.items()} == {
            paper.id: {other.id for other in catalog.papers} - {paper.id} for paper in catalog.papers
        }
        assert all(neighbour.reasons[0] for found in related.values() for neighbour in found)


def test_papers_that_share_nothing_get_those_of_about_the_same_time() -> None:
    catalog = make_catalog([make_paper(f"p{n}", f"word{n}", year=2000 + n) for n in range(20)])
    found = find_related(catalog)["p10"]
    assert {neighbour.id for neighbour in found} < {f"p{n}" for n in range(7, 14)}
    assert {neighbour.reasons for neighbour in found} == {("no closer paper in this catalogue",)}
    same_year = make_catalog([make_paper(f"p{n}", f"word{n}") for n in range(3)])
    assert find_related(same_year)["p0"][0].reasons == ("both from 2020",)


def test_a_paper_without_text_and_labels_does_no_harm() -> None:
    related = find_related(make_catalog([make_paper(f"p{n}", "...") for n in range(7)]))
    assert all(len(found) == 5 for found in related.values())


def test_the_curators_choice_comes_first_with_the_curators_reason() -> None:
    catalog = made_up_catalog()
    paper = catalog.papers[20]
    computed = find_related(catalog)[paper.id]
    last = catalog.papers[-1].id
    chosen = (Related(last, "the same idea, ten years before"), Related(computed[2].id, "rivals"))
    papers = (replace(p, related=chosen) if p is paper else p for p in catalog.papers)
    found = find_related(replace(catalog, papers=tuple(papers)))[paper.id]
    assert found[:2] == (
        RelatedPaper(last, ("the same idea, ten years before",)),
        RelatedPaper(computed[2].id, ("rivals",)),
    )
    assert [n.id for n in found[2:]] == [computed[0].id, computed[1].id, computed[3].id]


def test_all_of_a_long_choice_is_kept() -> None:
    catalog = made_up_catalog()
    paper = catalog.papers[0]
    chosen = tuple(Related(other.id, "see also") for other in catalog.papers[1:9])
    papers = (replace(p, related=chosen) if p is paper else p for p in catalog.papers)
    found = find_related(replace(catalog, papers=tuple(papers)))[paper.id]
    assert [n.id for n in found] == [other.id for other in catalog.papers[1:9]]


def test_shared_labels_and_words_are_said_the_weightiest_first() -> None:
    uses = (DatasetUse("raf-db", "evaluated"), DatasetUse("affectnet", "evaluated"))
    methods, topics = ("graph-convolution", "stylegan"), ("face-swapping",)
    one = make_paper("a", "Robust occlusions", topics=topics, methods=methods, datasets=uses, body="Text of one.")
    other = make_paper("b", "An occlusion", topics=topics, methods=methods, datasets=uses, body="And yet another.")
    assert set(reasons(one, other)) < {
        "both on face swapping",
        "both evaluate on RAF-DB and AffectNet",
        "both use graph convolution and StyleGAN",
        "shared term: occlusions",
    }


@pytest.mark.parametrize(
    ("mine", "theirs", "reason"),
    [
        ("introduced", "evaluated", "one introduces LFW, the other evaluates on it"),
        ("evaluated", "introduced", "one introduces LFW, the other evaluates on it"),
        ("mentioned", "trained", "one trains on LFW, the other mentions it"),
        ("trained", "trained", "both train on LFW"),
        ("introduced", "introduced", "both introduce LFW"),
    ],
)
def test_what_two_papers_do_with_a_dataset_is_said(mine: str, theirs: str, reason: str) -> None:
    one = make_paper("a", "Red", datasets=(DatasetUse("lfw", mine),))  # type: ignore[arg-type]
    other = make_paper("b", "Blue", datasets=(DatasetUse("lfw", theirs),))  # type: ignore[arg-type]
    assert reasons(one, other) == (reason,)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"methods": ("graph-convolution", "stylegan")}, "both use graph convolution and StyleGAN"),
        ({"topics": TOPICS}, "both on face swapping, graph learning, medical imaging and 1 more"),
        ({"year": None}, "no closer paper in this catalogue"),
    ],
)
def test_all_that_two_papers_have_in_common_is_said_in_a_phrase(fields: dict[str, Any], reason: str) -> None:
    one, other = make_paper("a", "Red", **fields), make_paper("b", "Blue", **fields)

    assert find_related(make_catalog([one, other]))["a"][0].reasons == (reason,)


@pytest.mark.parametrize(
    ("title", "other_title", "reason"),
    [
        ("Gaze", "On gaze", "shared term: gaze"),
        ("Seeing Visual Genome", "Visual Genome", "shared term: Visual Genome"),
        ("Of studies", "A study", "shared term: studies"),
    ],
)
def test_capitals_of_a_title_say_nothing_but_in_names(title: str, other_title: str, reason: str) -> None:
    assert reasons(make_paper("a", title), make_paper("b", other_title)) == (reason,)


@pytest.mark.parametrize(
    ("topic", "body", "reason"),
    [
        ("Bayesian methods", "We take a Bayesian view.", "both on Bayesian methods"),
        ("Gaze estimation", "Gaze matters. Gaze helps! We see that gaze tells.", "both on gaze estimation"),
        ("Gaze estimation", "Gaze matters. Gaze helps.", "both on gaze estimation"),
        ("GAN inversion", "Text.", "both on GAN inversion"),
    ],
)
def test_topic_is_named_within_the_sentence_as_papers_print_it(topic: str, body: str, reason: str) -> None:
    papers = [make_paper(id_, title, topics=("it",), body=body) for id_, title in (("a", "Red"), ("b", "Blue"))]
    catalog = make_catalog(papers)

    (found,) = find_related(replace(catalog, topics=(*catalog.topics, Topic("it", topic))))["a"]

    assert found.reasons[0] == reason


def test_terms_are_shown_as_the_paper_prints_them() -> None:
    one = make_paper("a", "IJB-B with Label Noise", body="The IJB-B protocol suffers from label noise in IJB-B.")
    other = make_paper("b", "Against label noise", body="Label noise is measured with IJB-B.")
    (reason,) = reasons(one, other)
    assert sorted(reason.removeprefix("shared terms: ").split(", ")) == ["IJB-B", "label noise"]


def test_a_word_that_only_modifies_is_no_reason() -> None:
    one = make_paper("a", "Adaptive detailed gaze", body="Adaptive, detailed gaze.")
    other = make_paper("b", "Detailed adaptive gaze", body="Detailed and adaptive: gaze.")
    assert reasons(one, other) == ("shared term: gaze",)


def test_a_word_that_few_of_its_papers_put_in_their_titles_is_no_reason() -> None:
    titles = ["Years of gaze", "Gaze", *(f"Red{n}" for n in range(22))]
    papers = [make_paper(f"p{n}", title, body="Years passed; gaze stayed.") for n, title in enumerate(titles)]
    others = [make_paper(f"q{n}", f"Blue{n}") for n in range(200)]
    related = find_related(make_catalog([*papers, *others]))
    assert {other.reasons for paper in papers for other in related[paper.id]} == {("shared term: gaze",)}


def test_a_word_that_is_about_nothing_is_no_reason() -> None:
    one = make_paper("a", "Towards solving gaze: how far?", body="Look under it.")
    other = make_paper("b", "How far towards gaze? A closer look", body="Solving it under occlusion.")
    assert reasons(one, other) == ("shared term: gaze",)


def test_little_words_of_other_languages_are_no_reason() -> None:
    one = make_paper("a", "Analyse de la parole dans les textes", body="Les textes et la parole d’une langue.")
    other = make_paper("b", "Pour une étude de la parole", body="Dans les études et pour la parole d’une région.")
    assert reasons(one, other) == ("shared term: parole",)


def test_names_with_an_and_of_their_own_are_set_apart() -> None:
    one = make_paper("a", "Red", topics=("expressions", "label-noise"))
    other = make_paper("b", "Blue", topics=("expressions", "label-noise"))
    catalog = make_catalog([one, other])
    topics = (*catalog.topics, Topic("expressions", "Expressions and emotions"))
    (found,) = find_related(replace(catalog, topics=topics))["a"]
    assert found.reasons == ("both on expressions and emotions, and label noise",)


def test_words_in_a_shared_labels_name_are_not_said_twice() -> None:
    one = make_paper("a", "Swapping faces", topics=("face-swapping",))
    other = make_paper("b", "Face swapping", topics=("face-swapping",))
    assert reasons(one, other) == ("both on face swapping",)


def test_a_topic_of_half_the_catalogue_is_named_only_where_nothing_else_is_shared() -> None:
    common = [make_paper(f"p{n}", f"word{n}", topics=("graph-learning",)) for n in range(12)]
    assert relate_rare(common)[1].reasons == ("both on graph learning",)


def test_a_method_of_half_the_catalogue_is_named_only_where_nothing_else_is_shared() -> None:
    common = [make_paper(f"p{n}", f"word{n}", methods=("clustering",)) for n in range(12)]
    assert relate_rare(common)[1].reasons == ("both use clustering",)


def relate_rare(common: list[Paper]) -> tuple[RelatedPaper, ...]:
    """Return the neighbours of the first paper, which alone shares a data set with the second, and is told by that."""
    rare = [replace(paper, datasets=(DatasetUse("coco", "trained"),)) for paper in common[:2]]
    neighbours = find_related(make_catalog([*rare, *common[2:]]))["p0"]
    assert neighbours[0] == RelatedPaper("p1", ("both train on COCO",))
    return neighbours


def test_reasons_are_true() -> None:
    catalog = made_up_catalog(80, seed=2)
    for id_, found in find_related(catalog).items():
        for neighbour in found:
            for reason in neighbour.reasons:
                check_reason(catalog, catalog.paper[id_], catalog.paper[neighbour.id], reason)


def check_reason(catalog: Catalog, one: Paper, other: Paper, reason: str) -> None:
    names = [name.removesuffix(" more") for name in re.split(r", | and ", reason.split(" ", 2)[-1])]
    if reason.startswith("both on "):
        shared = {catalog.topic[id_].name.lower() for id_ in set(one.topics) & set(other.topics)}
        assert set(names) <= shared
    elif reason.startswith("both use "):
        shared = {METHODS[id_].lower() for id_ in set(one.methods) & set(other.methods)}
        assert {name.lower() for name in names} <= shared
    elif reason.startswith("shared term"):
        for term in reason.partition(": ")[2].split(", "):
            for paper in (one, other):
                text = [singular(word) for word in re.findall(r"\w+", f"{paper.title} {paper.body}".lower())]
                assert {singular(word) for word in term.lower().split()} <= set(text)
    elif reason.startswith("both from "):
        assert one.year == other.year == int(reason[-4:])
    elif reason != "no closer paper in this catalogue":
        roles = [{use.id: use.role for use in paper.datasets} for paper in (one, other)]
        named = {id_ for id_, name in DATASETS.items() if name in reason}
        verbs = {"introduce": "introduced", "evaluate": "evaluated", "train": "trained", "mention": "mentioned"}
        said = {role for verb, role in verbs.items() if verb in reason}
        assert named
        assert all({roles[0][id_], roles[1][id_]} == said for id_ in named)


def test_the_same_is_found_whatever_the_hash_seed() -> None:
    code = (
        "from papercatalog.related import find_related; from relatedcase import made_up_catalog as made; "
        "print(find_related(made()))"
    )
    folders = os.pathsep.join(sys.path)
    printed = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONPATH": folders, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "4711")
    }
    assert len(printed) == 1
    assert printed == {f"{find_related(made_up_catalog())}\n"}


def test_one_paper_more_changes_few_others() -> None:
    after = made_up_catalog(200, seed=3)
    newcomer = after.papers[77].id
    before = replace(after, papers=tuple(paper for paper in after.papers if paper.id != newcomer))
    related_before, related_after = find_related(before), find_related(after)
    changed = [
        id_
        for id_, found in related_before.items()
        if found != related_after[id_] and newcomer not in str(related_after[id_])
    ]
    assert len(changed) < 20


def test_what_is_read_of_a_paper_depends_on_it_alone_and_can_be_kept() -> None:
    texts = [("Label noise in IJB-B", "We study label noise."), ("State-of-the-art", "(Noise) is noise.")]
    papers = [make_paper("a", title, body=body) for title, body in texts]
    reader = Reader()
    together = [reader.read(paper) for paper in papers]
    assert together == [Reader().read(paper) for paper in papers]
    assert pickle.loads(pickle.dumps(together)) == together  # noqa: S301


def test_cost_grows_with_the_papers_even_where_all_share_everything() -> None:
    def seconds(papers: int) -> float:
        text = "Common words of every abstract, occlusion, landmark and pose."
        alike = [make_paper(f"p{n}", f"Paper {n}", topics=("label-noise",), body=text) for n in range(papers)]
        started = time.process_time()
        find_related(make_catalog(alike))
        return time.process_time() - started

    # All pairs would take 16 times as long; the machine may be busy.
    assert seconds(2400) < 8 * max(seconds(600), 0.05)
