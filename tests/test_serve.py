"""`catalog serve`: a broken save, the last good site, recovery, ports, and who may ask."""

import ctypes
import os
import re
import shutil
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import cast

import pytest
from watchfiles import Change
from watchfiles._rust_notify import WatchfilesRustInternalError

from papercatalog.diagnostics import CatalogError
from papercatalog.preview import server, watching
from papercatalog.preview.server import own_hosts
from preview import Preview
from sitecase import SiteCase, wait_until, write_minimal

PAPER = "content/papers/doe-2020-example.md"


@pytest.fixture
def preview(site: SiteCase) -> Iterator[Preview]:
    running = Preview(site, 0)
    yield running
    running.stop()


@pytest.fixture(scope="module")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    """A preview of what no test changes."""
    running = Preview(write_minimal(tmp_path_factory.mktemp("steady")), 0)
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
    preview.wait_for("1 paper read", after=seen)

    assert preview.event()["problems"] == ""
    assert "2021" in preview.get("/papers/doe-2020-example/")[1]


def test_error_of_the_site_as_a_whole_brings_the_last_good_one_back(site: SiteCase, preview: Preview) -> None:
    seen = len(preview.lines)
    site.write("content/pages/data.md", "---\ntitle: Our data\n---\nWhat it is.\n")
    preview.wait_for(r"error\[path-collision\]", after=seen)

    assert "What it is." not in preview.get("/data/")[1]
    assert [told["code"] for told in preview.event()["diagnostics"]] == ["path-collision"]

    seen = len(preview.lines)
    (site.root / "content/pages/data.md").rename(site.root / "content/pages/ours.md")
    preview.wait_for("1 paper read", after=seen)

    assert "What it is." in preview.get("/ours/")[1]
    assert preview.event()["problems"] == ""


def test_starts_on_a_broken_site_and_recovers(site: SiteCase) -> None:
    site.edit(PAPER, "year: 2020", "year: soon")
    preview = Preview(site, 0)
    try:
        status, page = preview.get("/")
        assert status == 503
        assert "error[invalid-value]" in page

        site.edit(PAPER, "year: soon", "year: 2020")
        preview.wait_for("1 paper read")

        assert preview.get("/")[0] == 200
    finally:
        preview.stop()


def test_change_of_configuration_and_rename_are_noticed(site: SiteCase, preview: Preview) -> None:
    seen = len(preview.lines)
    (site.root / "new.yaml").write_text("title: Another Name\n")
    (site.root / "new.yaml").replace(site.root / "site.yaml")
    preview.wait_for("1 paper read", after=seen)
    assert "Another Name" in preview.get("/")[1]

    seen = len(preview.lines)
    (site.root / PAPER).rename(site.root / "content/papers/roe-2020-other.md")
    preview.wait_for("1 paper read", after=seen)
    assert preview.get("/papers/roe-2020-other/")[0] == 200
    assert preview.get("/papers/doe-2020-example/")[0] == 404


def test_folder_of_themes_that_comes_later_is_watched(site: SiteCase, preview: Preview) -> None:
    seen = len(preview.lines)
    site.write("themes/mine/theme.yaml", "extends: default\n")
    site.write("themes/mine/templates/paper.html", "one")
    site.edit("site.yaml", "title:", "theme: mine\ntitle:")
    preview.wait_for("1 paper read", after=seen)
    preview.wait_until_shown("/papers/doe-2020-example/", "one")

    site.write("themes/mine/templates/paper.html", "two")
    preview.wait_until_shown("/papers/doe-2020-example/", "two")


def test_content_that_is_taken_away_and_put_back_is_watched(site: SiteCase, preview: Preview, tmp_path: Path) -> None:
    content = site.root / "content"
    for number in range(2):
        shutil.copytree(content, tmp_path / f"copy {number}")
        seen = len(preview.lines)
        shutil.rmtree(content)
        preview.wait_for("the last good site stays up", after=seen)
        assert "An Example of a Paper" in preview.get("/papers/doe-2020-example/")[1]

        shutil.copytree(tmp_path / f"copy {number}", content)
        preview.wait_for("1 paper read", after=seen)
        site.edit(PAPER, "measure it", f"measure it {number}")
        preview.wait_until_shown("/papers/doe-2020-example/", f"measure it {number}")


