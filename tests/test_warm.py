"""Builds that follow another one: they do less, and make the same."""

import errno
import os
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from papercatalog.build import build_site
from papercatalog.cache import Cache, open_cache
from papercatalog.catalog import Catalog
from papercatalog.config import load_config
from papercatalog.content import read_content
from papercatalog.diagnostics import CatalogError
from papercatalog.known import load_known, save_known
from sitecase import SiteCase, read_tree


@pytest.fixture
def site(site: SiteCase) -> SiteCase:
    """A catalogue whose files were written some time ago."""
    site.paper("other", "topics: [examples]\nauthors: [Jane Doe]", "We say more of ToySet.")
    settle()
    return site


def settle() -> None:
    """Wait until nobody has just changed the files of the catalogue: only then are they known by their state."""
    time.sleep(0.2)


def cold(site: SiteCase, *options: str) -> dict[str, bytes]:
    """Return what a build makes that knows of no other."""
    output, cache = site.root.parent / "cold", site.root.parent / "cold-cache"
    for folder in (output, cache):
        shutil.rmtree(folder, ignore_errors=True)
    site.build("--output", str(output), *options, XDG_CACHE_HOME=str(cache))
    return read_tree(output)


def cache_file(site: SiteCase, name: str) -> Path:
    (file,) = Path(os.environ["XDG_CACHE_HOME"]).glob(f"papercatalog/*/{name}")
    return file


@pytest.fixture(autouse=True)
def _own_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))


def test_file_of_search_may_not_be_linked_to_because_its_name_will_change(site: SiteCase) -> None:
    site.build()
    (file,) = (site.public / "data/search").glob("vocabulary-*.json")
    site.write("content/pages/more.md", f"---\ntitle: More\n---\nSee [it](/data/search/{file.name}).\n")

    for options in ((), ("--no-cache",)):
        assert f"there is no file /data/search/{file.name}" in site.run("build", *options).stderr


def test_second_build_writes_nothing(site: SiteCase) -> None:
    first = site.build()
    tree, inode = site.tree(), site.public.stat().st_ino

    second = site.build()

    files = len(tree) - 1  # the manifest does not count itself
    assert f"2 papers: {files:,} files written, 0 unchanged in public" in first.stdout
    assert f"2 papers: 0 files written, {files:,} unchanged in public" in second.stdout
    assert second.stderr == first.stderr, "warnings are told each time"
    assert (site.tree(), site.public.stat().st_ino) == (tree, inode)


def test_one_paper_changed_writes_what_shows_it_again_and_again(site: SiteCase) -> None:
    site.build()
    for words in ("One wording.", "Another wording.", "A third wording."):
        site.paper("other", "topics: [examples]", words)

        outcome = site.build()

        assert site.tree() == cold(site)
        assert words in site.html("papers/other")
        assert " 0 unchanged" not in outcome.stdout
        assert " 0 files written" not in outcome.stdout


def test_site_is_known_again_whatever_has_changed_in_it(site: SiteCase) -> None:
    more = site.root / "content/papers/more.md"
    changes: list[Callable[[], object]] = [
        lambda: site.paper("other", "topics: [examples]", "Another wording."),
        lambda: site.paper("more", "topics: [examples]\nauthors: [John Roe]"),
        lambda: more.rename(more.with_name("less.md")),
        lambda: more.with_name("less.md").unlink(),
        lambda: site.edit("content/papers/other.md", "Another", "A third"),
    ]

    def find_sheet(folder: Path) -> int:
        return next(folder.rglob("style.css")).stat().st_ino

    site.build()
    spare = 0
    for change in changes:
        change()
        settle()
        assert " 0 files written" not in site.build().stdout
        assert " 0 files written" in site.build().stdout
        assert site.run("verify", "public").code == 0
        assert spare in (0, find_sheet(site.public)), "the stage began with the site before"
        spare = find_sheet(cache_file(site, "spare"))


@pytest.mark.parametrize("options", [(), ("--base-url", "https://example.org/")])
def test_page_that_shows_nothing_of_a_paper_is_not_made_again(site: SiteCase, options: tuple[str, ...]) -> None:
    site.build(*options)
    site.paper("other", "topics: [examples]", "Another wording.")

    outcome = site.build("--timings", *options)

    assert not re.search(r"^pages: compare .*files?$", outcome.stderr, re.MULTILINE)
    assert re.search(r"^pages: paper +[0-9.]+ s +[12] files?$", outcome.stderr, re.MULTILINE)


