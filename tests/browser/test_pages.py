"""What readers do on the pages of papers, topics and datasets: narrow lists, take citations home, read formulas."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accessibility import assert_accessible, letters_twice_as_large
from conftest import MakeSite
from server import serve_folder

ROOT = Path(__file__).parents[2]

TOPIC = "topics/facial-expressions/"
PAPER = "papers/schroff-2015-facenet/"
KINDS = ["", TOPIC, PAPER, "datasets/coco/", "papers/", "methods/", "methods/attention/", "authors/florian-schroff/"]

pytestmark = pytest.mark.browser


def shown_titles(page: Page) -> list[str]:
    return page.locator(".entry:visible .entry-title").all_inner_texts()


def test_reader_narrows_a_topic_shares_the_address_and_goes_back_to_all(page: Page, real_address: str) -> None:
    page.goto(real_address + TOPIC)
    everything = shown_titles(page)
    expect(page.locator(".filters").get_by_role("status")).to_have_text("")  # known before it has something to say

    page.get_by_label("Year").select_option("2021")
    expect(page.get_by_role("status").filter(has_text="papers")).to_have_text(f"2 of {len(everything)} papers")
    in_2021 = shown_titles(page)
    assert len(in_2021) == 2
    page.get_by_label("Dataset").select_option(label="FERPlus (1)")
    assert len(shown_titles(page)) == 1
    assert page.url.endswith(f"{TOPIC}?year=2021&dataset=ferplus")

    page.reload()
    assert shown_titles(page) == [title for title in in_2021 if title in shown_titles(page)]
    assert len(shown_titles(page)) == 1
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".entry:visible")).to_have_count(len(everything))
    assert shown_titles(page) == everything
    assert page.url.endswith(TOPIC)
    assert page.evaluate("document.activeElement.name") == "year"


def test_a_list_is_narrowed_by_the_year_of_the_venue_as_well(page: Page, real_address: str) -> None:
    page.goto(real_address + "papers/?year=2023")
    assert "Learning Neural Parametric Head Models" in shown_titles(page)
    promised = page.get_by_label("Year").locator("option:checked").inner_text()
    assert promised == f"2023 ({len(shown_titles(page))})"


def test_reader_sorts_a_list_and_asks_for_code_by_keyboard(page: Page, real_address: str) -> None:
    page.goto(real_address + "papers/")
    newest_first = shown_titles(page)
    lead = page.locator(".lead").inner_text()
    assert lead == f"{len(newest_first)} papers in all."  # of the order nothing, which is about to change

    page.get_by_label("Sort by").focus()
    page.keyboard.type("Title")
    by_title = shown_titles(page)
    assert sorted(by_title) == sorted(newest_first)
    assert by_title[:2] == sorted(newest_first, key=str.casefold)[:2]
    page.get_by_label("Sort by").select_option("oldest")
    years = [text for text in page.locator(".entry-year").all_inner_texts() if text]
    assert years == sorted(years)
    assert page.locator(".entry-year").last.inner_text() == ""  # no year is known

    page.get_by_label(re.compile("Has code")).focus()
    page.keyboard.press("Space")
    label = page.locator("label", has_text="Has code").inner_text()
    assert f"({len(shown_titles(page))})" in label
    assert page.url.endswith("papers/?code=1&sort=oldest")


# A select that may is as wide as its widest choice.
WIDTH_AND_WHOLE = """(select) => {
    const width = select.offsetWidth;
    select.style.maxInlineSize = "none";
    select.style.flex = "none";
    return [width, select.offsetWidth];
}"""


def test_no_choice_of_a_filter_is_cut(page: Page, real_address: str) -> None:
    page.goto(real_address + "papers/")
    for label in ("Year", "Dataset", "Sort by"):
        width, whole = page.get_by_role("combobox", name=label).evaluate(WIDTH_AND_WHOLE)
        assert width == whole, label


def test_choices_of_a_filter_promise_what_they_leave_beside_the_others(page: Page, real_address: str) -> None:
    page.goto(real_address + "papers/")
    page.get_by_label("Year").select_option("2023")
    dataset, code = page.get_by_role("combobox", name="Dataset"), page.get_by_label("Has code")
    assert dataset.locator("option[value='300w']").inner_text() == "300W (0)"
    expect(dataset.locator("option[value='300w']")).to_be_disabled()

    offered = dataset.locator("option:enabled").all_inner_texts()
    assert offered[0] == "All"
    for option in offered[1:]:
        dataset.select_option(label=option)
        assert option.endswith(f" ({len(shown_titles(page))})")
        assert shown_titles(page)
    dataset.select_option(label="All")

    promised = page.locator("label", has_text="Has code").inner_text()
    code.check()
    assert promised == f"Has code ({len(shown_titles(page))})"
    years = page.get_by_label("Year").locator("option").all_inner_texts()
    assert promised.replace("Has code", "2023") in years  # a year is counted beside others, not beside itself
    assert len([year for year in years if not year.endswith("(0)")]) > 2


# As Safari does: it resets fields without autocompletion of a page that it has kept, soon after the event.
RESET_AS_COMES_BACK = """() => {
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    for (const field of document.querySelectorAll("[data-filters] select")) field.value = "";
}"""


def test_a_page_that_comes_back_shows_the_choices_by_which_it_is_narrowed(page: Page, real_address: str) -> None:
    page.goto(real_address + TOPIC)
    page.get_by_label("Year").select_option("2021")
    page.get_by_label("Sort by").select_option("title")
    shown = shown_titles(page)
    page.evaluate(RESET_AS_COMES_BACK)
    expect(page.get_by_label("Year")).to_have_value("2021")
    expect(page.get_by_label("Sort by")).to_have_value("title")
    assert shown_titles(page) == shown


def test_the_way_back_leads_through_the_choices_of_a_filter(page: Page, real_address: str) -> None:
    page.goto(real_address)
    page.goto(real_address + TOPIC)
    everything, year = shown_titles(page), page.get_by_label("Year")
    year.select_option("2021")
    page.get_by_label("Sort by").select_option("title")
    sorted_titles = shown_titles(page)
    assert len(sorted_titles) == 2
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".entry:visible")).to_have_count(len(everything))

    page.go_back()
    expect(year).to_have_value("2021")
    expect(page.get_by_label("Sort by")).to_have_value("title")
    assert shown_titles(page) == sorted_titles
    page.go_back()
    expect(page.get_by_label("Sort by")).to_have_value("")
    assert shown_titles(page) == [title for title in everything if title in sorted_titles]
    page.go_back()
    expect(year).to_have_value("")
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()
    assert shown_titles(page) == everything
    page.go_back()
    expect(page).to_have_url(real_address)
    page.go_forward()
    page.go_forward()
    expect(year).to_have_value("2021")
    expect(page.locator(".entry:visible")).to_have_count(2)


def test_filters_of_an_address_that_fits_nothing_can_be_taken_back(page: Page, real_address: str) -> None:
    page.goto(real_address + "papers/?year=2023&dataset=300w&code=1")
    assert shown_titles(page) == []
    page.get_by_label("Has code").uncheck()
    expect(page.get_by_label("Has code")).to_be_disabled()
    page.get_by_role("combobox", name="Dataset").select_option("")
    expect(page.get_by_label("Has code")).to_be_enabled()
    shown, everything = len(shown_titles(page)), page.locator(".entry").count()
    expect(page.get_by_role("status").filter(has_text="papers")).to_have_text(f"{shown} of {everything} papers")


def test_address_with_unknown_filters_shows_everything(page: Page, real_address: str) -> None:
    page.goto(real_address + TOPIC + "?year=1850&dataset=nothing&sort=up&code=")
    assert len(shown_titles(page)) == page.locator(".entry").count()


def test_combination_that_fits_nothing_says_so(page: Page, real_address: str) -> None:
    page.goto(real_address + TOPIC + "?year=2019&dataset=affectnet")
    expect(page.get_by_role("status").filter(has_text="fits")).to_have_text("No paper fits.")
    assert shown_titles(page) == []


def test_reader_takes_a_citation_home_in_any_format(page: Page, real_address: str) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(real_address + PAPER)
    page.get_by_role("link", name="Cite", exact=True).click()
    with page.expect_download() as bibtex:
        page.get_by_role("link", name="Download BibTeX").click()
    assert bibtex.value.suggested_filename == "schroff-2015-facenet.bib"
    assert bibtex.value.path().read_text().startswith("@inproceedings{schroff-2015-facenet,")

    page.get_by_role("radio", name="BibTeX").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="RIS")).to_be_checked()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("TY  - CPAPER")
    with page.expect_download() as ris:
        page.get_by_role("link", name="Download RIS").click()
    assert ris.value.suggested_filename == "schroff-2015-facenet.ris"
    assert ris.value.path().read_text().strip() == copied.strip()

    page.get_by_role("radio", name="RIS").press("ArrowLeft")
    expect(page.get_by_text("Copied.")).to_have_count(0)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")  # as without https
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Marked. Copy it with the keyboard.")).to_be_visible()
    assert page.evaluate("getSelection().toString()").strip() == bibtex.value.path().read_text().strip()


def test_each_copy_of_a_citation_is_told_of_once(page: Page, real_address: str) -> None:
    page.goto(real_address + PAPER)
    page.evaluate("""
        navigator.clipboard.writeText = async () => {};
        copy = document.querySelector("[data-copy]");
        told = [];
        const status = document.querySelector("[data-status]");
        new MutationObserver(() => told.push(status.textContent)).observe(status, { childList: true });
    """)
    wait = "async (count) => { while (told.length < count) await new Promise((done) => setTimeout(done, 10)); }"
    page.evaluate("copy.click()")
    page.evaluate(wait, 1)
    page.evaluate("copy.click(); copy.click()")
    page.evaluate(wait, 3)

    assert page.evaluate("told") == ["Copied.", "", "Copied."]


def test_who_comes_back_downloads_the_format_that_is_shown(page: Page, real_address: str) -> None:
    page.goto(real_address + PAPER)
    page.get_by_text("RIS", exact=True).click()
    page.goto(real_address + TOPIC)
    page.go_back()
    expect(page.get_by_role("radio", name="RIS")).to_be_checked()
    with page.expect_download() as ris:
        page.get_by_role("link", name="Download RIS").click()
    assert ris.value.path().read_text().startswith("TY  - CPAPER")


def test_without_javascript_all_is_readable_and_nothing_is_dead(still_page: Page, real_address: str) -> None:
    page = still_page
    page.goto(real_address + TOPIC)
    assert page.locator(".entry:visible").count() == page.locator(".entry").count() > 8
    assert page.locator("select:visible, button:visible").count() == 0
    page.goto(real_address + PAPER)
    assert page.locator("button:visible").count() == 0
    page.get_by_text("RIS", exact=True).click()
    expect(page.get_by_text("TY  - CPAPER")).to_be_visible()
    expect(page.get_by_role("link", name="Download BibTeX")).to_be_visible()


@pytest.mark.parametrize("path", [*KINDS, "search/", "reading-list/", "compare/", "map/", "404.html"])
def test_without_javascript_no_page_offers_what_needs_it(still_page: Page, real_address: str, path: str) -> None:
    still_page.goto(real_address + path)
    # Formats of citations are chosen by the style sheet.
    assert still_page.locator(":is(form, select, button, input:not([name=format])):visible").count() == 0
    assert still_page.locator("a[href*='reading-list/']:visible, a[href*='compare/']:visible").count() == 0
    assert "search above" not in still_page.locator("main").inner_text()


@pytest.mark.parametrize(
    "path", [*KINDS, "search/?q=face&topic=face-recognition", "reading-list/#ids=schroff-2015-facenet", "404.html"]
)
def test_on_paper_there_is_nothing_to_press(page: Page, real_address: str, path: str) -> None:
    page.goto(real_address + path, wait_until="networkidle")
    page.emulate_media(media="print")
    assert page.locator(":is(nav, form, select, .more, .keep, .collect-button):visible").count() == 0
    expect(page.locator("h1")).to_be_visible()


def test_paper_is_light_whatever_the_screen_is(page: Page, real_address: str) -> None:
    page.goto(real_address)
    colours = """() => {
      const shape = getComputedStyle(document.querySelector(".hue-0")).color;
      return [shape, getComputedStyle(document.documentElement).getPropertyValue("--mark")];
    }"""
    page.emulate_media(media="print", color_scheme="dark")
    printed = page.evaluate(colours)
    page.emulate_media(media="screen", color_scheme="light")
    assert printed == page.evaluate(colours)


def test_on_paper_a_list_says_what_was_chosen(page: Page, real_address: str) -> None:
    page.goto(real_address + "papers/?year=2023&code=1")
    page.emulate_media(media="print")
    count = len(shown_titles(page))
    expect(page.locator("form select:visible")).to_have_count(1)
    assert page.get_by_label("Year").locator("option:checked").inner_text() == f"2023 ({count})"
    expect(page.get_by_text(f"Has code ({count})")).to_be_visible()
    expect(page.get_by_text(f"{count} of")).to_be_visible()
    assert page.locator(".filters").evaluate("form => getComputedStyle(form).breakAfter") == "avoid"  # or left behind
    assert page.locator(":is(input, button):visible").count() == 0


@pytest.mark.parametrize("width", [320, 375, 620])
def test_filters_stand_in_two_columns_on_a_phone_and_in_one_with_large_letters(
    page: Page, real_address: str, width: int
) -> None:
    def columns() -> int:
        boxes = [label.bounding_box() for label in page.locator(".filters label:has(select)").all()]
        return len({box["x"] for box in boxes if box})

    page.set_viewport_size({"width": width, "height": 700})
    page.goto(real_address + "papers/?year=2023")
    assert columns() == 2
    with letters_twice_as_large(page):
        page.reload()
        assert columns() == (1 if width < 600 else 2)


def test_boxes_to_check_grow_with_the_letters(page: Page, real_address: str) -> None:
    page.goto(real_address + "papers/")
    box = page.get_by_role("checkbox", name="Has code")
    usual = box.bounding_box() or {}
    with letters_twice_as_large(page):
        page.reload()
        large = box.bounding_box() or {}

    assert usual["height"] == usual["width"] == 13
    assert large["height"] == large["width"] == 26


def test_a_list_in_parts_leads_to_the_others_and_to_the_search_but_not_on_paper(
    page: Page, make_site: MakeSite
) -> None:
    site = make_site().write("content/topics/tree.md", "---\nname: Trees\n---\n")
    for number in range(201):
        site.paper(f"paper-{number}", "topics: [tree]")
    site.build()
    with serve_folder(site.public) as address:
        page.goto(address + "topics/tree/")
        page.get_by_role("link", name="Narrow down these papers").click()
        expect(page.get_by_text("201 papers found")).to_be_visible()
        page.go_back()
        ways = page.get_by_role("navigation", name="Pages of this list")
        expect(ways.locator("[aria-current=page]")).to_have_text("1")
        ways.get_by_role("link", name="2", exact=True).click()
        expect(ways.get_by_role("list", name="Page 2 of 2").locator("[aria-current=page]")).to_have_text("2")
        page.emulate_media(media="print")
        expect(page.locator("main").get_by_role("link", name="Narrow")).to_be_hidden()
        expect(page.locator("nav.pager")).to_be_hidden()


@pytest.mark.parametrize("width", [375, 1366])
def test_a_heading_is_as_far_from_a_table_as_from_a_text(page: Page, real_address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(real_address + "papers/qin-2023-swinface/")

    def gap(above: str, heading: str) -> int:
        top = (page.get_by_role("heading", name=heading, exact=True).bounding_box() or {})["y"]
        end = page.locator(above).last.evaluate("element => element.getBoundingClientRect().bottom + scrollY")
        return round(top + page.evaluate("scrollY") - end)

    assert abs(gap(".results .words", "Cite") - gap(".cite p", "Related papers")) <= 8


@pytest.mark.parametrize("width", [375, 1366])
def test_what_is_said_of_the_first_version_stays_on_a_line(page: Page, real_address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(real_address + "papers/qin-2023-swinface/")
    said = page.locator(".subline").get_by_text("First public in")
    assert (said.bounding_box() or {})["height"] < 30


@pytest.mark.parametrize("topic", ["face-recognition/", "graph-learning/", "image-recognition/"])
def test_letters_below_the_years_of_a_topic_can_be_read_and_do_not_touch(
    page: Page, real_address: str, topic: str
) -> None:
    page.goto(real_address + "topics/" + topic)
    size = "svg => parseFloat(getComputedStyle(svg.querySelector('text')).fontSize) * svg.getScreenCTM().a"
    shown = """texts => texts.map((text) => text.getBoundingClientRect()).filter(({ width }) => width)
        .map(({ top, left, right }) => [top, left, right])"""
    for width in (375, 1000, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.locator(".timeline svg").evaluate(size) >= 12
        boxes = page.locator(".timeline text").evaluate_all(shown)
        years = sorted((left, right) for top, left, right in boxes if top == max(boxes)[0])
        assert len(years) > 2
        assert all(right + 2 < following for (_, right), (following, _) in pairwise(years)), width


def test_picture_of_a_topic_grows_with_the_letters_of_the_page(page: Page, real_address: str) -> None:
    width = "svg => svg.getBoundingClientRect().width"
    page.goto(real_address + TOPIC)
    usual = page.locator(".timeline svg").evaluate(width)
    with letters_twice_as_large(page):
        page.goto(real_address + TOPIC)
        assert page.locator(".timeline svg").evaluate(width) == pytest.approx(2 * usual, abs=2)


@pytest.mark.parametrize("theme", ["default", "bibliography"])
def test_fingers_have_room_on_the_way_back_from_the_bottom_of_a_deep_tree(
    page: Page, make_site: MakeSite, theme: str
) -> None:
    site = make_site({"site.yaml": f"title: Test\ntheme: {theme}\n"})
    for level in range(1, 5):
        parent = f"parent: level-{level - 1}\n" if level > 1 else ""
        site.write(f"content/topics/level-{level}.md", f"---\nname: Level {level} of a deep tree\n{parent}---\n")
    site.build()
    page.set_viewport_size({"width": 320, "height": 700})
    with serve_folder(site.public) as address:
        page.goto(address + "topics/level-4/")
        assert_accessible(page)


IN_ORDER = """element => {
    const places = ["זיהוי", "CNN", "ולמידה"].map((word) => {
        const text = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        while (text.nextNode()) {
            const start = text.currentNode.data.indexOf(word);
            if (start < 0) continue;
            const range = document.createRange();
            range.setStart(text.currentNode, start);
            range.setEnd(text.currentNode, start + word.length);
            return range.getBoundingClientRect().x;
        }
    });
    return places[0] > places[1] && places[1] > places[2];
}"""
"""Whether the words follow each other from right to left."""


@pytest.mark.parametrize("theme", ["default", "bibliography"])
def test_a_title_from_right_to_left_is_in_order_around_letters_of_the_other_direction(
    page: Page, make_site: MakeSite, theme: str
) -> None:
    title = "זיהוי פנים (CNN) ולמידה"
    site = make_site({"site.yaml": f"title: Test\ntheme: {theme}\n"})
    site.write("content/papers/a.md", f"---\ntitle: {title}\nadded: 2026-01-01\n---\n{title}.\n").build()
    with serve_folder(site.public) as address:
        page.goto(address + "papers/a/")
        assert page.locator("h1").evaluate(IN_ORDER)
        assert page.locator(".prose p").evaluate(IN_ORDER)
        page.goto(address + "papers/")
        assert page.locator(".entry-title", has_text="CNN").evaluate(IN_ORDER)
        page.get_by_role("combobox", name="Search papers").fill("CNN")
        assert page.get_by_role("option").first.evaluate(IN_ORDER)
        page.goto(address + "search/?q=CNN")
        assert page.locator(".search-result .entry-title").evaluate(IN_ORDER)


@pytest.mark.parametrize("path", ["/papers/", "/search/?q=face"])
def test_a_venue_keeps_its_year_beside_it(page: Page, real_address: str, path: str) -> None:
    page.goto(real_address + path)
    page.wait_for_selector(".entry .subline")
    broken = """() => [...document.querySelectorAll(".entry .subline span + span")].filter((venue) => {
      const text = document.createRange();
      text.selectNodeContents(venue);
      return new Set([...text.getClientRects()].map(({ top }) => Math.round(top / 8))).size > 1;
    }).map((venue) => venue.textContent)"""
    for width in (375, 500, 640, 768, 900, 1366):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(broken) == [], width


def test_what_topics_datasets_and_methods_are_is_set_alike(page: Page, real_address: str) -> None:
    looks = "element => (({ font, color }) => [font, color])(getComputedStyle(element))"
    seen = []
    for path in (TOPIC, "datasets/coco/", "methods/attention/"):
        page.goto(real_address + path)
        seen.append(page.locator("main .prose p").first.evaluate(looks))
    assert seen == seen[:1] * 3


def test_a_summary_is_no_wider_than_the_abstract(page: Page, real_address: str) -> None:
    page.goto(real_address + PAPER)
    for width in (700, 900, 1366):
        page.set_viewport_size({"width": width, "height": 900})
        summary, abstract = (page.locator(part).bounding_box() for part in (".summary", ".prose"))
        assert summary
        assert abstract
        assert summary["width"] == abstract["width"], width


@pytest.mark.parametrize("width", [320, 375, 1366])
def test_what_is_missing_has_the_width_of_its_table(page: Page, real_address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(real_address + "about/coverage/")
    titles = page.locator(".coverage ul").first
    expect(titles).to_be_hidden()
    page.locator(".coverage summary").first.click()
    parts = (titles, page.locator(".coverage .number").first, page.locator(".coverage").first)
    opened, percent, table = (part.bounding_box() or {} for part in parts)
    assert opened["x"] == pytest.approx(table["x"], abs=1)
    assert opened["width"] == pytest.approx(table["width"], abs=1)
    assert opened["y"] >= percent["y"] + percent["height"]


@pytest.mark.parametrize("width", [375, 1366])
def test_tables_of_what_is_missing_share_their_columns(page: Page, real_address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(real_address + "about/coverage/")
    tables = page.locator("table.coverage").all()
    columns = [[(head.bounding_box() or {})["x"] for head in table.locator("thead th").all()] for table in tables]
    assert len(columns) == 3
    assert columns == columns[:1] * 3


def test_fields_and_counts_of_what_is_known_stay_on_a_line_on_a_small_phone(page: Page, real_address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(real_address + "about/coverage/")
    lines = """cell => {
      const range = document.createRange();
      range.selectNodeContents(cell.firstChild);
      return new Set(Array.from(range.getClientRects(), ({ top }) => top)).size;
    }"""
    for cell in ("th:text-is('description')", "td:has-text('118 of 119')"):
        assert page.locator(f".coverage {cell}").first.evaluate(lines) == 1, cell


def test_what_is_known_of_a_paper_wastes_no_room_below_its_abstract(page: Page, real_address: str) -> None:
    page.set_viewport_size({"width": 768, "height": 900})
    page.goto(real_address + PAPER)
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        headings = page.locator(".facts h2").all()
        places = [heading.bounding_box() or {} for heading in headings]
        assert places[0]["y"] == pytest.approx(places[2]["y"], abs=1), media
        assert places[0]["x"] < places[2]["x"], media


def test_what_is_said_beside_the_name_of_a_table_is_no_quotation(page: Page, real_address: str) -> None:
    page.goto(real_address + "datasets/raf-db/")
    family = "element => getComputedStyle(element).fontFamily"
    said = page.get_by_text("higher is better").first
    assert said.evaluate(family) == page.locator("body").evaluate(family)


def test_formulas_are_drawn_under_the_security_policy(page: Page, make_site: MakeSite) -> None:
    body = "Takes $O(n^2)$ steps.\n\n$$\\begin{aligned}a&=\\frac{b}{c}\\\\d&\\neq\\color{red}{e}\\end{aligned}$$\n"
    site = make_site().paper("formulas", body=body)
    site.build()
    with serve_folder(site.public) as real_address:
        page.goto(real_address + "papers/formulas/")
        assert "\\" not in page.locator(".prose").inner_text()
        inline, block = (page.locator("math").nth(n).bounding_box() for n in (0, 1))
        assert inline
        assert block
        assert block["height"] > inline["height"] > 10
        superscript = page.locator("msup mn").bounding_box()
        assert superscript
        assert superscript["height"] < inline["height"]
        assert_accessible(page)


@pytest.mark.parametrize("theme", ["default", "bibliography"])
@pytest.mark.parametrize("around", ["{}", "- One.\n- {}", "1. {}\n\n   Two.", "> {}", "## {}"])
def test_no_formula_makes_the_page_wider_than_a_phone(page: Page, make_site: MakeSite, theme: str, around: str) -> None:
    body = around.format("We show $" + "x + " * 60 + "x$ here.")
    paper = f"---\ntitle: Formulas\nadded: 2026-01-01\n---\n{body}\n"
    site = make_site({"site.yaml": f"title: T\ntheme: {theme}\n", "content/papers/formulas.md": paper})
    site.build()
    page.set_viewport_size({"width": 320, "height": 700})

    with serve_folder(site.public) as address:
        page.goto(address + "papers/formulas/")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("theme", ["default", "bibliography"])
def test_no_name_of_one_word_makes_a_page_wider_than_a_phone(page: Page, make_site: MakeSite, theme: str) -> None:
    word = "Kraftfahrzeughaftpflichtversicherungsgesellschaftsbilder"
    paper = f"""---
