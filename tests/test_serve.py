"""`catalog serve`: a broken save, the last good site, recovery, ports, and who may ask."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from preview import Preview
from sitecase import SiteCase

PAPER = "content/papers/doe-2020-example.md"


@pytest.fixture
def preview(site: SiteCase) -> Iterator[Preview]:
    running = Preview(site, 0)
    yield running
    running.stop()


def test_broken_save_keeps_the_last_good_site_and_recovers(site: SiteCase, preview: Preview) -> None:
    assert "An Example of a Paper" in preview.get("/papers/doe-2020-example/")[1]
    seen = len(preview.lines)

    site.edit(PAPER, "year: 2020", "yaer: 2020")
    preview.wait_for(r"doe-2020-example\.md:4:1: error\[unknown-field\]", after=seen)

    assert "An Example of a Paper" in preview.get("/papers/doe-2020-example/")[1]
    state = preview.event()
    assert "error[unknown-field]" in str(state["problems"])
    assert [(told["place"], told["code"], told["hint"], told["page"]) for told in state["diagnostics"]] == [
        (f"{PAPER}:4:1", "unknown-field", 'did you mean "year"?', "/papers/doe-2020-example/")
    ]
    seen = len(preview.lines)

    site.edit(PAPER, "yaer: 2020", "year: 2021")
    preview.wait_for("built 1 paper", after=seen)

    assert preview.event()["problems"] == ""
    assert "2021" in preview.get("/papers/doe-2020-example/")[1]


def test_starts_on_a_broken_site_and_recovers(site: SiteCase) -> None:
    site.edit(PAPER, "year: 2020", "year: soon")
    preview = Preview(site, 0)
    try:
        status, page = preview.get("/")
        assert status == 503
        assert "error[invalid-value]" in page

        site.edit(PAPER, "year: soon", "year: 2020")
        preview.wait_for("built 1 paper")

        assert preview.get("/")[0] == 200
    finally:
        preview.stop()


def test_change_of_configuration_and_rename_are_noticed(site: SiteCase, preview: Preview) -> None:
    seen = len(preview.lines)
    (site.root / "new.yaml").write_text("title: Another Name\n")
    (site.root / "new.yaml").replace(site.root / "site.yaml")
    preview.wait_for("built 1 paper", after=seen)
    assert "Another Name" in preview.get("/")[1]

    seen = len(preview.lines)
    (site.root / PAPER).rename(site.root / "content/papers/roe-2020-other.md")
    preview.wait_for("built 1 paper", after=seen)
    assert preview.get("/papers/roe-2020-other/")[0] == 200
    assert preview.get("/papers/doe-2020-example/")[0] == 404


def test_burst_of_saves_makes_few_builds(site: SiteCase, preview: Preview) -> None:
    seen = len(preview.lines)
    for number in range(100):
        site.write(PAPER, f"---\ntitle: Save {number}\nadded: 2026-01-02\n---\nText.\n")
        time.sleep(0.01)
    preview.wait_for("built 1 paper", after=seen)
    time.sleep(2)

    builds = sum("built 1 paper" in line for line in preview.lines[seen:])
    assert builds <= 2
    assert "Save 99" in preview.get("/papers/doe-2020-example/")[1]


def test_next_port_is_taken(site: SiteCase) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        preview = Preview(site, port)
        try:
            assert port < preview.port <= port + 20
        finally:
            preview.stop()


@pytest.mark.parametrize(
    "path",
    [
        "/../site.yaml",
        "/..%2fsite.yaml",
        "/%2e%2e/site.yaml",
        "/papers/../../site.yaml",
        "/papers/%2e%2e%2f%2e%2e%2fsite.yaml",
        "/..%5csite.yaml",
        "//etc/passwd",
        "/etc/passwd",
        "/index.html%00.txt",
        "/papers/doe-2020-example/../../../site.yaml",
    ],
)
def test_only_files_of_the_site_are_served(preview: Preview, path: str) -> None:
    status, body = preview.get(path)

    assert status == 404
    assert "Test catalogue\n" not in body
    assert "root:" not in body


def test_foreign_hosts_and_origins_are_turned_away(preview: Preview) -> None:
    assert preview.get("/", Host="evil.example")[0] == 421
    assert preview.get("/", Host=f"localhost:{preview.port}")[0] == 200
    assert preview.get("/-papercatalog/events", Origin="http://evil.example")[0] == 403
    assert preview.get("/", method="HEAD") == (200, "")
    assert preview.get("/", method="POST")[0] == 501


def test_stops_cleanly(site: SiteCase, tmp_path: Path) -> None:
    preview = Preview(site, 0)
    preview.stop()

    assert preview.process.returncode == 0
    assert "stopped" in preview.lines[-1]
    assert not site.public.exists()