def test_export_that_says_nothing_of_a_paper_is_not_made_again(site: SiteCase) -> None:
    def count_made() -> int:
        found = re.search(
            r"^export: paper_lists +[0-9.]+ s +([0-9]+) files$", site.build("--timings").stderr, re.MULTILINE
        )
        return int(found[1]) if found else 0

    first = count_made()
    site.paper("other", "topics: [examples]", "Another wording.")

    assert 0 < count_made() < first
    assert site.tree() == cold(site)


def test_pieces_in_which_a_large_site_is_made_change_nothing(site: SiteCase) -> None:
    small_pieces = """
from papercatalog import content, fill, seal
from papercatalog.related import renewal
content._FILES_AT_ONCE = fill._PAGES_AT_ONCE = seal._FILES_AT_ONCE = renewal._PAPERS_AT_ONCE = 2
"""

    def build() -> tuple[str, int]:
        """Return what was told, and how many pages were made."""
        settle()
        done = site.build("--jobs", "2", "--timings", first=small_pieces)
        return done.stdout, sum(map(int, re.findall(r"^pages: .* ([0-9]+) files?$", done.stderr, re.MULTILINE)))

    for number in range(5):
        site.paper(f"more-{number}", "topics: [examples]")
    _, pages = build()
    told, _ = build()
    assert " 0 files written" in told
    made: list[int] = []
    for before, words in ("We say", "They say"), ("They say", "You say"):
        site.edit("content/papers/other.md", before, words)

        told, number = build()

        assert " 0 unchanged" not in told
        made.append(number)
    assert made[0] == made[1] < pages, "pages that were kept, by whomever, are known to the next build"
    assert site.tree() == cold(site)


def test_timings_name_the_files_that_are_slow_to_read(site: SiteCase) -> None:
    site.paper("slow", body="$" + "x^{2}+" * 200 + "1$ [@slow] " * 50)
    outcome = site.build("--timings")
    assert re.search(
        r"^slowest files to read: content/papers/slow\.md [0-9.]+ ms, content/", outcome.stderr, re.MULTILINE
    )


def change(site: SiteCase) -> None:
    (site.public / "index.html").write_text("not ours", encoding="utf-8")


def add(site: SiteCase) -> None:
    (site.public / "papers/other/more.txt").write_text("not ours", encoding="utf-8")


def remove_all(site: SiteCase) -> None:
    shutil.rmtree(site.public)


@pytest.mark.parametrize("meddle", [change, add, remove_all])
def test_what_other_hands_did_to_the_published_folder_is_undone(
    site: SiteCase, meddle: Callable[[SiteCase], None]
) -> None:
    site.build()
    site.paper("other", "topics: [examples]", "Another wording.")
    settle()
    site.build()  # from now on there is a site before the last one
    tree = site.tree()
    meddle(site)

    site.build()

    assert site.tree() == tree
    assert site.run("verify", "public").code == 0


def test_what_other_hands_did_to_the_site_before_is_not_published(site: SiteCase) -> None:
    site.build()
    site.paper("other", "topics: [examples]", "Another wording.")
    site.build()
    spare = cache_file(site, "spare")
    (spare / "index.html").write_text("not ours", encoding="utf-8")
    (spare / "more.txt").write_text("not ours", encoding="utf-8")
    site.paper("other", "topics: [examples]", "A third wording.")

    site.build()

    assert site.tree() == cold(site)
    assert site.run("verify", str(cache_file(site, "spare"))).code == 0, "the next build has a site to begin with"


def test_file_system_without_links_gets_copies(site: SiteCase, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))

    build_site(site.root, site.public, cache=open_cache(site.root))
    site.paper("other", "topics: [examples]", "Another wording.")
    monkeypatch.setattr("os.link", link)
    build_site(site.root, site.public, cache=open_cache(site.root))

    assert site.tree() == cold(site)


