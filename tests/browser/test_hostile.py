"""The catalogue of hostile/ in a real browser with the security policy switched off: escaping has to hold alone.

And the policy alone, with a script planted in a page.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from papercatalog.urls import is_safe_url
from test_hostile import TITLES

PATHS = [
    "",
    "papers/",
    "topics/",
    "topics/constructor/",
    "topics/prototype/",
    "datasets/",
    "datasets/constructor/",
    "datasets/then/",
    "methods/",
    "methods/constructor/",
    "authors/",
    "authors/constructor/",
    "venues/",
    "venues/constructor/",
    "years/",
    "years/2020/",
    "map/",
    "data/",
    "prototype/",
    "about/coverage/",
    "about/trends/",
    "search/",
    "compare/",
    "reading-list/",
    "404.html",
]

FORBIDDEN = """() => [...document.querySelectorAll("*")].filter((element) =>
    [...element.attributes].some(({ name, value }) => name.startsWith("on") || name === "srcdoc"
        || (["href", "src", "action", "formaction", "xlink:href"].includes(name)
            && !["http:", "https:", "mailto:", "blob:"].includes(new URL(value, document.baseURI).protocol)))
    || (element.localName === "script" && !element.src && element.type !== "application/ld+json")
    || ["iframe", "object", "embed", "base"].includes(element.localName)
).map((element) => element.cloneNode().outerHTML)"""

PLANTED = """<script>window.XSS = 1</script><img src="data:," onerror="window.XSS = 1">
<svg onload="window.XSS = 1"></svg><a id="planted" href="javascript:void (window.XSS = 1)">x</a>"""


@pytest.fixture
def bare(browser: Browser, hostile_address: str) -> Iterator[Page]:
    """A page without the policy's protection. Dialogs, errors and foreign requests fail the test."""
    context = browser.new_context(bypass_csp=True)
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("request", lambda request: faults.append(request.url) if is_foreign(request.url, hostile_address) else None)
    yield page
    context.close()
    assert not faults


