"""The search page, and the box of every other page, in a real browser: what a reader types and sees.

What may be asked: test_search_asking.py. What is offered on the real catalogue: test_search_page.py.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Route, expect

from conftest import MakeSite
from server import serve_folder
from sitecase import SiteCase

HOSTILE = [
    *("face:swap", "C++", "~", "+", "-", '"', "^", "*", "\\", "%000 %", "👪", "人", "<script>alert(1)</script>"),
    *("__proto__", "constructor", "toString hasOwnProperty", "title:face^2 +x -y ~1"),
    *("face " * 2_000, "x" * 10_000, "a." * 5_000),
]
NAMED = ["Face Swap", "Face Swap via Diffusion", "What and Where", "Zygomatic Arches", "Zygomatic", "The"]
"""Titles of papers that tests look for; all others are about a face."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site."""
    site = SiteCase(tmp_path_factory.mktemp("search")).write("site.yaml", "title: Faces\n")
    site.write("content/topics/bones.md", "---\nname: Bones\n---\n")
    for number in range(30):
        site.paper(f"paper-{number}", body="We look at a face.")
    for number, title in enumerate(NAMED):
        text = f"---\ntitle: {title}\nadded: 2026-01-01\n---\nNothing else. <b>&amp; zygomatic</b> arches\n"
        site.write(f"content/papers/named-{number}.md", text)
    site.build()
    with serve_folder(site.public) as address:
        yield address


def box(page: Page) -> Any:
    return page.locator("#search-box-input")


def popup(page: Page) -> Any:
    return page.locator(".search-popup")


def search(page: Page, site: str, query: str) -> None:
    page.goto(site + "search/")
    page.locator("#search-page-input").fill(query)


# The search page


def test_results_appear_while_typing_with_marked_words(page: Page, site: str) -> None:
    page.goto(site + "search/")
    expect(page.locator("[data-search-status]")).to_be_empty()
    page.locator("#search-page-input").press_sequentially("zygomat")
    results = page.locator(".search-result")
    expect(results.first.locator(".search-result-title")).to_contain_text("Zygomatic")
    expect(page.locator("[data-search-status]")).to_have_text("6 papers found.")
    # The abstract's own angle brackets are text.
    expect(results.first.locator(".search-snippet")).to_have_text("Nothing else. <b>& zygomatic</b> arches")
    expect(results.first.locator("mark")).to_have_text(["Zygomatic", "zygomatic"])
    results.first.get_by_role("link").click()
    expect(page).to_have_url(re.compile("/papers/named-[34]/$"))


def test_address_follows_the_query_and_brings_it_back(page: Page, site: str) -> None:
    page.goto(site)
    search(page, site, "face swap")
    expect(page).to_have_url(site + "search/?q=face+swap")
    page.locator(".search-result a").first.click()
    page.go_back()
    expect(page.locator("#search-page-input")).to_have_value("face swap")
    expect(page.locator(".search-result-title").first).to_have_text("Face Swap")
    page.locator("#search-page-input").fill("")
    expect(page).to_have_url(site + "search/")
    page.go_back()
    expect(page.locator("#search-page-input")).to_have_value("face swap")
    page.go_back()
    expect(page).to_have_url(site)


def test_a_result_followed_at_once_is_still_in_the_history(page: Page, site: str) -> None:
    search(page, site, "zygomatic")
    page.locator(".search-result a").first.click()
    expect(page).to_have_url(re.compile("/papers/"))
    page.go_back()
    expect(page).to_have_url(site + "search/?q=zygomatic")


def test_a_shared_address_shows_its_results_and_a_title_itself_first(page: Page, site: str) -> None:
    for title in NAMED:
        page.goto(f"{site}search/?q={quote(title)}")
        expect(page.locator(".search-result-title").first).to_have_text(title)
        expect(page.locator("#search-page-input")).to_have_value(title)


def test_more_results_are_shown_on_demand(page: Page, site: str) -> None:
    search(page, site, "face")
    expect(page.locator(".search-result")).to_have_count(10)
    page.locator(".search-more").click()
    expect(page.locator(".search-result")).to_have_count(20)
    expect(page.locator(".search-result").nth(10).get_by_role("link")).to_be_focused()
    found = int(page.locator("[data-search-status]").inner_text().split()[0])
    results = page.locator(".search-result")
    while (shown := results.count()) < found:
        page.locator(".search-more").click()
        expect(results).not_to_have_count(shown)
    expect(results).to_have_count(found)
    expect(page.locator(".search-more")).to_have_count(0)


