"""The preview in a real browser: diagnostics across the top, then the mended page, without a hand on the keyboard."""

import pytest
from playwright.sync_api import Page, expect

from preview import Preview
from sitecase import SiteCase

PAPER = "content/papers/doe-2020-example.md"


@pytest.mark.browser
def test_broken_file_shows_its_diagnostics_and_the_mended_page_comes_by_itself(page: Page, site: SiteCase) -> None:
    preview = Preview(site, 0)
    try:
        page.goto(f"http://127.0.0.1:{preview.port}/papers/doe-2020-example/")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("An Example of a Paper")

        site.edit(PAPER, "year: 2020", "yaer: 2020")
        banner = page.get_by_role("alert")
        expect(banner).to_contain_text("doe-2020-example.md:4:1: error[unknown-field]", timeout=15_000)
        expect(banner).to_contain_text('did you mean "year"?')
        expect(heading).to_have_text("An Example of a Paper")

        site.edit(PAPER, "yaer: 2020", "year: 2020").edit(PAPER, "An Example of a Paper", "A Better Title")
        expect(heading).to_have_text("A Better Title", timeout=15_000)
        expect(banner).to_have_count(0)
    finally:
        page.close()
        preview.stop()


@pytest.mark.own_context
@pytest.mark.browser
def test_error_of_the_site_as_a_whole_brings_the_page_of_the_last_good_one_back(page: Page, site: SiteCase) -> None:
    preview = Preview(site, 0)
    loads: list[str] = []
    page.on("load", lambda loaded: loads.append(loaded.url))
    try:
        page.goto(f"http://127.0.0.1:{preview.port}/papers/doe-2020-example/")
        heading = page.get_by_role("heading", level=1)
        expect(heading).to_have_text("An Example of a Paper")

        # Two pages have one address. Each by itself is sound, so that it is shown until all are looked at.
        site.write("content/pages/data.md", "---\ntitle: Our data\n---\nWhat it is.\n")
        site.edit(PAPER, "An Example of a Paper", "A Worse Title")
        banner = page.get_by_role("alert")
        expect(banner).to_contain_text("1 error; below is the last good site", timeout=15_000)
        expect(banner).to_contain_text("error[path-collision]")
        expect(heading).to_have_text("An Example of a Paper")
        page.wait_for_timeout(1_000)
        assert len(loads) <= 4, "no more than one for each state"
        expect(banner).to_have_count(1)

        (site.root / "content/pages/data.md").unlink()
        expect(heading).to_have_text("A Worse Title", timeout=15_000)
        expect(banner).to_have_count(0)
    finally:
        page.close()
        preview.stop()


@pytest.mark.browser
def test_warnings_of_the_page_at_hand_are_shown_until_dismissed(page: Page, site: SiteCase) -> None:
    site.paper("twin").edit("content/papers/twin.md", "About twin", "An Exampel of a Paper")
    site.edit(PAPER, "[Jane Doe,", "[Jane <b>2</b>,")
    preview = Preview(site, 0)
    try:
        address = f"http://127.0.0.1:{preview.port}/papers/doe-2020-example/"
        page.goto(address)
        panel = page.get_by_role("status").filter(has_text="warning")
        expect(panel).to_contain_text("content/papers/doe-2020-example.md:3:11: warning[unclear-name]")
        expect(panel).to_contain_text('"Jane <b>2</b>"')
        expect(panel).not_to_contain_text("similar-title")
        panel.get_by_role("button", name="Dismiss").click()
        expect(panel).to_have_count(0)

        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("An Example of a Paper")
        expect(panel).to_have_count(0)

        page.goto(address.replace("doe-2020-example", "twin"))
        expect(panel).to_contain_text("warning[similar-title]")
    finally:
        page.close()
        preview.stop()
