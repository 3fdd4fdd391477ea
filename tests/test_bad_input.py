"""Input that cannot lie in a repository: file names that some systems refuse, special files, large files, raw bytes.

The rest of what may be wrong with content is in invalid/, a folder a case.
"""

import errno
import os
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conftest import MakeSite
from papercatalog import files
from papercatalog.build import build_site
from papercatalog.diagnostics import CatalogError
from papercatalog.scope import EVERYTHING, make_scope
from papercatalog.tidy import tidy_pages
from sitecase import Outcome, SiteCase

PAPER = "---\ntitle: {}\nadded: 2026-01-01\n---\nText.\n"


def check(site: SiteCase) -> str:
    """Run `catalog check`, insist that it finds content at fault, and return what it says."""
    return _faults(site.run("check"))


def check_within_memory(site: SiteCase) -> str:
    """Do the same, and insist that neither this command nor one of its like took more than half a gigabyte."""
    said = _faults(site.run_anew("check"))
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 512 * 1024
    return said


def _faults(outcome: Outcome) -> str:
    assert outcome.code == 1, outcome.text
    return outcome.stderr


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("con", '"con" is a device on Windows'),
        ("com1", '"com1" is a device on Windows'),
        ("Con", "hint: rename it\n"),
        ("A Paper", "hint: rename it to a-paper.md"),
        ("trailing-", "hint: rename it to trailing.md"),
        ("dot.", "hint: rename it to dot.md"),
        ("a:b", "hint: rename it to a-b.md"),
        ("x" * 100, "has 100 characters, more than the 80 of an id"),
        ("mu\u0308ller-2020-x", "hint: rename it to muller-2020-x.md"),
        ("%2e%2e%2fx", "hint: rename it to 2e-2e-2fx.md"),
        ("a\u2215b", "invalid-file-name"),
        ("a\\b", "invalid-file-name"),
    ],
)
def test_unsafe_file_name_is_an_error(site: SiteCase, name: str, said: str) -> None:
    site.write(f"content/papers/{name}.md", PAPER.format("Anything"))

    text = check(site)

    assert "error[invalid-file-name]" in text
    assert said in text
    assert "1 error\n" in text


def test_no_file_is_to_take_the_name_of_another_one(site: SiteCase) -> None:
    site.write("content/papers/new.MD", PAPER.format("Anything"))
    for name in ("Doe 2020 Example", "New", "new!"):
        site.write(f"content/papers/{name}.md", PAPER.format(name))

    text = check(site)

    assert "Doe 2020 Example.md: error[invalid-file-name]" in text
    assert "hint: rename it, but not to doe-2020-example.md: that name is taken" in text
    assert text.count("hint: rename it to new.md") == 1
    assert text.count("hint: rename it, but not to new.md: that name is taken") == 2


def test_folder_with_the_name_of_a_page_is_no_file(site: SiteCase) -> None:
    (site.root / "content/papers/new.md").mkdir()

    assert check(site).startswith(
        "content/papers/new.md: error[not-a-file]: is not a regular file\n  hint: remove it\n"
    )


def test_names_equal_after_folding_are_named_together(site: SiteCase) -> None:
    for name in ("GAN", "gan", "\uff27\uff21\uff2e"):
        site.write(f"content/topics/{name}.md", f"---\nname: {name}\n---\n")

    text = check(site)

    assert "error[ambiguous-file-name]" in text
    assert "GAN.md, gan.md, \uff27\uff21\uff2e.md" in text


def test_byte_order_mark_and_windows_line_ends_are_accepted(site: SiteCase) -> None:
    text = PAPER.format("Windows").replace("\n", "\r\n")
    site.write("content/papers/windows.md", b"\xef\xbb\xbf" + text.encode())

    assert "2 papers checked" in site.run("check").stdout


@pytest.mark.parametrize("leftover", ["content/.DS_Store", "content/papers/.x.md.swp", "content/papers/x.md~"])
def test_leftovers_of_editors_and_desktops_are_passed_over(site: SiteCase, leftover: str) -> None:
    site.write(leftover, b"\x00")

    assert site.run("check").text == "1 paper checked, no errors\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"---\ntitle: ab\xff\n---\n", "bad.md:2:10: error[not-utf-8]: is not UTF-8: byte 0xFF at offset 13"),
        (b"---\ntitle: a\x00b\n---\n", "bad.md:2:9: error[forbidden-character]: contains the character U+0000"),
        (b"---\ntitle: a\rb\n---\n", "bad.md:2:9: error[forbidden-character]: contains the character U+000D"),
        ("---\ntitle: a\u2028b\n---\n".encode(), "bad.md:2:9: error[forbidden-character]"),
        (b'---\ntitle: "\\ud800"\n---\n', "bad.md:2:"),
        (b'---\ntitle: "\\x07"\n---\n', "bad.md:2:8: error[forbidden-character]"),
    ],
)
def test_unfit_bytes_are_located(site: SiteCase, content: bytes, said: str) -> None:
    site.write("content/papers/bad.md", content)

    assert said in check(site)


