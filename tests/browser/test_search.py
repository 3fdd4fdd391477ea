"""Search in a real browser: what a reader types and sees. The engine below it: test_search_engine.py."""

import json
import random
import re
import shutil
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Name, Paper, Topic, Venue, VenueRef
from papercatalog.pages.search import plan_search
from papercatalog.render import Renderer
from papercatalog.search.build import build_search
from papercatalog.search.tokens import tokens
from papercatalog.theme import load_theme
from server import serve_folder
from sitecase import write_tree

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "themes" / "default" / "static"
CASES: list[tuple[str, list[str]]] = json.loads((ROOT / "tests/fixtures/tokens.json").read_text(encoding="utf-8"))
HOSTILE = [
    *("face:swap", "C++", "~", "+", "-", '"', "^", "*", "\\", "%000 %", "👪", "人", "<script>alert(1)</script>"),
    *("__proto__", "constructor", "toString hasOwnProperty", "title:face^2 +x -y ~1"),
    *("face " * 2_000, "x" * 10_000, "a." * 5_000),
]

WORDS = """
    face recognition embedding deep few-shot learning network I²R-Net UniF^2ace W_+ Human3.6M IJB-B eﬃcient naïve
    attention graph relation scene detection swap identity diffusion model adapter transformer 人脸识别 C++ GPT-3.5
    image video synthesis pose landmark alignment the of and with for a robust large-scale in-the-wild dataset
""".split()
SURNAMES = ["Schroff", "Müller", "O'Brien", "van-Dijk", "Wang", "Li", "Żak", "García", "王伟"]

SPELLINGS = {
    "W_+": "W_+",
    "w₊": "W_+",
    "c++": "C++",
    "UniF²ace": "UniF^2ace",
    "unif2ace": "UniF^2ace",
    "fewshot": "few-shot",
    "few shot": "few-shot",
    "ijbb": "IJB-B",
    "I^2R-Net": "I²R-Net",
    "human3.6m": "Human3.6M",
    "efficient": "eﬃcient",
    "naive": "naïve",
    "人脸": "人脸识别",
    "识": "人脸识别",
    "recogniti": "recognition",
    "in the wil": "in-the-wild",
}
"""What is typed -> what a paper says."""

HTML = """<!doctype html>
<html lang="en" data-root="{root}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'">
<link rel="icon" href="{root}favicon.svg">
<link rel="stylesheet" href="{root}style.css"><script type="module" src="{root}main.js"></script></head>
<body><header><form class="search-box" role="search" data-search-box action="{root}search/" method="get">
<label class="visually-hidden" for="search-box-input">Search papers</label>
<input id="search-box-input" type="search" name="q" autocomplete="off"></form></header>
<main><h1>{title}</h1>{main}</main>
</body></html>"""


def make_catalog() -> Catalog:
    """119 papers of random words, with a few that tests look for by name."""
    pick = random.Random(20)
    papers = []
    for i in range(113):
        words = pick.choices(WORDS, k=pick.randint(2, 9))
        author = Name(family=pick.choice(SURNAMES), given=pick.choice(["Ada", "Jean-Luc", "伟"]))
        papers.append(
            Paper(
                id=f"paper-{i}",
                title=" ".join(words) + f" {i}",
                added=date(2026, 1, 1),
                authors=(author,),
                year=2000 + i % 25,
                venue=VenueRef(id="cvpr") if i % 3 else None,
                topics=("face-recognition",) if i % 2 else (),
                body=" ".join(pick.choices(WORDS, k=120)).replace("_", "\\_"),
            )
        )
    titles = ["Face Swap", "Face Swap via Diffusion", "What and Where", "Zygomatic Arches", "Zygomatic", "The"]
    papers += [
        Paper(id=f"named-{i}", title=title, added=date(2026, 1, 1), body="Nothing else. <b>&amp; zygomatic</b> arches")
        for i, title in enumerate(titles)
    ]
    return Catalog(
        tuple(papers),
        topics=(Topic(id="face-recognition", name="Face recognition"),),
        venues=(Venue(id="cvpr", name="Conference on Computer Vision", short="CVPR", kind="conference"),),
    )


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return make_catalog()


