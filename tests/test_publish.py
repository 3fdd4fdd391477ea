"""How a build takes its place: modes, locks, full disks, folders that cannot be written."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from papercatalog.build import build_site
from papercatalog.diagnostics import CatalogError
from sitecase import CATALOG, SiteCase, read_tree, wait_until

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def mount(*arguments: str | Path) -> None:
    """Mount a file system; the test is skipped where that is not allowed."""
    if subprocess.run(["mount", *arguments], capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a file system")


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path]:
    """Mount an empty file system of so many bytes."""
    place.mkdir(parents=True, exist_ok=True)
    mount("-t", "tmpfs", "-o", f"size={size}", "tmpfs", place)
    try:
        yield place
    finally:
        subprocess.run(["umount", place], check=True)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write into `folder`, not even root."""
    if not IS_ROOT:
        folder.chmod(0o555)
        yield
        folder.chmod(0o755)
        return
    mount("--bind", folder, folder)
    try:
        mount("-o", "remount,bind,ro", folder)
        yield
    finally:
        subprocess.run(["umount", folder], check=True)


def leftovers(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


@pytest.mark.parametrize("mask", ["0", "0o077"])
def test_modes_are_those_of_a_web_server_whatever_the_mask(site: SiteCase, mask: str) -> None:
    assert site.run("build", first=f"import os; os.umask({mask})").code == 0

    modes = {(path.is_dir(), path.stat().st_mode & 0o777) for path in [site.public, *site.public.rglob("*")]}
    assert modes == {(True, 0o755), (False, 0o644)}


def test_what_other_hands_have_closed_is_opened_again(site: SiteCase) -> None:
    site.build()
    page = site.public / "index.html"
    page.chmod(0o600)

    site.build()

    assert page.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("closed", ["os.close(2)", "os.close(0); os.close(1)", "os.closerange(0, 3)"])
def test_build_needs_no_standard_streams(site: SiteCase, closed: str) -> None:
    program = f"import os, sys; {closed}; os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", program, CATALOG, "build"]
    subprocess.run(command, cwd=site.root, capture_output=True, check=True)

    assert site.run("verify", "public").code == 0


def test_build_needs_no_home(site: SiteCase) -> None:
    nobody = """
import os, pwd

def getpwuid(*_):
    raise KeyError

pwd.getpwuid = getpwuid
for name in ("HOME", "XDG_CACHE_HOME"):
    os.environ.pop(name, None)
"""
    kept = site.run("build", first=nobody)

    assert kept.code == 3, kept.text
    assert "error[no-cache]: the folder for what builds remember: there is no home folder to have it in" in kept.stderr
    assert site.run("build", "--no-cache", first=nobody).code == 0


@pytest.mark.parametrize(
    ("refused", "told"),
    [
        ('threading.Thread.start = lambda _: fail(RuntimeError("can\'t start new thread"))', "Resource temporarily"),
        ("papercatalog.fill.load_theme = lambda _: fail(MemoryError())", "has not enough memory"),
        ("papercatalog.render.Renderer.render_watched = lambda *_: fail(MemoryError())", "has not enough memory"),
    ],
)
def test_machine_that_has_no_more_to_give_is_told_as_such(site: SiteCase, refused: str, told: str) -> None:
    site.build()
    before = site.tree()
    site.paper("another")
    first = f"""
import threading
import papercatalog.fill, papercatalog.render

def fail(error):
    raise error

{refused}
"""
    outcome = site.run("build", "--no-cache", "--jobs", "2", first=first)

    assert outcome.code == 3, outcome.text
    assert f"this machine: error[system-error]: {told}" in outcome.stderr
    assert site.tree() == before
    assert leftovers(site.root) == []