def test_too_large_file_is_refused_unread(site: SiteCase) -> None:
    with (site.root / "content/papers/large.md").open("wb") as file:
        file.truncate(50 * 1024 * 1024)

    text = check(site)

    assert "large.md: error[too-large]: has 52,428,800 bytes, more than the 262,144 allowed" in text


def test_large_front_matter_is_refused(site: SiteCase) -> None:
    site.write("content/papers/large.md", "---\ntitle: " + "x" * 70_000 + "\n---\n")

    assert "large.md:2:1: error[too-large]: more than 64 KiB of YAML" in check(site)


@pytest.mark.parametrize(
    ("text", "said"),
    [("x" * 65_537, "has 65,537 characters, more than the 65,536"), ("[" * 5_001, "has 5,001 opening brackets")],
)
def test_text_that_would_take_long_is_refused(site: SiteCase, text: str, said: str) -> None:
    site.write("content/papers/large.md", f"---\ntitle: T\nadded: 2026-01-01\n---\n\n{text}\n")

    assert f"large.md:6: error[too-large]: the text {said}" in check(site)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.symlink_to("/etc/passwd"),
        lambda path: path.symlink_to("doe-2020-example.md"),
        lambda path: path.symlink_to(path.name),
        lambda path: path.symlink_to("missing.md"),
    ],
    ids=["out", "inside", "loop", "dangling"],
)
def test_linked_page_is_refused(site: SiteCase, make: Callable[[Path], None]) -> None:
    make(site.root / "content/papers/linked.md")

    text = check(site)

    assert "content/papers/linked.md: error[symlink]: is a symbolic link, which is never followed" in text
    assert "root:" not in text


@pytest.mark.parametrize("folder", ["content/papers", "content/datasets", "content"])
def test_linked_folder_is_refused(site: SiteCase, folder: str) -> None:
    place = site.root / folder
    place.rename(site.root / "elsewhere")
    place.symlink_to(site.root / "elsewhere")

    assert f"{folder}: error[not-a-folder]: must be a folder, and not a link\n" in check(site)


def test_missing_content_is_an_error(site: SiteCase) -> None:
    (site.root / "content").rename(site.root / "elsewhere")

    assert "content: error[no-content]: there is no such folder\n" in check(site)


def test_pipe_is_refused_without_opening_it(site: SiteCase) -> None:
    os.mkfifo(site.root / "content/papers/pipe.md")

    outcome = site.run("check", timeout=10)

    assert outcome.code == 1
    assert "content/papers/pipe.md: error[not-a-file]" in outcome.stderr


def test_file_that_is_replaced_once_it_has_been_looked_at_does_no_harm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "check_regular_file", lambda *_: None)
    link, pipe, large = (tmp_path / name for name in ("link", "pipe", "large"))
    link.symlink_to(large)
    os.mkfifo(pipe)
    large.write_bytes(bytes(files.MAX_FILE_BYTES + 10))

    with pytest.raises(CatalogError, match="cannot be read"):
        files.read_bytes(link, "link")
    assert files.read_bytes(pipe, "pipe") == b"", "nobody waits for a writer"
    assert len(files.read_bytes(large, "large")) <= files.MAX_FILE_BYTES + 1


def test_place_that_cannot_be_written_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()

    with pytest.raises(OSError, match="directory") as refused:
        files.replace_bytes(folder, b"x")

    assert (refused.value.filename, list(tmp_path.iterdir())) == (str(folder), [folder])


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_is_an_error(site: SiteCase) -> None:
    (site.root / "content/papers/doe-2020-example.md").chmod(0)

    assert "error[unreadable-file]: cannot be read: Permission denied" in check(site)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize(("folder", "mode"), [("content", 0), ("content/topics", 0), ("content/topics", 0o111)])
