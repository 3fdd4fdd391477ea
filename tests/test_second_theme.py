"""The second theme: how little it takes, and what it must keep of the default one to go on working."""

import re
from datetime import date
from pathlib import Path

import pytest

from conftest import MakeSite
from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Paper
from papercatalog.pages import plan_pages
from papercatalog.pages.listing import paginate
from rendercase import make_renderer
from sitecase import SiteCase

THEMES = Path(__file__).parents[1] / "themes"
THEME = THEMES / "bibliography"


def test_ten_files_are_enough_for_a_theme() -> None:
    files = [path for path in THEME.rglob("*") if path.is_file()]

    assert len(files) <= 10
    assert (THEME / "theme.yaml").read_text(encoding="utf-8") == "extends: default\n"
    for path in files:
        assert path.name == "theme.yaml" or (THEMES / "default" / path.relative_to(THEME)).is_file(), (
            f"{path.name} overrides nothing: has the default theme moved on?"
        )


def test_sheets_that_it_inherits_find_their_colours_and_fonts() -> None:
    own = (THEME / "static/style.css").read_text(encoding="utf-8")
    inherited = [path for path in (THEMES / "default/static").glob("*.css") if path.name != "style.css"]
    assert inherited
    for sheet in inherited:
        text = sheet.read_text(encoding="utf-8")
        wanted = set(re.findall(r"var\((--[\w-]+)\)", text)) - set(re.findall(r"(--[\w-]+):", text))
        assert wanted <= set(re.findall(r"(--[\w-]+):", own)), sheet.name


@pytest.mark.parametrize(("items", "firsts"), [(0, [1]), (3, [1]), (4, [1]), (5, [1, 5]), (9, [1, 5, 9])])
def test_every_part_of_a_list_knows_its_first_place(items: int, firsts: list[int]) -> None:
    assert [part.first for part in paginate("/", range(items), size=4)] == firsts


def test_references_are_counted_on_over_the_pages_of_a_list() -> None:
    papers = [Paper(id=f"paper-{i}", title=f"Paper {i}", added=date(2026, 1, 1)) for i in range(201)]
    config, catalog = SiteConfig(title="Faces", theme="bibliography", root=THEMES.parent), Catalog(tuple(papers))
    renderer = make_renderer(config, catalog)
    pages = {page.path: page for page in plan_pages(config, catalog)}
    first, second = (renderer.render(pages[path]).content.decode() for path in ("/papers/", "/papers/page/2/"))

    assert '<ol class="entries">' in re.sub(" data-filtered", "", first)
    assert '<ol class="entries" start="201">' in re.sub(" data-filtered", "", second)
    assert "Faces: a bibliography of 201 papers." in second


@pytest.mark.parametrize("parent", ["default", "bibliography"])
def test_sheet_that_a_theme_asks_for_is_on_all_pages(site: SiteCase, parent: str) -> None:
    site.write("site.yaml", "title: Site\ntheme: mine\n").write("themes/mine/theme.yaml", f"extends: {parent}\n")
    head = '{% block head %}<link href="{{ asset("mine.css") }}">{% endblock %}'
    site.write("themes/mine/templates/base.html", f'{{% extends "{parent}/base.html" %}}{head}')
    site.write("themes/mine/static/mine.css", "body {}\n")
    site.write("content/methods.yaml", "- {id: m, name: M}\n").paper("one", "methods: [m]\naliases: [two]").build()

    assert [path for path in site.public.rglob("*.html") if "mine.css" not in path.read_text()] == [
        site.public / "papers/two/index.html"  # leads to another page, and is not based on base.html
    ]
    assert "cite.js" in site.html("papers/one")


def test_script_of_a_theme_is_published_as_it_is(site: SiteCase) -> None:
    script = "// Licence: MIT\nconst isUrl = (text) => /^https?:\\/\\//.test(text);\nconsole.log(isUrl(''));\n"
    site.write("site.yaml", "title: Site\ntheme: mine\n").write("themes/mine/theme.yaml", "extends: default\n")
    site.write("themes/mine/static/own.js", script).build()

    (published,) = site.public.glob("assets/*/own.js")
    assert published.read_text() == script
    (ours,) = site.public.glob("assets/*/main.js")
    assert not ours.read_text().startswith("//")


def test_box_and_star_of_a_theme_know_the_page_that_they_are_on(site: SiteCase) -> None:
    site.write("site.yaml", "title: Site\ntheme: mine\n").write("themes/mine/theme.yaml", "extends: default\n")
    for name in ("search_box", "star"):
        site.write(f"themes/mine/templates/{name}.html", f"{name} of {{{{ page.path }}}}")
    site.build()

    for path in ("topics", "datasets", "authors"):
        assert f"search_box of /{path}/" in site.html(path)
        assert f"star of /{path}/" in site.html(path)


def test_reference_names_who_what_where_and_when_in_this_order(make_site: MakeSite) -> None:
    site = make_site({"site.yaml": "title: Test catalogue\ntheme: bibliography\n"})
    site.write("content/venues.yaml", "- {id: toys, name: Toy Conference, short: TOYS, kind: conference}\n")
    head = "title: Is It?\nauthors: [Ann Lee]\nyear: 2019\nvenue: {id: toys, year: 2020}\ntopics: [examples]"
    site.write("content/papers/lee-2019-is.md", f"---\n{head}\nadded: 2026-01-01\n---\nIt is.\n")
    site.build()

    entries = re.findall(r'<li class="entry".*?</li>', site.html("papers"), re.DOTALL)
    said = [" ".join(re.sub(r"<[^>]+>", "", entry).split()) for entry in entries]
    assert said == [
        "Jane Doe, Richard Roe. An Example of a Paper. 2020 Examples",
        "Ann Lee. Is It? TOYS&nbsp;2020 2019 Examples",
    ]
