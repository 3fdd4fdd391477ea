"""The states of a preview: what is found out about one does not outlive it."""

import gc
import json
import time
import weakref
from typing import Any

import pytest

from papercatalog.preview import renewing
from papercatalog.preview.live import LiveSite
from papercatalog.preview.renewing import Preview
from sitecase import SiteCase, wait_until

PAPER = "content/papers/doe-2020-example.md"
CHECKED_SECONDS = 1.5
"""After so long a state of a small site has been checked as a whole."""


@pytest.fixture
def preview(site: SiteCase) -> Preview:
    return Preview(site.root, "http://127.0.0.1:8000/")


def told(preview: Preview) -> dict[str, Any]:
    """Return the state that a page would be told now."""
    state: dict[str, Any] = json.loads(next(preview.states()) or "")
    return state


def codes(preview: Preview) -> list[str]:
    return [diagnostic["code"] for diagnostic in told(preview)["diagnostics"]]


def test_errors_of_a_save_outlive_the_check_of_the_good_one_before(site: SiteCase, preview: Preview) -> None:
    preview.renew()
    site.edit(PAPER, "year: 2020", "yaer: 2020")
    preview.renew()
    assert codes(preview) == ["unknown-field"]
    time.sleep(CHECKED_SECONDS)

    assert codes(preview) == ["unknown-field"]


def test_errors_of_a_save_outlive_those_of_the_site_before_as_a_whole(site: SiteCase, preview: Preview) -> None:
    preview.renew()
    site.write("content/pages/data.md", "---\ntitle: Our data\n---\nWhat it is.\n")
    preview.renew()
    site.edit(PAPER, "year: 2020", "yaer: 2020")
    preview.renew()
    time.sleep(CHECKED_SECONDS)

    assert codes(preview) == ["unknown-field"]


def test_page_of_a_state_that_is_taken_back_reloads_once(site: SiteCase, preview: Preview) -> None:
    preview.renew()
    good = told(preview)["generation"]
    site.edit(PAPER, "year: 2020", "yaer: 2020")
    preview.renew()
    assert told(preview)["generation"] == good, "what is shown has not changed"

    site.edit(PAPER, "yaer: 2020", "year: 2020")
    site.write("content/pages/data.md", "---\ntitle: Our data\n---\nWhat it is.\n")
    preview.renew()
    taken_back = told(preview)["generation"]
    time.sleep(CHECKED_SECONDS)

    assert codes(preview) == ["path-collision"]
    assert good < taken_back < told(preview)["generation"]


def test_states_are_let_go_when_newer_ones_come(
    site: SiteCase, preview: Preview, monkeypatch: pytest.MonkeyPatch
) -> None:
    states: weakref.WeakSet[LiveSite] = weakref.WeakSet()

    class Seen(LiveSite):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            states.add(self)

    monkeypatch.setattr(renewing, "LiveSite", Seen)
    gc.collect()
    gc.disable()  # it comes when it likes, and not at all to what was frozen for a copy of the process
    try:
        for number in range(6):
            site.edit(PAPER, "We give", f"{number} We give")
            preview.renew()
            assert f"{number} We give".encode() in (preview.read("/papers/doe-2020-example/") or b"")
            if number % 2:
                assert preview.read("/data/papers.json")
        wait_until(lambda: len(states) == 1, seconds=10)
        assert preview.read("/data/catalog.bib")
    finally:
        gc.enable()
    gc.collect()
    assert len(states) == 1
