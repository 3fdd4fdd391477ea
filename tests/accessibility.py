"""What the accessibility checker has to say of a page, in both colour schemes."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What else axe would list, all that is well with the page, takes longer than to look for it. It looks at the room for
# fingers only where it is asked to.
_ALL = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# All that differs between the schemes is colour.
_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


def assert_accessible(page: Page) -> None:
    """All rules in the light scheme, those about colours in the dark one."""
    for scheme, options in (("light", _ALL), ("dark", _COLOURS)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        results = Axe().run(page, options=options)
        assert results.violations_count == 0, results.generate_report()
