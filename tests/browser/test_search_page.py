"""What the search page offers on the real catalogue: pages, choices, sorting, corrections, operators, keys."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from accessibility import assert_accessible, letters_twice_as_large

pytestmark = pytest.mark.browser

STATUS = "[data-search-status]"


def ask(page: Page, address: str, query: str) -> None:
    page.goto(f"{address}search/")
    page.get_by_role("searchbox").fill(query)
    expect(page.locator(STATUS)).to_have_text(re.compile("found|No paper"))


def open_panel(page: Page) -> None:
    page.get_by_text("Narrow down").click()
    expect(page.get_by_role("group", name="Topics")).to_be_visible()


def test_a_query_that_names_a_page_offers_it_first(page: Page, real_address: str) -> None:
    ask(page, real_address, "raf-db")
    bets = page.get_by_role("list", name="Pages").get_by_role("listitem")
    expect(bets.first).to_contain_text("RAF-DB")
    expect(bets.first).to_contain_text(re.compile(r"Dataset · \d+ papers"))
    bets.first.get_by_role("link").click()
    expect(page).to_have_url(real_address + "datasets/raf-db/")


@pytest.mark.parametrize("title", ["MeshLLM: Empowering", "EdgeFace: Efficient", "Explainable Face Recognition"])
def test_a_result_reads_like_an_entry_of_a_list(page: Page, real_address: str, title: str) -> None:
    def read(entry: Locator) -> list[str]:
        parts = (".entry-year", ".entry-title", ".subline")
        return [" ".join(entry.locator(part).inner_text().split()) for part in parts]

    page.goto(real_address + "papers/")
    listed = read(page.locator(".entry", has_text=title))
    ask(page, real_address, title)
    assert read(page.locator(".search-result", has_text=title)) == listed


# The tops of all letters of a text, in the order in which they are read.
LETTER_TOPS = """
    (element) => {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      const range = document.createRange();
      const tops = [];
      while (walker.nextNode()) {
        for (const { index } of walker.currentNode.data.matchAll(/\\S/g)) {
          range.setStart(walker.currentNode, index);
          range.setEnd(walker.currentNode, index + 1);
          tops.push(Math.round(range.getBoundingClientRect().top));
        }
      }
      return tops;
    }