def test_change_that_leaves_the_times_of_files_as_they_were_is_seen(
    site: SiteCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A file system that knows whole seconds only, within one of them.
    second, lstat = 1_700_000_000 * 10**9, os.lstat

    class Coarse:
        st_ctime_ns = st_mtime_ns = second

        def __init__(self, status: os.stat_result) -> None:
            self._status = status

        def __getattr__(self, name: str) -> object:
            return getattr(self._status, name)

    monkeypatch.setattr("papercatalog.state.os.lstat", lambda path: Coarse(lstat(path)))
    monkeypatch.setattr("time.time_ns", lambda: second + 10**9)
    build_site(site.root, site.public, cache=open_cache(site.root))
    site.edit("content/papers/other.md", "We say more", "We say less")
    build_site(site.root, site.public, cache=open_cache(site.root))

    assert "We say less" in site.html("papers/other")


def damage(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:100])


def empty(file: Path) -> None:
    file.write_bytes(b"")


@pytest.mark.parametrize("spoil", [damage, cut, empty])
def test_damaged_cache_is_told_and_not_used(site: SiteCase, spoil: Callable[[Path], None]) -> None:
    site.build()
    tree = site.tree()
    for file in cache_file(site, "build").parent.iterdir():
        if file.is_file():
            spoil(file)

    outcome = site.build()

    assert "warning[ignored-cache]: is damaged, so it is not used" in outcome.stderr
    assert " 0 unchanged" in outcome.stdout
    assert site.tree() == tree
    assert "ignored-cache" not in site.build().stderr


@pytest.mark.parametrize("name", ["content", "templates"])
def test_damaged_cache_is_told_beside_an_error_of_the_content(site: SiteCase, name: str) -> None:
    site.write("site.yaml", "title: Test catalogue\ntheme: mine\n")
    site.write("themes/mine/theme.yaml", "extends: default\n")
    site.write("themes/mine/templates/footer.html", "<p>Ours</p>\n").build()
    damage(cache_file(site, name))
    site.write("content/papers/broken.md", "---\ntitle: Broken\n---\n")

    outcome = site.run("build")

    assert "content/papers/broken.md" in outcome.stderr
    assert f"/{name}: warning[ignored-cache]: is damaged, so it is not used" in outcome.stderr


def test_problem_that_lies_between_files_is_found_when_one_of_them_changes(site: SiteCase) -> None:
    site.write("content/datasets/oak.md", "---\nname: Oak\naliases: [OakSet]\n---\n")
    site.paper("user", "datasets: [{id: oak, role: evaluated}]", "We evaluate on OakSet.")
    settle()
    assert "similar-title" not in site.build().stderr

    site.edit("content/papers/user.md", "About user", "About others")
    assert "content/papers/user.md:2:8: warning[similar-title]" in site.build().stderr
    site.edit("content/papers/user.md", "We evaluate", "We say it again: we evaluate")
    assert "similar-title" in site.build().stderr, "titles are as they were"
    site.edit("content/datasets/oak.md", "OakSet", "Oak Set")
    outcome = site.run("build")

    assert outcome.code == 1
    assert 'ungrounded-dataset]: neither title nor abstract names "oak"' in outcome.stderr


def test_claims_of_another_reading_are_not_believed(site: SiteCase) -> None:
    def read(cache: Cache) -> Catalog:
        found = read_content(config, load_known(cache))
        save_known(cache, found.known)
        return found.catalog

    config = load_config(site.root)
    site.edit("content/papers/other.md", "topics:", "datasets: [{id: toy-set, role: evaluated}]\ntopics:")
    cache = open_cache(site.root)
    read(cache)
    together = (cache.folder / "content-together").read_bytes()
    settle()
    site.edit("content/papers/other.md", "evaluated}", "evaluated, source: 'https://example.org/'}")
    site.edit("content/papers/other.md", "ToySet", "toys")
    settle()
    catalog = read(cache)
    assert str(catalog.claims["other"][0].ground) == "source"
    (cache.folder / "content-together").write_bytes(together)

    assert read(Cache(cache.folder)).claims == catalog.claims


@pytest.mark.parametrize("lost", ["content", "content-together"])
def test_halves_of_two_readings_are_not_believed(site: SiteCase, tmp_path: Path, lost: str) -> None:
    class Killed(Cache):
        def save(self, name: str, value: object) -> None:
            if name.removesuffix("-since") != lost:
                super().save(name, value)

    def read(cache: Cache) -> None:
        save_known(cache, read_content(config, load_known(cache)).known)

    config, folder = load_config(site.root), tmp_path / "cache"
    folder.mkdir()
    read(Cache(folder))
    site.write("content/topics/new.md", "---\nname: New\n---\n")
    site.edit("content/papers/other.md", "topics: [examples]", "topics: [new]")
    settle()
    read(Killed(folder))
    (site.root / "content/topics/new.md").unlink()

    with pytest.raises(CatalogError, match="there is no topic"):
        read(Cache(folder))


