"""JSON-LD: the nodes of each kind of page."""

from datetime import date
from typing import Any

import pytest

from metadatacase import BARE, CATALOG, CONFERENCE, JOURNAL, PUBLISHED, ROOT, SITE, describe
from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.metadata.licences import licence_url
from papercatalog.model import Paper, Topic
from papercatalog.pages.listing import PAGE_SIZE


def graph(path: str, config: SiteConfig = PUBLISHED, catalog: Catalog = CATALOG) -> list[Any]:
    (document,) = describe(path, config, catalog).jsonld
    assert document["@context"] == "https://schema.org"
    nodes = document["@graph"]
    assert isinstance(nodes, list)
    return nodes


def trail(path: str, catalog: Catalog = CATALOG) -> list[tuple[str, str]]:
    (crumbs,) = (node for node in graph(path, catalog=catalog) if node["@type"] == "BreadcrumbList")
    steps = crumbs["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    return [(step["item"].removeprefix(ROOT), step["name"]) for step in steps]


def test_paper_with_everything() -> None:
    assert graph(CONFERENCE.url)[0] == {
        "@type": "ScholarlyArticle",
        "@id": f"{ROOT}/papers/doe-2020-faces/#work",
        "url": f"{ROOT}/papers/doe-2020-faces/",
        "name": "Faces <and> names",
        "headline": "Faces <and> names",
        "author": [
            {
                "@type": "Person",
                "@id": f"{ROOT}/authors/jane-doe/#person",
                "url": f"{ROOT}/authors/jane-doe/",
                "name": "Jane Doe",
                "givenName": "Jane",
                "familyName": "Doe",
                "sameAs": "https://orcid.org/0000-0002-1825-0097",
            },
            {
                "@type": "Person",
                "@id": f"{ROOT}/authors/mary-ann-van-dyke/#person",
                "url": f"{ROOT}/authors/mary-ann-van-dyke/",
                "name": "Mary Ann Van Dyke",
                "givenName": "Mary Ann",
                "familyName": "Van Dyke",
            },
            # Whether this is a person or a group nobody wrote down.
            {
                "@id": f"{ROOT}/authors/google-research/#person",
                "url": f"{ROOT}/authors/google-research/",
                "name": "Google Research",
            },
        ],
        "datePublished": "2020",
        "abstract": "An abstract.\n\nOf two paragraphs.",
        "isPartOf": {"@type": "Book", "name": "Conference on Faces", "alternateName": "CoF"},
        "pageStart": "11",
        "pageEnd": "19",
        "identifier": [
            {"@type": "PropertyValue", "propertyID": "doi", "value": "10.1000/x"},
            {"@type": "PropertyValue", "propertyID": "arxiv", "value": "2001.00001"},
        ],
        "sameAs": ["https://doi.org/10.1000/x", "https://arxiv.org/abs/2001.00001"],
        "about": [
            {
                "@type": "DefinedTerm",
                "@id": f"{ROOT}/topics/verification/#term",
                "url": f"{ROOT}/topics/verification/",
                "name": "Verification",
            },
            {
                "@type": "DefinedTerm",
                "@id": f"{ROOT}/topics/odd/#term",
                "url": f"{ROOT}/topics/odd/",
                "name": "Odd; even",
            },
        ],
        "mentions": [
            {
                "@type": "CreativeWork",
                "@id": f"{ROOT}/datasets/lfw/#dataset",
                "url": f"{ROOT}/datasets/lfw/",
                "name": "LFW",
            },
            {"@type": "SoftwareSourceCode", "codeRepository": "https://example.org/code"},
        ],
        "encoding": [
            {
                "@type": "MediaObject",
                "contentUrl": "https://arxiv.org/pdf/2001.00001",
                "encodingFormat": "application/pdf",
            },
            {
                "@type": "MediaObject",
                "contentUrl": "https://elsewhere.example.org/x.pdf",
                "encodingFormat": "application/pdf",
            },
        ],
        "isAccessibleForFree": True,
        "mainEntityOfPage": f"{ROOT}/papers/doe-2020-faces/",
    }


def test_paper_of_which_nothing_is_known_on_a_site_without_address() -> None:
    assert graph(BARE.url, SITE) == [{"@type": "ScholarlyArticle", "name": "Bare", "headline": "Bare"}]


def test_journal_is_reached_by_issue_and_volume_and_a_retraction_is_stated() -> None:
    work = graph(JOURNAL.url, SITE)[0]

    assert work["creativeWorkStatus"] == "Retracted"
    assert work["isPartOf"] == {
        "@type": "PublicationIssue",
        "issueNumber": "3",
        "isPartOf": {
            "@type": "PublicationVolume",
            "volumeNumber": "42",
            "isPartOf": {"@type": "Periodical", "name": "Journal of Faces"},
        },
    }


def test_dataset_has_a_description_that_search_engines_take() -> None:
    (dataset, _) = graph("/datasets/lfw/")

    assert dataset == {
        "@type": "Dataset",
        "@id": f"{ROOT}/datasets/lfw/#dataset",
        "url": f"{ROOT}/datasets/lfw/",
        "name": "LFW",
        "alternateName": ["Wild faces"],
        "description": "Faces. LFW is a dataset that papers of the catalogue Faces & Co use or mention.",
        "license": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        "citation": {
            "@type": "ScholarlyArticle",
            "@id": f"{ROOT}/papers/doe-2020-faces/#work",
            "url": f"{ROOT}/papers/doe-2020-faces/",
            "name": "Faces <and> names",
        },
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "@id": f"{ROOT}/#catalog",
            "url": f"{ROOT}/",
            "name": "Faces & Co",
        },
    }
    (other, _) = graph("/datasets/own/")
    assert other["license"] == {"@type": "CreativeWork", "name": "research only"}
    assert other["sameAs"] == "https://example.org/own"
    assert 50 <= len(other["description"]) <= 5000


