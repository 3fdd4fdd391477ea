"""A real browser for tests, and a page that fails its test when something is wrong behind the scenes."""

import os
import shutil
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

# Without these, Chromium calls home at every start.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_browser() -> str | None:
    # The first is the one without a window: its pages are the same, and made in half the time.
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests; skipped where there is none, but not in CI."""
    path = find_browser()
    if path is None:
        message = "NO BROWSER TESTS: neither chromium nor google-chrome is installed"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, headless=True, args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def expected_errors() -> list[str]:
    """Parts of console messages that the test provokes; add to it before provoking."""
    return []


@pytest.fixture
def page(browser: Browser, expected_errors: list[str]) -> Iterator[Page]:
    """A page in a fresh context. The test fails on any console error, page error or request to another origin."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors: list[str] = []
    origins: set[str] = set()

    def note_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location.get('url', '')})")

    def note_request(url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("about", "data", "blob"):
            origins.add(f"{parts.scheme}://{parts.netloc}")

    page.on("console", note_console)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: note_request(request.url))
    yield page
    context.close()
    unexpected = [error for error in errors if not any(part in error for part in expected_errors)]
    assert not unexpected
    assert len(origins) <= 1, f"requests to several origins: {sorted(origins)}"