def test_content_that_is_replaced_at_once_makes_few_builds(site: SiteCase, preview: Preview, tmp_path: Path) -> None:
    seen = len(preview.lines)
    (site.root / "content").rename(tmp_path / "old")
    shutil.copytree(tmp_path / "old", site.root / "content")
    site.edit(PAPER, "We give", "Now we give")
    site.edit("site.yaml", "Test catalogue", "Another Name")
    preview.wait_until_shown("/papers/doe-2020-example/", "Now we give")
    time.sleep(1)

    assert sum("read in" in line or "stays up" in line for line in preview.lines[seen:]) <= 2
    assert "Another Name" in preview.get("/")[1]


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
@pytest.mark.parametrize("folder", ["", "content/papers/"])
def test_name_that_is_no_text_leaves_the_preview_awake(site: SiteCase, preview: Preview, folder: str) -> None:
    odd = os.fsencode(site.root / folder) + b"/\xff.md"
    Path(os.fsdecode(odd)).touch()
    if folder:
        preview.wait_for(r"error\[invalid-file-name\]")
    else:
        time.sleep(0.5)
    Path(os.fsdecode(odd)).unlink()
    time.sleep(0.5)

    site.edit("site.yaml", "Test catalogue", "New title").edit(PAPER, "An Example", "Another Example")

    preview.wait_until_shown("/papers/doe-2020-example/", "Another Example")
    preview.wait_until_shown("/", "<title>New title")


def test_browser_that_goes_away_is_not_worth_a_word(steady: Preview) -> None:
    for _ in range(5):
        with socket.create_connection(("127.0.0.1", steady.port)) as browser:
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # as by a crash
            browser.sendall(f"GET /data/papers.json HTTP/1.1\r\nHost: 127.0.0.1:{steady.port}\r\n\r\n".encode() * 9)
    time.sleep(0.5)

    assert steady.get("/")[0] == 200
    assert not any("Traceback" in line for line in steady.lines), steady.lines


class Large:
    """A preview of pages that no buffer holds."""

    generation = 1

    def read(self, _: str) -> bytes:
        return bytes(100_000_000)


@pytest.mark.parametrize("asked", ["", "GET / HT", "GET / HTTP/1.1\r\nHost: localhost:{}\r\n\r\n"])
def test_browser_that_neither_asks_nor_reads_keeps_no_thread(monkeypatch: pytest.MonkeyPatch, asked: str) -> None:
    monkeypatch.setattr(server._Handler, "timeout", server._Handler.timeout / 600)  # none of us has so much time
    running = server._Server((server.HOST, 0), server._Handler)
    running.preview = cast("server.Preview", Large())
    with running, socket.create_connection(running.server_address) as browser:
        browser.sendall(asked.format(running.server_address[1]).encode())
        before = set(threading.enumerate())
        running.handle_request()
        (answering,) = set(threading.enumerate()) - before

        answering.join(10)

        assert not answering.is_alive()


def test_preview_outlives_whoever_reads_what_it_prints(site: SiteCase, preview: Preview) -> None:
    assert preview.process.stdout
    with open(os.devnull) as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), preview.process.stdout.fileno())  # the pipe is closed when the next line has come
    for number in range(4):
        site.edit(PAPER, "We give", f"{number} We give")
        preview.wait_until_shown("/papers/doe-2020-example/", f"{number} We give")
    site.edit(PAPER, "year: 2020", "yaer: 2020")
    wait_until(lambda: "unknown-field" in str(preview.event()), seconds=15)