@pytest.mark.parametrize(
    ("licence", "url"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC BY-NC-ND 4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
        ("MIT", "https://opensource.org/license/mit"),
        ("CC BY 4.0; the videos remain their owners' copyright", None),
        ("CC BY", None),
        (None, None),
    ],
)
def test_licence_has_an_address_only_where_the_text_is_its_name(licence: str | None, url: str | None) -> None:
    assert licence_url(licence) == url


def test_topic_is_a_term_of_the_set_of_topics() -> None:
    (term, _) = graph("/topics/verification/")
    (terms, _) = graph("/topics/")

    assert (term["@type"], term["description"], term["alternateName"]) == ("DefinedTerm", "Is it them?", ["checking"])
    assert terms["@type"] == "DefinedTermSet"
    assert term["inDefinedTermSet"]["@id"] == terms["@id"] == f"{ROOT}/topics/#terms"
    assert term["@id"] in [defined["@id"] for defined in terms["hasDefinedTerm"]]


def test_venues_and_authors() -> None:
    assert [graph(f"/venues/{venue}/")[0]["@type"] for venue in ("conf", "journal")] == ["EventSeries", "Periodical"]
    profile = graph("/authors/jane-doe/")[0]
    assert (profile["@type"], profile["mainEntity"]["name"]) == ("ProfilePage", "Jane Doe")
    assert profile["mainEntity"]["sameAs"] == "https://orcid.org/0000-0002-1825-0097"


def test_home_page_is_a_site_with_a_search_and_a_catalogue() -> None:
    website, catalogue = graph("/")

    assert website["@type"] == "WebSite"
    assert website["potentialAction"]["target"]["urlTemplate"] == f"{ROOT}/search/?q={{search_term_string}}"
    assert website["potentialAction"]["query-input"] == "required name=search_term_string"
    assert (catalogue["@type"], catalogue["@id"]) == ("DataCatalog", f"{ROOT}/#catalog")
    assert "potentialAction" not in graph("/", SITE)[0]


def test_downloads_are_a_dataset_with_files() -> None:
    (dataset, _) = graph("/data/")

    assert len(dataset["description"]) >= 50
    assert f"{ROOT}/data/catalog.bib" in [file["contentUrl"] for file in dataset["distribution"]]


def test_breadcrumbs_lead_from_the_home_page_to_the_page() -> None:
    home = ("/", "Faces & Co")

    assert trail("/topics/verification/") == [
        home, ("/topics/", "Topics"), ("/topics/recognition/", "Recognition"), ("/topics/verification/", "Verification")
    ]  # fmt: skip
    assert trail(BARE.url) == [home, ("/papers/", "Papers"), (BARE.url, "Bare")]
    assert trail("/papers/") == [home, ("/papers/", "Papers")]
    assert trail("/search/") == [home, ("/search/", "Search")]
    assert not [node for node in graph("/") if node["@type"] == "BreadcrumbList"]


def test_further_pages_of_a_list_do_not_describe_the_record_again() -> None:
    papers = tuple(Paper(id=f"p{n}", title="X", topics=("t",), added=date(2026, 1, 1)) for n in range(PAGE_SIZE + 1))
    catalog = Catalog(papers, (Topic("t", "Many"),))

    assert [node["@type"] for node in graph("/topics/t/page/2/", catalog=catalog)] == ["BreadcrumbList"]
    assert trail("/topics/t/page/2/", catalog)[-1] == ("/topics/t/page/2/", "Many, page 2")