def test_halves_of_two_builds_are_not_believed(site: SiteCase) -> None:
    site.build()
    last = cache_file(site, "build").read_bytes()
    site.paper("other", "topics: [examples]", "Another wording.")
    site.build("--output", "elsewhere")
    cache_file(site, "build").write_bytes(last)  # as two builds leave it that end at once

    site.build()

    assert site.tree() == cold(site)


def test_file_put_back_with_its_old_times_is_read_again(site: SiteCase) -> None:
    path = site.root / "content/papers/other.md"
    site.build()
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"We say", b"I said"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))

    site.build()

    assert "I said more of ToySet." in site.html("papers/other")


@pytest.mark.parametrize("theme", ["default", "bibliography"])
def test_templates_of_our_themes_come_compiled(site: SiteCase, theme: str) -> None:
    site.write("site.yaml", f"title: Test catalogue\ntheme: {theme}\n").build()

    assert not [*Path(os.environ["XDG_CACHE_HOME"]).glob("papercatalog/*/templates")]


def test_templates_compiled_for_one_catalogue_serve_another(site: SiteCase, tmp_path: Path) -> None:
    site.write("site.yaml", "title: Test catalogue\ntheme: mine\n")
    site.write("themes/mine/theme.yaml", "extends: default\n")
    site.write("themes/mine/templates/footer.html", "<p>Ours</p>\n").build()
    kept = cache_file(site, "templates")
    inode = kept.stat().st_ino
    shutil.copytree(site.root, tmp_path / "second", ignore=shutil.ignore_patterns("public"))
    second = SiteCase(tmp_path / "second")

    second.build()

    assert second.tree() == site.tree() == cold(site, "--no-cache")
    assert kept.stat().st_ino == inode, "nothing was compiled, so nothing was kept anew"
    assert len([*kept.parents[1].glob("*/build")]) == 2, "and they share nothing else"
    damage(kept)
    site.edit("content/papers/other.md", "We say", "They say")
    assert f"{kept}: warning[ignored-cache]: is damaged" in site.build().stderr
    assert site.tree() == cold(site, "--no-cache")
    assert "ignored-cache" not in second.build("--base-url", "https://example.org/").stderr


def test_cache_of_another_version_is_not_used(site: SiteCase) -> None:
    site.build()
    file = cache_file(site, "build")
    content = file.read_bytes()
    file.write_bytes((b"0" if content[:1] != b"0" else b"1") + content[1:])

    outcome = site.build()

    assert "ignored-cache" not in outcome.stderr
    assert " 0 unchanged" in outcome.stdout


def test_what_is_no_pickle_of_ours_is_never_unpickled(site: SiteCase, tmp_path: Path) -> None:
    site.build()
    file = cache_file(site, "build")
    head = file.read_bytes().partition(b"\n")[0]
    file.write_bytes(head + b"\ncos\nsystem\n(S'touch " + str(tmp_path / "ran").encode() + b"'\ntR.")

    site.build()

    assert not (tmp_path / "ran").exists()


def test_another_configuration_address_or_output_is_seen(site: SiteCase) -> None:
    site.build()
    site.build("--base-url", "https://example.org/")
    assert "https://example.org/" in site.html("")
    site.write("site.yaml", "title: Another title\n")
    site.build()
    assert "<title>Another title" in site.html("")
    settle()
    site.build()
    site.write("site.yaml", "title: A third title\n")
    site.build()
    assert "<title>A third title" in site.html("")
    site.build("--output", "elsewhere")
    assert read_tree(site.root / "elsewhere") == site.tree()


def test_address_that_cannot_be_is_refused_after_any_build(site: SiteCase) -> None:
    site.build()

    assert site.run("build", "--base-url", "None").code == 2


