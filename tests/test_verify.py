"""A published folder against the manifest of its build."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from papercatalog import manifest
from sitecase import SiteCase, write_minimal


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = write_minimal(tmp_path_factory.mktemp("once"))
    site.build()
    return site.root


@pytest.fixture
def built(once: Path, tmp_path: Path) -> SiteCase:
    return SiteCase(shutil.copytree(once, tmp_path / "site"))


def test_untouched_folder_passes_wherever_it_is_copied(built: SiteCase, tmp_path: Path) -> None:
    shutil.copytree(built.public, tmp_path / "copy")

    outcome = built.run("verify", str(tmp_path / "copy"))

    assert outcome.code == 0, outcome.text
    assert f"{len(built.tree()) - 1} files as built; fingerprint " in outcome.stdout
    assert outcome.stdout == built.run("verify", "public").stdout


def test_every_difference_is_told_with_its_file(built: SiteCase) -> None:
    built.edit("public/index.html", "Test catalogue", "Best catalogue")
    (built.public / "404.html").unlink()
    built.write("public/papers/extra/index.html", "<p>planted</p>")
    built.write("public/papers/.papercatalog", "")
    (built.public / "link").symlink_to("/etc")
    (built.public / "search/index.html").unlink()
    (built.public / "search/index.html").symlink_to("../index.html")

    outcome = built.run("verify", "public")

    assert outcome.code == 1
    assert outcome.stderr.splitlines() == [
        "public/404.html: error[missing-file]: is in the manifest, but not here",
        "public/index.html: error[changed-file]: is not as it was built",
        "public/link: error[added-file]: is not in the manifest",
        "public/papers/.papercatalog: error[added-file]: is not in the manifest",
        "public/papers/extra/index.html: error[added-file]: is not in the manifest",
        "public/search/index.html: error[changed-file]: is no longer a regular file",
        "6 errors",
    ]


@pytest.mark.parametrize("is_added", [False, True])
def test_site_that_is_published_meanwhile_is_compared_as_well(
    built: SiteCase, is_added: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = built.paper("another").root / "content/papers/another.md"
    if not is_added:
        built.build()
        paper.unlink()
    digest = manifest._digest

    def publish_first(path: str) -> str:
        monkeypatch.setattr(manifest, "_digest", digest)
        built.build("--base-url", "https://example.org/")
        return digest(path if is_added else str(built.public / "papers/another/index.html"))

    monkeypatch.setattr(manifest, "_digest", publish_first)

    found = manifest.verify_folder(built.public)

    assert found.problems == ()
    assert f"fingerprint {found.fingerprint}" in built.run("verify", "public").stdout


def test_file_that_goes_while_it_is_compared_is_not_passed_over(
    built: SiteCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest = manifest._digest
    monkeypatch.setattr(manifest, "_digest", lambda path: Path(path).unlink() or digest(path))

    with pytest.raises(FileNotFoundError):
        manifest.verify_folder(built.public)


def test_folder_without_manifest_is_wrong_usage(built: SiteCase) -> None:
    for folder in ("content", "nowhere", "."):
        outcome = built.run("verify", folder)

        assert outcome.code == 2
        assert f"{folder}: error[no-manifest]" in outcome.stderr


def test_folder_that_is_not_there_is_told_as_such(built: SiteCase) -> None:
    outcome = built.run("verify", "pubic")

    assert (outcome.code, "pubic: error[no-manifest]: there is no such folder\n" in outcome.stderr) == (2, True)


def test_all_files_are_named_alike_from_within_the_folder(built: SiteCase) -> None:
    (built.public / "404.html").unlink()
    built.write("public/index.html", "changed").write("public/new.html", "new")

    outcome = SiteCase(built.public).run("verify", ".")

    assert re.findall(r"^(\S+): error", outcome.stderr, re.MULTILINE) == ["404.html", "index.html", "new.html"]


@pytest.mark.parametrize(
    "damaged", ["rubbish", f"{'0' * 63}  x.html", f"{'0' * 64} x.html", f"{'0' * 64}  ", f"{'0' * 64}  404.html"]
)
def test_damaged_manifest_is_named_with_its_line(built: SiteCase, damaged: str) -> None:
    manifest = built.public / ".papercatalog"
    lines = manifest.read_text().splitlines()
    assert lines[2].endswith("  404.html")
    manifest.write_text("\n".join([*lines[:5], damaged, *lines[5:]]))

    outcome = built.run("verify", "public")

    assert outcome.code == 1
    assert "public/.papercatalog:6: error[damaged-manifest]" in outcome.stderr


def test_manifest_that_is_a_link_is_none(built: SiteCase) -> None:
    manifest = built.public / ".papercatalog"
    manifest.rename(built.root / "manifest")
    manifest.symlink_to(built.root / "manifest")

    assert "error[no-manifest]" in built.run("verify", "public").stderr


def test_manifest_of_somebody_else_opens_nothing_outside(built: SiteCase) -> None:
    outside = built.root / "outside"
    os.mkfifo(outside)  # opening it would hang
    with (built.public / ".papercatalog").open("a") as manifest:
        manifest.write(f"{'0' * 64}  ../outside\n{'0' * 64}  {outside}\n")

    outcome = built.run("verify", "public", timeout=30)

    assert outcome.code == 1
    assert outcome.stderr.count("error[missing-file]") == 2


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not installed")
def test_manifest_is_one_that_sha256sum_reads(built: SiteCase) -> None:
    command = ["sha256sum", "--check", "--strict", ".papercatalog"]
    done = subprocess.run(command, cwd=built.public, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == len(built.tree()) - 1


def test_manifest_is_sorted_and_tells_neither_time_nor_place(built: SiteCase) -> None:
    before = (built.public / ".papercatalog").read_text()
    paths = [line[66:] for line in before.splitlines() if not line.startswith("#")]

    built.build("--output", "elsewhere")

    assert paths == sorted(built.tree().keys() - {".papercatalog"})
    assert (built.root / "elsewhere/.papercatalog").read_text() == before
