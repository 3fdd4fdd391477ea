"""What pages say to reference managers, search engines and previews of links."""

import json
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metadatacase import BARE, CATALOG, CONFERENCE, JOURNAL, PREPRINT, PUBLISHED, ROOT, SITE, describe, pages_of
from papercatalog.config import SiteConfig
from papercatalog.metadata import describe_page
from papercatalog.model import Name, Paper
from papercatalog.theme import Template, load_theme
from rendercase import make_renderer


def links(path: str, rel: str, config: SiteConfig = PUBLISHED) -> list[str]:
    return [link.href for link in describe(path, config).links if link.rel == rel]


def in_head(paper: Paper, config: SiteConfig = PUBLISHED) -> Element:
    """Return the head of a paper's page that has nothing in it but its metadata."""
    probe = (
        '<!DOCTYPE html><html lang="en"><head><title>x</title>{% include "metadata.html" %}</head><body></body></html>'
    )
    theme = load_theme(config)
    theme = replace(theme, templates={**theme.templates, "paper.html": Template(probe, "probe.html")})
    catalog = replace(CATALOG, papers=(paper,))
    page = pages_of(config, catalog)[paper.url]
    html = make_renderer(config, catalog, theme).render(page).content.decode()
    head: Element | None = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html).find("head")
    assert head is not None
    return head


def test_tags_of_a_conference_paper_in_order() -> None:
    assert describe(CONFERENCE.url).tags == (
        ("citation_title", "Faces <and> names"),
        ("citation_author", "Doe, Jane"),
        ("citation_author", "Van Dyke, Mary Ann"),
        ("citation_author", "Google Research"),
        ("citation_publication_date", "2020"),
        ("citation_online_date", "2019"),
        ("citation_firstpage", "11"),
        ("citation_lastpage", "19"),
        ("citation_doi", "10.1000/x"),
        ("citation_arxiv_id", "2001.00001"),
        ("citation_keywords", "Verification; Odd, even"),
        ("citation_abstract", "An abstract. Of two paragraphs."),
        ("citation_public_url", f"{ROOT}/papers/doe-2020-faces/"),
        ("citation_abstract_html_url", f"{ROOT}/papers/doe-2020-faces/"),
        ("citation_conference_title", "Conference on Faces"),
    )


def test_tags_of_a_journal_paper_with_a_sole_author_and_a_pdf_on_the_same_host() -> None:
    assert describe(JOURNAL.url).tags == (
        ("citation_title", "A survey"),
        # With a comma Zotero would make two people of her.
        ("citation_author", "Mary Ann Van Dyke"),
        ("citation_publication_date", "2021"),
        ("citation_volume", "42"),
        ("citation_issue", "3"),
        ("citation_firstpage", "17"),
        ("citation_public_url", f"{ROOT}/papers/dyke-2021-survey/"),
        ("citation_abstract_html_url", f"{ROOT}/papers/dyke-2021-survey/"),
        ("citation_pdf_url", "https://papers.example.org/files/survey.pdf"),
        ("citation_journal_title", "Journal of Faces"),
    )


def test_tags_of_a_preprint_on_a_site_without_address() -> None:
    assert describe(PREPRINT.url, SITE).tags == (
        ("citation_title", "A note"),
        ("citation_publication_date", "2023"),
        ("citation_arxiv_id", "2301.00001"),
        ("z:itemType", "preprint"),
    )


def test_a_paper_of_which_nothing_is_known_has_a_title_and_a_type() -> None:
    assert describe(BARE.url, SITE).tags == (("citation_title", "Bare"), ("z:itemType", "preprint"))


def test_only_pages_of_papers_have_citation_tags() -> None:
    tagged = [path for path, page in pages_of().items() if describe_page(PUBLISHED, CATALOG, page).tags]

    assert tagged == [paper.url for paper in CATALOG.papers]


@pytest.mark.parametrize("config", [SITE, PUBLISHED])
def test_no_page_has_an_empty_value_or_a_type_twice(config: SiteConfig) -> None:
    for page in pages_of(config).values():
        described = describe_page(config, CATALOG, page)

        assert all(content for _, content in described.tags + described.properties)
        assert all(link.rel and link.href for link in described.links)
        types = [name for name, _ in described.tags if name == "z:itemType" or name.endswith("_title")]
        assert len(types) in (0, 2), "the title of the paper and one type"


def test_canonical_and_preview_of_a_paper() -> None:
    described = describe(CONFERENCE.url)

    assert links(CONFERENCE.url, "canonical") == [f"{ROOT}/papers/doe-2020-faces/"]
    assert described.properties == (
        ("og:type", "article"),
        ("og:site_name", "Faces & Co"),
        ("og:title", "Faces <and> names"),
        ("og:url", f"{ROOT}/papers/doe-2020-faces/"),
        ("og:description", "Jane Doe, Mary Ann Van Dyke, Google Research. CoF 2020. About names."),
    )


