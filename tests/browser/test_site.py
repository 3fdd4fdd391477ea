"""The real catalogue in a real browser: what a reader does, on every kind of page, with the security policy on."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accessibility import assert_accessible, letters_twice_as_large

KINDS = [
    "",
    "papers/",
    "papers/schroff-2015-facenet/",
    "topics/",
    "topics/face-recognition/",
    "datasets/",
    "datasets/lfw/",
    "methods/",
    "methods/attention/",
    "authors/",
    "authors/florian-schroff/",
    "venues/",
    "venues/cvpr/",
    "years/",
    "years/2023/",
    "search/",
    "search/?q=face",
    "map/",
    "compare/",
    "compare/?ids=schroff-2015-facenet,george-2023-edgeface",
    "reading-list/",
    "data/",
    "about/",
    "about/coverage/",
    "about/trends/",
    "404.html",
]

PHONE = 320
ZOOMED = 683
"""What is left of the common width of 1366 pixels when a reader zooms to 200 %."""

MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
    const style = getComputedStyle(element);
    const lasts = (durations) => durations.split(",").some((duration) => parseFloat(duration) > 0);
    return style.scrollBehavior === "smooth" || lasts(style.transitionDuration) || lasts(style.animationDuration);
}).map((element) => element.cloneNode().outerHTML)"""


@pytest.mark.browser
def test_reader_finds_a_paper_and_follows_its_topic_and_dataset_and_back(page: Page, real_address: str) -> None:
    page.goto(real_address)
    page.get_by_role("combobox", name="Search papers").first.fill("facenet unified embedding")
    page.get_by_role("option").first.click()
    title = "FaceNet: A Unified Embedding for Face Recognition and Clustering"
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page.get_by_role("main").get_by_role("link", name="Face recognition", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Face recognition")
    page.get_by_role("link", name=title).click()

    page.get_by_role("complementary").get_by_role("link", name="LFW", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("LFW")
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)

    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("LFW")


@pytest.mark.browser
@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_is_quiet_accessible_fits_a_phone_and_zooms(
    page: Page, real_address: str, path: str
) -> None:
    page.set_viewport_size({"width": ZOOMED, "height": 384})
    page.goto(real_address + path, wait_until="networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED
    page.set_viewport_size({"width": PHONE, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE

    assert page.evaluate(MOVING)
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(MOVING) == []

    assert page.locator("h1").count() == 1
    assert_accessible(page)


@pytest.mark.browser
@pytest.mark.parametrize(
    "path", [*KINDS, "papers/micdir-multi-scale-inverse-consistent-deformable-image/", "datasets/mnist/"]
)
def test_no_page_scrolls_sideways_on_a_phone_with_letters_twice_as_large(
    page: Page, real_address: str, path: str
) -> None:
    with letters_twice_as_large(page):
        page.goto(real_address + path, wait_until="networkidle")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        for width in (375, PHONE):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.own_context
@pytest.mark.browser
def test_search_page_announces_the_modules_of_a_search_and_no_others(page: Page, real_address: str) -> None:
    loaded: set[str] = set()
    page.on("request", lambda request: loaded.add(request.url))
    page.set_viewport_size({"width": PHONE, "height": 700})
    page.goto(real_address + "search/?q=face", wait_until="networkidle")
    expect(page.locator("[data-search-results] a").first).to_be_visible()

    head = page.locator("head script[src], head link[rel=modulepreload]")
    announced = set(head.evaluate_all("all => all.map((element) => element.src || element.href)"))
    assert announced == {url for url in loaded if url.endswith(".js")}


@pytest.mark.own_context
@pytest.mark.browser
def test_search_page_asks_for_the_manifest_at_once_and_once(page: Page, real_address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(real_address)))
    page.goto(real_address + "search/?q=face", wait_until="networkidle")
    expect(page.locator("[data-search-results] a").first).to_be_visible()

    # A browser that is told of it by a script asks for all modules before.
    assert asked.index("data/search/manifest.json") < min(
        i for i, path in enumerate(asked) if "/search/" in path and path.endswith(".js")
    )
    assert asked.count("data/search/manifest.json") == 1


@pytest.mark.browser
def test_missing_page_leads_back(page: Page, real_address: str, expected_errors: list[str]) -> None:
    expected_errors.append("404")
    page.goto(real_address + "papers/no/such/page")
    page.get_by_role("main").get_by_role("link").first.click()

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.startswith(real_address)
    page.wait_for_load_state("networkidle")


@pytest.mark.browser
def test_reader_without_javascript_can_browse(still_page: Page, real_address: str) -> None:
    page = still_page
    page.goto(real_address)
    page.get_by_role("link", name="Topics").first.click()
    page.get_by_role("main").get_by_role("link", name="Face recognition", exact=True).click()
    expect(
        page.get_by_role("link", name="FaceNet: A Unified Embedding for Face Recognition and Clustering")
    ).to_be_visible()
    page.goto(real_address + "search/")
    # With scripts switched off by the test driver, Chromium does not show <noscript>; a reader's setting does.
    notice = " ".join((page.locator("noscript").text_content() or "").split())
    assert "needs JavaScript" in notice
    # Not every paper has a dataset, an author or a venue.
    assert "every paper is in the list of papers; others go by topics, datasets, methods," in notice


@pytest.mark.browser
def test_a_title_typed_in_full_finds_its_paper_first(page: Page, real_site: Path, real_address: str) -> None:
    papers = json.loads((real_site / "data/papers.json").read_text(encoding="utf-8"))["papers"]
    page.goto(real_address + "search/")
    box = page.locator("[data-search-page] input")
    first = page.locator("[data-search-results] a").first
    for paper in papers[::8]:  # all of them are asked without the page in test_search_quality.py
        box.fill(paper["title"])
        expect(first).to_have_attribute("href", f"{real_address}papers/{paper['id']}/")