"""


@pytest.mark.parametrize("width", [375, 800])
def test_no_line_of_a_snippet_is_an_ellipsis_alone(page: Page, real_address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    ask(page, real_address, "face")
    snippets = page.locator(".search-snippet").all()
    assert len(snippets) == 10
    for snippet in snippets:
        text, tops = snippet.text_content() or "", snippet.evaluate(LETTER_TOPS)
        assert not text.startswith("…") or tops[0] == tops[1], text
        assert not text.endswith("…") or tops[-1] == tops[-2], text


def test_a_suggestion_says_the_year_once(page: Page, real_address: str) -> None:
    page.goto(real_address)
    box = page.get_by_role("combobox", name="Search papers")
    box.fill("facenet unified embedding")
    expect(page.get_by_role("option", name="FaceNet")).to_contain_text("James Philbin · CVPR 2015")
    box.fill("edgeface efficient")
    expect(page.get_by_role("option", name="EdgeFace")).to_contain_text("et al. · 2023 · T-BIOM 2024")


def test_no_line_of_a_suggestion_begins_with_a_dot_or_the_year_of_a_venue(page: Page, real_address: str) -> None:
    """Each is as high on the page as the letter before it, however narrow the screen is."""
    script = """lines => lines.flatMap(({ firstChild: text }) => {
      const top = (place) => {
        const range = document.createRange();
        range.setStart(text, place);
        range.setEnd(text, place + 1);
        return range.getBoundingClientRect().top;
      };
      const told = [...text.data.matchAll(/·|(?<=[A-Z]\\s)[0-9]{4}$/g)];
      return told.filter(({ index }) => top(index) > top(index - 2)).map(() => text.data);
    })"""
    page.goto(real_address)
    page.get_by_role("combobox", name="Search papers").fill("face")
    lines = page.locator(".search-option .search-result-meta")
    expect(lines).to_have_count(6)
    assert sum(bool(re.search(r"[A-Z]\s[0-9]{4}$", text)) for text in lines.all_inner_texts()) > 1
    for width in range(280, 480, 10):
        page.set_viewport_size({"width": width, "height": 700})
        assert lines.evaluate_all(script) == [], width


def test_choices_narrow_the_results_by_just_what_they_promise(page: Page, real_address: str) -> None:
    ask(page, real_address, "recognition")
    open_panel(page)
    choice = page.get_by_role("group", name="Topics").get_by_role("checkbox").first
    label = page.get_by_role("group", name="Topics").locator("label").first
    promised = int(label.locator(".search-count").inner_text())
    choice.check()
    expect(page.locator(STATUS)).to_have_text(re.compile(rf"^{promised} papers found"))
    expect(choice).to_be_checked()
    expect(choice).to_be_focused()
    expect(page).to_have_url(re.compile(r"search/\?q=recognition&topic=[a-z-]+$"))

    code = page.get_by_role("group", name="With").get_by_role("checkbox", name="Code")
    with_code = int(page.get_by_role("group", name="With").locator(".search-count").inner_text())
    code.check()
    expect(page).to_have_url(re.compile("&has=code$"))
    expect(page.locator(".search-choice")).to_have_count(2)
    shared = page.url
    expect(page.locator(".search-result")).to_have_count(min(10, with_code))

    page.goto("about:blank")
    page.goto(shared)
    expect(page.locator(".search-result")).to_have_count(min(10, with_code))
    page.get_by_role("button", name="Without Code").click()
    expect(page).not_to_have_url(re.compile("has="))
    expect(page.locator(".search-choice")).to_have_count(1)


def test_all_choices_of_a_kind_are_shown_on_demand_and_stay_so(page: Page, real_address: str) -> None:
    ask(page, real_address, "face")
    open_panel(page)
    topics = page.get_by_role("group", name="Topics")
    expect(topics.get_by_role("checkbox")).to_have_count(8)
    offer = topics.get_by_role("button", name=re.compile(r"^All \d+ Topics$"))
    count = int(offer.inner_text().split()[1])
    offer.press("Enter")
    expect(topics.get_by_role("checkbox")).to_have_count(count)
    expect(topics.get_by_role("checkbox").nth(8)).to_be_focused()
    topics.get_by_role("checkbox").nth(8).press("Space")
    expect(page.locator(".search-choice")).to_have_count(1)
    expect(topics.get_by_role("checkbox")).to_have_count(count)


def test_choices_without_words_list_all_that_have_them(page: Page, real_address: str) -> None:
    listed = page.request.get(f"{real_address}topics/face-swapping/").text().count('class="entry"')
    page.goto(f"{real_address}search/?topic=face-swapping")
    expect(page.locator(STATUS)).to_have_text(f"{listed} papers found.")


def test_a_paper_is_found_by_the_year_of_its_venue_and_by_its_first(page: Page, real_address: str) -> None:
    head_models = page.locator(".search-result", has_text="Learning Neural Parametric Head Models")
    for query in ("search/?venue=cvpr&year=2023", "search/?q=venue:CVPR+year:2023", "search/?q=venue:CVPR+year:2022"):
        page.goto(real_address + query)
        expect(head_models).to_contain_text("CVPR 2023")
        expect(head_models.locator(".entry-year")).to_have_text("2022")
    page.goto(real_address + "search/?q=venue:CVPR+year:2021")
    expect(page.locator(STATUS)).to_have_text(re.compile("found"))
    expect(head_models).to_have_count(0)


def test_years_promise_just_the_papers_that_they_leave(page: Page, real_address: str) -> None:
    page.goto(real_address + "search/?venue=cvpr")
    years = page.get_by_role("group", name="Years")
    promised = int(years.locator("label", has_text="2023").locator(".search-count").inner_text())
    years.get_by_role("checkbox", name="2023").check()
    expect(page.locator(STATUS)).to_have_text(f"{promised} papers found.")


def test_sorting_by_date_puts_the_newest_first_and_is_kept_in_the_address(page: Page, real_address: str) -> None:
    ask(page, real_address, "face recognition")
    page.get_by_label("Sort by").select_option("date")
    expect(page).to_have_url(re.compile("sort=date$"))
    page.reload()
    expect(page.get_by_label("Sort by")).to_have_value("date")
    expect(page.locator(".search-result").first).to_be_visible()
    years = page.locator(".search-result .entry-year").all_inner_texts()
    assert years == sorted(years, reverse=True)
    assert len(set(years)) > 1


def test_a_misspelt_word_is_corrected_and_the_page_says_so(page: Page, real_address: str) -> None:
    ask(page, real_address, "segmantation")
    remark = page.locator("[data-search-remarks]")
    expect(remark).to_contain_text("Showing results for segmentation: no paper has “segmantation”.")
    expect(page.locator(".search-result mark").first).to_have_text(re.compile("segmentation", re.IGNORECASE))
    ask(page, real_address, "expresion recogniton")
    expect(remark).to_contain_text("no paper has “expresion” or “recogniton”.")


def test_who_hears_the_page_is_told_of_a_correction(page: Page, real_address: str) -> None:
    page.goto(real_address + "search/")
    spoken = page.locator("main :is([role=status], [aria-live=polite])")
    page.keyboard.type("fase recogntion")
    expect(spoken.filter(has_text="Showing results for face recognition")).to_be_visible()


def test_on_paper_the_question_stands_above_what_was_found(page: Page, real_address: str) -> None:
    page.goto(real_address + "search/?q=face+recognition&topic=face-recognition")
    expect(page.locator(".search-result").first).to_be_visible()
    above = "main => getComputedStyle(main.querySelector('[data-search-page]'), '::before').content"
    assert page.locator("main").evaluate(above) == "none"
    page.emulate_media(media="print")
    assert "".join(page.locator("main").evaluate(above).split('" "')) == '"“face recognition”"'
    page.goto(real_address + "search/?topic=face-recognition")  # the choice alone
    expect(page.locator(".search-result").first).to_be_visible()
    assert page.locator("main").evaluate(above) == "none"


def test_the_words_that_were_typed_can_be_searched_as_they_are(page: Page, real_address: str) -> None:
    ask(page, real_address, "optical flow")
    remark = page.locator("[data-search-remarks]")
    expect(remark).to_contain_text("Showing results for optimal flow: no paper has “optical”.")
    remark.get_by_role("button", name="optical flow").click()
    expect(remark).to_be_empty()
    expect(page.locator(STATUS)).to_have_text(re.compile(r"^No paper has all words; \d+ have some of the words\.$"))
    expect(page.get_by_role("searchbox")).to_have_value("optical flow")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page).to_have_url(f"{real_address}search/?q=optical+flow&as=typed")
    page.reload()
    expect(page.locator(STATUS)).to_have_text(re.compile("^No paper has all words"))
    page.get_by_role("searchbox").fill("optical flows")
    expect(remark).to_contain_text("Showing results for")
    expect(page).to_have_url(f"{real_address}search/?q=optical+flows")


@pytest.mark.parametrize(
    ("query", "remark"),
    [
        ("face year:abc", "“year:abc” was passed over: write a year or a range, as in year:2020..2023."),
        ("face author:", "“author:” needs something after the colon; it was passed over."),
        ("face topic:zzzz", "No topic is called “zzzz”; it was searched as words."),
        ("face title:zzzz", "No title has “zzzz”; it was searched as words."),
        ("face -topic:zzz", "“-topic:zzz” was passed over: no topic is called so."),
        ("face has:data", "“has:data” was passed over: write has:code."),
        ("face arXiv:2010.99999", "No paper here has the identifier “2010.99999”; the words beside it were searched."),
    ],
)
def test_an_operator_that_cannot_be_used_is_told(page: Page, real_address: str, query: str, remark: str) -> None:
    ask(page, real_address, query)
    expect(page.locator("[data-search-remarks]")).to_have_text(remark)
    expect(page.locator(".search-result").first).to_be_visible()


def test_an_identifier_that_is_pasted_shows_its_paper_or_says_that_there_is_none(page: Page, real_address: str) -> None:
    ask(page, real_address, "https://arxiv.org/abs/1503.03832v3")
    expect(page.locator(STATUS)).to_have_text("1 paper found.")
    expect(page.locator(".search-result-title")).to_contain_text("FaceNet")
    ask(page, real_address, "https://doi.org/10.1109/CVPR.2015.99999")
    expect(page.locator("[data-search-remarks]")).to_have_text(
        "No paper here has the identifier “10.1109/CVPR.2015.99999”."
    )
    expect(page.locator(STATUS)).to_contain_text("No paper found")
    page.goto(real_address)
    page.get_by_role("combobox", name="Search papers").fill("arXiv:1503.03832")
    expect(page.get_by_role("option").first).to_contain_text("FaceNet")


def test_every_example_of_what_can_be_asked_finds_something(page: Page, real_address: str) -> None:
    page.goto(f"{real_address}search/")
    page.get_by_text("What you can ask").click()
    examples = page.locator("[data-search-example]")
    offered = " ".join(examples.all_inner_texts())
    for part in ("title:", "author:", "topic:", "dataset:", "method:", "venue:", "year:", "has:code", '"', "-"):
        assert part in offered
    for i in range(examples.count()):
        examples.nth(i).click()
        expect(page.get_by_role("searchbox")).to_have_value(examples.nth(i).inner_text())
        expect(page.locator(".search-result").first).to_be_visible()
        expect(page.locator("[data-search-remarks]")).to_be_empty()


def test_arrows_go_from_the_box_through_what_was_found_and_enter_opens_it(page: Page, real_address: str) -> None:
    ask(page, real_address, "raf-db")
    expect(page.locator(".search-result").first).to_be_visible()
    page.get_by_role("searchbox").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search-bet-link").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    for _ in range(page.locator(".search-bet-link").count() + 1):
        page.keyboard.press("ArrowDown")
    first = page.locator(".search-result .entry-title").first
    expect(first).to_be_focused()
    target = first.evaluate("link => link.href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(target)


@pytest.mark.own_context
def test_the_facets_are_loaded_only_when_they_are_opened(page: Page, real_address: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    ask(page, real_address, "face recognition")
    expect(page.locator(".search-result").first).to_be_visible()
    assert not [url for url in requested if "/facet-" in url or "/vocabulary-" in url]
    open_panel(page)
    assert [url for url in requested if "/facet-" in url]


def test_who_comes_with_a_choice_sees_the_others_where_they_fit_beside_the_results(
    page: Page, real_address: str
) -> None:
    page.goto(real_address + "search/?q=face&topic=face-recognition")
    topics = page.get_by_role("group", name="Topics")
    expect(topics.get_by_role("checkbox", name="Face recognition")).to_be_checked()
    panel, result = topics.bounding_box(), page.locator(".search-result").first.bounding_box()
    assert panel
    assert result
    assert panel["x"] + panel["width"] < result["x"]
    page.goto("about:blank")
    page.set_viewport_size({"width": 991, "height": 700})
    page.goto(real_address + "search/?q=face&topic=face-recognition")
    expect(page.locator(".search-result").first).to_be_visible()
    expect(topics).to_be_hidden()


def test_the_open_panel_is_accessible_and_fits_a_phone(page: Page, real_address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{real_address}search/?q=raf-db+segmantation+year:abc&has=code")
    open_panel(page)
    page.get_by_text("What you can ask").click()
    expect(page.locator(".search-choice")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 375])
def test_the_open_panel_fits_a_phone_with_letters_twice_as_large(page: Page, real_address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    with letters_twice_as_large(page):
        ask(page, real_address, "face")
        open_panel(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


FOCUS_AND_BAR = """() => {
    const [focus, bar] = [document.activeElement, document.querySelector(".search-exit")];
    return [focus.getBoundingClientRect().bottom, bar.getBoundingClientRect().top, bar.contains(focus)];
}"""
"""Where what has the focus ends, where the bar at the bottom begins, and whether the focus is in it."""


@pytest.mark.parametrize(("width", "height"), [(320, 568), (375, 812), (768, 1024)])
def test_a_choice_is_answered_where_results_are_far_below_the_panel(
    page: Page, real_address: str, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{real_address}search/?q=face")
    open_panel(page)
    page.get_by_role("checkbox", name="3D faces and heads").check()
    way = page.get_by_role("button", name=re.compile(r"^Show \d+ papers$"))
    expect(page.get_by_role("button", name="Without 3D faces and heads")).to_have_count(1)
    expect(way).to_be_in_viewport(ratio=1)
    expect(page.locator(".search-result").first).not_to_be_in_viewport()
    promised = way.inner_text().removeprefix("Show ")

    is_in_bar = False
    while not is_in_bar:
        page.keyboard.press("Tab")
        lower_edge, upper_edge, is_in_bar = page.evaluate(FOCUS_AND_BAR)
        assert lower_edge <= upper_edge or is_in_bar
    expect(way).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.locator(STATUS)).to_be_focused()
    expect(page.locator(STATUS)).to_be_in_viewport(ratio=1)
    expect(page.locator(STATUS)).to_have_text(f"{promised} found.")
    expect(page.locator(".search-result").first).to_be_in_viewport()
    expect(way).to_be_hidden()


def test_results_beside_the_panel_need_no_way_to_them(page: Page, real_address: str) -> None:
    page.goto(f"{real_address}search/?q=face")
    open_panel(page)
    expect(page.locator(".search-exit")).to_be_hidden()
    expect(page.locator(".search-result").first).to_be_in_viewport()


@pytest.mark.parametrize(("width", "shown"), [(375, 0), (1366, 10)])  # of all papers, where the panel is open
def test_the_last_choice_can_be_taken_back_with_the_keyboard(
    page: Page, real_address: str, width: int, shown: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(f"{real_address}search/?topic=face-recognition")
    choice = page.get_by_role("button", name="Without Face recognition")
    choice.press("Enter")

    expect(choice).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.locator(".search-result")).to_have_count(shown)
    expect(page).to_have_url(f"{real_address}search/")


@pytest.mark.parametrize("order", ["", "&sort=date"])
def test_a_question_that_only_older_choices_leave_unanswered_is_asked_without_them(
    page: Page, real_address: str, order: str
) -> None:
    page.goto(f"{real_address}search/?q=face&topic=face-swapping{order}")
    expect(page.locator(".search-result").first).to_be_visible()
    page.get_by_role("searchbox").fill("scene graph")
    expect(page.locator(STATUS)).to_have_text("No paper found for “scene graph” with these choices.")
    expect(page.get_by_text("Try fewer or other words")).to_have_count(0)
    without = page.get_by_role("button", name="Search without these choices")
    promised = without.inner_text().removeprefix("Search without these choices ").strip("()")
    without.press("Enter")

    expect(page.locator(STATUS)).to_have_text(re.compile(f"^{promised} papers found"))
    expect(page.locator(STATUS)).to_be_focused()
    expect(page.locator(".search-result").first).to_be_visible()
    expect(page.locator(".search-choice")).to_have_count(0)
    expect(page).to_have_url(f"{real_address}search/?q=scene+graph{order}")
    page.go_back()
    expect(without).to_be_visible()


def test_choices_are_not_blamed_for_words_that_no_paper_has(page: Page, real_address: str) -> None:
    page.goto(f"{real_address}search/?q=zzyzx+qqwwk&topic=face-swapping")
    expect(page.locator(STATUS)).to_contain_text("No paper found")
    expect(page.get_by_text("Try fewer or other words")).to_be_visible()
    expect(page.get_by_role("button", name="Search without these choices")).to_have_count(0)


def test_a_choice_that_the_catalogue_no_longer_has_narrows_nothing(page: Page, real_address: str) -> None:
    ask(page, real_address, "recognition")
    found = page.locator(STATUS).inner_text()

    page.goto(f"{real_address}search/?q=recognition&topic=no-such-topic&year=abc")

    expect(page.locator(STATUS)).to_have_text(found)


@pytest.mark.own_context
def test_scripts_that_failed_to_load_are_asked_for_again(
    page: Page, real_address: str, expected_errors: list[str]
) -> None:
    """As Firefox does, which remembers for as long as a page is there that a module did not come."""
    expected_errors.append("Failed to load resource")
    pages: list[str] = []
    page.on("request", lambda request: pages.append(request.url) if request.is_navigation_request() else None)
    page.route("**/search/results.js", lambda route: route.abort() if len(pages) < 2 else route.continue_())
    page.goto(f"{real_address}search/?q=recognition")
    expect(page.locator(STATUS)).to_contain_text("could not be loaded")
    page.get_by_role("searchbox").fill("face recognition")

    page.get_by_role("button", name="Try again").click()

    expect(page.locator(".search-result").first).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("face recognition")


@pytest.mark.own_context
def test_a_page_that_cannot_be_loaded_says_so(page: Page, real_address: str, expected_errors: list[str]) -> None:
    expected_errors.append("Failed to load resource")
    page.route("**/search/page.js", lambda route: route.abort())
    page.goto(f"{real_address}search/?q=recognition")
    expect(page.locator(STATUS)).to_have_text("Search could not be loaded. Load the page anew to try again.")


@pytest.mark.own_context
def test_results_stay_where_no_more_can_be_loaded(page: Page, real_address: str, expected_errors: list[str]) -> None:
    expected_errors.append("Failed to load resource")
    ask(page, real_address, "face")
    page.route("**/data/search/papers/**", lambda route: route.abort())
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(STATUS)).to_contain_text("could not be loaded")
    expect(page.locator(".search-result")).to_have_count(10)
    page.unroute("**/data/search/papers/**")
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".search-result")).to_have_count(20)


def test_what_is_not_found_cannot_be_sorted(page: Page, real_address: str) -> None:
    ask(page, real_address, "qwxzv")
    expect(page.locator(STATUS)).to_have_text("No paper found for “qwxzv”.")
    expect(page.get_by_label("Sort by")).to_be_hidden()
    page.get_by_role("searchbox").fill("face")
    expect(page.get_by_label("Sort by")).to_be_visible()


def test_what_to_do_stands_below_what_was_not_found_on_a_phone(page: Page, real_address: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    ask(page, real_address, "qwxzv")
    said, hint = page.locator(STATUS).bounding_box() or {}, page.locator(".search-hint").bounding_box() or {}
    assert hint["y"] - said["y"] - said["height"] < 48


def test_the_skip_link_leaves_results_as_they_are(page: Page, real_address: str) -> None:
    page.goto(f"{real_address}search/?q=face%20recognition")
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".search-result")).to_have_count(20)
    page.get_by_role("link", name="Skip to the content").press("Enter")
    expect(page).to_have_url(f"{real_address}search/?q=face%20recognition#main")
    page.wait_for_timeout(300)  # in which a question would have been answered
    expect(page.locator(".search-result")).to_have_count(20)


def test_an_option_is_not_opened_once_more_is_typed(page: Page, real_address: str) -> None:
    page.goto(real_address)
    page.keyboard.press("/")
    page.keyboard.type("face")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.type(" hypergraph")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{real_address}search/?q=face+hypergraph")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("recognition quaternion", r"^No paper has all words; \d+ have some of the words\.$"),
        ("lidar", r"^No paper has this word; \d+ may be related\.$"),
        ("beard", r"^\d+ papers found; \d+ more may be related\.$"),
        ("face recognition", r"^\d+ papers found; \d+ more have some of the words\.$"),
    ],
)
def test_what_was_found_is_said_in_english(page: Page, real_address: str, query: str, said: str) -> None:
    ask(page, real_address, query)
    expect(page.locator(STATUS)).to_have_text(re.compile(said))


def test_large_numbers_are_written_as_on_other_pages(page: Page, real_address: str) -> None:
    page.goto(real_address + "search/")
    said = page.evaluate("""async () => {
        const { summary } = await import(document.querySelector("link[href$='/search/results.js']").href);
        return summary({ papers: { length: 1234567 }, complete: 1200, wordCount: 2 });
    }""")
    assert said == "1,200 papers found; 1,233,367 more have some of the words."


def test_another_spelling_is_offered_for_the_word_that_was_wrong(page: Page, real_address: str) -> None:
    ask(page, real_address, "transformers transfomer")
    offers = page.locator("[data-search-remarks] button").all_inner_texts()
    assert offers
    assert all(text.startswith("transformers ") for text in offers)


@pytest.mark.parametrize(
    "query",
    "Said Fahri Altindis,pointcloud,author:altindis,YTF,CK plus,FER+,VG150,venue:NIPS,pascal voc 2007".split(","),
)
def test_usual_spellings_of_names_are_found(page: Page, real_address: str, query: str) -> None:
    ask(page, real_address, query)
    expect(page.locator(STATUS)).to_have_text(re.compile(r"^\d+ papers? found"))


def test_a_title_of_little_words_is_found_by_a_part_of_it(page: Page, real_address: str) -> None:
    ask(page, real_address, "What and When to Look?")
    expect(page.locator(".search-result h2").first).to_contain_text("What and When to Look?")


def test_a_short_word_is_not_lost_among_the_longer_ones_that_begin_so(page: Page, real_address: str) -> None:
    ask(page, real_address, "SAM")
    expect(page.locator(".search-result")).to_have_count(10)
    having = [bool(re.search(r"\bsam\b", text.lower())) for text in page.locator(".search-result").all_inner_texts()]
    assert (having[0], having[-1]) == (True, False)
    assert having == sorted(having, reverse=True)


@pytest.mark.parametrize(
    ("query", "author", "said"),
    [
        ("Ran He", "Ran He", r"^\d+ papers found\.$"),
        ("J. Deng", "Jiankang Deng", r"^2 papers found; \d+ more have some of the words\.$"),
        ("K. He", "Keke He", r"^1 paper found"),
        ("Schroff et al.", "Florian Schroff", r"^1 paper found"),
    ],
)
def test_the_name_of_an_author_brings_the_papers_first(
    page: Page, real_address: str, query: str, author: str, said: str
) -> None:
    ask(page, real_address, query)
    expect(page.locator(STATUS)).to_have_text(re.compile(said))
    expect(page.locator(".search-result").first.locator(".subline")).to_contain_text(author)
    expect(page.locator(".search-bet").first).to_contain_text(author)


def test_a_name_and_a_year_bring_the_papers_of_the_first_author_first(page: Page, real_address: str) -> None:
    ask(page, real_address, "Kim 2022")
    for place in (0, 1):
        by = page.locator(".search-result").nth(place).locator(".subline")
        expect(by).to_have_text(re.compile(r"^\w+ Kim, .* 2022\s*$"))


@pytest.mark.parametrize(
    ("query", "part", "marked"),
    [
        ("edgeface", ".search-result-title", ["EdgeFace"]),
        ("marcel", ".subline", ["Marcel"]),
        ("Baigui Sun", ".subline", ["Baigui", "Sun"]),
        ("ICCV", ".subline", ["ICCV"]),
    ],
)
def test_a_result_shows_where_the_words_are(
    page: Page, real_address: str, query: str, part: str, marked: list[str]
) -> None:
    ask(page, real_address, query)
    expect(page.locator(".search-result").first.locator(part).locator("mark")).to_have_text(marked)


def test_an_author_who_was_asked_for_is_never_among_those_that_are_left_out(page: Page, real_address: str) -> None:
    papers = page.request.get(f"{real_address}data/papers.json").json()["papers"]
    authors = max((paper["authors"] for paper in papers), key=len)
    ask(page, real_address, authors[-1])
    names = f"{', '.join(authors[:8])}, {authors[-1]} and {len(authors) - 9} more"
    expect(page.locator(".search-result .subline", has_text=names)).to_be_visible()
    nine = next(paper["authors"] for paper in papers if len(paper["authors"]) == 9)
    ask(page, real_address, nine[0])
    expect(page.locator(".search-result .subline", has_text=", ".join(nine)).first).to_be_visible()


def test_marked_words_can_be_read(page: Page, real_address: str) -> None:
    ask(page, real_address, "face ICCV")
    expect(page.locator(".subline mark").first).to_be_visible()
    assert_accessible(page)


def test_quotes_and_minus_go_by_what_papers_say(page: Page, real_address: str) -> None:
    ask(page, real_address, '"face detection"')
    expect(page.locator(".search-result-title", has_text="Black-Box Face Recovery")).to_have_count(0)
    expect(page.locator(".search-result-title", has_text="Extremely Tiny Face Detector")).to_have_count(1)
    ask(page, real_address, "face recognition -clustering")
    expect(page.locator(".search-result-title", has_text="EdgeFace")).to_have_count(1)


def test_the_way_back_leads_through_all_that_was_asked_chosen_and_sorted(page: Page, real_address: str) -> None:
    page.goto(real_address)
    box = page.get_by_role("searchbox")
    order = page.get_by_label("Sort by")

    ask(page, real_address, "deepfake detection")
    box.press("Enter")
    box.fill("")
    for part in ("age ", "esti", "mation"):  # each has an address while it is typed; all are one question
        box.press_sequentially(part)
        expect(page).to_have_url(re.compile(f"{part.strip()}$"))
    open_panel(page)
    page.get_by_role("group", name="With").get_by_role("checkbox", name="Code").check()
    expect(page.get_by_role("button", name="Without Code")).to_be_visible()
    order.select_option("date")
    expect(page).to_have_url(re.compile(r"q=age\+estimation&has=code&sort=date$"))

    page.go_back()
    expect(order).to_have_value("relevance")
    expect(page.get_by_role("button", name="Without Code")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("button", name="Without Code")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="Code")).not_to_be_checked()
    expect(box).to_have_value("age estimation")
    page.go_back()
    expect(box).to_have_value("deepfake detection")
    expect(page.locator(".search-result mark").first).to_have_text(re.compile("detection", re.IGNORECASE))
    page.go_back()
    expect(page).to_have_url(real_address)
    for _ in range(4):
        page.go_forward()
    expect(box).to_have_value("age estimation")
    expect(page.get_by_role("button", name="Without Code")).to_be_visible()
    expect(order).to_have_value("date")


def test_a_page_that_comes_back_shows_its_question(page: Page, real_address: str) -> None:
    page.goto(f"{real_address}search/?q=face+swapping&has=code")
    expect(page.locator(".search-result").first).to_be_visible()
    # As Safari does: it empties a field without autocompletion of a page that it has kept, soon after the event.
    page.evaluate("""() => {
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        document.querySelector("input[name=q]").value = "";
    }""")
    expect(page.get_by_role("searchbox")).to_have_value("face swapping")
    expect(page.locator(".search-result").first).to_be_visible()


def test_the_title_names_the_question(page: Page, real_address: str) -> None:
    page.goto(f"{real_address}search/")
    nothing_asked = page.title()
    box = page.get_by_role("searchbox")
    box.press_sequentially("deepfake")
    expect(page).to_have_title(f"deepfake · {nothing_asked}")
    box.press("Enter")
    box.fill("age estimation")
    expect(page).to_have_title(f"age estimation · {nothing_asked}")
    page.go_back()
    expect(page).to_have_title(f"deepfake · {nothing_asked}")
    box.fill("")
    expect(page).to_have_title(nothing_asked)


def test_a_question_that_was_just_typed_is_a_step_before_the_choice(page: Page, real_address: str) -> None:
    page.goto(f"{real_address}search/?q=face%20swapping")
    expect(page.locator(".search-result").first).to_be_visible()
    page.get_by_role("searchbox").fill("face recognition")
    page.get_by_label("Sort by").select_option("date")  # sooner than a question gets its address
    expect(page).to_have_url(re.compile(r"q=face\+recognition&sort=date$"))

    page.go_back()
    expect(page).to_have_url(re.compile(r"q=face\+recognition$"))
    page.go_back()
    expect(page.get_by_role("searchbox")).to_have_value("face swapping")
    page.go_back()
    expect(page).to_have_url("about:blank")
