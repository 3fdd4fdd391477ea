"""What the accessibility checker has to say of a page, in both colour schemes; and letters as some need them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Page

# What else axe would list, all that is well with the page, takes longer than to look for it. It looks at the room for
# fingers only where it is asked to.
_ALL = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# All that differs between the schemes is colour.
_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


def assert_accessible(page: Page) -> None:
    """All rules in the light scheme, those about colours in the dark one."""
    page.evaluate(Axe().axe_script)
    for scheme, options in (("light", _ALL), ("dark", _COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        violations = page.evaluate(f"axe.run({json.dumps(options)}).then(({{violations}}) => violations)")
        assert violations == [], AxeResults({"violations": violations}).generate_report()


@contextmanager
def letters_twice_as_large(page: Page) -> Iterator[None]:
    """Set what a reader sets who wants larger letters everywhere."""
    browser = page.context.new_cdp_session(page)
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    yield
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 16}})
    browser.detach()