def test_nothing_found_says_so_and_offers_the_lists(page: Page, site: str) -> None:
    search(page, site, "qqqq")
    expect(page.locator("[data-search-status]")).to_have_text("No paper found for “qqqq”.")
    targets = page.locator(".search-hint a").evaluate_all("links => links.map(link => link.href)")
    assert targets == [site + path for path in ("papers/", "topics/", "datasets/")]


def test_no_query_is_an_error(page: Page, site: str) -> None:
    page.goto(site + "search/")
    answered = re.compile("found|No paper")
    for query in HOSTILE:
        page.locator("#search-page-input").fill("")
        expect(page.locator("[data-search-status]")).to_be_empty()
        page.locator("#search-page-input").fill(query)
        expect(page.locator("[data-search-status]")).to_have_text(answered)
    page.goto(site)
    for query in HOSTILE:
        box(page).fill(query)
        expect(page.locator(".search-box [role=status]")).to_have_text(answered)
        box(page).fill("")
        expect(popup(page)).to_be_hidden()


@pytest.mark.parametrize("query", ["<script>alert(1)</script>", "x" * 10_000, "%00 & #"], ids=["markup", "long", "url"])
def test_no_query_in_the_address_is_an_error(page: Page, site: str, query: str) -> None:
    page.goto(site)
    box(page).fill(query)
    box(page).press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("[data-search-status]")).to_have_text(re.compile("found|No paper|three letters"))
    expect(page.locator("#search-page-input")).to_have_value(query)


@pytest.mark.own_context
def test_a_failure_is_told_and_can_be_repeated(page: Page, site: str, expected_errors: list[str]) -> None:
    expected_errors.append("Failed to load resource")
    page.route("**/data/search/**", lambda route: route.abort())
    search(page, site, "zygomatic")
    expect(page.locator("[data-search-status]")).to_contain_text("could not be loaded")
    page.unroute("**/data/search/**")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".search-result-title").first).to_contain_text("Zygomatic")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)


@pytest.mark.parametrize("gone", ["terms-*", "papers/**", "names-*"])
@pytest.mark.own_context
def test_a_site_published_anew_is_found_again(page: Page, site: str, expected_errors: list[str], gone: str) -> None:
    """An open page knows the old names of files; they may be gone."""
    expected_errors.append("404")
    with page.expect_response("**/data/search/manifest.json"):
        page.goto(site + "search/", wait_until="networkidle")
    page.route(f"**/data/search/{gone}", lambda route: route.fulfill(status=404), times=1)
    with page.expect_request("**/data/search/manifest.json"):
        page.locator("#search-page-input").fill("zygomatic")
    expect(page.locator(".search-result-title").first).to_contain_text("Zygomatic")


@pytest.mark.own_context
def test_a_late_answer_does_not_replace_a_newer_one(page: Page, site: str) -> None:
    held: list[Route] = []
    page.route("**/data/search/papers/**", lambda route: held.append(route))
    with page.expect_request("**/data/search/papers/**"):
        search(page, site, "zygomatic arches")
    expect(page.locator("[data-search-status]")).to_have_text("Searching…")
    page.locator("#search-page-input").fill("qqqq")
    expect(page.locator("[data-search-status]")).to_contain_text("No paper found")
    for route in held:
        route.continue_()
    page.wait_for_timeout(200)
    expect(page.locator("[data-search-status]")).to_contain_text("No paper found")
    expect(page.locator(".search-result")).to_have_count(0)


# The box on every page


def test_suggestions_are_used_with_the_keyboard(page: Page, site: str) -> None:
    page.goto(site)
    box(page).press_sequentially("face")
    expect(popup(page)).to_be_visible()
    expect(box(page)).to_have_attribute("aria-expanded", "true")
    options = page.get_by_role("option")
    expect(options).to_have_count(7)
    expect(options.last).to_have_text("All results")
    box(page).press("ArrowDown")
    box(page).press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(box(page)).to_have_attribute("aria-activedescendant", "search-option-1")
    target = options.nth(1).get_attribute("href")
    box(page).press("Escape")
    expect(popup(page)).to_be_hidden()
    expect(box(page)).to_have_value("face")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    box(page).press("ArrowDown")
    expect(popup(page)).to_be_visible()
    box(page).press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box(page).press("ArrowDown")
    assert box(page).get_attribute("aria-activedescendant") is None
    box(page).press("ArrowDown")
    box(page).press("ArrowDown")
    box(page).press("Enter")
    expect(page).to_have_url(str(target))


def test_enter_without_a_choice_opens_all_results(page: Page, site: str) -> None:
    page.goto(site)
    box(page).press_sequentially("zygomatic")
    expect(popup(page)).to_be_visible()
    box(page).press("Enter")
    expect(page).to_have_url(site + "search/?q=zygomatic")
    expect(page.locator(".search-result")).not_to_have_count(0)