def test_full_disk_leaves_the_old_site_whole(site: SiteCase, tmp_path: Path) -> None:
    site.build()
    size = sum(len(content) + 4096 for content in site.tree().values())
    with small_disk(tmp_path / "disk", size * 3 // 2) as disk:
        site.build("--output", str(disk / "public"))
        before = read_tree(disk / "public")
        site.paper("another")

        outcome = site.run("build", "--no-cache", "--output", str(disk / "public"))

        assert outcome.code == 3, outcome.text
        said = f"{disk / 'public'}: error[system-error]: No space left on device\n  hint: make room on the disk"
        assert said in outcome.stderr
        assert read_tree(disk / "public") == before
        assert leftovers(disk) == []


def fill(disk: Path) -> None:
    """Take all the room that a file system has left."""
    with (disk / "ballast").open("wb", buffering=0) as ballast, suppress(OSError):
        while True:
            ballast.write(bytes(4096))


def test_disk_without_any_room_is_told_by_the_name_of_the_output(site: SiteCase, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4_000_000) as disk:
        site.build("--output", str(disk / "public"))
        site.paper("another")
        fill(disk)

        outcome = site.run("build", "--output", str(disk / "public"))

        assert outcome.code == 3, outcome.text
        assert f"{disk / 'public'}: error[system-error]: No space left on device" in outcome.stderr
        assert leftovers(disk) == []


def test_cache_without_any_room_is_told_once(site: SiteCase, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 4_000_000) as disk:
        site.build(XDG_CACHE_HOME=str(disk))
        fill(disk)
        site.write("site.yaml", "title: Another title\n")

        outcome = site.build("--jobs", "3", XDG_CACHE_HOME=str(disk))
        assert not [*disk.rglob("*.new")], "what could not be written takes no room"

    assert outcome.stderr.count("warning[cache-not-kept]") == 1, outcome.stderr
    assert "<title>Another title" in site.html("")


def test_file_cut_short_is_an_error_and_never_published(site: SiteCase) -> None:
    site.build()
    before = site.tree()
    largest = max(len(content) for content in before.values())
    site.paper("another")

    limit = f"resource.setrlimit(resource.RLIMIT_FSIZE, ({largest - 1}, {largest - 1}))"

    outcome = site.run("build", first=f"import resource; {limit}")

    assert outcome.code == 3, outcome.text
    assert "File too large" in outcome.stderr
    assert site.tree() == before
    assert leftovers(site.root) == []


@pytest.mark.parametrize("where", ["parent", "output"])
def test_read_only_place_is_refused_before_any_work(site: SiteCase, tmp_path: Path, where: str) -> None:
    output = tmp_path / "www" / "public"
    site.build("--output", str(output))
    site.paper("broken", "topics: [nowhere]")  # would be the first thing to be told, had any work begun

    with read_only(output.parent if where == "parent" else output):
        outcomes = [site.run("build", "--output", str(output))]
        if where == "parent":
            outcomes.append(site.run("build", "--output", str(output.with_name("new"))))

    for outcome in outcomes:
        assert outcome.code == 3, outcome.text
        assert "error[cannot-publish]" in outcome.stderr
        assert "read-only" in outcome.stderr
        assert "unknown-topic" not in outcome.stderr
    assert site.run("verify", str(output)).code == 0


def test_read_only_cache_is_refused_before_any_work(site: SiteCase, tmp_path: Path) -> None:
    cache = str(tmp_path / "cache")
    site.build(XDG_CACHE_HOME=cache)
    before = site.tree()
    site.paper("broken", "topics: [nowhere]")

    (kept,) = (tmp_path / "cache").glob("papercatalog/*/build")
    with read_only(kept.parent):
        outcome = site.run("build", XDG_CACHE_HOME=cache)

    assert outcome.code == 3, outcome.text
    assert f"{kept.parent}: error[no-cache]: the folder for what builds remember: is read-only" in outcome.stderr
    assert "unknown-topic" not in outcome.stderr
    assert site.tree() == before


def test_what_cannot_be_removed_is_told_and_named(site: SiteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    site.build()
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)

    told = build_site(site.root, site.public, "https://example.org/").warnings
    with pytest.raises(CatalogError) as refused:
        build_site(site.root, site.public, "https://example.com/")

    left = site.root / ".public.papercatalog-new"
    assert f"{left}: warning[cannot-publish]: what was published before cannot be removed" in str(told[-1])
    assert f"{left}: error[cannot-publish]: what was published before cannot be removed" in str(refused.value)
    assert "https://example.org/" in site.html("")


def test_output_on_another_device_is_staged_there(site: SiteCase, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 8_000_000) as disk:
        assert disk.stat().st_dev != site.root.stat().st_dev
        site.build("--output", str(disk / "public"))
        site.paper("another")
        site.build("--output", str(disk / "public"))

        assert "papers/another/index.html" in read_tree(disk / "public")
        assert leftovers(disk) == []


def test_mount_point_is_refused_before_any_work(site: SiteCase) -> None:
    with small_disk(site.public, 8_000_000):
        outcome = site.run("build")

    assert outcome.code == 3
    assert "it is a mount point" in outcome.stderr


def test_folder_of_the_same_disk_that_is_mounted_is_told_as_such(site: SiteCase) -> None:
    site.build("--output", "elsewhere")
    site.build()
    mount("--bind", site.root / "elsewhere", site.public)  # looks like any folder, but cannot be moved
    try:
        outcome = site.run("build", "--base-url", "https://example.org/")
    finally:
        subprocess.run(["umount", site.public], check=True)

    assert outcome.code == 3, outcome.text
    assert f"{site.public}: error[cannot-publish]: cannot write here: it is a mount point" in outcome.stderr
    assert leftovers(site.root) == []


def test_site_in_the_image_of_a_container_is_told_to_be_in_the_way(site: SiteCase, tmp_path: Path) -> None:
    site.build()
    upper, work, merged = (tmp_path / name for name in ("upper", "work", "merged"))
    for folder in (upper, work, merged):
        folder.mkdir()
    layers = f"lowerdir={site.root},upperdir={upper},workdir={work}"
    mount("-t", "overlay", "overlay", "-o", layers, merged)
    container = SiteCase(merged)
    try:
        outcome = container.run("build", "--base-url", "https://example.org/")
        left, tree = leftovers(merged), container.tree()
        shutil.rmtree(container.public)
        for address in ("https://example.org/", "https://example.com/"):
            container.build("--base-url", address)
    finally:
        subprocess.run(["umount", merged], check=True)

    assert outcome.code == 3, outcome.text
    said = f"{container.public}: error[cannot-publish]: cannot write here: it is in a lower layer of an overlay"
    assert said in outcome.stderr
    assert (left, tree) == ([], site.tree())


def test_second_build_says_who_holds_the_lock_and_harms_nothing(site: SiteCase) -> None:
    site.build()
    before = site.tree()
    first = subprocess.Popen(
        [CATALOG, "build", "--no-cache"], cwd=site.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    stage = site.root / ".public.papercatalog-new"
    wait_until(stage.exists)
    first.send_signal(signal.SIGSTOP)

    outcome = site.run("build")

    assert outcome.code == 3, outcome.text
    assert f"error[locked]: process {first.pid} is building here" in outcome.stderr
    assert stage.exists()
    first.send_signal(signal.SIGCONT)
    assert first.wait(60) == 0
    assert site.tree() == before
    assert leftovers(site.root) == []


def test_file_system_without_locks_is_told_at_the_lock(site: SiteCase) -> None:
    first = """
import fcntl, os

def flock(*_):
    raise OSError(38, os.strerror(38))

fcntl.flock = flock
"""
    outcome = site.run("build", first=first)

    assert outcome.code == 3, outcome.text
    assert f"{site.root / '.public.papercatalog-lock'}: error[system-error]: " in outcome.stderr
    assert not site.public.exists()


def test_many_builds_at_once_end_with_one_whole_site(site: SiteCase) -> None:
    site.build()
    expected = site.tree()
    builds = [
        subprocess.Popen(
            [CATALOG, "build"], cwd=site.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    ends = [(build.communicate()[1], build.returncode) for build in builds]

    assert {code for _, code in ends} <= {0, 3}
    assert all("error[locked]" in told for told, code in ends if code == 3), ends
    assert 0 in {code for _, code in ends}
    assert site.tree() == expected
    assert leftovers(site.root) == []


def test_lock_of_a_dead_build_is_taken_over(site: SiteCase) -> None:
    site.write(".public.papercatalog-lock", "1\n")
    site.write(".public.papercatalog-new/half", "a stage that was killed")
    site.paper("broken", "topics: [nowhere]")
    assert site.run("build").code == 1
    assert not site.public.exists()
    (site.root / "content/papers/broken.md").unlink()
    site.write(".public.papercatalog-new/half", "a stage that was killed")

    site.build()

    assert leftovers(site.root) == []
    assert "half" not in site.tree()


@pytest.mark.parametrize("failing", [("-new",), ("-new", "-old")])
def test_no_site_is_lost_where_the_second_of_two_renames_fails(site: SiteCase, failing: tuple[str, ...]) -> None:
    site.build()
    before = site.tree()
    site.paper("another")
    first = f"""
from pathlib import Path
from papercatalog import publish

def rename(self, other, whole=Path.rename):
    if self.name.endswith({failing}):
        raise OSError(28, "No space left on device")
    return whole(self, other)

Path.rename = rename
publish.exchange = lambda *_: False
"""
    outcome = site.run("build", first=first)

    assert outcome.code == 3, outcome.text
    if failing == ("-new",):
        assert site.tree() == before
    else:  # and the old one cannot come back either
        assert "public: warning[completed-build]: the build before this was killed" in site.build().stderr
        assert "papers/another/index.html" in site.tree()
    assert leftovers(site.root) == []


@pytest.mark.parametrize(("command", "broken"), [("build", "content/papers/one.md"), ("verify", "public/index.html")])
def test_site_that_is_completed_is_told_of_where_an_error_follows(site: SiteCase, command: str, broken: str) -> None:
    site.build()
    site.write(broken, "changed by hand")
    shutil.copytree(site.public, site.root / ".public.papercatalog-old")
    site.public.rename(site.root / ".public.papercatalog-new")

    outcome = site.run(command, *(["public"] if command == "verify" else []))

    assert outcome.code == 1
    assert "public: warning[completed-build]" in outcome.stderr
    assert outcome.stderr.endswith("\n1 error, 1 warning\n")
    assert site.public.exists()
    assert leftovers(site.root) == []


def test_file_system_that_cannot_exchange_folders_gets_two_renames_and_is_named(site: SiteCase) -> None:
    site.build()
    site.paper("another")

    outcome = site.build(first="from papercatalog import publish; publish.exchange = lambda *_: False")

    assert "warning[not-in-one-step]" in outcome.stderr
    assert "papers/another/index.html" in site.tree()
    assert leftovers(site.root) == []
