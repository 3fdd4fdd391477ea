"""What a first visit costs: requests and bytes of each kind of page, and that nothing moves while they arrive."""

import gzip
import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from server import serve_folder

PAPER = "papers/schroff-2015-facenet/"
COMPARED = "compare/?ids=schroff-2015-facenet,george-2023-edgeface"

MAX_REQUESTS = 6
MAX_BYTES = 60_000

LIGHT = ["", PAPER, "topics/facial-expressions/", "datasets/coco/", "papers/", "authors/", "about/"]
"""Kinds of pages that readers come to from elsewhere."""
CHOSEN = "search/?q=face&topic=face-recognition"
OTHERS = ["search/", "search/?q=face", "map/", "about/trends/", "reading-list/", "compare/", "data/"]

WATCH = """
window.shift = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shift += entry.value; }))
    .observe({type: "layout-shift", buffered: true});
"""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(real_site: Path, requested: list[str]) -> Iterator[str]:
    with serve_folder(real_site, requested) as address:
        yield address


def transferred(real_site: Path, path: str) -> int:
    """Return the size of a file as a static host sends it."""
    file = real_site / path
    return len(gzip.compress((file / "index.html" if file.is_dir() else file).read_bytes(), 6))


def heaviest_paper(real_site: Path) -> str:
    pages = (real_site / "papers").glob("*/index.html")
    return max(pages, key=lambda page: page.stat().st_size).parent.relative_to(real_site).as_posix() + "/"


@pytest.mark.own_context
@pytest.mark.parametrize("path", [*LIGHT, "the heaviest paper"])
def test_first_visit_is_light(page: Page, real_site: Path, address: str, requested: list[str], path: str) -> None:
    requested.clear()
    page.goto(address + (path if path in LIGHT else heaviest_paper(real_site)), wait_until="networkidle")

    assert {Path(name).suffix for name in requested} >= {"", ".css", ".js"}
    # The icon too: browsers with a window ask for it behind the page's back.
    icon = page.locator("link[rel=icon]").evaluate("icon => icon.href").removeprefix(address)
    loaded = [*filter(icon.__ne__, requested), icon]
    assert len(loaded) <= MAX_REQUESTS, loaded
    sizes = {name: transferred(real_site, name) for name in loaded}
    assert sum(sizes.values()) <= MAX_BYTES, sizes


@pytest.mark.parametrize(
    ("path", "width"), [*product([*LIGHT, COMPARED, CHOSEN], [320, 1366]), *product(OTHERS, [320])]
)
def test_nothing_moves_when_scripts_arrive_late(page: Page, address: str, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address + "robots.txt")
    kept = json.dumps(["schroff-2015-facenet", "george-2023-edgeface"])
    page.evaluate("kept => localStorage.setItem('papercatalog:reading-list:/below/', kept)", kept)
    held: list[Route] = []
    page.route("**/main.js", lambda route: held.append(route))

    page.goto(address + path, wait_until="commit")
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    page.evaluate(WATCH)
    assert held
    for route in held:
        route.continue_()
    expect(page.get_by_role("banner").get_by_role("link", name="Reading list")).to_have_text("Reading list (2)")
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shift") == 0


@pytest.mark.own_context
@pytest.mark.parametrize("path", ["", PAPER])
def test_search_is_loaded_when_the_box_is_used(page: Page, address: str, requested: list[str], path: str) -> None:
    page.goto(address + path, wait_until="networkidle")
    # Browsers ask for the icon when they please.
    requested.clear()
    page.mouse.move(640, 30)
    page.keyboard.press("Tab")
    page.get_by_role("combobox", name="Search papers").hover()
    page.evaluate("new Promise(resolve => setTimeout(resolve, 100))")
    assert [name for name in requested if not name.endswith(".svg")] == []

    page.keyboard.press("/")
    page.keyboard.type("edgeface efficient")
    expect(page.get_by_role("option", name="EdgeFace")).to_be_visible()


@pytest.mark.own_context
def test_what_was_typed_before_the_search_arrived_is_searched(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/search/box.js", lambda route: held.append(route))
    page.goto(address + PAPER)
    box = page.get_by_role("combobox", name="Search papers")
    with page.expect_request("**/search/box.js"):
        box.press_sequentially("edgeface efficient")
    expect(box).to_have_value("edgeface efficient")
    held[0].continue_()
    expect(page.get_by_role("option", name="EdgeFace")).to_be_visible()


@pytest.mark.own_context
def test_box_that_could_not_be_loaded_still_leads_to_the_search(
    page: Page, address: str, expected_errors: list[str]
) -> None:
    expected_errors.append("Failed to load resource")
    page.route("**/search/box.js", lambda route: route.abort())
    page.goto(address)
    box = page.get_by_role("combobox", name="Search papers")
    box.fill("edgeface")
    box.press("Enter")
    expect(page).to_have_url(address + "search/?q=edgeface")


@pytest.mark.own_context
def test_box_without_suggestions_says_how_to_search(page: Page, address: str, expected_errors: list[str]) -> None:
    expected_errors.append("Failed to load resource")
    page.route("**/search/client.js", lambda route: route.abort())
    page.goto(address)
    box = page.get_by_role("combobox", name="Search papers")
    box.fill("edgeface")
    expect(page.locator(".search-popup")).to_have_text("Suggestions could not be loaded. Press Enter to search.")
    page.unroute("**/search/client.js")
    box.press("Enter")
    expect(page.locator(".search-result").first).to_contain_text("EdgeFace")