def is_foreign(url: str, address: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.netloc != urlsplit(address).netloc


def assert_harmless(page: Page) -> None:
    assert page.evaluate("window.XSS") is None, page.url
    assert page.evaluate(FORBIDDEN) == [], page.url


@pytest.mark.browser
def test_no_page_runs_or_loads_what_content_says(bare: Page, hostile_address: str) -> None:
    for path in PATHS:
        bare.goto(hostile_address + path)
        assert_harmless(bare)


@pytest.mark.browser
def test_page_of_a_paper_says_what_the_record_says_to_people_and_machines(bare: Page, hostile_address: str) -> None:
    data = "JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').text)['@graph'][0].name"
    for paper_id, title in TITLES.items():
        bare.goto(f"{hostile_address}papers/{paper_id}/")
        assert bare.evaluate(data) == title
        assert bare.evaluate("document.querySelector('h1').textContent") == title
        assert_harmless(bare)


@pytest.mark.browser
@pytest.mark.parametrize("words", ["constructor", "__proto__", "script"])
def test_search_shows_hostile_titles_as_text(bare: Page, hostile_address: str, words: str) -> None:
    bare.goto(f"{hostile_address}search/?q={words}")
    results = bare.locator("[data-search-results] a.entry-title")
    expect(results.first).to_be_visible()
    assert set(results.all_text_contents()) <= set(TITLES.values())
    assert_harmless(bare)

    bare.goto(hostile_address)
    bare.get_by_role("combobox", name="Search papers").first.fill(words)
    expect(bare.get_by_role("option").first).to_be_visible()
    assert_harmless(bare)


@pytest.mark.browser
def test_facets_show_hostile_names_as_text(bare: Page, hostile_address: str) -> None:
    bare.goto(f"{hostile_address}search/?q=")
    panel = bare.locator("[data-search-panel]")
    panel.locator("summary").click()
    expect(panel.get_by_text("</a><script>window.XSS=1</script>").first).to_be_visible()
    assert_harmless(bare)

    bare.goto(f"{hostile_address}search/?q=&topic=constructor&topic=__proto__&dataset=constructor")
    expect(bare.locator("[data-search-results] a.entry-title").first).to_be_visible()
    assert_harmless(bare)


@pytest.mark.browser
def test_reading_list_and_comparison_show_hostile_texts_as_text(bare: Page, hostile_address: str) -> None:
    ids = ["constructor", "prototype", "then", "q", "bibtex"]
    bare.goto(f"{hostile_address}reading-list/#ids={','.join([*ids, '__proto__', 'valueof'])}")
    expect(bare.get_by_role("link", name=TITLES["then"]).first).to_be_visible()
    assert_harmless(bare)

    bare.goto(f"{hostile_address}compare/?ids={','.join(ids[:4])}")
    expect(bare.get_by_role("link", name=TITLES["then"])).to_be_visible()
    assert_harmless(bare)


@pytest.mark.browser
def test_shared_data_that_was_tampered_with_gives_no_unsafe_link(bare: Page, hostile_address: str) -> None:
    def tamper(route: Route) -> None:
        text = route.fetch().text()
        route.fulfill(body=text.replace("https://example.com/", "javascript:window.XSS=1//"))

    bare.route("**/data/shards/**", tamper)
    bare.goto(f"{hostile_address}compare/?ids=constructor,prototype")
    expect(bare.get_by_role("link", name=TITLES["constructor"])).to_be_visible()

    assert "javascript:" not in bare.locator(".compare-table").evaluate(
        "table => [...table.querySelectorAll('a')].map((link) => link.protocol).join()"
    )
    assert_harmless(bare)


@pytest.mark.browser
def test_map_shows_hostile_titles_as_text(bare: Page, hostile_address: str) -> None:
    bare.goto(f"{hostile_address}map/")
    dots = bare.locator("svg a[href*='papers/constructor/']")
    dots.first.hover(force=True)
    assert_harmless(bare)


@pytest.mark.browser
def test_headings_of_content_do_not_shadow_what_scripts_look_for(bare: Page, hostile_address: str) -> None:
    bare.goto(f"{hostile_address}prototype/")
    assert bare.locator("#h-config, #h-q, #h-proto, #h-main").count() == 4
    for name in ("config", "q", "__proto__", "data-search-page"):
        assert bare.evaluate(f"document.getElementById({name!r})") is None
    bare.get_by_role("combobox", name="Search papers").first.fill("constructor")
    expect(bare.get_by_role("option").first).to_be_visible()


@pytest.mark.browser
def test_every_xml_file_is_read_by_the_browser(bare: Page, hostile_site: Path, hostile_address: str) -> None:
    bare.goto(hostile_address)
    paths = [
        path.relative_to(hostile_site).as_posix() for kind in ("xml", "svg") for path in hostile_site.rglob(f"*.{kind}")
    ]
    faulty = bare.evaluate(
        """async (paths) => {
            const parse = async (path) => new DOMParser().parseFromString(await (await fetch(path)).text(), "text/xml");
            const documents = await Promise.all(paths.map(parse));
            return paths.filter((path, number) => documents[number].querySelector("parsererror"));
        }""",
        paths,
    )
    assert len(paths) > 10
    assert faulty == []


@pytest.mark.browser
def test_every_address_that_we_accept_is_of_a_known_kind_to_the_browser(bare: Page, hostile_address: str) -> None:
    bare.goto(hostile_address)
    chosen = random.Random(7)
    known = ["https://", "http://", "mailto:", "javascript:", "data:", "//", "\\\\", "/", "#", "?", "@", ":", ".", ".."]
    odd = ["%2e", "%0a", "\t", "\n", "\x00", "\x01", "\u00a0", " ", "[::1]", "é", "&colon;", "'", '"', "<", "{"]
    parts = ["a", "e.org", *known, *odd]
    tried = ["".join(chosen.choices(parts, k=chosen.randint(1, 6))) for _ in range(20_000)]
    accepted = sorted({url for url in tried if is_safe_url(url)})
    seen = bare.evaluate(
        """urls => urls.filter((url) => URL.canParse(url, document.baseURI)).map((url) => {
            const { protocol, username, host } = new URL(url, document.baseURI);
            return [url, protocol, username, host];
        })""",
        accepted,
    )

    assert len(seen) > 100
    here = urlsplit(hostile_address).netloc
    for url, protocol, username, host in seen:
        assert protocol in ("http:", "https:", "mailto:"), url
        assert not username, url
        assert host == here or re.match("https?://|mailto:", url), url


def plant(page: Page, address: str) -> None:
    """Show a page in which content has become markup."""

    def answer(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace("</h1>", f"</h1>{PLANTED}"))

    page.route("**/papers/then/", answer)
    page.goto(f"{address}papers/then/")
    page.locator("#planted").click()
    page.wait_for_timeout(100)


@pytest.mark.browser
def test_policy_alone_stops_what_was_planted_in_a_page(
    page: Page, hostile_address: str, expected_errors: list[str]
) -> None:
    expected_errors += ["Content Security Policy", "violates"]
    plant(page, hostile_address)

    assert page.evaluate("window.XSS") is None


@pytest.mark.browser
def test_without_the_policy_what_was_planted_runs(browser: Browser, hostile_address: str) -> None:
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    plant(page, hostile_address)

    assert page.evaluate("window.XSS") == 1
    context.close()