def test_a_suggestion_is_opened_with_the_mouse(page: Page, site: str) -> None:
    page.goto(site + "papers/paper-1/")
    box(page).press_sequentially("what and where")
    page.get_by_role("option", name="What and Where").click()
    expect(page).to_have_url(site + "papers/named-2/")


@pytest.mark.own_context
def test_the_box_says_that_an_answer_is_on_its_way(page: Page, site: str) -> None:
    held: list[Route] = []
    page.route("**/data/search/terms-*", lambda route: held.append(route))
    page.goto(site)
    box(page).press_sequentially("zygomatic")
    expect(popup(page)).to_have_text("Searching…")
    for route in held:
        route.continue_()
    page.unroute("**/data/search/terms-*")
    expect(page.get_by_role("option").first).to_contain_text("Zygomatic")
    expect(popup(page)).not_to_contain_text("Searching…")


def test_leaving_the_box_closes_its_popup(page: Page, site: str) -> None:
    page.goto(site)
    box(page).press_sequentially("qqqq")
    expect(popup(page)).to_have_text("No paper found.")
    box(page).press("Tab")
    expect(popup(page)).to_be_hidden()


def test_slash_is_an_ordinary_letter_while_writing_and_with_other_keys_the_browsers(page: Page, site: str) -> None:
    page.goto(site)
    for keys in ("Control+/", "Meta+/", "Alt+/"):
        page.keyboard.press(keys)
    expect(box(page)).not_to_be_focused()
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type("/a/b")
    expect(box(page)).to_have_value("a/b")


def test_the_search_page_is_opened_in_its_box_unless_it_shows_an_answer(page: Page, site: str) -> None:
    page.goto(site + "search/")
    expect(page.locator("#search-page-input")).to_be_focused()
    page.keyboard.type("/zygomatic")  # by habit
    expect(page.locator("#search-page-input")).to_have_value("zygomatic")
    expect(page.locator(".search-result-title").first).to_have_text("Zygomatic")
    page.wait_for_url("**/search/?q=zygomatic")
    page.reload()
    expect(page.locator(".search-result-title").first).to_have_text("Zygomatic")
    expect(page.locator("#search-page-input")).not_to_be_focused()


@pytest.mark.own_context
def test_what_was_typed_before_the_scripts_arrived_is_searched(page: Page, site: str) -> None:
    held: list[Route] = []
    page.route("**/search/page.js", lambda route: held.append(route))
    search(page, site, "zygomatic")
    page.wait_for_timeout(100)
    held[0].continue_()
    expect(page.locator(".search-result-title").first).to_have_text("Zygomatic")
    expect(page).to_have_url(site + "search/?q=zygomatic")


def test_a_word_of_which_too_little_is_typed_is_not_reported_missing(page: Page, site: str) -> None:
    search(page, site, "zy")
    expect(page.locator("[data-search-status]")).to_have_text("Type at least three letters.")
    page.locator("#search-page-input").fill("arches zy")
    expect(page.locator("[data-search-status]")).to_have_text("6 papers found.")


@pytest.mark.parametrize("width", [375, 1366])
def test_nothing_is_wider_than_the_screen(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    search(page, site, "face")
    expect(page.locator(".search-result")).to_have_count(10)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(site)
    box(page).press_sequentially("face")
    expect(popup(page)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    left, right = popup(page).evaluate("p => [p.getBoundingClientRect().left, p.getBoundingClientRect().right]")
    assert left >= 0
    assert right <= width


LONG = "Everything That Is Known of Very Long Titles, and of Those Who Have to Set Them on Small Screens"


@pytest.mark.parametrize("theme", ["default", "bibliography"])
def test_every_suggestion_can_be_reached_at_any_width_and_zoom(page: Page, make_site: MakeSite, theme: str) -> None:
    made = make_site({"site.yaml": f"title: {LONG}\ntheme: {theme}\n"})
    for number in range(6):
        made.paper(f"example-{number}", body="An example.")
    made.build()
    option = page.locator("[role=option][aria-selected=true]")
    page.emulate_media(reduced_motion="reduce")  # pages scroll at once
    with serve_folder(made.public) as address:
        # The first is what 400 % leave of 1280 to 1024 pixels.
        for width, height, path in ((320, 256, ""), (375, 667, ""), (700, 500, "papers/")):
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address + path)
            box(page).fill("example")
            expect(page.get_by_role("option").last).to_have_text("All results")
            for key in ("ArrowDown", "ArrowUp", "ArrowUp"):  # the first, none, the last
                box(page).press(key)
            shown = option.bounding_box()
            assert shown
            assert shown["x"] >= 0
            assert 0 <= shown["y"] <= height - shown["height"] + 1, (width, path)
