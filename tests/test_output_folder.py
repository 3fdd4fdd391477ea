"""Which folders a build may replace, and what a failed build leaves behind."""

from pathlib import Path

import pytest

from papercatalog.manifest import MANIFEST, verify_folder
from papercatalog.output import OutputFile, Stage
from sitecase import SiteCase, read_tree


def refused(site: SiteCase, *arguments: str, **environment: str) -> str:
    before = {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()}

    outcome = site.run("build", *arguments, **environment)

    assert outcome.code == 2, outcome.text
    assert "error[refused-output]" in outcome.stderr
    assert {path: path.read_bytes() for path in site.root.rglob("*") if path.is_file()} == before
    return outcome.stderr


@pytest.mark.parametrize(
    "target", [".", "..", "/", "content", "content/papers", "themes", "themes/mine", ".git/new", "../../.."]
)
def test_sources_and_what_contains_them_are_refused(site: SiteCase, target: str) -> None:
    (site.root / "themes").mkdir()

    assert "will not write here" in refused(site, "--output", target)


@pytest.mark.parametrize("target", ["content", "content/papers/new", "themes/mine", "way-in/papers"])
def test_no_output_goes_among_the_sources(site: SiteCase, target: str) -> None:
    site.build("--base-url", "https://papers.example.org/")
    (site.root / "way-in").symlink_to("content")

    for command in (
        ["digest", "--since", "2020-01-01", "--base-url", "https://papers.example.org/", "--output", target],
        ["schema", "--output", target],
        ["compare", "public", "public", "--pages", f"{target}/pages"],
        ["compare", "public", "public", "--summary", f"{target}/summary.md"],
        ["check", "--changed", "HEAD", "--summary", f"{target}/summary.md"],
        ["init", f"{target}/mine"],
    ):
        before = sorted(site.root.rglob("*"))
        outcome = site.run(*command)

        assert outcome.code == 2, outcome.text
        assert "error[refused-output]: will not write here: it is part of the catalogue's " in outcome.stderr
        assert sorted(site.root.rglob("*")) == before
    assert site.run("check").code == 0


def test_folder_that_is_only_called_like_a_source_is_no_source(site: SiteCase) -> None:
    assert site.run("schema", "--output", "schemas/content").code == 0


def test_part_of_a_published_site_is_refused(site: SiteCase) -> None:
    site.build()

    assert "it is part of a published site" in refused(site, "--output", "public/papers")