def test_preview_of_a_retracted_paper_says_so_first() -> None:
    assert dict(describe(JOURNAL.url).properties)["og:description"].startswith("Retracted. Mary Ann Van Dyke. JoF.")


def test_preview_of_other_pages() -> None:
    properties = dict(describe("/").properties)

    assert properties["og:type"] == "website"
    assert properties["og:description"] == "Papers on faces."


def test_pages_that_nobody_should_find_have_no_address_and_no_preview() -> None:
    described = describe("/404.html")

    assert not described.properties
    assert not described.jsonld
    assert {link.rel for link in described.links} == {"search", "alternate"}


def test_without_an_address_only_relative_links_and_outside_ones_remain() -> None:
    for page in pages_of(SITE).values():
        described = describe_page(SITE, CATALOG, page)
        assert not described.properties
        assert {link.rel for link in described.links} <= {
            "alternate", "describedby", "type", "collection", "author", "related"
        }  # fmt: skip
        assert "@id" not in json.dumps(described.jsonld)
        assert "/feed.xml" not in [link.href for link in described.links]


def test_every_page_announces_the_feed_of_the_site_and_its_own() -> None:
    assert links("/years/", "alternate") == ["/feed.xml", "/feed.json"]
    assert links("/topics/odd/", "alternate")[:4] == [
        "/feed.xml", "/feed.json", "/topics/odd/feed.xml", "/topics/odd/feed.json"
    ]  # fmt: skip
    assert links("/", "alternate") == ["/feed.xml", "/feed.json", "/corrections.xml", "/corrections.json"]


def test_a_list_announces_its_files() -> None:
    assert links("/authors/mary-ann-van-dyke/", "alternate")[2:] == [
        "/authors/mary-ann-van-dyke/papers.bib",
        "/authors/mary-ann-van-dyke/papers.ris",
        "/authors/mary-ann-van-dyke/papers.csl.json",
    ]
    assert len(links("/authors/jane-doe/", "alternate")) == 2


def test_signposts_of_a_paper() -> None:
    path = CONFERENCE.url

    assert links(path, "describedby", SITE) == ["/papers/doe-2020-faces/cite.bib"]
    assert links(path, "author", SITE) == ["https://orcid.org/0000-0002-1825-0097"]
    assert links(path, "related", SITE) == ["https://doi.org/10.1000/x", "https://arxiv.org/abs/2001.00001"]
    assert links(path, "collection", SITE) == ["/papers/"]
    # The DOI leads to the publisher's page, not to this one; and nobody gave this page a licence.
    assert not links(path, "cite-as")
    assert not links(path, "license")


HOSTILE = """</script><script>alert(1)</script><!-- " ' & x"""


@pytest.mark.parametrize("text", [HOSTILE, "<!--<script>", "]]>", "\u2028 {{ 7 * 7 }} {% raw %}"])
def test_hostile_text_stays_text(text: str) -> None:
    paper = replace(CONFERENCE, title=text, summary=text, body=f"    {text}", authors=(Name("Doe", text),))
    head = in_head(paper)

    shown = " ".join(text.split())
    metas = {meta.get("name"): meta.get("content") for meta in head.iter("meta")}
    assert [script.get("type") for script in head.iter("script")] == ["application/ld+json"]
    assert metas["citation_title"] == shown
    (work, _) = json.loads("".join(head.find("script").itertext()))["@graph"]  # type: ignore[union-attr]
    assert work["name"] == shown
    assert work["abstract"].strip() == text.strip()


@settings(deadline=None, max_examples=50)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1))
def test_any_title_comes_back_from_the_page(text: str) -> None:
    shown = " ".join(text.split())
    head = in_head(replace(BARE, title=text))

    (document,) = (json.loads("".join(script.itertext())) for script in head.iter("script"))
    assert document["@graph"][0].get("name", "") == shown
    assert [m.get("content") for m in head.iter("meta") if m.get("name") == "citation_title"] == [shown][: len(shown)]


def test_preview_picture_has_a_full_address_size_and_description() -> None:
    properties = {meta.get("property"): meta.get("content") or "" for meta in in_head(CONFERENCE).iter("meta")}

    assert properties["og:image"].startswith(f"{ROOT}/assets/")
    assert properties["og:image"].endswith("/og-image.png")
    assert properties["og:image:alt"]
    assert not [m for m in in_head(CONFERENCE, SITE).iter("meta") if m.get("property")]
    picture = load_theme(PUBLISHED).static["og-image.png"]
    assert len(picture) < 30_000
    assert [int.from_bytes(picture[start : start + 4]) for start in (16, 20)] == [1200, 630]
