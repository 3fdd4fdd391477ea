"""What search knows of a paper beyond its own words: how readers ask for it, facets, names of pages."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from papercatalog.catalog import Catalog
from papercatalog.config import load_config
from papercatalog.content import read_content
from papercatalog.model import (
    Dataset,
    DatasetUse,
    Identifiers,
    Link,
    Method,
    Name,
    Paper,
    Person,
    Synonym,
    Topic,
    Venue,
    VenueRef,
)
from papercatalog.search.asked import acronyms_of_name, acronyms_of_title, without_version
from papercatalog.search.documents import Documents, Record
from papercatalog.search.facets import make_facets
from papercatalog.search.names import NAMES_PER_FILE, make_names, name_key
from papercatalog.search.terms import Terms
from papercatalog.search.tokens import utf16_order

ROOT = Path(__file__).parents[2]
TOPIC = Topic("forensics", "Face forensics", aliases=("Deepfake detection",), asked_as=("is this picture real",))
SYNONYMS = (
    Synonym("pose", words=("in the wild", "posture"), asked_as=("everyday life",)),
    Synonym("other", words=("wil", "the wild west"), asked_as=("cowboy",)),
)


def make_catalog(**fields: Any) -> Catalog:
    paper = Paper(id="b", title="Faces in the Wild", added=date(2026, 1, 3), **fields)
    other = Paper(id="a", title="Another", added=date(2026, 1, 2), year=2020)
    first = Paper(id="c", title="First", added=date(2026, 1, 1), year=2021)
    return Catalog(
        (other, paper, first),
        topics=(TOPIC, Topic("empty", "Nothing")),
        datasets=(Dataset("aff-wild2", "Aff-Wild2", aliases=("Labeled Faces in the Wild",)),),
        methods=(Method("gan", "GAN"),),
        venues=(Venue("cvpr", "Computer Vision and Pattern Recognition", "CVPR", "conference"),),
        synonyms=SYNONYMS,
    )


def records_of(catalog: Catalog) -> dict[str, Record]:
    documents = Documents(catalog, Terms())
    return {paper.id: documents.record(paper) for paper in catalog.papers}


def asked_of(**fields: Any) -> list[str]:
    terms, catalog = Terms(), make_catalog(**fields)
    tokens = Documents(catalog, terms).tokens(catalog.paper["b"])
    names = list(terms)
    return [names[number] for number in tokens["asked"]]


def test_papers_are_found_by_how_readers_ask_for_their_topics() -> None:
    assert {"picture", "real"} <= set(asked_of(topics=("forensics",)))
    assert not {"picture", "is", "this"} & set(asked_of())


def test_a_synonym_counts_where_the_paper_says_all_of_its_words() -> None:
    assert [word for word in asked_of() if word in ("everyday", "life", "cowboy")] == ["everyday", "life"]
    assert "everyday" in asked_of(summary="Takes a posture.")


def test_acronyms_are_the_initials_of_telling_words() -> None:
    assert list(acronyms_of_title("Multi-Directional Subspace Editing in Style-Space")) == ["mdsess"]
    assert list(acronyms_of_title("FaceNet: A Unified Embedding for Face Recognition and Clustering")) == ["uefrc"]
    assert list(acronyms_of_title("Twins")) == []
    assert acronyms_of_name("Labeled Faces in the Wild") == {"lfw", "lfitw"}
    assert {"lfw", "affwild"} <= set(asked_of(datasets=(DatasetUse("aff-wild2", "evaluated"),)))


def test_names_lose_their_version_numbers() -> None:
    names = [without_version(token) for token in ("stylegan2", "gpt3.5", "netv2", "3d", "x2", "resnet", "2020")]
    assert names == ["stylegan", "gpt", "net", "", "", "", ""]
    assert {"stylegan", "aff"} <= set(asked_of(body="On StyleGAN2, and on Aff3."))


def test_a_record_names_only_authors_whose_pages_have_other_addresses() -> None:
    authors = (Name(family="Müller", given="Jean-Luc"), Name(family="Wang", given="Wei", id="wei-wang-2"))
    authors += (Name(family="Ås", given="Øystein"), Name(family="Altındiş", given="Said"))
    records = records_of(make_catalog(authors=authors))
    assert records["b"]["authorIds"] == {1: "wei-wang-2"}
    assert "authorIds" not in records["a"]


def test_an_author_whom_the_curator_lists_under_another_id_is_named_in_the_record() -> None:
    catalog = make_catalog(authors=(Name(family="Doe", given="J."), Name(family="Mc$Y", given="A"), Name(family="Roe")))
    catalog = replace(catalog, people=(Person("jane-doe", "Jane Doe", aliases=("J. Doe",)),))
    assert records_of(catalog)["b"]["authorIds"] == {0: "jane-doe", 1: "a-mc-y"}


def test_facets_list_papers_by_number() -> None:
    facets = make_facets(
        make_catalog(
            topics=("forensics",),
            datasets=(DatasetUse("aff-wild2", "evaluated"),),
            methods=("gan",),
            venue=VenueRef("cvpr"),
            links=(Link("code", "https://example.org/"), Link("code", "https://example.org/2")),
        )
    )
    # By the day they were added: c, a, b.
    assert facets["facet-topic"]["papers"] == [[], [], 0]
    assert facets["facet-topic"]["values"][0] == ("forensics", "Face forensics", ("Deepfake detection",))
    assert facets["facet-year"] == {"values": [("2021", "2021", ()), ("2020", "2020", ())], "papers": [0, 1, []]}
    for name in ("facet-dataset", "facet-method", "facet-venue", "facet-has"):
        assert facets[name]["papers"] == [[], [], 0], name


def test_a_paper_is_of_its_first_year_and_then_of_its_venue_s() -> None:
    venue = VenueRef("cvpr", year=2022)
    assert make_facets(make_catalog(year=2020, venue=venue))["facet-year"] == {
        "values": [("2022", "2022", ()), ("2021", "2021", ()), ("2020", "2020", ())],
        "papers": [1, 2, [2, 0]],
    }
    assert make_facets(make_catalog(venue=venue))["facet-year"]["papers"][2] == 0
    assert make_facets(make_catalog(year=2022, venue=venue))["facet-year"]["papers"][2] == 0


def test_a_paper_with_several_values_lists_them() -> None:
    facets = make_facets(make_catalog(topics=("empty", "forensics")))
    assert facets["facet-topic"]["papers"][2] == [1, 0]


def test_identifiers_stand_as_the_browser_asks_for_them() -> None:
    identifiers = Identifiers("math.GT/0309136", "10.1109/CVPR.2015.7298682")
    assert make_facets(make_catalog(identifiers=identifiers))["identifiers"] == [
        [],
        [],
        ["math.gt/0309136", "10.1109/cvpr.2015.7298682"],
    ]
    identifiers = Identifiers("1503.03832", "10.48550/arXiv.1503.03832")
    assert make_facets(make_catalog(identifiers=identifiers))["identifiers"][2] == ["1503.03832"]


def test_names_of_pages_are_cut_into_files_in_order() -> None:
    catalog = read_content(load_config(ROOT)).catalog
    files = make_names(catalog)
    entries = [entry for file in files for entry in file]
    assert entries == sorted(entries, key=lambda entry: (utf16_order(entry[0]), *entry[1:]))
    assert all(0 < len(file) <= NAMES_PER_FILE for file in files)
    assert ("lfw", "dataset", "lfw", "LFW", len(catalog.papers_by_dataset["lfw"])) in entries


def test_a_key_is_the_same_for_all_spellings() -> None:
    assert {name_key(name) for name in ("crowd pose", "Crowd-Pose", "CrowdPose")} == {"crowdpose"}
    assert name_key("Labelled Faces") == name_key("labeled faces")
    assert name_key("Personalised colour") == name_key("personalized color")


def test_every_topic_of_the_catalogue_says_how_readers_ask_for_it() -> None:
    catalog = read_content(load_config(ROOT)).catalog
    assert [topic.id for topic in catalog.topics if len(topic.asked_as) < 4] == []


def test_what_readers_ask_is_not_what_papers_say_already() -> None:
    """A synonym that repeats its own words helps nobody."""
    catalog = read_content(load_config(ROOT)).catalog
    repeated = [s.id for s in catalog.synonyms if {*map(str.lower, s.words)} & {*map(str.lower, s.asked_as)}]
    assert repeated == []
