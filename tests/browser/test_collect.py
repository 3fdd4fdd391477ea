"""The reading list and the compare page, on the real catalogue in a real browser."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Locator, Page, expect

from accessibility import assert_accessible, letters_twice_as_large
from typeset import decode_latex

KEY = "papercatalog:reading-list:/below/"

FACENET = "schroff-2015-facenet"
TITLE = "FaceNet: A Unified Embedding for Face Recognition and Clustering"
EDGEFACE = "george-2023-edgeface"
LLAVA = "chaubey-2025-face-llava"
LIST = [FACENET, EDGEFACE, LLAVA]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def site(real_address: str) -> str:
    return real_address


@pytest.fixture(scope="module")
def papers(real_site: Path) -> dict[str, dict[str, Any]]:
    listed = json.loads((real_site / "data/papers.json").read_text(encoding="utf-8"))["papers"]
    return {paper["id"]: paper for paper in listed}


def store(page: Page, site: str, value: object) -> None:
    """Put `value` where the reading list is stored, as JSON unless it is text."""
    page.goto(site + "robots.txt")
    text = value if isinstance(value, str) else json.dumps(value)
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])


def stored(page: Page) -> object:
    return json.loads(page.evaluate("key => localStorage.getItem(key)", KEY) or "[]")


def list_link(page: Page) -> Any:
    return page.get_by_role("navigation", name="Main").get_by_role("link", name="Reading list")


def own_star(page: Page) -> Locator:
    """The star of the paper whose page this is."""
    return page.get_by_role("list", name="Read, cite and keep").get_by_role("button", name="Keep")


def titles(page: Page) -> Locator:
    return page.locator(".collect-entry .entry-title")


def columns(page: Page) -> Locator:
    return page.locator(".compare-table thead th a")


def row(page: Page, label: str) -> list[str]:
    cells = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=label, exact=True))
    return cells.get_by_role("cell").all_inner_texts()


def copied(page: Page, label: str) -> str:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=f"Copy {label}").click()
    expect(page.get_by_text(f"{label} copied.")).to_be_visible()
    return str(page.evaluate("navigator.clipboard.readText()"))


def downloaded(page: Page, label: str) -> tuple[str, str]:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download {label}").click()
    return download.value.suggested_filename, download.value.path().read_bytes().decode()


# Stars


def test_reader_keeps_papers_from_a_list_and_from_a_page_and_finds_them_again(page: Page, site: str) -> None:
    page.goto(site + "topics/face-recognition/")
    expect(list_link(page)).to_have_text("Reading list")
    star = page.get_by_role("button", name=f"Keep {TITLE}")
    expect(star).to_have_attribute("aria-pressed", "false")
    star.focus()
    page.keyboard.press("Space")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(list_link(page)).to_have_text("Reading list (1)")

    page.goto(site + f"papers/{LLAVA}/")
    page.get_by_role("button", name="Keep Face-LLaVA").click()
    list_link(page).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Reading list")
    expect(list_link(page)).to_have_attribute("aria-current", "page")
    expect(page.locator(".collect-entry")).to_have_count(2)
    expect(titles(page).first).to_have_text(TITLE)
    assert stored(page) == [FACENET, LLAVA]

    page.get_by_role("link", name=TITLE).click()
    star = page.get_by_role("button", name=f"Keep {TITLE}")
    expect(star).to_have_attribute("aria-pressed", "true")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "false")
    expect(list_link(page)).to_have_text("Reading list (1)")


def test_reader_keeps_papers_from_search_results_and_from_related_ones(page: Page, site: str) -> None:
    page.goto(site + "search/?q=facenet unified embedding")
    star = page.locator(".search-result").first.get_by_role("button", name=f"Keep {TITLE}")
    star.click()
    expect(star).to_have_attribute("aria-pressed", "true")
    page.get_by_role("searchbox").fill("edgeface efficient face recognition")
    star = page.get_by_role("button", name="Keep EdgeFace")
    star.focus()
    page.keyboard.press("Enter")
    expect(list_link(page)).to_have_text("Reading list (2)")
    assert stored(page) == [FACENET, EDGEFACE]

    page.goto(site + f"papers/{FACENET}/")
    related = page.locator(".related li")
    stars = related.get_by_role("button", name="Keep")
    expect(stars).to_have_count(related.count())
    expect(stars.and_(page.get_by_role("button", name="Keep EdgeFace"))).to_have_attribute("aria-pressed", "true")
    first = stars.and_(page.locator("[aria-pressed=false]")).first
    first.click()
    expect(list_link(page)).to_have_text("Reading list (3)")
    # The paper itself has one star of its own.
    expect(page.get_by_role("button", name=f"Keep {TITLE}")).to_have_count(1)


@pytest.mark.parametrize(("name", "path"), [("Reading list", "reading-list/"), ("Compare", "compare/")])
def test_footer_leads_to_what_is_kept(page: Page, site: str, name: str, path: str) -> None:
    for start in ("", f"papers/{FACENET}/"):
        page.goto(site + start)
        page.get_by_role("contentinfo").get_by_role("link", name=name).click()
        expect(page).to_have_url(site + path)


COVERED = """item => {
    const star = item.querySelector(".keep svg").getBoundingClientRect();
    const words = document.createRange();
    return [...item.querySelectorAll(".entry-title, .entry-year, p")].filter(element => {
        words.selectNodeContents(element);
        return [...words.getClientRects()].some(box => box.right > star.left && box.left < star.right &&
            box.bottom > star.top && box.top < star.bottom);
    }).map(element => element.textContent);
}"""
"""The texts of an entry that its star covers."""


@pytest.mark.parametrize("width", [320, 683, 1366])
def test_a_star_is_large_enough_and_covers_no_word(page: Page, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    for path in ("papers/", f"papers/{FACENET}/", "search/?q=face"):
        page.goto(site + path)
        stars = page.locator("li[data-paper] .keep")
        expect(stars.nth(4)).to_be_attached()
        box = stars.first.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 24
        covered = page.locator("li[data-paper]").evaluate_all(f"items => items.slice(0, 20).flatMap({COVERED})")
        assert covered == [], path


def test_another_tab_hears_of_every_change(page: Page, site: str) -> None:
    other = page.context.new_page()
    other.goto(site + f"papers/{FACENET}/")
    page.goto(site + "reading-list/")
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()
    own_star(other).click()
    expect(page.locator(".collect-entry")).to_have_count(1)
    page.get_by_role("button", name="Remove").click()
    expect(own_star(other)).to_have_attribute("aria-pressed", "false")
    expect(list_link(other)).to_have_text("Reading list")


@pytest.mark.parametrize(
    "value",
    [
        *("{", "null", '"text"', "[[1]]", '{"length": 3}', "[1, null, {}, [], true]", ""),
        '["../../x", "A-B", "a--b", "-a", "<img src=x>", "' + "x" * 81 + '"]',
    ],
)
def test_spoilt_storage_is_an_empty_list_and_mends_itself(page: Page, site: str, value: str) -> None:
    store(page, site, value)
    page.goto(site + "reading-list/")
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()
    page.goto(site + f"papers/{FACENET}/")
    expect(list_link(page)).to_have_text("Reading list")
    own_star(page).click()
    expect(list_link(page)).to_have_text("Reading list (1)")
    assert stored(page) == [FACENET]


@pytest.mark.own_context
@pytest.mark.parametrize(
    "fault",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }})",
        "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
    ],
)
def test_where_nothing_can_be_stored_the_star_says_so_and_stays_empty(page: Page, site: str, fault: str) -> None:
    page.add_init_script(fault)
    page.goto(site + f"papers/{FACENET}/")
    own_star(page).click()
    expect(page.get_by_text("Not kept:")).to_be_visible()
    expect(own_star(page)).to_have_attribute("aria-pressed", "false")
    page.goto(site + "reading-list/")
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()


# Reading list


def test_removing_and_clearing_can_be_undone_by_keyboard(page: Page, site: str, papers: dict[str, Any]) -> None:
    store(page, site, LIST)
    page.goto(site + "reading-list/")
    page.get_by_role("button", name="Remove EdgeFace").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert stored(page) == [FACENET, LLAVA]
    page.keyboard.press("Enter")
    expect(page.locator(".collect-entry")).to_have_count(3)
    expect(page.get_by_role("link", name="EdgeFace")).to_be_focused()
    assert stored(page) == LIST

    page.get_by_role("button", name="Clear the list").click()
    expect(page.get_by_text("Nothing is kept yet.")).to_be_visible()
    assert stored(page) == []
    undo, notice = (
        part.bounding_box() or {} for part in (page.get_by_role("button", name="Undo"), page.locator(".notice"))
    )
    assert undo["y"] + undo["height"] + 8 <= notice["y"]  # the outline of the one stays off the other
    meanwhile = "dai-2025-face-makeup"  # kept in another tab
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps([meanwhile])])
    page.get_by_role("button", name="Undo").click()
    expect(titles(page)).to_have_text([papers[paper]["title"] for paper in (*LIST, meanwhile)])


def test_more_papers_than_fit_side_by_side_are_not_compared(page: Page, site: str, papers: dict[str, Any]) -> None:
    page.goto(site + "reading-list/#ids=" + ",".join([*papers][:7]))
    expect(page.get_by_role("checkbox")).to_have_count(7)
    for box in page.get_by_role("checkbox").all():
        box.check()
    expect(page.locator(".collect-compare")).to_have_text("7 are chosen; at most 6 fit side by side.")
    page.get_by_role("checkbox").first.uncheck()
    expect(page.get_by_role("link", name="Compare these 6 papers")).to_be_visible()


def test_every_paper_of_the_catalogue_is_found_by_its_id(page: Page, site: str, papers: dict[str, Any]) -> None:
    page.goto(site + "reading-list/#ids=" + ",".join(papers))
    expect(page.locator(".collect-entry")).to_have_count(len(papers))

    expect(titles(page)).to_have_text([paper["title"] for paper in papers.values()])


def test_list_is_exported_as_the_citations_of_the_site(page: Page, site: str, real_site: Path) -> None:
    store(page, site, LIST)
    page.goto(site + "reading-list/")
    name, bibtex = downloaded(page, "BibTeX")
    assert name == "reading-list.bib"
    assert [entry.key for entry in parse_bibtex(bibtex).entries] == LIST
    assert all((real_site / f"papers/{paper}/cite.bib").read_text(encoding="utf-8") in bibtex for paper in LIST)
    assert copied(page, "BibTeX") == bibtex

    name, ris = downloaded(page, "RIS")
    assert name == "reading-list.ris"
    all_records = rispy.loads((real_site / "data/catalog.ris").read_bytes().decode())
    assert rispy.loads(ris) == sorted(
        (record for record in all_records if record["id"] in LIST), key=lambda record: LIST.index(record["id"])
    )

    name, markdown = downloaded(page, "Markdown")
    assert name == "reading-list.md"
    first = markdown.splitlines()[0]
    assert first == (
        f"- [{TITLE}]({site}papers/{FACENET}/). Florian Schroff, Dmitry Kalenichenko, James Philbin. CVPR 2015."
    )
    assert len(markdown.splitlines()) == 3


@pytest.mark.own_context
def test_a_browser_without_a_clipboard_gives_the_text_to_mark(page: Page, site: str) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    store(page, site, LIST)
    page.goto(site + "reading-list/")
    page.get_by_role("button", name="Copy RIS").click()
    expect(page.get_by_role("textbox", name="RIS")).to_have_value(re.compile("TY  - CPAPER"))
    assert page.evaluate("document.activeElement.selectionEnd") > 500


def test_a_shared_link_shows_its_list_and_leaves_ones_own_alone(page: Page, site: str, browser: Browser) -> None:
    store(page, site, [FACENET, LLAVA])
    page.goto(site + "reading-list/")
    link = copied(page, "Link to this list")
    assert link == f"{site}reading-list/#ids={FACENET},{LLAVA}"
    page.goto(link)
    expect(page.get_by_text("2 papers, all already in your own list.")).to_be_visible()

    reader = browser.new_context().new_page()
    store(reader, site, [EDGEFACE, FACENET])
    reader.goto(link)
    expect(reader.get_by_text("2 papers, 1 of them new to your own list.")).to_be_visible()
    assert stored(reader) == [EDGEFACE, FACENET]
    reader.get_by_role("button", name="Keep all").click()
    expect(reader).to_have_url(site + "reading-list/")
    expect(reader.get_by_text("Kept. 1 paper is new in your list.")).to_be_visible()
    assert stored(reader) == [EDGEFACE, FACENET, LLAVA]
    expect(reader.locator(".collect-entry")).to_have_count(3)
    reader.context.close()


def test_the_skip_link_stays_in_the_list_that_came_with_the_link(page: Page, site: str) -> None:
    store(page, site, [EDGEFACE])
    page.goto(site + f"reading-list/#ids={FACENET},{LLAVA}")
    expect(titles(page)).to_have_count(2)
    page.get_by_role("link", name="Skip to the content").press("Enter")
    expect(page).to_have_url(site + "reading-list/#main")
    page.get_by_role("button", name=f"Keep {TITLE}").click()  # which draws the list anew
    expect(page.get_by_text("2 papers, 1 of them new to your own list.")).to_be_visible()
    expect(titles(page)).to_have_count(2)

    page.get_by_role("link", name="Show your own list").click()
    expect(page.get_by_role("button", name="Clear the list")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_text("This list came with the link")).to_be_visible()


def test_a_shared_link_may_hold_anything(page: Page, site: str) -> None:
    page.goto(
        site + f"reading-list/#ids=,{FACENET},constructor,__proto__,%3Cimg src=x onerror=alert(1)%3E,{FACENET},../x"
    )
    expect(titles(page)).to_have_text([TITLE])
    expect(page.get_by_text("“constructor” is not in this catalogue.")).to_be_visible()
    expect(page.get_by_text("“__proto__”, “<img src=x onerror=alert(1)>”, “../x” cannot be ids")).to_be_visible()


def test_papers_that_are_gone_are_said_and_can_be_removed(page: Page, site: str) -> None:
    store(page, site, ["gone-2020-paper", FACENET])
    page.goto(site + "reading-list/")
    expect(page.get_by_text("“gone-2020-paper” is no longer in this catalogue.")).to_be_visible()
    page.get_by_role("button", name="Remove gone-2020-paper").click()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert stored(page) == [FACENET]


@pytest.mark.own_context
def test_a_paper_that_has_been_renamed_is_kept_under_its_present_id(page: Page, site: str) -> None:
    paper = {"title": "Renamed", "authors": [], "year": None, "venue": None, "status": None, "url": "/papers/present/"}
    page.route("**/data/shards/**", lambda route: route.fulfill(json={"former": "present", "present": paper}))
    store(page, site, ["former", "present"])
    page.goto(site + "reading-list/")
    expect(page.locator(".collect-entry")).to_have_count(1)
    assert stored(page) == ["present"]


@pytest.mark.own_context
def test_papers_that_do_not_arrive_can_be_asked_for_again(page: Page, site: str, expected_errors: list[str]) -> None:
    expected_errors.append("ERR_FAILED")
    page.route("**/data/shards/**", lambda route: route.abort())
    store(page, site, LIST)
    again, alert = page.get_by_role("button", name="Try again"), page.get_by_role("alert")
    for path, first in (("reading-list/", ".collect-entry a"), (f"compare/?ids={FACENET}", "th a")):
        page.route("**/data/shards/**", lambda route: route.abort())
        page.goto(site + path)
        expect(alert).to_contain_text("could not be loaded")
        alert.evaluate("alert => alert.id = 'first'")
        again.press("Enter")
        expect(page.locator("#first")).to_have_count(0)  # it has been tried, and told anew
        expect(again).to_be_focused()
        page.unroute("**/data/shards/**")
        again.press("Enter")
        expect(page.locator(first).first).to_be_focused()


@pytest.mark.own_context
def test_an_export_that_does_not_arrive_is_told_and_can_be_asked_for_again(
    page: Page, site: str, expected_errors: list[str]
) -> None:
    expected_errors.append("ERR_FAILED")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    store(page, site, LIST)
    page.route("**/cite.bib", lambda route: route.abort())
    page.goto(site + "reading-list/")
    for button in ("Copy BibTeX", "Download BibTeX"):
        page.get_by_role("button", name=button).click()
        expect(page.get_by_text("BibTeX could not be loaded. Check the connection and try again.")).to_be_visible()
        assert copied(page, "RIS")  # which is there
    page.unroute("**/cite.bib")
    assert copied(page, "BibTeX").count("@") == len(LIST)


# Compare


@pytest.mark.own_context
def test_a_shared_paper_under_two_ids_is_one_and_stays_chosen(page: Page, site: str) -> None:
    facts = {"authors": [], "year": None, "venue": None, "status": None, "bibtex": "", "ris": "TY  - GEN\r\n"}
    shard = {id_: {"title": id_, "url": f"/papers/{id_}/", **facts} for id_ in ("present", "other")}
    page.route("**/data/shards/**", lambda route: route.fulfill(json={"former": "present", **shard}))
    page.goto(site + "reading-list/#ids=former,other,present,gone")
    expect(titles(page)).to_have_text(["present", "other"])
    expect(page.get_by_text("2 papers, all new to your own list.")).to_be_visible()
    expect(page.get_by_text("“gone” is not in this catalogue.")).to_be_visible()
    assert copied(page, "Link to this list") == f"{site}reading-list/#ids=present,other"
    assert downloaded(page, "RIS")[1].count("TY") == 2

    page.get_by_role("checkbox", name="Compare present").check()
    page.get_by_role("checkbox", name="Compare other").check()
    page.get_by_role("button", name="Keep present", exact=True).click()
    expect(page.get_by_text("2 papers, 1 of them new to your own list.")).to_be_visible()
    expect(page.get_by_role("link", name="Compare these 2 papers")).to_be_visible()


def test_chosen_papers_of_the_list_are_compared(page: Page, site: str) -> None:
    store(page, site, LIST)
    page.goto(site + "reading-list/")
    expect(page.get_by_text("Choose two to six papers")).to_be_visible()
    page.get_by_role("checkbox", name=f"Compare {TITLE}").check()
    page.get_by_role("checkbox", name="Compare EdgeFace").check()
    page.get_by_role("link", name="Compare these 2 papers").click()
    expect(page).to_have_url(f"{site}compare/?ids={FACENET},{EDGEFACE}")
    expect(columns(page).first).to_have_text(TITLE)
    assert row(page, "Venue") == ["CVPR 2015", "T-BIOM 2024"]
    assert row(page, "Topics") == ["Face recognition", "Face recognition"]
    assert [cell.split("\n")[0] for cell in row(page, "Datasets")] == ["LFW evaluated", "LFW evaluated"]
    assert "Accuracy on LFW: 99.63%" in row(page, "Results")[0]
    assert row(page, "Code")[0] == "–"
    expect(page.get_by_role("rowheader", name="Video")).to_have_count(0)
    expect(page.locator(".compare-table strong", has_text="LFW")).to_have_count(2)


def test_papers_are_found_added_and_removed_and_the_address_follows(page: Page, site: str) -> None:
    page.goto(site + f"papers/{FACENET}/")
    page.get_by_role("main").get_by_role("link", name="Compare").click()
    expect(page.locator(".compare-table thead th")).to_have_count(1)
    field = page.get_by_label("Add a paper: words from its title, or an author’s name")
    field.press_sequentially("edgeface efficient")
    expect(page.get_by_role("button", name="Add EdgeFace")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site}compare/?ids={FACENET},{EDGEFACE}")
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    expect(page.locator(".compare-table thead th")).to_have_count(2)

    page.get_by_role("button", name=f"Remove {TITLE}").press("Enter")
    expect(page).to_have_url(f"{site}compare/?ids={EDGEFACE}")
    expect(page.get_by_role("button", name="Remove EdgeFace")).to_be_focused()
    expect(page.get_by_text(f"Removed “{TITLE}”.")).to_be_visible()
    page.go_back()
    expect(page.locator(".compare-table thead th")).to_have_count(2)
    expect(page.get_by_text("Removed")).to_be_hidden()
    page.reload()
    expect(page.locator(".compare-table thead th")).to_have_count(2)


@pytest.mark.own_context
def test_a_search_for_papers_to_add_that_does_not_arrive_says_what_helps(
    page: Page, site: str, expected_errors: list[str]
) -> None:
    expected_errors.append("ERR_FAILED")
    page.route("**/search/client.js", lambda route: route.abort())
    page.goto(site + f"compare/?ids={FACENET}")
    page.get_by_label("Add a paper").fill("edgeface")
    expect(page.get_by_text("Search could not be loaded. Load the page anew to try again.")).to_be_visible()
    page.unroute("**/search/client.js")
    page.reload()
    page.get_by_label("Add a paper").fill("edgeface")
    expect(page.get_by_role("button", name="Add EdgeFace")).to_be_visible()


def test_reading_list_is_offered_for_comparison(page: Page, site: str) -> None:
    store(page, site, LIST)
    page.goto(site + f"compare/?ids={FACENET}")
    expect(page.get_by_text("From your reading list:")).to_be_visible()
    page.get_by_role("button", name="Add Face-LLaVA").click()
    expect(page.locator(".compare-table thead th")).to_have_count(2)
    expect(page.get_by_role("button", name="Add EdgeFace")).to_be_visible()
    expect(page.get_by_role("button", name="Add Face-LLaVA")).to_have_count(0)


def test_no_author_is_left_out_of_a_comparison_alone(page: Page, site: str, papers: dict[str, Any]) -> None:
    seven = next(paper for paper, told in papers.items() if len(told["authors"]) == 7)
    page.goto(site + f"compare/?ids={seven}")
    expect(page.locator(".compare-table")).to_contain_text(", ".join(papers[seven]["authors"]))


def test_addresses_with_anything_in_them_are_explained(page: Page, site: str, papers: dict[str, Any]) -> None:
    page.goto(site + "compare/")
    expect(page.get_by_label("Add a paper")).to_be_visible()
    page.goto(site + f"compare/?ids=constructor,%3Cb%3E,{FACENET},,{FACENET},toString")
    expect(columns(page)).to_have_text([TITLE])
    expect(page.get_by_text("“<b>”, “toString” cannot be ids of papers.")).to_be_visible()
    expect(page.get_by_text("“constructor” is not in this catalogue.")).to_be_visible()
    eight = list(papers)[:8]
    page.goto(site + "compare/?ids=" + ",".join(eight))
    expect(columns(page)).to_have_text([papers[paper]["title"] for paper in eight[:6]])
    expect(page.get_by_text("At most 6 papers fit side by side. Left out:")).to_be_visible()
    expect(page.get_by_label("Add a paper")).to_be_hidden()


@pytest.mark.own_context
def test_equal_measures_stand_in_one_row_and_others_do_not(page: Page, site: str) -> None:
    def paper(title: str, *results: dict[str, Any]) -> dict[str, Any]:
        base = {"unit": "%", "dataset": "LFW", "gain": None, "setting": None, "method": None, "comparable": True}
        facts = dict.fromkeys(("year", "venue", "status"))
        lists = {name: [] for name in ("authors", "topics", "methods", "datasets", "links")}
        return {
            "title": title,
            "url": "/papers/x/",
            "ris": "",
            **facts,
            **lists,
            "results": [base | r for r in results],
        }

    shard = {
        "a": paper(
            "A & B",
            {"metric": "Accuracy", "value": "99.1%"},
            {"metric": "AUC", "value": "97%", "setting": "10 folds"},
            {"metric": "AUC", "value": "3%", "gain": "lower", "comparable": False},
        ),
        "b": paper("B", {"metric": "Accuracy", "value": "98%"}, {"metric": "AUC", "value": "96%"}),
        "former": "b",
    }
    page.route("**/data/shards/**", lambda route: route.fulfill(json=shard))
    page.goto(site + "compare/?ids=a,former,b")
    expect(columns(page)).to_have_text(["A & B", "B"])
    assert row(page, "Accuracy on LFW") == ["99.1%", "98%"]
    assert row(page, "Other results") == ["AUC on LFW: 97% 10 folds\nAUC on LFW: 3% lower", "AUC on LFW: 96%"]


def test_comparison_is_exported_as_tables_that_others_read(page: Page, site: str, papers: dict[str, Any]) -> None:
    chosen = [FACENET, EDGEFACE, "fang-2025-meshllm"]
    page.goto(site + "compare/?ids=" + ",".join(chosen))
    name, markdown = downloaded(page, "Markdown")
    assert name == "comparison.md"
    assert copied(page, "Markdown") == markdown
    html = MarkdownIt().enable("table").render(markdown)
    assert html.count("<th>") == 4
    assert len(re.findall(r"<tr>", html)) == page.get_by_role("row").count()
    assert f'<a href="{site}papers/{FACENET}/">{TITLE}</a>' in html
    assert "<strong>LFW</strong> (evaluated)" in html

    name, latex = downloaded(page, "LaTeX")
    assert name == "comparison.tex"
    assert "\\toprule" in latex
    assert f"{TITLE}~\\cite{{{FACENET}}}" in latex
    assert "Accuracy on LFW: 99.63\\%" in latex
    assert "\\textbf{LFW} (evaluated)" in latex
    lines = [line for line in latex.splitlines() if line.endswith("\\\\")]
    assert len(lines) == page.get_by_role("row").count()
    assert all(len(re.findall(r"(?<!\\)&", line)) == 3 for line in lines)

    name, bibtex = downloaded(page, "BibTeX")
    assert [entry.key for entry in parse_bibtex(bibtex).entries] == chosen


@pytest.mark.parametrize(
    "text",
    [
        r"50% of A&B_C #1 $x$ {y} ~z^2 \section",
        r"*bold* _it_ [link](x) `code` <b> | pipe \| !",
        "a--b ``q'' ?` \"quoted\" <<x>> \u00b1 \u00d7",
        "a W₊ and 10⁻⁵, β-VAE ≤ ℓ₁, Αναγνώριση προσώπων",
        "[*]",
    ],
)
def test_hostile_texts_mean_themselves_in_both_tables(page: Page, site: str, text: str) -> None:
    page.goto(site + "compare/")
    code = """async ([text, path]) => {
        const { latexTable, markdownTable } = await import(path);
        const paper = { id: "a", title: text, url: "/papers/a/" };
        const rows = [{ label: text, cells: [[{ text, note: text, shared: true }]] }];
        return [latexTable([paper], rows), markdownTable([paper], rows)];
    }"""
    script = page.locator("script[src*='collect/compare.js']").evaluate("script => script.src")
    latex, markdown = page.evaluate(code, [text, script.replace("compare.js", "formats.js")])

    assert not {*"±×₊⁻⁵β≤ℓ₁"} & {*latex}  # pdflatex stops at these
    body = latex.split("\\midrule\n")[1].split("\\bottomrule")[0].strip().removesuffix("\\\\")
    cells = [decode_latex(cell, has_maths=True) for cell in re.split(r"(?<!\\)&", body)]
    plain = text.replace('"', "”")
    assert [cell.strip() for cell in cells] == [plain, f"{plain} ({plain})"]

    tokens = MarkdownIt().enable("table").parse(markdown)
    shown = ["".join(t.content for t in token.children or []) for token in tokens if token.type == "inline"]
    assert shown == ["", text, text, f"{text} ({text})"]


# Everyone


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("reading-list/", []),
        ("reading-list/", LIST),
        (f"reading-list/#ids={FACENET},nope", LIST),
        ("compare/", []),
        ("compare/", LIST),
        (f"compare/?ids={FACENET},{EDGEFACE},{LLAVA},nope,Nope", LIST),
        (f"papers/{FACENET}/", LIST),
    ],
)
def test_every_state_is_accessible_and_fits_a_narrow_phone(page: Page, site: str, path: str, kept: list[str]) -> None:
    store(page, site, kept)
    page.goto(site + path, wait_until="networkidle")
    if kept and path == "reading-list/":
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="Remove").last.click()
        expect(page.get_by_role("button", name="Undo")).to_be_focused()
    if path.startswith("compare/"):
        page.get_by_label("Add a paper").fill("face")
        expect(page.get_by_role("button", name="Add ").nth(3)).to_be_visible()
    assert_accessible(page)
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_names_of_rows_stay_in_sight_while_the_table_is_scrolled(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 375, "height": 700})
    page.goto(site + "compare/?ids=" + ",".join(LIST))
    region = page.get_by_role("region", name="Comparison")
    label = page.get_by_role("rowheader", name="Venue")
    expect(label).to_be_visible()
    region.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("region => region.scrollLeft > 0", arg=region.element_handle())
    assert (label.bounding_box() or {})["x"] == 16


def test_with_large_letters_a_paper_of_the_comparison_is_in_sight_as_a_whole(page: Page, site: str) -> None:
    page.set_viewport_size({"width": 320, "height": 700})
    with letters_twice_as_large(page):
        page.goto(site + "compare/?ids=" + ",".join(LIST))
        region = page.get_by_role("region", name="Comparison")
        title = columns(page).nth(1)
        title.evaluate("title => title.scrollIntoView({ inline: 'end', behavior: 'instant' })")
        frame, name = region.bounding_box() or {}, page.get_by_role("rowheader", name="Authors").bounding_box() or {}
        box = title.bounding_box() or {}
        assert max(frame["x"], name["x"] + name["width"]) <= box["x"]
        assert box["x"] + box["width"] <= frame["x"] + frame["width"]


@pytest.mark.parametrize("width", [170, 257])
def test_six_papers_fit_on_a_sheet_of_a4_and_can_be_read(
    page: Page, site: str, papers: dict[str, Any], width: int
) -> None:
    """`width` is what the margins leave, in millimetres; where it is not enough, browsers shrink the page or cut it."""
    most = sorted(papers.values(), key=lambda paper: len(paper["results"]) + len(paper["title"]) / 100)[-6:]
    page.set_viewport_size({"width": int(width / 25.4 * 96), "height": 900})
    page.goto(site + "compare/?ids=" + ",".join(paper["id"] for paper in most))
    expect(columns(page)).to_have_count(6)
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= width / 25.4 * 96
    cells = page.locator(".compare-table :is(th, td, .role)")
    assert cells.evaluate_all("cells => cells.filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length") == 0
    sizes = cells.evaluate_all("cells => cells.map((cell) => parseFloat(getComputedStyle(cell).fontSize) * 72 / 96)")
    assert min(sizes) > 7.9


def test_a_printed_comparison_says_what_stands_in_bold(page: Page, site: str) -> None:
    page.goto(site + f"compare/?ids={FACENET},{EDGEFACE}")
    expect(page.get_by_text("In bold:")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("In bold:")).to_be_visible()
    expect(page.get_by_text("The LaTeX table cites")).to_be_hidden()


@pytest.mark.parametrize(("path", "text"), [("reading-list/", "kept by your browser"), ("compare/", "in papers.json")])
def test_without_javascript_the_page_says_so_and_points_elsewhere(
    still_page: Page, site: str, path: str, text: str
) -> None:
    still_page.goto(site + path)
    assert text in (still_page.locator("noscript").text_content() or "")
    assert still_page.locator(".keep").count() == 0


def test_a_title_that_may_be_added_is_set_as_titles_are(page: Page, site: str) -> None:
    store(page, site, [FACENET])
    page.goto(site + "compare/")
    family = "element => getComputedStyle(element).fontFamily"
    offered = page.get_by_role("button", name=TITLE).get_by_text(TITLE)
    assert offered.evaluate(family) == page.locator("h1").evaluate(family)