def test_system_that_lets_nothing_be_watched_is_told_as_such(site: SiteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    def watch(*_: object, **__: object) -> Iterator[set[tuple[Change, str]]]:
        raise WatchfilesRustInternalError("Too many open files (os error 24)")
        yield set()

    monkeypatch.setattr(watching, "watch", watch)

    with pytest.raises(OSError, match=r"changes cannot be watched: Too many open files \(os error 24\)"):
        watching.start_watching(site.root, lambda: None, threading.Event())


def test_burst_of_saves_makes_few_builds(site: SiteCase, preview: Preview) -> None:
    seen = len(preview.lines)
    begin = time.monotonic()
    for number in range(100):
        site.write(PAPER, f"---\ntitle: Save {number}\nadded: 2026-01-02\n---\nText.\n")
        time.sleep(0.01)
    seconds = time.monotonic() - begin  # one, or more on a busy machine
    preview.wait_for("1 paper read", after=seen)
    time.sleep(2)

    builds = sum("1 paper read" in line for line in preview.lines[seen:])
    assert builds <= max(2, round(2 * seconds))
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


def test_port_that_is_not_for_all_is_told_as_such(site: SiteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(server, "_Server", refuse)

    with pytest.raises(CatalogError, match="not all may open port 100\n"):
        server.serve_site(site.root, 80)


def test_ports_that_are_all_taken_are_named(site: SiteCase) -> None:
    with socket.socket() as taken:
        with suppress(OSError):  # it is taken already
            taken.bind(("127.0.0.1", 65535))
            taken.listen()

        outcome = site.run("serve", "--port", "65535")

    assert outcome.code == 3
    assert "error[no-free-port]: ports 65535 to 65535 are all taken\n  hint: name another" in outcome.stderr


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
def test_only_files_of_the_site_are_served(steady: Preview, path: str) -> None:
    status, body = steady.get(path)

    assert status == 404
    assert "Test catalogue\n" not in body
    assert "root:" not in body


def test_foreign_hosts_and_origins_are_turned_away(steady: Preview) -> None:
    assert steady.get("/", Host="evil.example")[0] == 421
    assert steady.get("/", Host=f"localhost:{steady.port}")[0] == 200
    assert steady.get("/-papercatalog/events", Origin="http://evil.example")[0] == 403
    assert steady.get("/", method="HEAD") == (200, "")
    assert steady.get("/", method="POST")[0] == 501


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_pages_may_lead_here_but_load_nothing(steady: Preview, site: str) -> None:
    def ask(path: str, site: str, mode: str) -> int:
        return steady.get(path, **{"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode})[0]

    assert ask("/papers/doe-2020-example/", site, "navigate") == 200
    assert ask("/papers/doe-2020-example/", site, "no-cors") == 403
    assert ask("/papers/none/", site, "no-cors") == 403
    assert ask("/-papercatalog/events", site, "navigate") == 403
    assert ask("/%2Dpapercatalog/events", site, "navigate") == 403
    assert ask("/-papercatalog/script.js", "same-origin", "no-cors") == 200
    assert ask("/", "none", "navigate") == 200


def test_port_80_goes_without_saying() -> None:
    assert own_hosts(8000) == {"127.0.0.1:8000", "localhost:8000", "[::1]:8000"}
    assert own_hosts(80) == {"127.0.0.1:80", "localhost:80", "[::1]:80", "127.0.0.1", "localhost", "[::1]"}


@pytest.mark.parametrize("target", ["http://[", "http://[::1/papers/"])
def test_address_that_is_none_is_turned_away(steady: Preview, target: str) -> None:
    answer = steady.send(f"GET {target} HTTP/1.1\r\nHost: localhost:{steady.port}\r\nConnection: close\r\n\r\n")

    assert answer.startswith("HTTP/1.1 400 ")
    assert "Traceback" not in "".join(steady.lines)


def test_head_of_the_events_is_answered_without_them(steady: Preview) -> None:
    answer = steady.send(f"HEAD /-papercatalog/events HTTP/1.1\r\nHost: localhost:{steady.port}\r\n\r\n")

    assert answer.startswith("HTTP/1.1 200 ")
    assert answer.endswith("\r\n\r\n")
    assert "data:" not in answer


def test_address_without_its_slash_keeps_the_rest(steady: Preview) -> None:
    assert steady.headers("/search?q=an%20example&year=2020")["location"] == "/search/?q=an%20example&year=2020"
    assert steady.headers("/papers/doe-2020-example")["location"] == "/papers/doe-2020-example/"


def test_links_in_the_folder_of_the_catalogue_are_not_served(site: SiteCase, preview: Preview) -> None:
    for folder in (site.root, site.root / "public", site.root / "themes/default/static"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "leak").symlink_to("/etc")
        (folder / "leak.txt").symlink_to("/etc/hostname")

    for path in ("/leak/hostname", "/leak.txt", "/leak/", "/leak", "/public/leak/hostname", "/public/leak.txt"):
        assert preview.get(path)[0] == 404, path


def test_folders_are_not_listed(steady: Preview) -> None:
    assert steady.get("/assets/")[0] == 404
    assert steady.get("/data/shards/")[0] == 404


def test_answers_carry_the_policy_of_the_pages_and_open_nothing_to_other_sites(steady: Preview) -> None:
    for path in ("/", "/nowhere", "/data/papers.json", "/-papercatalog/script.js", "/-papercatalog/events"):
        headers = steady.headers(path, Origin=f"http://127.0.0.1:{steady.port}")
        assert not [name for name in headers if name.startswith("access-control-")], path
    page = steady.get("/")[1]
    own = re.search('http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    headers = steady.headers("/")
    assert own
    assert headers["content-security-policy"] == f"{own[1]}; frame-ancestors 'none'"
    assert headers["x-content-type-options"] == "nosniff"


def test_only_pages_are_html(site: SiteCase) -> None:
    site.edit(PAPER, "title: An Example of a Paper", "title: An <script>alert(1)</script>")
    endings = {
        "js": "text/javascript; charset=utf-8",
        "mjs": "text/javascript; charset=utf-8",
        "json": "application/json",
        "css": "text/css; charset=utf-8",
        "svg": "image/svg+xml",
        "xml": "text/xml; charset=utf-8",
        "webmanifest": "application/manifest+json",
        "txt": "text/plain; charset=utf-8",
        "csv": "text/csv; charset=utf-8",
        "ico": "image/vnd.microsoft.icon",
        "png": "image/png",
        "woff2": "font/woff2",
        "htm": "text/plain; charset=utf-8",
        "nothing-known": "text/plain; charset=utf-8",
    }
    site.edit("site.yaml", "title:", "theme: mine\ntitle:").write("themes/mine/theme.yaml", "extends: default\n")
    for ending in endings:
        site.write(f"themes/mine/static/file.{ending}", "<b>")
    preview = Preview(site, 0)
    try:
        assets = re.search(r"/assets/[^\"]*?/(?=[\w.-]+\.css)", preview.get("/")[1])
        assert assets
        shown = {ending: preview.headers(f"{assets[0]}file.{ending}")["content-type"] for ending in endings}
        assert shown == endings
        assert "<script>" in preview.get("/data/catalog.ris")[1]
        assert preview.headers("/data/catalog.ris")["content-type"] == "application/x-research-info-systems"
        assert preview.headers("/data/catalog.bib")["content-type"] == "application/x-bibtex"
        assert preview.headers("/404.html")["content-type"] == "text/html; charset=utf-8"
    finally:
        preview.stop()


def test_stops_cleanly(site: SiteCase, tmp_path: Path) -> None:
    preview = Preview(site, 0)
    preview.stop()

    assert preview.process.returncode == 0
    assert "stopped" in preview.lines[-1]
    assert not site.public.exists()


def test_what_is_shown_is_what_a_build_writes(site: SiteCase, preview: Preview) -> None:
    site.build("--base-url", f"http://127.0.0.1:{preview.port}/")
    addition = re.compile(rb"<link[^>]*/-papercatalog/.*</script>(?=</head>)")

    shown = {path: addition.sub(b"", preview.get_bytes(f"/{path}")) for path in site.tree() if path != ".papercatalog"}

    assert shown == {path: content for path, content in site.tree().items() if path != ".papercatalog"}
    assert preview.get("/.papercatalog")[0] == 404


def test_fault_of_the_theme_is_shown_and_mended(site: SiteCase) -> None:
    site.edit("site.yaml", "title:", "theme: mine\ntitle:").write("themes/mine/theme.yaml", "extends: default\n")
    preview = Preview(site, 0)
    template = "themes/mine/templates/paper.html"
    try:
        site.write(template, "\n{{ nothing }}")
        preview.wait_for(r"themes/mine/templates/paper\.html:2: error\[template-error\]")
        assert "An Example of a Paper" in preview.get("/papers/doe-2020-example/")[1], "the last good state"

        # Only a paper that says so falls over this one, and it is not the first of its kind.
        site.paper("zoe", body="Stumble.").write(template, "{{ nothing if 'Stumble' in paper.body else 'mended' }}")
        preview.wait_for("2 papers read")
        status, page = preview.get("/papers/doe-2020-example/")
        assert (status, page.partition("<")[0]) == (200, "mended")
        assert "/-papercatalog/script.js" in page, "a page without a head is reloaded, too"
        status, page = preview.get("/papers/zoe/")
        assert status == 500
        assert "themes/mine/templates/paper.html:1: error[template-error]: &#x27;nothing&#x27; is undefined" in page
    finally:
        preview.stop()


def test_problems_are_told_in_the_order_of_the_check(site: SiteCase) -> None:
    site.edit("content/datasets/toy-set.md", "A set of toys.", "A set of [toys](/topics/examples/).")
    preview = Preview(site, 0)
    try:
        (site.root / "content/topics/examples.md").unlink()
        preview.wait_for("the last good site stays up")
    finally:
        preview.stop()

    told = [line.partition(": error")[0] for line in preview.lines if ": error[unknown-topic]" in line]
    assert told == ["content/datasets/toy-set.md:4:10", "content/papers/doe-2020-example.md:5:10"]


def test_fault_of_the_program_is_shown_and_what_comes_after_it_is_seen(site: SiteCase) -> None:
    site.edit("site.yaml", "title:", "theme: mine\ntitle:").write("themes/mine/theme.yaml", "extends: default\n")
    preview = Preview(site, 0)
    template = "themes/mine/templates/paper.html"
    told = "error: this is a fault in the program: AttributeError: "
    try:
        site.write(template, "{{ citations(none) }}")  # what falls over in our own code
        preview.wait_for(told)
        preview.wait_for("the last good site stays up")
        assert "An Example of a Paper" in preview.get("/papers/doe-2020-example/")[1]

        site.write(template, "{{ citations(none) if 'Stumble' in paper.body else 'mended' }}")
        preview.wait_until_shown("/papers/doe-2020-example/", "mended")
        site.paper("zoe", body="Stumble.")
        preview.wait_for("2 papers read")
        status, page = preview.get("/papers/zoe/")
        assert (status, told in page) == (500, True)
        assert not any("Traceback" in line for line in preview.lines)
    finally:
        preview.stop()


def test_open_page_finds_its_scripts_after_a_change_of_the_theme(site: SiteCase) -> None:
    site.edit("site.yaml", "title:", "theme: mine\ntitle:").write("themes/mine/theme.yaml", "extends: default\n")
    site.write("themes/mine/static/own.js", "export const turn = 1;\n")
    preview = Preview(site, 0)
    try:

        def find_script() -> str:
            found = re.search(r"/assets/[^/]+/(?=[\w.-]+\.css)", preview.get("/")[1])
            assert found
            return f"{found[0]}own.js"

        first = find_script()
        site.write("themes/mine/static/own.js", "export const turn = 2;\n")
        wait_until(lambda: find_script() != first, seconds=15)

        assert "turn = 2" in preview.get(find_script())[1]
        assert "turn = 1" in preview.get(first)[1]
    finally:
        preview.stop()


def test_signal_that_another_thread_is_given_stops_it(site: SiteCase) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux lets one choose the thread")
    preview = Preview(site, 0)
    try:
        main = preview.process.pid
        threads = [int(task.name) for task in Path(f"/proc/{main}/task").iterdir()]
        another = next(thread for thread in threads if thread != main)
        assert ctypes.CDLL(None).tgkill(main, another, signal.SIGTERM) == 0

        assert preview.process.wait(10) == 0
        preview.wait_for("^stopped$")
    finally:
        preview.process.kill()
        preview.stop()


def test_folder_that_is_no_catalogue_is_refused(site: SiteCase) -> None:
    for folder in ("nowhere", "content"):
        outcome = site.run("serve", "--site", folder)

        assert outcome.code == 2
        assert "error[no-site]" in outcome.stderr
        assert "serving" not in outcome.text