def test_theme_is_seen_to_change(site: SiteCase) -> None:
    site.write("site.yaml", "title: T\ntheme: mine\n")
    site.write("themes/mine/theme.yaml", "extends: default\n")
    site.write("themes/mine/templates/404.html", "one")
    site.build()
    site.write("themes/mine/templates/404.html", "two")

    site.build()

    assert (site.public / "404.html").read_text(encoding="utf-8") == "two"
    assert site.tree() == cold(site, "--no-cache")


def test_cache_may_be_deleted_or_left_alone(site: SiteCase) -> None:
    site.build()
    tree = site.tree()
    shutil.rmtree(os.environ["XDG_CACHE_HOME"])
    site.build()
    assert site.tree() == tree
    shutil.rmtree(os.environ["XDG_CACHE_HOME"])
    site.build("--no-cache")
    assert site.tree() == tree
    assert not Path(os.environ["XDG_CACHE_HOME"]).exists()


@pytest.mark.parametrize("name", ["bogus", "__pycache__"])
def test_empty_folder_that_has_come_is_seen(site: SiteCase, name: str) -> None:
    site.build()
    (site.root / "content" / name).mkdir()

    assert site.run("build").text == site.run("build", "--no-cache").text
    assert "error[unexpected-file]" in site.run("build").stderr


def test_page_may_ask_for_anything_that_the_catalogue_has(site: SiteCase) -> None:
    template = "{% for claim in catalog.claims['other'] %}{{ claim.ground }}{% endfor %}"
    site.write("themes/mine/theme.yaml", "extends: default\n").write("themes/mine/templates/404.html", template)
    site.write("site.yaml", "title: Test catalogue\ntheme: mine\n")
    site.build()
    site.paper("other", "topics: [examples]\ndatasets: [{id: toy-set, role: evaluated}]", "We say more of ToySet.")
    site.build()

    assert "words" in (site.public / "404.html").read_text(encoding="utf-8")
    assert site.tree() == cold(site)


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_page_may_ask_for_what_is_nobody_s_key(site: SiteCase, jobs: str) -> None:
    template = "{{ url in catalog.topic }} {{ catalog.paper.get(citations, 'no such paper') }}"
    site.write("themes/mine/theme.yaml", "extends: default\n").write("themes/mine/templates/404.html", template)
    site.write("site.yaml", "title: Test catalogue\ntheme: mine\n")

    site.build("--jobs", jobs)

    assert (site.public / "404.html").read_text(encoding="utf-8") == "False no such paper"
    assert " 0 files written" in site.build().stdout


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_whatever_of_the_cache_is_damaged_is_told(site: SiteCase, jobs: str) -> None:
    site.build()
    names = "content", "search-index", "export-paper_lists", "related", "pages"
    for name in names:
        cache_file(site, name).write_bytes(b"no cache")
    site.paper("other", "topics: [examples]", "Another wording.")

    told = site.build("--jobs", jobs).stderr

    assert {name for name in names if f"/{name}: warning[ignored-cache]" in told} == {*names}
    assert site.tree() == cold(site)


def test_equal_titles_are_told_again_though_the_cache_has_forgotten_them(site: SiteCase) -> None:
    site.paper("twin", "topics: [examples]").edit("content/papers/twin.md", "About twin", "About other")
    assert "warning[similar-title]" in site.build().stderr
    settle()
    cache_file(site, "content-together").write_bytes(b"no cache")
    site.edit("site.yaml", "Test", "Other")

    assert "warning[similar-title]" in site.build().stderr


def test_cache_that_cannot_be_is_refused_before_any_work(site: SiteCase) -> None:
    cache = Path(os.environ["XDG_CACHE_HOME"])
    cache.write_text("a file", encoding="utf-8")
    site.paper("broken", "topics: [nowhere]")

    outcome = site.run("build")

    assert outcome.code == 3
    assert "error[no-cache]" in outcome.stderr
    assert "--no-cache" in outcome.stderr
    assert "unknown-topic" not in outcome.stderr
    assert not site.public.exists()


def test_failed_build_forgets_nothing(site: SiteCase) -> None:
    site.build()
    tree = site.tree()
    site.paper("broken", "topics: [nowhere]")
    assert site.run("build").code == 1
    assert site.tree() == tree
    (site.root / "content/papers/broken.md").unlink()

    outcome = site.build()

    assert " 0 files written" in outcome.stdout
    assert site.tree() == tree