def test_unreadable_folder_is_an_error(site: SiteCase, folder: str, mode: int) -> None:
    (site.root / folder).chmod(mode)
    outcomes = [site.run(*command) for command in (["check"], ["fmt"], ["fmt", "--check"], ["build"], ["stats"])]
    (site.root / folder).chmod(0o755)

    for outcome in outcomes:
        said = f"{folder}: error[unreadable-file]: cannot be read: Permission denied\n  hint: check its permissions\n"
        assert (outcome.code, outcome.text) == (1, f"{said}1 error\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_folder_whose_files_cannot_be_opened_is_not_taken_for_empty(site: SiteCase) -> None:
    (site.root / "content").chmod(0o444)
    outcomes = [site.run(command) for command in ("check", "fmt", "build")]
    (site.root / "content").chmod(0o755)

    for outcome in outcomes:
        assert outcome.code == 1
        assert "content/papers: error[unreadable-file]: cannot be read: Permission denied" in outcome.stderr


def test_folder_that_cannot_be_read_is_named(site: SiteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    """As above, for those whom the system refuses nothing."""
    scan = os.scandir

    def refuse(path: str | Path | int) -> Any:
        if str(path).endswith("/topics"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    said = "content/topics: error[unreadable-file]: cannot be read: Permission denied\n  hint: check its permissions"

    with pytest.raises(CatalogError) as caught:
        build_site(site.root, site.root / "public")
    assert str(caught.value) == said
    assert [str(problem) for problem in tidy_pages(site.root, EVERYTHING).diagnostics] == [said]
    assert not tidy_pages(site.root, make_scope(site.root, [site.root / "content/papers"])).diagnostics


def test_bombs_stay_cheap(site: SiteCase) -> None:
    merges = "\n".join(f"k{n}: &k{n} {{<<: [{', '.join([f'*k{n - 1}'] * 9)}]}}" for n in range(1, 8))
    aliases = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10))
    site.write("content/papers/merge.md", f"---\nk0: &k0 {{x: y}}\n{merges}\n---\n")
    site.write("content/papers/alias.md", f"---\na0: &a0 [lol]\n{aliases}\n---\n")
    site.write("content/papers/deep.md", "---\ntitle: " + "[" * 60_000 + "\n---\n")
    started = time.perf_counter()
    text = check_within_memory(site)

    assert "merge.md:2:5: error[yaml-anchor]" in text
    assert "alias.md:2:5: error[yaml-anchor]" in text
    assert "deep.md:2:24: error[yaml-depth]" in text
    # Generous against a slow machine; unguarded, each of the three takes far longer or never ends.
    assert time.perf_counter() - started < 5


def test_every_faulty_file_is_counted_and_the_first_are_shown(site: SiteCase, soak: bool) -> None:
    count = 20_000 if soak else 300
    for number in range(count):
        site.write(f"content/papers/p{number:05}.md", "---\nadded: 2026-01-01\n---\n")

    text = check_within_memory(site)

    assert text.count("error[missing-field]") == 200
    assert text.endswith(f"{count:,} errors (the first 200 are shown)\n")


def test_diagnostics_cannot_forge_terminal_output(site: SiteCase) -> None:
    site.write("content/papers/x.md", '---\ntitle: T\nadded: 2026-01-01\n"\\e[31m::error::\\n": x\n---\n')

    text = check(site)

    assert "\x1b" not in text
    assert not any(line.startswith("::") for line in text.splitlines())


def test_path_that_windows_cannot_hold_is_an_error(make_site: MakeSite) -> None:
    site = make_site({"content/pages/aux.md": "---\ntitle: Aux\n---\nText.\n"})

    assert '"aux" is a device on Windows' in check(site)


def test_ten_thousand_mistakes_in_one_file_are_told_without_delay(site: SiteCase) -> None:
    site.paper("one", f"results: [{'{}, ' * 5_000}{'{a: b}, ' * 3_000}]")

    text = check(site)

    assert 'error[missing-field]: "results[0].metric" is missing' in text
    assert "27,000 errors" in text


def test_of_thousands_of_unknown_names_only_those_that_are_shown_take_time(site: SiteCase) -> None:
    methods = [f"some-method-{number}" for number in range(1_500)]
    site.write("content/methods.yaml", "".join(f"- {{id: {method}, name: {method}}}\n" for method in methods))
    for paper in "abcdefghijklmnopqrstuvwxyz":
        site.paper(paper, f"methods: [{', '.join(f'{method}-x' for method in methods)}]")

    outcome = site.run("check", timeout=15)  # to look for the nearest of each takes longer

    assert outcome.stderr.count('did you mean "some-method-') == 200
    assert outcome.stderr.endswith("39,000 errors (the first 200 are shown)\n")


def test_thousands_of_topics_in_a_line_and_in_a_circle_are_told_of_without_delay(site: SiteCase) -> None:
    for number in range(3_000):
        site.write(f"content/topics/c{number}.md", f"---\nname: C {number}\nparent: c{(number + 1) % 3_000}\n---\n")
        parent = f"parent: l{number - 1}\n" if number else ""
        site.write(f"content/topics/l{number}.md", f"---\nname: L {number}\n{parent}---\n")

    text = check(site)

    circle = "c0 < c1 < c2 < c3 < c4 < … 2,994 more … < c2999 < c0\n"
    assert f"content/topics/c0.md:3:9: error[topic-cycle]: the topic is its own ancestor: {circle}" in text
    assert "content/topics/l20.md:3:9: error[topic-too-deep]: the topic is 21 levels deep" in text
    assert "2 errors\n" in text