def test_home_is_refused(site: SiteCase, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()

    assert "it is the home folder" in refused(site, "--output", str(home), HOME=str(home))
    assert "it contains the home folder" in refused(site, "--output", str(home), HOME=str(home / "me"))


def test_folder_of_somebody_else_is_refused(site: SiteCase) -> None:
    site.write("public/thesis.txt", "irreplaceable")

    assert "it has no .papercatalog file" in refused(site)


@pytest.mark.parametrize("is_worktree", [False, True])
def test_clone_of_what_was_published_is_refused(site: SiteCase, is_worktree: bool) -> None:
    site.build()
    site.write("public/.git" if is_worktree else "public/.git/HEAD", "gitdir: ../.git/worktrees/public\n")
    site.paper("another")

    assert "it has a .git, which would be removed" in refused(site)


def test_link_is_refused(site: SiteCase, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    site.public.symlink_to(tmp_path / "real")

    assert "it is a symbolic link" in refused(site)


def test_link_to_the_sources_is_refused(site: SiteCase, tmp_path: Path) -> None:
    (tmp_path / "way-in").symlink_to(site.root)

    for target in ("content", "content/new"):
        told = refused(site, "--output", str(tmp_path / "way-in" / target))
        assert "it is part of the catalogue's content/" in told


def test_dots_after_a_link_lead_where_the_system_says(site: SiteCase, tmp_path: Path) -> None:
    thesis = tmp_path / "work" / "thesis" / "thesis.tex"
    for folder in (thesis.parent, tmp_path / "work" / "drafts"):
        folder.mkdir(parents=True)
    thesis.write_text("irreplaceable")
    (site.root / "drafts").symlink_to(tmp_path / "work" / "drafts")

    assert "it has no .papercatalog file" in refused(site, "--output", "drafts/../thesis")
    assert "it contains the catalogue itself" in refused(site, "--output", "drafts/../..")
    assert thesis.read_text() == "irreplaceable"
    site.build("--output", "drafts/../public")
    assert site.run("verify", str(tmp_path / "work" / "public")).code == 0


def test_links_in_a_circle_are_no_fault_of_the_program(site: SiteCase) -> None:
    (site.root / "circle").symlink_to("circle")

    assert "it is a symbolic link" in refused(site, "--output", "circle")
    for arguments in (["build", "-o", "circle/public"], ["schema", "-o", "circle/schemas"], ["init", "circle/mine"]):
        assert site.run(*arguments).code == 3
    assert site.run("build", "--site", "circle").code == 2


def test_file_is_refused(site: SiteCase) -> None:
    site.write("public", "a file")

    assert "it is a file" in refused(site)


def test_empty_folder_and_own_folder_are_taken(site: SiteCase) -> None:
    site.public.mkdir()
    site.build()
    site.build()

    assert (site.public / "index.html").is_file()


@pytest.mark.parametrize("fault", ["content", "theme"])
def test_failed_build_leaves_the_published_site_as_it_was(site: SiteCase, fault: str) -> None:
    site.build()
    before = site.tree()
    if fault == "content":
        site.paper("broken", "topics: [nowhere]")
    else:
        site.write("themes/mine/theme.yaml", "extends: default\n")
        site.write("themes/mine/templates/paper.html", "{{ nothing.here }}")
        site.edit("site.yaml", "title:", "theme: mine\ntitle:")

    assert site.run("build").code == 1

    assert site.tree() == before
    assert not [path for path in site.root.iterdir() if path.name.startswith(".")]


def test_file_that_becomes_a_folder_and_folder_that_becomes_a_file(tmp_path: Path) -> None:
    """No page or export of ours does that; one that somebody adds may."""
    before = {"a": b"1", "b/c/d": b"2", "e": b"3", "f/g/h": b"6"}
    after = {"a/x": b"4", "b": b"5", "e": b"3"}
    standing: dict[str, str] = {}
    for files in (before, after, before):
        stage = Stage(tmp_path, standing)
        for path, content in files.items():
            stage.write(OutputFile(path, content))
        stage.seal()

        assert {path: content for path, content in read_tree(tmp_path).items() if path != MANIFEST} == files
        assert verify_folder(tmp_path).problems == ()
        assert all(any(path.iterdir()) for path in tmp_path.rglob("*") if path.is_dir()), "no folder is left empty"
        standing = stage.digests


def test_file_that_becomes_a_folder_for_two_processes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    for path in ("a/x", "a/y"):
        Stage(tmp_path, {"a": "0" * 64}).write(OutputFile(path, b"2"))

    assert read_tree(tmp_path) == {"a/x": b"2", "a/y": b"2"}


def test_file_has_one_owner(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    stage.write(OutputFile("a", b"1"))

    with pytest.raises(ValueError, match="written twice: a"):
        stage.write(OutputFile("a", b"1"))
    with pytest.raises(ValueError, match="written twice: a"):
        stage.claim({"a": "0" * 64})


def test_deleted_and_renamed_papers_leave_nothing_behind(site: SiteCase) -> None:
    site.paper("gone", body="Zebrafish swim.").paper("old-name", body="Text.")
    site.build("--base-url", "https://example.org/")
    assert any(b"ebrafish" in content for content in site.tree().values())

    (site.root / "content/papers/gone.md").unlink()
    (site.root / "content/papers/old-name.md").unlink()
    site.paper("new-name", "aliases: [old-name]")
    site.build("--base-url", "https://example.org/")

    tree = site.tree()
    assert not any("gone" in path for path in tree)
    assert not any(b"ebrafish" in content or b"About gone" in content for content in tree.values())
    assert 'href="../../papers/new-name/"' in site.html("papers/old-name")
    assert b"old-name" not in tree["sitemap.xml"]
