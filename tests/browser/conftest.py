"""A real browser for tests, and a page that fails its test when something is wrong behind the scenes."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from server import serve_folder

# Without most of these, Chromium calls home at every start. With little memory for pictures, it draws nothing ahead of
# what is in sight; no test looks at what is drawn.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--force-gpu-mem-available-mb=1",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_VIEWPORT: ViewportSize = {"width": 1366, "height": 768}


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


@pytest.fixture(scope="session")
def tabs(browser: Browser) -> Iterator[list["Tab"]]:
    """The tab that tests share, or none yet: a new context costs as much as many a test."""
    kept: list[Tab] = []
    yield kept
    for tab in kept:
        tab.context.close()


@pytest.fixture
def page(
    request: pytest.FixtureRequest, browser: Browser, tabs: list["Tab"], expected_errors: list[str]
) -> Iterator[Page]:
    """A page as if nobody had been there; one that tests share, unless a test is marked `own_context`.

    The test fails on any console error, page error or request to another origin.
    """
    is_own = request.node.get_closest_marker("own_context")
    tab = tabs.pop() if tabs and not is_own else Tab(browser)
    yield tab.page
    is_clean = tab.forget()
    errors, origins = [*tab.errors], sorted(tab.origins)
    if is_clean and not is_own:
        tab.begin_anew()
        tabs.append(tab)
    else:
        tab.context.close()
    unexpected = [error for error in errors if not any(part in error for part in expected_errors)]
    assert not unexpected
    assert len(origins) <= 1, f"requests to several origins: {origins}"


@pytest.fixture(scope="session")
def still_page(browser: Browser) -> Iterator[Page]:
    """A page of a browser whose reader has switched JavaScript off."""
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def requested() -> list[str]:
    """The paths that the server was asked for, since the list was last cleared."""
    return []


@pytest.fixture(scope="module")
def served(folder: Path, requested: list[str]) -> Iterator[str]:
    """The address of the folder that some tests make for themselves."""
    with serve_folder(folder, requested) as address:
        yield address


class Tab:
    """A page in a context of its own, and what went wrong behind the scenes."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(viewport=_VIEWPORT)
        self.context.set_default_timeout(10_000)
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.origins: set[str] = set()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._note_request(request.url))

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def _note_request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("about", "data", "blob"):
            self.origins.add(f"{parts.scheme}://{parts.netloc}")

    def forget(self) -> bool:
        """Have the page forget what it has stored, and return whether that can be."""
        try:
            self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        except PlaywrightError:  # it is closed, or nowhere
            return False
        return len(self.context.pages) == 1

    def begin_anew(self) -> None:
        self.page.unroute_all()
        self.context.clear_permissions()
        self.page.goto("about:blank")
        self.page.set_viewport_size(_VIEWPORT)
        self.page.emulate_media(media="null", color_scheme="null", reduced_motion="null", forced_colors="null")
        self.page.mouse.move(0, 0)
        self.errors.clear()
        self.origins.clear()
