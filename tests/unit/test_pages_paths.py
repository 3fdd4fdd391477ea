"""Paths that two pages claim, and paths that some system cannot store."""

from datetime import date

import pytest

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import Span
from papercatalog.model import Article, Paper
from papercatalog.pages import plan_pages
from papercatalog.pages.page import Page
from papercatalog.pages.paths import check_paths


def page(path: str, source: str = "content/x.md") -> Page:
    return Page(path, "x.html", "X", source=Span(source))


def problems_of(catalog: Catalog) -> list[str]:
    pages = list(plan_pages(SiteConfig(title="Site"), catalog))
    return [f"{problem.code}: {problem.message}" for problem in check_paths(pages)]


def test_alias_that_is_another_papers_id_names_both_files() -> None:
    papers = (
        Paper(id="one", title="One", added=date(2026, 1, 1), span=Span("content/papers/one.md")),
        Paper(id="two", title="Two", added=date(2026, 1, 1), aliases=("one",), span=Span("content/papers/two.md")),
    )
    (problem,) = problems_of(Catalog(papers=papers))
    assert problem.startswith("path-collision: 2 sources claim /papers/one/: ")
    assert "content/papers/one.md" in problem
    assert "content/papers/two.md" in problem


@pytest.mark.parametrize("other", ["/papers/gan/", "/papers/ＧＡＮ/"])
def test_paths_collide_where_a_file_system_would_take_them_for_one(other: str) -> None:
    (problem,) = check_paths([page("/papers/GAN/", "content/a.md"), page(other, "content/b.md")])
    assert problem.span == Span("content/b.md")
    assert "content/a.md" in problem.message
    assert other in problem.message


def test_one_diagnostic_names_all_claimants() -> None:
    (problem,) = check_paths([page("/a/", f"content/{name}.md") for name in "xyz"])
    assert problem.message.startswith("3 sources claim /a/")


@pytest.mark.parametrize("article_id", ["papers", "data", "search", "assets", "years"])
def test_article_may_not_take_the_place_of_a_page_or_folder_of_the_site(article_id: str) -> None:
    article = Article(article_id, "Mine", span=Span("content/pages/mine.md"))
    (problem,) = problems_of(Catalog(papers=(), articles=(article,)))
    assert problem.startswith(f"path-collision: 2 sources claim /{article_id}/")
    assert "content/pages/mine.md" in problem


def test_page_may_not_take_the_place_of_a_feed() -> None:
    (problem,) = check_paths([page("/feed.xml")])
    assert "a file or folder that every site has" in problem.message


@pytest.mark.parametrize("name", ["con", "nul", "aux", "prn", "com1", "lpt9", "CON", "nul.txt"])
def test_device_names_of_windows_are_refused(name: str) -> None:
    (problem,) = check_paths([page(f"/authors/{name}/")])
    assert problem.code == "reserved-name"
    assert problem.span == Span("content/x.md")
    assert f'"{name}"' in problem.message


@pytest.mark.parametrize("name", ["com", "com10", "console", "auxiliary"])
def test_names_that_only_resemble_devices_are_fine(name: str) -> None:
    assert not list(check_paths([page(f"/authors/{name}/")]))


def test_segments_and_paths_have_a_longest_length() -> None:
    segment = "a" * 80
    assert not list(check_paths([page(f"/authors/{segment}/")]))
    assert [p.code for p in check_paths([page(f"/authors/{segment}a/")])] == ["path-too-long"]
    assert not list(check_paths([page(f"/{segment}/{segment}/{'b' * 27}/")]))
    assert [p.code for p in check_paths([page(f"/{segment}/{segment}/{'b' * 28}/")])] == ["path-too-long"]
