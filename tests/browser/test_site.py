"""The real catalogue in a real browser: what a reader does, on every kind of page, with the security policy on."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from server import serve_folder
from sitecase import SiteCase

ROOT = Path(__file__).parents[2]

KINDS = [
    "",
    "papers/",
    "papers/schroff-2015-facenet/",
    "topics/",
    "topics/face-recognition/",
    "datasets/",
    "datasets/lfw/",
    "authors/",
    "venues/",
    "venues/cvpr/",
    "years/",
    "years/2023/",
    "search/",
    "search/?q=face",
    "data/",
    "about/",
    "about/coverage/",
]


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The catalogue of this repository, built by the real command."""
    folder = tmp_path_factory.mktemp("site") / "public"
    SiteCase(ROOT).build("--output", str(folder))
    return folder


@pytest.fixture(scope="module")
def address(public: Path) -> Iterator[str]:
    with serve_folder(public) as address:
        yield address


@pytest.mark.browser
def test_reader_finds_a_paper_and_follows_its_topic_and_dataset_and_back(page: Page, address: str) -> None:
    page.goto(address)
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
def test_every_kind_of_page_is_quiet_accessible_and_fits_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address + path, wait_until="networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert page.locator("h1").count() == 1
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.browser
def test_missing_page_leads_back(page: Page, public: Path, expected_errors: list[str]) -> None:
    expected_errors.append("404")
    SiteCase(ROOT).build("--output", str(public.parent / "based"), "--base-url", "https://example.org/below/")
    with serve_folder(public.parent / "based") as address:
        page.goto(address + "papers/no/such/page")
        page.get_by_role("main").get_by_role("link").first.click()

        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert page.url.startswith(address)
        page.wait_for_load_state("networkidle")


@pytest.mark.browser
def test_reader_without_javascript_can_browse(browser: object, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(address)
    page.get_by_role("link", name="Topics").first.click()
    page.get_by_role("main").get_by_role("link", name="Face recognition", exact=True).click()
    expect(
        page.get_by_role("link", name="FaceNet: A Unified Embedding for Face Recognition and Clustering")
    ).to_be_visible()
    page.goto(address + "search/")
    # With scripts switched off by the test driver, Chromium does not show <noscript>; a reader's setting does.
    assert "needs JavaScript" in (page.locator("noscript").text_content() or "")
    context.close()


@pytest.mark.browser
def test_every_exact_title_finds_its_paper_first(page: Page, public: Path, address: str) -> None:
    papers = json.loads((public / "data/papers.json").read_text(encoding="utf-8"))["papers"]
    assert len(papers) >= 119
    page.goto(address + "search/")
    box = page.locator("[data-search-page] input")
    first = page.locator("[data-search-results] a").first
    for paper in papers:
        box.fill(paper["title"])
        expect(first).to_have_attribute("href", f"{address}papers/{paper['id']}/")
