from datetime import date
from pathlib import Path

import pytest

from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError
from papercatalog.importers.run import ImportReport, import_file

FIXTURES = Path(__file__).parent.parent / "fixtures"
PAGES = ("content/papers/van-der-lee-2022-ada-net.md", "content/papers/survey-graphs.md")


@pytest.fixture
def site(tmp_path: Path) -> SiteConfig:
    content = tmp_path / "site" / "content"
    (content / "topics").mkdir(parents=True)
    (content / "topics" / "graphs.md").write_text("---\nname: Graphs\n---\nAbout graphs.\n")
    (content / "venues.yaml").write_text("- {id: iclr, name: ICLR, short: ICLR, kind: conference}\n")
    return SiteConfig(title="Test", root=tmp_path / "site")


def run(site: SiteConfig, day: int = 21) -> ImportReport:
    listing, facts = FIXTURES / "listing.txt", FIXTURES / "listing-facts.yaml"
    return import_file(site, listing, "listing", facts, date(2026, 11, day))


def files(site: SiteConfig) -> dict[Path, tuple[int, bytes]]:
    return {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in site.root.rglob("*") if path.is_file()}


def test_pages_are_written_and_nothing_else(site: SiteConfig) -> None:
    before = set(files(site))
    report = run(site)
    assert (report.written, report.unchanged) == (PAGES, 0)
    assert [problem.code for problem in report.diagnostics] == ["uncleaned-latex"]
    assert set(files(site)) - before == {site.root / page for page in PAGES}


def test_importing_twice_changes_nothing(site: SiteConfig) -> None:
    run(site)
    before = files(site)
    report = run(site, day=22)
    assert (report.written, report.unchanged) == ((), 2)
    assert files(site) == before


def test_missing_field_comes_back_and_curated_words_stay(site: SiteConfig) -> None:
    run(site)
    page = site.root / PAGES[0]
    original = page.read_text()
    page.write_text(original.replace("year: 2022\n", "", 1).replace("We cluster", "They cluster"))
    page.chmod(0o600)
    assert run(site).written == (PAGES[0],)
    assert page.read_text() == original.replace("We cluster", "They cluster")
    assert page.stat().st_mode & 0o777 == 0o600


def test_mistakes_in_both_files_are_reported_and_nothing_is_written(site: SiteConfig, tmp_path: Path) -> None:
    before = files(site)
    (tmp_path / "listing.txt").write_text("A title\n")
    (tmp_path / "facts.yaml").write_text("- titel: A title\n")
    with pytest.raises(CatalogError) as caught:
        import_file(site, tmp_path / "listing.txt", "listing", tmp_path / "facts.yaml", date(2026, 11, 21))
    assert {problem.code for problem in caught.value.diagnostics} == {"odd-lines", "invalid-facts"}
    assert files(site) == before


def test_file_in_the_way_is_not_overwritten(site: SiteConfig) -> None:
    (site.root / "content" / "papers").mkdir()
    stranger = site.root / PAGES[1]
    stranger.write_text("not a page")
    before = files(site)
    with pytest.raises(CatalogError, match=r"content/papers/survey-graphs.md"):
        run(site)
    assert files(site) == before