title: {word}
authors: [{word} Lee]
year: 2020
venue: {{id: v, year: 2021}}
topics: [t]
methods: [m]
datasets:
  - {{id: d, role: evaluated}}
results:
  - {{metric: accuracy, value: "1", quote: "{word} of 1%", dataset: d, unit: "%", setting: {word}}}
summary: {word}
added: 2026-01-01
---
{word} of 1%
"""
    site = make_site(
        {
            "site.yaml": f"title: {word}\ntheme: {theme}\n",
            "content/papers/a.md": paper,
            "content/papers/b.md": paper.replace(f"title: {word}", "title: Another one"),
            "content/topics/t.md": f"---\nname: T{word}\n---\n{word}\n",
            "content/datasets/d.md": f"---\nname: {word}\nkind: {word}\n---\n{word}\n",
            "content/methods.yaml": f"- {{id: m, name: M{word}}}\n",
            "content/metrics.yaml": "- {id: accuracy, name: Accuracy, better: higher}\n",
            "content/venues.yaml": f"- {{id: v, name: {word}, short: {word}, kind: journal}}\n",
        }
    )
    site.build()
    page.set_viewport_size({"width": 320, "height": 700})

    with serve_folder(site.public) as address:
        wide = []
        for path in sorted(site.public.rglob("index.html")):
            page.goto(address + path.relative_to(site.public).as_posix())
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(path.parent.name)
        assert wide == []


@pytest.mark.parametrize("path", ["", "papers/", "search/"])
def test_the_header_leaves_a_phone_to_the_content(page: Page, real_address: str, path: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(real_address + path)
    header = page.get_by_role("banner")
    assert (header.bounding_box() or {})["height"] < 140
    links = [link.bounding_box() or {} for link in header.get_by_role("navigation").get_by_role("link").all()]
    assert min(link["height"] for link in links) >= 24  # fingers


def test_the_box_stands_beside_the_title_where_it_can_be_read(page: Page, real_address: str) -> None:
    title, box = page.get_by_role("link", name="Faces & Relations"), page.get_by_role("combobox", name="Search papers")
    for width, is_beside in ((320, False), (390, True), (1366, True)):
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(real_address + "papers/")
        above, field = title.bounding_box() or {}, box.bounding_box() or {}
        assert (above["x"] + above["width"] < field["x"]) is is_beside, width
        assert field["width"] >= 144


@pytest.mark.parametrize("path", ["years/2023/", "years/"])
@pytest.mark.parametrize("width", [375, 1366])
def test_rows_without_a_year_of_their_own_have_the_star_beside_the_title(
    page: Page, real_address: str, width: int, path: str
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(real_address + path)
    expect(page.locator(".entry-year:visible")).to_have_count(0)
    first_line = "link => (({ left, right, top, bottom }) => [left, right, top, bottom])(link.getClientRects()[0])"
    entries = page.locator(".entry").all()
    assert entries
    for entry in entries[:3]:
        star = entry.locator(".keep svg").bounding_box() or {}
        left, right, top, bottom = entry.locator(".entry-title").evaluate(first_line)
        assert top < star["y"] + star["height"] / 2 < bottom
        assert star["x"] + star["width"] <= left or right <= star["x"]
    height = (entries[0].bounding_box() or {})["height"]
    page.emulate_media(media="print")
    title, heading = entries[0].locator(".entry-title"), page.locator("main > h1")
    assert (title.bounding_box() or {})["x"] == (heading.bounding_box() or {})["x"]
    assert (entries[0].bounding_box() or {})["height"] <= height


@pytest.mark.parametrize("width", [375, 1366])
def test_hardly_a_title_of_a_list_ends_in_a_line_of_one_word(page: Page, real_address: str, width: int) -> None:
    last_word_alone = """title => {
      const text = title.firstChild;
      const range = document.createRange();
      const top = ({ index }) => {
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        return range.getBoundingClientRect().top;
      };
      const [before, last] = [...text.data.matchAll(/\\S+/g)].slice(-2);
      return last !== undefined && top(last) > top(before);
    }"""
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(real_address + "papers/")
    count = f"titles => titles.filter({last_word_alone}).length"
    alone = page.locator(".entry-title").evaluate_all(count)
    # How many there are depends on the fonts; some words are longer than what else could stand there.
    page.evaluate("document.body.style.textWrap = 'wrap'")
    assert 3 * alone < page.locator(".entry-title").evaluate_all(count)
