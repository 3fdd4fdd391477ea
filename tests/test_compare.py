"""`catalog compare`: what differs between two built sites, and a folder with the pages to look at."""

import json
import re
from pathlib import Path

from conftest import MakeSite
from papercatalog.manifest import MANIFEST
from sitecase import Outcome, SiteCase, read_tree


def build_both(site: SiteCase) -> SiteCase:
    """Build, add a paper and remove a page, and build again."""
    site.write("content/pages/gone.md", "---\ntitle: Gone\n---\nText.\n").build("--output", "old")
    (site.root / "content/pages/gone.md").unlink()
    site.paper("second", "topics: [examples]", "Entirely other words.").build("--output", "new")
    return site


def compare(site: SiteCase, *arguments: str) -> Outcome:
    return site.run("compare", "old", "new", *arguments)


def test_pages_and_the_size_of_the_index_are_compared(site: SiteCase) -> None:
    outcome = compare(build_both(site), "--summary", "summary.md")

    assert outcome.code == 0, outcome.text
    lines = outcome.stdout.splitlines()
    assert re.match(
        r"1 page added, \d+ changed, 1 removed; \d+ other files differ; search index [\d.]+ kB before", lines[0]
    )
    assert "  added papers/second/index.html" in lines
    assert "  changed topics/examples/index.html" in lines
    assert "  removed gone/index.html" in lines
    before, after, growth = re.findall(r"([+\d.,]+) (?:kB|bytes)", lines[0])
    assert float(before) < float(after)
    assert growth.startswith("+")
    text = (site.root / "summary.md").read_text()
    assert text.startswith(f"## The built site\n\n{lines[0]}\n\n### Added\n\n- `papers/second/index.html`\n")


def test_equal_sites_do_not_differ(site: SiteCase) -> None:
    site.build("--output", "old")
    site.build("--output", "new")

    assert compare(site).stdout.startswith("0 pages added, 0 changed, 0 removed; 0 other files differ;")


def test_pages_are_copied_with_all_that_they_load(site: SiteCase) -> None:
    outcome = compare(build_both(site), "--pages", "preview")

    assert outcome.code == 0, outcome.text
    preview, new = read_tree(site.root / "preview"), read_tree(site.root / "new")
    told = re.findall(r"^  (?:added|changed) (\S+)$", outcome.stdout, re.MULTILINE)
    assert {path for path in preview if path.endswith(".html")} == set(told)
    assert all(new[path] == content for path, content in preview.items())
    page = preview["papers/second/index.html"].decode()
    for link in re.findall(r'(?:href|src)="([^"?#]+\.(?:css|js|svg|png|ico))"', page):
        assert (site.root / "preview/papers/second" / link).resolve().is_file(), link


def test_pages_with_another_style_are_not_among_those_that_say_something_else(site: SiteCase) -> None:
    site.edit("site.yaml", "title:", "theme: mine\ntitle:").write("themes/mine/theme.yaml", "extends: default\n")
    site.write("themes/mine/static/style.css", "a { color: red }").build("--output", "old")
    site.paper("second").write("themes/mine/static/style.css", "a { color: blue }").build("--output", "new")

    outcome = compare(site, "--pages", "preview")

    told = re.findall(r"^  (added|changed|removed) (\S+)$", outcome.stdout, re.MULTILINE)
    assert ("added", "papers/second/index.html") in told
    assert ("changed", "papers/index.html") in told
    assert ("changed", "authors/index.html") not in told
    restyled = re.search(r"\d+ changed, 0 removed, (\d+) with other static files only; ", outcome.stdout)
    assert restyled
    pages = {path: content for path, content in read_tree(site.root / "preview").items() if path.endswith(".html")}
    assert len(pages) == len(told) + int(restyled[1])
    assert b"assets/" in pages["authors/index.html"]

    site.build("--output", "old")
    site.write("themes/mine/static/style.css", "a { color: red }").build("--output", "new")
    assert re.match(
        r"0 pages added, 0 changed, 0 removed, \d+ with .* only; 1 other file differs;", compare(site).stdout
    )


def test_folder_with_something_in_it_is_left_alone(site: SiteCase) -> None:
    build_both(site).write("preview/mine.txt", "x")
    outcome = compare(site, "--pages", "preview")

    assert outcome.code == 2
    assert "preview: error[refused-output]: is not an empty folder" in outcome.stderr
    assert read_tree(site.root / "preview") == {"mine.txt": b"x"}


def test_folder_that_no_build_has_written_is_refused(site: SiteCase) -> None:
    site.build("--output", "new")
    (site.root / "old").mkdir()

    assert "old: error[no-manifest]" in compare(site).stderr
    assert site.run("compare", "nowhere", "new").code == 2


def test_manifest_of_a_stranger_leads_nowhere(make_site: MakeSite, tmp_path: Path) -> None:
    site = build_both(make_site())
    (tmp_path / "secret.html").write_text("secret")
    manifest = site.root / "new" / MANIFEST
    (site.root / "new/papers/link.html").symlink_to(tmp_path / "secret.html")
    with manifest.open("a") as file:
        file.write(f"{'0' * 64}  ../../secret.html\n{'0' * 64}  papers/link.html\n{'0' * 64}  /etc/hostname.html\n")
    outcome = compare(site, "--pages", "preview")

    assert outcome.code == 0
    assert "secret" not in json.dumps(
        {path: content.decode("latin-1") for path, content in read_tree(site.root / "preview").items()}
    )
    assert "link.html" not in outcome.stdout
