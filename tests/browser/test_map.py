"""The map as readers use it: by pointer, by keyboard, close up, without scripts, on paper."""

import math
import re
from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from accessibility import assert_accessible
from conftest import MakeSite
from papercatalog.catalog import Catalog
from papercatalog.config import load_config
from papercatalog.model import Paper, Topic
from papercatalog.pages import plan_pages
from rendercase import make_renderer
from server import serve_folder

FACENET = "papers/schroff-2015-facenet/"

REACHED_BY_ARROWS = """() => {
    const dots = [...document.querySelectorAll("[data-map-dots] > a")];
    const seen = new Set([dots[0]]);
    const queue = [dots[0]];
    while (queue.length) {
        const dot = queue.pop();
        for (const key of ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]) {
            dot.focus({ preventScroll: true });
            dot.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
            if (!seen.has(document.activeElement)) queue.push(document.activeElement);
            seen.add(document.activeElement);
        }
    }
    return [seen.size, dots.length];
}"""

OUTLINE = """
    const outlines = {}; // dots of one shape have one outline
    const outline = (mark) => outlines[mark.getAttribute("d")] ??= [...Array(60).keys()]
        .map((i) => mark.getPointAtLength(i * mark.getTotalLength() / 60));
"""

DRAWN = f"""() => {{ {OUTLINE}
    return [...document.querySelectorAll("[data-map-dots] .mark")].map((mark) => {{
        const matrix = mark.getScreenCTM();
        const {{ stroke, strokeWidth }} = getComputedStyle(mark);
        const line = stroke === "none" ? 0 : parseFloat(strokeWidth) / 2;
        const reach = Math.max(...outline(mark).map((point) => Math.hypot(point.x, point.y))) + line;
        return [matrix.e, matrix.f, reach * matrix.a];
    }});
}}"""
"""Middle and reach of every dot, in pixels of the screen."""

COVERED = f"""() => {{ {OUTLINE}
    const drawn = (mark) => {{
        const matrix = mark.getScreenCTM();
        const view = mark.ownerSVGElement.getBoundingClientRect();
        return outline(mark)
            .map((point) => point.matrixTransform(matrix))
            .filter(({{ x, y }}) => x > view.left && x < view.right && y > view.top && y < view.bottom);
    }};
    const points = [...document.querySelectorAll(":is(.map, .map-small) .mark")].map(drawn);
    const lines = [...document.querySelectorAll(":is(.map, .map-small) text")]
        .filter((text) => text.getClientRects().length)
        .flatMap((text) => text.children.length ? [...text.children] : [text]);
    return lines.flatMap((line) => {{
        const {{ left, right, top, bottom }} = line.getBoundingClientRect();
        const above = top + 0.2 * (bottom - top); // the letters
        const isOn = ({{ x, y }}) => x > left && x < right && y > above && y < bottom - 0.1 * (bottom - top);
        return points.filter((drawn) => drawn.some(isOn)).map(() => line.textContent);
    }});
}}"""
"""The lines of names that stand on a dot, each as often as it does."""

CONTRASTS = """(number) => {
    const light = (colour) => {
        const parts = colour.match(/[0-9.]+/g).slice(0, 3).map((part) => part / 255);
        const [r, g, b] = parts.map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const square = number.previousElementSibling;
    return [...Array(10).keys()].map((hue) => {
        square.setAttribute("class", `mark hue-${hue}`);
        const [one, other] = [number, square].map((element) => light(getComputedStyle(element).fill));
        return Math.max(one, other) / Math.min(one, other);
    });
}"""
"""The contrast of a number to its square in each hue, as WCAG computes it; axe passes over what is drawn."""

LINE = """(mark) => {
    const { strokeWidth, vectorEffect } = getComputedStyle(mark);
    return parseFloat(strokeWidth) * (vectorEffect === "non-scaling-stroke" ? 1 : mark.getScreenCTM().a);
}"""
"""How thick the line around a mark is, in pixels of the screen."""

