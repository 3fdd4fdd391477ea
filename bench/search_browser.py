"""Chromium for benchmarks of search: visits with nothing cached, over a slow line where that is asked."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, sync_playwright
from serving import Served

LATENCY = 80  # milliseconds
MEGABITS = 10  # a second

_QUIET = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@dataclass(frozen=True, slots=True)
class Visit:
    """A search page opened with a query, with nothing cached."""

    milliseconds: float
    """From the beginning of the visit until the results were in the page."""
    results: int
    sizes: dict[str, int]
    """Bytes by path, as sent; the page itself is not among them."""

    @property
    def size(self) -> int:
        return sum(self.sizes.values())


def find_browser() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    sys.exit("this bench needs a browser: neither chromium nor google-chrome is installed")


@contextmanager
def open_browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=_QUIET)
        yield browser
        browser.close()


def visit(browser: Browser, served: Served, page_name: str, query: str, *, is_slow: bool = False) -> Visit:
    context = browser.new_context()
    page = context.new_page()
    if is_slow:
        slow_down(page)
    before = len(served.sent)
    page.goto(f"{served.url}{page_name}?q={quote(query)}")
    page.wait_for_function("() => window.shown", timeout=60_000)
    shown: dict[str, Any] = page.evaluate("() => window.shown")
    context.close()
    sizes: dict[str, int] = {}
    for sent in served.sent[before:]:
        if not sent.path.endswith(".html") and sent.path:
            sizes[sent.path] = sizes.get(sent.path, 0) + sent.size
    return Visit(shown["milliseconds"], shown["results"], sizes)


def slow_down(page: Page) -> None:
    bytes_a_second = MEGABITS * 1_000_000 / 8
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": bytes_a_second,
            "uploadThroughput": bytes_a_second,
        },
    )


@contextmanager
def open_page(browser: Browser, served: Served) -> Iterator[Page]:
    """Yield the search page without a query, to run modules in."""
    context = browser.new_context()
    context.set_default_timeout(600_000)
    page = context.new_page()
    page.goto(served.url)
    yield page
    context.close()
