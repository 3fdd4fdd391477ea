"""Links in texts: what `catalog check` and `catalog build` say of those that lead nowhere is the same."""

import re

import pytest

from papercatalog.pages.listing import PAGE_SIZE
from sitecase import SiteCase

RIGHT = [
    "#h-results",
    "#h-results-2",
    "#cite",
    "#cite-bib",
    "/papers/one/#h-results",
    "/topics/examples/#h-more",
    "/datasets/toy-set/#h-setext",
    "/topics/?x=1",
    "/authors/#letter-D",
    "/#main",
    "/",
    "/404.html",
    "/data/papers.json",
    "/data/catalog.bib?x",
    "/data/lunr-index.json",
    "/data/search/manifest.json",
    "/papers/doe-2020-example/cite.bib",
    "https://example.org/below/papers/one/#cite",
    "https://example.org/other/",
    "https://example.com/gone/",
    "mailto:me@example.org",
]

WRONG = {
    "#nowhere": "broken-anchor]: the page /papers/one/ has nothing by the name #nowhere",
    "#results": "broken-anchor]: the page /papers/one/ has nothing by the name #results",
    "/topics/examples/#h-results": "broken-anchor]: the page /topics/examples/ has nothing by the name #h-results",
    "/topics/examples/#cite": "broken-anchor]: the page /topics/examples/ has nothing by the name #cite",
    "/search/#cite": "broken-anchor]: the page /search/ has nothing by the name #cite",
    "/nope/": "broken-link]: there is no page /nope/",
    "/search": "broken-link]: there is no page /search",
    "/papers/one/../../": "broken-link]: there is no page /papers/one/../../",
    "/data/none.json": "broken-link]: there is no file /data/none.json",
    "/data/search/vocabulary-0123456789.json": "broken-link]: there is no file /data/search/vocabulary-0123456789.json",
    "/papers/one/cite.pdf": "broken-link]: there is no file /papers/one/cite.pdf",
}

BODY = "Text.\n\n## Results\n\n## Results\n\n"


@pytest.fixture
def linking(site: SiteCase) -> SiteCase:
    site.edit("site.yaml", "title:", "base_url: https://example.org/below/\ntitle:")
    site.edit("content/topics/examples.md", "Things", "# More\n\nThings")
    return site.edit("content/datasets/toy-set.md", "A set", "Setext\n======\n\nA set")


def test_link_to_a_later_part_of_a_list(linking: SiteCase) -> None:
    linking.paper("one", body="See [more](/papers/page/2/).")
    assert "broken-link]: there is no page /papers/page/2/" in linking.run("check").stderr

    for number in range(PAGE_SIZE):
        linking.paper(f"more-{number}")
    assert "/papers/page/2/" not in linking.run("check").stderr


def test_links_that_lead_somewhere(linking: SiteCase) -> None:
    linking.paper("one", body=BODY + "\n".join(f"- [x]({link})" for link in RIGHT))

    assert linking.run("check").text == "2 papers checked, no errors\n"
    linking.build()


def test_links_that_lead_nowhere_are_told_with_their_place(linking: SiteCase) -> None:
    body = BODY + "\n".join([*(f"- [x]({link})" for link in WRONG), "- [x][y]", "", "[y]: /nope/x"])
    linking.paper("one", body=body)
    said = [*WRONG.values(), "broken-link]: there is no page /nope/x"]

    outcome = linking.run("check")

    assert outcome.code == 1
    assert re.findall(r"^\S+: error.*", outcome.stderr, re.MULTILINE) == [
        f"content/papers/one.md:{line}:3: error[{message}" for line, message in enumerate(said, start=11)
    ]
    assert 'did you mean "h-results"?' in outcome.stderr
    built = linking.run("build")
    assert (built.code, built.stderr) == (1, outcome.stderr)
    assert not linking.public.exists()


def test_link_to_a_name_that_only_a_built_page_can_refute_is_no_fault_of_the_theme(linking: SiteCase) -> None:
    linking.paper("one", body="See [x](/authors/#letter-Q).")

    assert linking.run("check").code == 0
    outcome = linking.run("build")
    assert outcome.code == 1
    assert "content/papers/one.md:5: error[broken-anchor]: the page /papers/one/ links to #letter-Q" in outcome.stderr


def test_name_that_goes_from_another_page_is_missed_by_a_page_that_stays(linking: SiteCase) -> None:
    linking.paper("one", "authors: [Ada Quill]")
    linking.write("content/pages/about.md", "---\ntitle: About\n---\nSee [x](/authors/#letter-Q).\n")
    linking.build()
    linking.paper("one", "authors: [{literal: Ada Quill}]")  # now she stands under A

    outcome = linking.run("build")

    assert outcome.code == 1, outcome.text
    assert "content/pages/about.md:4: error[broken-anchor]: the page /about/ links to #letter-Q" in outcome.stderr


def test_full_address_that_leads_nowhere_is_told_and_does_not_stop_publishing(site: SiteCase) -> None:
    gone = "https://example.org/below/gone.pdf"
    link = f"links: [{{kind: pdf, url: {gone!r}, source: 'https://example.com/'}}]"
    site.paper("one", link, body=f"See [x]({gone}) and [y](https://example.org/below/topics/examples/#h-no).")
    assert site.run("check").code == 0  # as of a pull request, where the address of the site is not known

    outcome = site.build("--base-url", "https://example.org/below/")

    assert "content/papers/one.md:6:5: warning[broken-link]: there is no file /gone.pdf" in outcome.stderr
    assert (
        "content/papers/one.md:6:49: warning[broken-anchor]: the page /topics/examples/ has nothing" in outcome.stderr
    )
    assert "themes" not in outcome.text


def test_thousands_of_links_to_one_text_take_no_minutes(site: SiteCase) -> None:
    headings, links = "# a\n" * 5000, "[a](#h-a-5000)\n" * 2500
    site.paper("one", body=f"{headings}\n{links}")

    assert site.run("check", timeout=20).code == 0