CUT = """() => [...document.querySelectorAll(".timeline text, .chart:not(.matrix) text")].filter((text) => {
    const [inner, outer] = [text, text.closest("svg")].map((element) => element.getBoundingClientRect());
    return inner.width && (inner.left < outer.left - 1 || inner.right > outer.right + 1);
}).map((text) => text.textContent)"""
"""The numbers and years of upright charts that reach over an edge of their picture."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(real_address: str) -> str:
    return real_address


@pytest.fixture
def svg(page: Page, address: str) -> Locator:
    page.goto(address + "map/")
    svg = page.locator("svg.map")
    expect(svg.locator("a[tabindex='0']")).to_have_count(1)
    return svg


def dot_of(svg: Locator, path: str) -> Locator:
    return svg.locator(f"a[href$='{path}']")


def shown(svg: Locator) -> list[float]:
    """The part of the picture that is seen: left, top, width, height."""
    return [float(number) for number in (svg.get_attribute("viewBox") or "").split()]


def box_of(locator: Locator) -> FloatRect:
    box = locator.bounding_box()
    assert box
    return box


def test_pointer_on_a_dot_shows_its_title_and_a_click_opens_the_paper(page: Page, svg: Locator) -> None:
    tip = page.locator(".map-tip")
    expect(tip).to_be_hidden()
    dot_of(svg, FACENET).hover()
    expect(tip).to_contain_text("FaceNet: A Unified Embedding for Face Recognition and Clustering")
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    dot_of(svg, FACENET).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "FaceNet: A Unified Embedding for Face Recognition and Clustering"
    )


def test_a_title_stays_while_the_pointer_is_on_it(page: Page, svg: Locator) -> None:
    tip = page.locator(".map-tip")
    dot_of(svg, FACENET).hover()
    tip.hover()
    page.wait_for_timeout(400)
    expect(tip).to_be_visible()
    page.mouse.move(0, 0)
    expect(tip).to_be_hidden()


def test_map_is_not_named_by_all_of_its_legend(page: Page, svg: Locator) -> None:
    expect(page.get_by_role("figure")).to_have_accessible_name("Map")
    expect(page.get_by_role("figure").get_by_role("group").first).to_have_accessible_name(
        re.compile(r"^Map of \d+ papers$")
    )


def test_map_is_one_stop_of_the_tab_key_and_arrows_lead_on(page: Page, svg: Locator) -> None:
    page.get_by_role("link", name="in a list").focus()
    page.keyboard.press("Tab")
    focused = svg.locator("a:focus")
    expect(focused).to_have_count(1)
    expect(page.locator(".map-tip")).to_have_text(
        (focused.get_attribute("aria-label") or "").replace(" (", "").removesuffix(")")
    )
    first = box_of(focused)
    page.keyboard.press("ArrowDown")
    second = box_of(svg.locator("a:focus"))
    assert second["y"] > first["y"]
    expect(page.locator(".map-tip")).to_be_visible()

    # The stop is where the reader left; a step on is beyond the map.
    address = svg.locator("a:focus").evaluate("link => link.href.baseVal")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Zoom in")).to_be_focused()
    expect(page.locator(".map-tip")).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    expect(svg.locator("a:focus")).to_have_attribute("href", address)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address.removeprefix('..')}")


def test_arrow_keys_reach_every_dot(page: Page, svg: Locator) -> None:
    reached, dots = page.evaluate(REACHED_BY_ARROWS)
    assert reached == dots > 100


def test_map_zooms_by_buttons_and_back(page: Page, svg: Locator) -> None:
    whole = shown(svg)
    expect(page.get_by_role("button", name="Zoom out")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    left, _, width, height = closer = shown(svg)
    assert width == pytest.approx(whole[2] / 2.25)
    assert height == pytest.approx(whole[3] / 2.25)
    # In a close view, papers have names.
    assert svg.locator(".map-titles text").count() > 3

    page.get_by_role("button", name="Move right").click()
    assert shown(svg) == pytest.approx([left + width / 4, *closer[1:]])
    page.get_by_role("button", name="Whole map").click()
    assert shown(svg) == whole
    expect(svg.locator(".map-titles text")).to_have_count(0)


def test_names_in_a_close_view_stay_as_large_as_text_when_a_phone_is_turned(page: Page, svg: Locator) -> None:
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
    for width, height in [(1366, 700), (375, 700), (700, 375)]:
        page.set_viewport_size({"width": width, "height": height})
        size = "text => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a"
        # A function: other texts would be evaluated anew each time, which the policy of the page forbids.
        page.wait_for_function(f"() => Math.abs(13 - ({size})(document.querySelector('.map-titles text'))) < 0.1")


def test_map_zooms_by_keys_and_follows_the_focus(page: Page, svg: Locator) -> None:
    whole = shown(svg)
    dot = dot_of(svg, FACENET)
    dot.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    assert shown(svg)[2] < whole[2] / 2
    for key in ["ArrowLeft"] * 12:
        page.keyboard.press(key)
        frame, focused = box_of(svg), box_of(svg.locator("a:focus .mark"))
        assert frame["x"] <= focused["x"] <= frame["x"] + frame["width"] - focused["width"]
        assert frame["y"] <= focused["y"] <= frame["y"] + frame["height"] - focused["height"]
    page.keyboard.press("0")
    assert shown(svg) == whole

    dots = svg.locator("[data-map-dots] > a")
    page.keyboard.press("End")
    expect(dots.last).to_be_focused()
    page.keyboard.press("Home")
    expect(dots.first).to_be_focused()
    for keys in ("Control+=", "Meta+=", "Alt+="):  # of the browser, which makes the whole page larger
        page.keyboard.press(keys)
    assert shown(svg) == whole


def test_wheel_scrolls_the_page_and_zooms_with_control_only(page: Page, svg: Locator) -> None:
    whole = shown(svg)
    svg.hover(position={"x": 5, "y": 5})
    page.mouse.wheel(0, 200)
    page.wait_for_function("() => scrollY > 100")
    assert shown(svg) == whole

    dot = dot_of(svg, FACENET)
    dot.hover()
    before = box_of(dot.locator(".mark"))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    expect(svg).to_have_class("map map-zoomed")
    assert shown(svg)[2] < whole[2]
    # What is under the pointer stays there.
    after = box_of(dot.locator(".mark"))
    assert abs(after["x"] + after["width"] / 2 - before["x"] - before["width"] / 2) < 2


def test_a_close_view_is_dragged_and_a_drag_opens_nothing(page: Page, svg: Locator) -> None:
    page.get_by_role("button", name="Zoom in").click()
    dot = svg.locator("a.dot").nth(3)
    dot.hover()
    before = shown(svg)
    box = box_of(dot.locator(".mark"))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    page.mouse.move(x + 60, y + 40, steps=4)
    page.mouse.up()
    assert shown(svg)[:2] != before[:2]
    assert page.url.endswith("/map/")


def test_a_drag_begins_no_selection(page: Page, svg: Locator) -> None:
    # Safari asks so, and would mark all from the map to where the mouse is let go.
    assert not svg.evaluate("svg => svg.dispatchEvent(new Event('selectstart', { bubbles: true, cancelable: true }))")


def test_two_fingers_zoom_and_one_scrolls(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 375, "height": 700}, has_touch=True)
    page = context.new_page()
    page.goto(address + "map/")
    svg = page.locator("svg.map")
    expect(svg.locator("a[tabindex='0']")).to_have_count(1)
    whole = shown(svg)
    svg.scroll_into_view_if_needed()
    box = box_of(svg)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = context.new_cdp_session(page)

    def send(kind: str, *points: tuple[float, float]) -> None:
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": a, "y": b} for a, b in points]})

    send("touchStart", (x - 20, y), (x + 20, y))
    for spread in (30, 40, 50):
        send("touchMove", (x - spread, y), (x + spread, y))
    send("touchEnd")
    assert shown(svg)[2] == pytest.approx(whole[2] / 2.5, rel=0.1)
    assert svg.evaluate("svg => getComputedStyle(svg).touchAction") == "pan-x pan-y"
    context.close()


def test_legend_and_list_point_at_the_dots(page: Page, svg: Locator) -> None:
    page.locator(".map-legend a", has_text="Visual relations").hover()
    assert svg.locator("a.dot.map-faded").count() == svg.locator("a.dot").count() - 9
    page.mouse.move(0, 0)
    expect(svg.locator("a.dot.map-faded")).to_have_count(0)
    page.get_by_role("link", name="FaceNet: A Unified Embedding for Face Recognition").last.focus()
    expect(svg.locator(".map-chosen")).to_have_attribute("href", f"../{FACENET}")


@pytest.mark.parametrize("width", [320, 375, 700, 1366])
def test_drawn_dots_do_not_overlap_at_any_width(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address + "map/")
    dots = page.evaluate(DRAWN)
    assert len(dots) > 100
    assert all(reach > 2 for _, _, reach in dots)
    gaps = [math.dist(a[:2], b[:2]) - a[2] - b[2] for i, a in enumerate(dots) for b in dots[:i]]
    assert min(gaps) >= 0


@pytest.mark.parametrize(("path", "width"), [("map/", 375), ("map/", 700), ("map/", 1366), ("", 700), ("", 1366)])
def test_names_of_topics_stand_on_no_dots(page: Page, address: str, width: int, path: str) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address + path)
    covered = page.evaluate(COVERED)
    # A phone has no room for large letters among so many dots.
    assert len(covered) <= (1 if width == 375 else 0), covered


@pytest.mark.parametrize("width", [320, 375, 700, 1366])
def test_no_name_is_cut_off_where_a_reader_sets_letters_further_apart(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(address + "map/")
    page.evaluate("""() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync("* { letter-spacing: 0.12em !important; word-spacing: 0.16em !important }");
        document.adoptedStyleSheets = [sheet];
    }""")
    view = box_of(page.locator("[data-map-view]"))
    for name in page.locator(".map-names:visible text").all():
        box = box_of(name)
        assert box["x"] >= view["x"]
        assert box["x"] + box["width"] <= view["x"] + view["width"]


@pytest.mark.parametrize("width", [375, 1366])
def test_in_a_close_view_no_name_stands_on_a_dot(page: Page, svg: Locator, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.get_by_role("button", name="Zoom in").click()
    named = []
    for _ in range(4):
        page.get_by_role("button", name="Zoom in").click()
        named.append(svg.locator(".map-titles text").count())
        assert page.evaluate(COVERED) == []
    assert min(named) > 0  # how many are in view depends on where the papers are
    assert max(named) > 3


@pytest.mark.parametrize("path", ["map/", "about/trends/", ""])
def test_pictures_fit_into_320_pixels(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    sides = """pictures => pictures.filter((svg) => !svg.closest(".chart-scroll"))
        .map((svg) => svg.getBoundingClientRect()).map(({ left, right }) => [left, right])"""
    for left, right in page.locator("main svg:visible").evaluate_all(sides):
        assert left >= 0
        assert right <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_can_be_read_on_squares_of_every_hue(page: Page, address: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(address + "about/trends/")
    contrasts = page.locator(".matrix .on-mark").first.evaluate(CONTRASTS)
    assert len(contrasts) == 10
    assert min(contrasts) >= 4.5


def test_letters_of_charts_are_as_large_as_text_at_any_width(page: Page, address: str) -> None:
    page.goto(address + "about/trends/")
    sizes = """charts => charts.map((chart) => chart.querySelector("text"))
        .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a)"""
    for width in (320, 375, 511, 600, 767, 1366):
        page.set_viewport_size({"width": width, "height": 800})
        shown = page.locator(".chart:not(.matrix)").evaluate_all(sizes)
        assert shown
        assert all(10 <= size <= 20 for size in shown), width


def test_squares_have_a_number_only_where_it_fits(page: Page, make_site: MakeSite) -> None:
    papers = {"set-a": 60, "set-b": 34, "set-c": 22, "set-d": 9, "set-e": 5, "set-f": 2}
    site = make_site()
    for dataset, count in papers.items():
        site.write(f"content/datasets/{dataset}.md", f"---\nname: {dataset.upper()}\n---\nToys.\n")
        for number in range(count):
            fields = f"topics: [examples]\ndatasets:\n  - {{id: {dataset}, role: evaluated}}"
            site.paper(f"{dataset}-{number}", fields, f"We use {dataset.upper()}.")
    site.build()
    with serve_folder(site.public) as address:
        page.goto(address + "about/trends/")
        numbers = page.locator(".matrix .on-mark")
        assert numbers.all_text_contents() == ["60", "34"]
        for number in numbers.all():
            square = box_of(number.locator("xpath=preceding-sibling::*[1]"))
            assert box_of(number)["width"] <= square["width"]
            assert box_of(number)["height"] <= square["height"]


def test_matrix_is_scrolled_by_itself_on_a_phone_and_begins_with_squares(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 375, "height": 812})
    page.goto(address + "about/trends/")
    region = page.get_by_role("region", name="Chart: topics by datasets")
    assert box_of(region)["width"] <= 375 - 2 * 16
    # The names of the topics leave room for five datasets and their squares, before anything is scrolled.
    lefts = "parts => parts.map((part) => part.getBoundingClientRect().left)"
    for parts, least in ((region.locator("path.grid[d*=V]"), 5), (region.locator("rect"), 10)):
        assert sum(left < 375 - 16 for left in parts.evaluate_all(lefts)) >= least
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle())


def test_without_scripts_every_dot_is_a_link_with_a_title(still_page: Page, address: str) -> None:
    page = still_page
    page.goto(address + "map/")
    dots = page.locator("svg.map a")
    titles = page.locator("svg.map a > title")
    assert dots.count() == titles.count() > 100
    assert page.locator("main button:visible").count() == 0
    dot_of(page.locator("svg.map"), FACENET).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("FaceNet")


def test_on_paper_there_are_no_buttons(page: Page, svg: Locator) -> None:
    page.emulate_media(media="print")
    expect(page.locator(".map-tools")).to_be_hidden()
    expect(page.locator(".map-help")).to_be_hidden()
    expect(svg).to_be_visible()


def test_on_paper_no_heading_of_the_list_is_left_behind(page: Page, svg: Locator) -> None:
    page.emulate_media(media="print")
    # Chromium keeps a heading with what follows, unless that is in columns.
    lists = page.locator(".map-list section ul")
    assert set(lists.evaluate_all("all => all.map((list) => getComputedStyle(list).columnWidth)")) == {"auto"}


def test_on_paper_no_line_about_a_chart_is_left_behind(page: Page, address: str) -> None:
    page.goto(address + "about/trends/")
    page.emulate_media(media="print")
    breaks = "all => all.map((line) => getComputedStyle(line).breakInside + ' ' + getComputedStyle(line).breakAfter)"
    assert set(page.locator(".trend > p").evaluate_all(breaks)) == {"avoid avoid"}


def test_nothing_moves_for_those_who_want_no_motion(page: Page, svg: Locator) -> None:
    dot = svg.locator("a.dot").first
    assert dot.evaluate("dot => getComputedStyle(dot).transitionDuration") != "0s"
    page.emulate_media(reduced_motion="reduce")
    assert dot.evaluate("dot => getComputedStyle(dot).transitionDuration") == "0s"


@pytest.mark.parametrize("path", ["map/", "about/trends/"])
def test_pages_with_all_of_their_pictures_open_have_no_axe_violations(page: Page, address: str, path: str) -> None:
    page.goto(address + path)
    for summary in page.locator("details > summary").all():
        summary.click()
    if path == "map/":
        page.locator("svg.map a").first.focus()
    assert_accessible(page)


@pytest.fixture
def bubbles(page: Page, make_site: MakeSite) -> Iterator[Locator]:
    """The map of more papers than dots are drawn for: two topics, of which the smaller has no room for its name."""
    site = make_site()
    site.build()
    config = load_config(site.root)
    papers = (
        Paper(id=f"p-{i}", title=f"Paper {i}", topics=("toys" if i % 40 else "dolls",), added=date(2026, 1, 1))
        for i in range(2400)
    )
    catalog = Catalog(papers=tuple(papers), topics=(Topic("dolls", "Dolls and puppets"), Topic("toys", "Toys")))
    (plan,) = (plan for plan in plan_pages(config, catalog) if plan.path == "/map/")
    file = make_renderer(config, catalog).render(plan)
    site.write("public/map/index.html", file.content)
    with serve_folder(site.public) as address:
        page.goto(address + "map/")
        yield page.locator("svg.map")


@pytest.mark.parametrize("width", [375, 1366])
def test_names_of_bubbles_are_as_large_as_text_in_every_close_view(page: Page, bubbles: Locator, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    expect(bubbles.locator(".bubble-name")).to_have_text(["Toys"])
    bubbles.locator("a").first.focus()
    heights, lines = [], []
    for _ in range(6):
        page.keyboard.press("+")
        heights.append(box_of(bubbles.locator(".bubble-name"))["height"])
        lines.append(bubbles.locator(".bubble .mark").first.evaluate(LINE))
    assert 12 <= heights[-1] <= heights[2] + 1 <= 26
    assert max(lines) <= 8  # where the focus is
    name, bubble = box_of(bubbles.locator(".map-titles text")), box_of(bubbles.locator(".bubble").first)
    assert name["y"] + name["height"] / 2 == pytest.approx(bubble["y"] + bubble["height"] / 2, abs=4)


def test_no_number_and_no_year_is_cut_where_many_years_share_a_picture(page: Page, make_site: MakeSite) -> None:
    site = make_site({"content/topics/toys.md": "---\nname: Toys\n---\nThings.\n"})
    for year in range(2003, 2026):
        site.paper(f"paper-{year}", f"year: {year}\ntopics: [toys]")
    for number in range(100):
        site.paper(f"paper-2026-{number}", "year: 2026\ntopics: [toys]")
    site.build()
    with serve_folder(site.public) as address:
        for path, width in product(("about/trends/", "topics/toys/"), (320, 375, 1366)):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address + path)
            assert page.locator("svg text", has_text="2026").filter(visible=True).count()
            assert page.evaluate(CUT) == []


@pytest.mark.parametrize("papers", [1, 3])
def test_dots_of_a_map_of_few_papers_are_no_larger_than_buttons(page: Page, make_site: MakeSite, papers: int) -> None:
    site = make_site()
    for number in range(papers - 1):
        site.paper(f"p{number}")
    site.build()
    with serve_folder(site.public) as address:
        page.goto(address + "map/")
        dots = [dot.bounding_box() for dot in page.locator(".dot").all()]
    assert len(dots) == papers
    assert all(dot and 16 < dot["width"] < 44 for dot in dots), dots


def test_a_year_of_the_list_never_stands_alone_on_a_line(page: Page, real_address: str) -> None:
    page.set_viewport_size({"width": 375, "height": 800})
    page.goto(real_address + "map/")
    years = """items => items.filter((item) => {
      const range = document.createRange();
      range.selectNodeContents(item.querySelector("a"));
      const year = item.querySelector(".number")?.getBoundingClientRect();
      return year && year.top > [...range.getClientRects()].at(-1).bottom;
    }).map((item) => item.textContent)"""
    assert page.locator(".map-list li").evaluate_all(years) == []


def test_a_view_that_cannot_come_closer_says_so_in_colours_of_the_reader(page: Page, real_address: str) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(real_address + "map/")
    colour = "button => getComputedStyle(button).color"
    out, closer = page.get_by_role("button", name="Zoom out"), page.get_by_role("button", name="Zoom in")
    assert out.evaluate(colour) != closer.evaluate(colour)
    closer.click()
    assert out.evaluate(colour) == closer.evaluate(colour)
