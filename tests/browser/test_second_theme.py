"""The catalogue in its second theme: it looks like a printed bibliography, and everything still works in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from accessibility import assert_accessible
from server import serve_folder

TOPIC = "topics/face-recognition/"
PAPER = "papers/schroff-2015-facenet/"
SHARED = "ids=schroff-2015-facenet,dai-2025-face-makeup"
# Other kinds are lists like these.
KINDS = ["", "papers/", PAPER, TOPIC, "datasets/lfw/", "authors/", "search/?q=face", f"compare/?{SHARED}"]
KINDS += [f"reading-list/#{SHARED}", "map/", "about/", "about/trends/"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(bibliography_site: Path) -> Iterator[str]:
    with serve_folder(bibliography_site) as address:
        yield address


def css(locator: Locator, name: str) -> str:
    return str(locator.first.evaluate("(element, name) => getComputedStyle(element).getPropertyValue(name)", name))


def box(locator: Locator) -> dict[str, float]:
    found = locator.first.bounding_box()
    assert found
    return dict(found)  # type: ignore[call-overload,no-any-return]


def test_page_is_set_like_a_printed_bibliography(page: Page, address: str) -> None:
    page.goto(address + TOPIC)
    entry, year = page.locator(".entry"), page.locator(".entry-year")

    assert {css(page.locator(name), "font-family") for name in ("body", "h1", "nav a", ".entry", "select")} == {
        css(page.locator("body"), "font-family")
    }
    assert css(page.locator("body"), "font-family").endswith(" serif")
    assert css(entry, "list-style-type") == "decimal"
    assert css(entry, "display") == "list-item"
    assert css(page.locator(".entry-venue"), "font-variant-caps") == "all-small-caps"
    assert css(page.locator(".entries"), "column-count") == "2"

    text = box(entry)
    assert text["x"] == pytest.approx(box(page.locator(".prose p"))["x"], abs=1)  # the numbers hang outside
    assert box(page.locator("section > h2"))["x"] + 100 < text["x"]  # as do the heads
    assert box(year)["x"] > box(page.locator(".entry-title"))["x"] + box(page.locator(".entry-title"))["width"]
    assert box(page.locator(".entry-authors"))["y"] <= box(page.locator(".entry-title"))["y"]


def test_names_stand_as_in_a_table_of_contents(page: Page, address: str) -> None:
    page.goto(address + "topics/")
    numbers = page.locator(".topic-tree > ul > li > .number")
    ends = {round(box(number)["x"] + box(number)["width"]) for number in numbers.all()}
    assert len(ends) == 2  # flush at the end of each of two columns


@pytest.mark.parametrize("width", [900, 1000, 1366])
def test_years_of_a_topic_can_be_read_at_any_width(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address + TOPIC)
    size = "svg => parseFloat(getComputedStyle(svg.querySelector('text')).fontSize) * svg.getScreenCTM().a"
    assert page.locator(".timeline svg").evaluate(size) >= 12


def test_topics_keep_their_colours_on_the_picture_and_the_map(page: Page, address: str) -> None:
    shown = """(marks) => new Set(marks.map((mark) => getComputedStyle(mark).color)).size"""
    for path in ("", "map/"):
        page.goto(address + path)
        assert page.locator("svg[viewBox] .mark").evaluate_all(shown) >= 5


def test_every_row_of_what_is_missing_is_as_high_as_the_others(page: Page, address: str) -> None:
    for width in (320, 375, 430, 500):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + "about/coverage/")
        known = page.locator(".coverage tbody td:nth-child(2):has(.number)")
        assert len({round(box(cell)["height"]) for cell in known.all()[:12]}) == 1, width


def test_what_is_missing_has_the_width_of_its_table(page: Page, address: str) -> None:
    for width in (320, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(address + "about/coverage/")
        expect(page.locator(".coverage ul").first).to_be_hidden()
        page.locator(".coverage summary").first.click()
        titles, table = box(page.locator(".coverage ul")), box(page.locator(".coverage"))
        assert titles["x"] == pytest.approx(table["x"], abs=1)
        assert titles["width"] == pytest.approx(table["width"], abs=20)


def test_paper_has_its_key_in_the_margin(page: Page, address: str) -> None:
    page.goto(address + PAPER)
    key, title = box(page.get_by_text("[schroff-2015-facenet]", exact=True)), box(page.locator("h1"))
    assert key["x"] + key["width"] < title["x"]
    assert title["y"] <= key["y"] < title["y"] + title["height"]


def test_on_paper_there_are_references_and_nothing_to_press(page: Page, address: str) -> None:
    page.goto(address + TOPIC)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 643, "height": 900})  # what is left of A4

    assert page.locator("select:visible, input:visible, button:visible, nav:visible").count() == 0
    assert css(page.locator(".entries"), "column-count") == "2"
    assert page.evaluate("document.documentElement.scrollWidth") <= 643


def test_on_paper_a_list_says_what_was_chosen(page: Page, address: str) -> None:
    page.goto(address + TOPIC + "?year=2015")
    page.emulate_media(media="print")
    expect(page.get_by_label("Year")).to_be_visible()
    expect(page.get_by_text("1 of ")).to_be_visible()
    assert page.locator("select:visible, input:visible, button:visible").count() == 1


def test_on_paper_a_found_title_has_one_colour(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=face")
    mark = page.locator(".entry-title mark").first
    expect(mark).to_be_visible()
    page.emulate_media(media="print")
    assert css(mark.locator("xpath=.."), "color") == css(mark, "color")


def test_without_javascript_no_dot_is_left_of_what_needs_it(still_page: Page, address: str) -> None:
    page = still_page
    page.goto(address + PAPER)
    dot = "item => getComputedStyle(item, '::after').display"
    last = page.locator(".links li:visible").last
    expect(last).to_have_text("Cite")
    assert last.evaluate(dot) == "none"
    assert page.locator(".links li").first.evaluate(dot) != "none"


def test_reader_searches_narrows_keeps_and_compares(page: Page, address: str) -> None:
    page.goto(address + TOPIC)
    expect(page.locator(".filters").get_by_role("status")).to_have_text("")
    page.get_by_label("Year").select_option("2015")
    expect(page.locator(".entry:visible")).to_have_count(1)
    page.get_by_role("button", name="Keep FaceNet").click()

    page.get_by_role("combobox", name="Search papers").fill("face makeup multimodal")
    page.get_by_role("option", name="Face-MakeUp").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Face-MakeUp")
    page.get_by_role("button", name="Keep Face-MakeUp").click()
    page.get_by_text("RIS", exact=True).click()
    expect(page.get_by_text("TY  - ")).to_be_visible()

    page.get_by_role("link", name="Reading list").first.click()
    expect(page.locator(".entry")).to_have_count(2)
    for title in ("Compare FaceNet", "Compare Face-MakeUp"):
        page.get_by_label(title).check()
    page.get_by_role("link", name="Compare these 2 papers").click()
    expect(page.get_by_role("columnheader", name="FaceNet")).to_be_visible()

    page.goto(address + "search/?q=swapping")
    expect(page.locator(".search-result").first).to_contain_text("Swapping")


@pytest.mark.own_context
def test_the_footer_waits_out_of_sight_for_what_is_found(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/main.js", lambda route: held.append(route))
    page.goto(address + "search/?q=face", wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    assert box(page.locator(".site-footer"))["y"] >= 768


@pytest.mark.parametrize("path", KINDS)
def test_every_kind_of_page_is_quiet_accessible_and_fits_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address + path, wait_until="networkidle")

    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)