@pytest.fixture(scope="session")
def site(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small site below a path, as on a project page: a home page, the search page, the data."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(STATIC / "search", folder / "search")
    for name in ("main.js", "style.css", "search.css"):
        shutil.copy(STATIC / name, folder)
    (folder / "favicon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    (folder / "index.html").write_text(HTML.format(root="./", title="Home", main=""))
    config = SiteConfig(title="Faces")
    theme = load_theme(config)
    renderer = Renderer(config, catalog, theme)
    search_pages = (renderer.render(search_page) for search_page in plan_search(config, catalog))
    for paper in catalog.papers:
        page = folder / "papers" / paper.id / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(HTML.format(root="../../", title=paper.id, main=""))
    write_tree(folder, chain(search_pages, theme.static_files(), build_search(config, catalog)))
    with serve_folder(folder) as address:
        yield address


def box(page: Page) -> Any:
    return page.locator("#search-box-input")


def popup(page: Page) -> Any:
    return page.locator(".search-popup")


def search(page: Page, site: str, query: str) -> None:
    page.goto(site + "search/")
    page.locator("#search-page-input").fill(query)


# The tokeniser and the engine


def tokens_in_browser(page: Page, texts: list[str]) -> list[list[str]]:
    script = "async texts => (({ tokens }) => texts.map(tokens))(await import('./search/words.js'))"
    found: list[list[str]] = page.evaluate(script, texts)
    return found


def test_browser_cuts_text_as_the_index_does(page: Page, site: str, catalog: Catalog) -> None:
    page.goto(site)
    assert tokens_in_browser(page, [text for text, _ in CASES]) == [expected for _, expected in CASES]
    texts = [f"{paper.title}\n{paper.body}" for paper in catalog.papers]
    assert tokens_in_browser(page, texts) == [tokens(text) for text in texts]


RUN = """async queries => {
  const { search } = await import("./search/client.js");
  const answers = queries.map(async query => {
    const { papers, complete, records } = await search(query);
    return [complete, (await records(0, papers.length)).map(({ title }) => title)];
  });
  return JSON.stringify(await Promise.all(answers));
}"""


def ask(page: Page, queries: list[str]) -> list[tuple[int, list[str]]]:
    """Per query, how many papers have all words, and the titles of all that are found."""
    answers: list[tuple[int, list[str]]] = json.loads(page.evaluate(RUN, queries))
    return answers


def test_every_exact_title_ranks_its_paper_first(page: Page, site: str, catalog: Catalog) -> None:
    page.goto(site)
    titles = [paper.title for paper in catalog.papers]
    answers = ask(page, titles + [title.upper() for title in titles])
    assert [found[0] for _, found in answers] == titles * 2


def test_a_name_is_found_however_it_is_written(page: Page, site: str, catalog: Catalog) -> None:
    page.goto(site)
    for query, answer in zip(SPELLINGS, ask(page, list(SPELLINGS)), strict=True):
        complete, titles = answer
        written = SPELLINGS[query]
        having = {p.title for p in catalog.papers if written in p.title.split() + p.body.replace("\\", "").split()}
        assert having, written
        assert having <= set(titles[:complete]), query


def test_papers_with_all_words_come_before_papers_with_some(page: Page, site: str) -> None:
    page.goto(site)
    [[complete, titles]] = ask(page, ["swap nothing"])
    assert set(titles[:complete]) == {"Face Swap", "Face Swap via Diffusion"}
    assert "Zygomatic" in titles[complete:]


# The search page


def test_results_appear_while_typing_with_marked_words(page: Page, site: str) -> None:
    page.goto(site + "search/")
    expect(page.locator("[data-search-status]")).to_have_text(
        "Search titles, authors, abstracts, topics, methods, datasets and venues."
    )
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


def test_a_shared_address_shows_its_results(page: Page, site: str) -> None:
    page.goto(site + "search/?q=What%20and%20Where")
    expect(page.locator(".search-result-title").first).to_have_text("What and Where")
    expect(page.locator("#search-page-input")).to_have_value("What and Where")


def test_more_results_are_shown_on_demand(page: Page, site: str) -> None:
    search(page, site, "face")
    expect(page.locator(".search-result")).to_have_count(10)
    page.locator(".search-more").click()
    expect(page.locator(".search-result")).to_have_count(20)
    expect(page.locator(".search-result").nth(10).get_by_role("link")).to_be_focused()
    while page.locator(".search-more").count():
        page.locator(".search-more").click()
        page.wait_for_timeout(50)
    status = page.locator("[data-search-status]").inner_text()
    assert page.locator(".search-result").count() == int(status.split()[0])


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
        expect(page.locator("[data-search-status]")).to_contain_text("Search titles")
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
    expect(page.locator("[data-search-status]")).to_have_text(re.compile("found|No paper"))
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
        page.goto(site + "search/")
    expect(page.locator("[data-search-status]")).to_contain_text("Search titles")
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


@pytest.mark.own_context
def test_a_page_loads_no_search_data_until_the_box_is_used(page: Page, site: str) -> None:
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url.removeprefix(site)))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    assert "main.js" in requested
    assert not [path for path in requested if path.startswith(("search/", "data/"))]
    with page.expect_request("**/data/search/manifest.json"):
        page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    expect(box(page)).to_have_value("")


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
    expect(page.locator("[data-search-status]")).to_have_text("Words are found from three letters on.")
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
