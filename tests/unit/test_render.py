"""What templates make of a page, and what a person sees when a template is wrong."""

import gc
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element

import html5lib
import pytest

from papercatalog.catalog import Catalog, RelatedPaper
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, Span
from papercatalog.model import (
    Article,
    Dataset,
    DatasetUse,
    Identifiers,
    Link,
    Method,
    Metric,
    Name,
    Paper,
    Result,
    Topic,
    Venue,
    VenueRef,
)
from papercatalog.pages import plan_pages
from papercatalog.pages.page import Page
from rendercase import make_renderer

HOSTILE = """</title><script>alert(1)</script><img src=x onerror="alert(1)">' onclick='x' {{ 7*7 }} {% include "x" %}"""

PAPER = Paper(
    id="roe-2020-seeing",
    title="Seeing",
    authors=(Name("Roe", "Jane"), Name(literal="李伟", id="li-wei")),
    year=2020,
    venue=VenueRef("conf", 2021),
    identifiers=Identifiers(arxiv="2001.00001", doi="10.1000/182"),
    links=(Link("code", "https://example.com/code"),),
    topics=("vision",),
    datasets=(DatasetUse("set", "introduced"),),
    summary="In short.",
    added=date(2026, 1, 2),
    aliases=("old-id",),
    body="We see. See [the topic](/topics/vision/) and <https://example.com/>.",
    span=Span("content/papers/roe-2020-seeing.md", 9),
)
BARE = Paper(id="bare", title="Bare", added=date(2026, 1, 1))
CATALOG = Catalog(
    papers=(PAPER, BARE),
    topics=(Topic("vision", "Vision", body="Begun by [@roe-2020-seeing]; see [@nobody].", span=Span("content/t.md")),),
    datasets=(Dataset("set", "Set", homepage="https://example.com/set", introduced_by="roe-2020-seeing"),),
    venues=(Venue("conf", "Conference on Seeing", "CoS", "conference"),),
    articles=(Article("about", "About", body="# Mine\n\nText."),),
)
CONFIG = SiteConfig(title="Site", description="All of it.")


def render_site(catalog: Catalog = CATALOG, config: SiteConfig = CONFIG) -> dict[str, str]:
    """Return the HTML of every page, by site path, in the default theme."""
    pages = list(plan_pages(config, catalog))
    renderer = make_renderer(config, catalog)
    return {page.path: renderer.render(page).content.decode() for page in pages}


def parse(html: str) -> Element:
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(html)
    return root


def elements(root: Element, tag: str) -> Iterator[Element]:
    return root.iter(tag)


def programs(root: Element) -> list[Element]:
    """Return the scripts that are run: JSON-LD is data."""
    return [script for script in elements(root, "script") if script.get("type") != "application/ld+json"]


def text_of(root: Element) -> str:
    return " ".join("".join(root.itertext()).split())


@pytest.mark.parametrize("base_url", [None, "https://example.org/papers/"])
def test_every_page_is_valid_html_with_the_policy_first(base_url: str | None) -> None:
    config = replace(CONFIG, base_url=base_url, repository="https://github.com/o/r")
    for path, html in render_site(config=config).items():
        root = parse(html)
        head = root.find("head")
        assert head is not None, path
        assert head[0].get("http-equiv") == "Content-Security-Policy", path
        assert len(list(elements(root, "h1"))) == len(list(elements(root, "main"))) == 1, path
        assert not list(elements(root, "style")), path
        assert all(element.get("style") is None for element in root.iter()), path
        assert all(script.get("src") and not script.text for script in programs(root)), path


def test_hostile_text_stays_text_on_every_page() -> None:
    paper = replace(
        PAPER,
        title=HOSTILE,
        authors=(Name(HOSTILE, "Jane"),),
        venue=VenueRef("conf", note=HOSTILE),
        summary=HOSTILE,
        body=HOSTILE,
    )
    catalog = Catalog(
        papers=(paper,),
        topics=(Topic("vision", HOSTILE, body=HOSTILE),),
        datasets=(Dataset("set", HOSTILE, (HOSTILE,), HOSTILE, size=HOSTILE, licence=HOSTILE, body=HOSTILE),),
        venues=(Venue("conf", HOSTILE, HOSTILE, "journal"),),
        articles=(Article("about", HOSTILE, HOSTILE, HOSTILE),),
    )
    config = SiteConfig(title=HOSTILE, description=HOSTILE, base_url="https://example.org/")
    for path, html in render_site(catalog, config).items():
        root = parse(html)
        assert all(script.get("src") for script in programs(root)), path
        assert not list(elements(root, "img")), path
        assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")], path
        assert "49" not in text_of(root), path


def test_a_page_of_a_record_leaves_nothing_to_the_garbage_collector() -> None:
    """A site has thousands of them."""
    renderer = make_renderer(CONFIG, CATALOG)
    pages = [page for page in plan_pages(CONFIG, CATALOG) if page.source]
    assert {page.template for page in pages} >= {"paper.html", "topic.html", "dataset.html", "venue.html"}
    for page in pages:
        renderer.render(page)  # what pages share is kept
    gc.collect()
    gc.disable()
    try:
        for page in pages:
            renderer.render(page)
            assert gc.collect() == 0, page.path
    finally:
        gc.enable()


def test_addresses_are_relative_to_the_page() -> None:
    site = render_site()
    assert 'data-root="./"' in site["/"]
    assert 'data-root="../../"' in site["/papers/bare/"]
    assert 'href="../../topics/vision/"' in site["/papers/roe-2020-seeing/"]
    assert not [path for path, html in site.items() if path != "/404.html" and '="/' in html]


@pytest.mark.parametrize(
    ("base_url", "root"), [(None, "/"), ("https://example.org/", "/"), ("https://example.org/a/b/", "/a/b/")]
)
def test_addresses_on_the_404_page_hold_wherever_it_is_shown(base_url: str | None, root: str) -> None:
    tree = parse(render_site(config=replace(CONFIG, base_url=base_url))["/404.html"])
    assert tree.get("data-root") == root
    hrefs = [link.get("href", "") for tag in ("a", "link") for link in elements(tree, tag)]
    assert all(href.startswith((root, "#")) for href in hrefs)
    assert f"{root}papers/" in hrefs


def test_absolute_addresses_appear_only_with_a_base_url() -> None:
    html = render_site()["/papers/bare/"]
    assert not any(word in html for word in ("canonical", "og:", "opensearch", "feed"))
    html = render_site(config=replace(CONFIG, base_url="https://example.org/x/"))["/papers/bare/"]
    assert '<link rel="canonical" href="https://example.org/x/papers/bare/">' in html
    assert all(name in html for name in ("opensearch.xml", "feed.xml", "feed.json"))


@pytest.mark.parametrize("path", ["/topics/vision/", "/datasets/set/"])
def test_reader_sees_the_feeds_of_a_page_where_there_are_feeds(path: str) -> None:
    def shown(config: SiteConfig) -> tuple[str, list[str]]:
        page = parse(render_site(config=config)[path]).find(".//main")
        assert page is not None
        return text_of(page), [link.get("href", "") for link in elements(page, "a")]

    text, addresses = shown(replace(CONFIG, base_url="https://example.org/x/"))
    assert text.endswith("Follow new papers: Atom, JSON Feed")
    assert addresses[-2:] == [f"../..{path}feed.xml", f"../..{path}feed.json"]
    text, addresses = shown(CONFIG)
    assert "Follow" not in text
    assert not any("feed" in address for address in addresses)


def test_what_is_unknown_of_a_paper_leaves_no_trace() -> None:
    site = render_site()
    page = parse(site["/papers/bare/"]).find(".//main")
    assert page is not None
    text = text_of(page)
    assert text.startswith(
        "Bare Cite Keep Compare Record Added 2026-01-01 Cite Format BibTeX @misc{bare, title = {Bare}, } RIS TY - "
    )
    assert text.endswith("Text Bare. Copy Download BibTeX")
    assert not any("None" in html for html in site.values())


def test_links_of_contributors_carry_no_referrer_and_no_weight() -> None:
    for path in ("/papers/roe-2020-seeing/", "/datasets/set/"):
        outside = [a for a in elements(parse(render_site()[path]), "a") if a.get("href", "").startswith("http")]
        assert outside
        assert {(a.get("rel"), a.get("referrerpolicy")) for a in outside} == {("noopener nofollow ugc", "no-referrer")}


def main_text(catalog: Catalog, path: str) -> str:
    main = parse(render_site(catalog)[path]).find(".//main")
    assert main is not None
    return text_of(main)


def test_paper_page_shows_numbers_with_their_words_and_says_whose_they_are() -> None:
    results = (
        Result("accuracy", "99.63", "a record of 99.63%", "set", unit="%", setting="test"),
        Result("accuracy", "0.5", "Rival has 0.5 ± 0.1", spread="0.1", method="Rival", source="https://example.com/s"),
        Result("accuracy", "3", "3 points better", unit="points", kind="gain"),
    )
    catalog = replace(
        CATALOG, papers=(replace(PAPER, results=results),), metrics=(Metric("accuracy", "Accuracy", "higher"),)
    )
    text = main_text(catalog, PAPER.url)
    assert "Measure, and the paper’s words" in text
    assert "99.63% Accuracy on Set, test a record of 99.63%" in text
    assert "0.5 ± 0.1 Rival’s, not this paper’s own Accuracy Rival has 0.5 ± 0.1 Source" in text
    assert "3 points gain Accuracy 3 points better" in text


def test_paper_page_names_methods_and_related_papers_with_the_reasons() -> None:
    catalog = replace(
        CATALOG,
        papers=(replace(PAPER, methods=("looking",)), BARE),
        methods=(Method("looking", "Looking", "To look."),),
        related={PAPER.id: (RelatedPaper("bare", ("both evaluate on Set", "rare shared terms: seeing")),)},
    )
    text = main_text(catalog, PAPER.url)
    assert "Methods Looking" in text
    assert text.endswith("Related papers Bare Bare both evaluate on Set; rare shared terms: seeing")
    assert main_text(catalog, "/methods/looking/").startswith("Methods Looking To look. 1 paper 2020 Seeing")


@pytest.mark.parametrize(
    ("authors", "shown"), [(9, "A0 A1 A2 A3 A4 A5 A6 A7 A8"), (10, "A0 A1 A2 A3 A4 A5 A6 A7 and 2 more")]
)
def test_no_author_is_left_out_of_a_list_alone(authors: int, shown: str) -> None:
    paper = replace(PAPER, authors=tuple(Name(f"A{number}") for number in range(authors)))
    assert f"{shown.replace(' A', ', A')} " in main_text(replace(CATALOG, papers=(paper,)), "/papers/")


def test_withdrawn_paper_says_so_first() -> None:
    catalog = replace(CATALOG, papers=(replace(PAPER, status="withdrawn"),))
    assert "This paper was withdrawn." in main_text(catalog, PAPER.url).partition("In short.")[0]
    assert "Seeing withdrawn" in main_text(catalog, "/papers/")


def test_dataset_page_ranks_what_is_comparable_and_lists_the_rest() -> None:
    def paper(number: int, *results: Result) -> Paper:
        return Paper(id=f"p{number}", title=f"Paper {number}", added=date(2026, 1, 1), results=results)

    catalog = replace(
        CATALOG,
        papers=(
            paper(1, Result("error", "2", "2 errors", "set"), Result("score", "9", "a score of 9", "set")),
            paper(2, Result("error", "10", "10 errors", "set")),
            paper(3, Result("error", "1", "1 error at night", "set", setting="night")),
        ),
        datasets=(Dataset("set", "Set"),),
        metrics=(Metric("error", "Errors", "lower"), Metric("score", "Score", "higher", comparable=False)),
    )
    text = main_text(catalog, "/datasets/set/").partition("setting. ")[2]
    assert text.startswith(
        "Errors lower is better Value Paper"
        " No setting stated 1. 2 Paper 1 Paper 1 2 errors 2. 10 Paper 2 Paper 2 10 errors"
        " night 1 Paper 3 Paper 3 1 error at night Further numbers, not ranked"
    )
    assert "9 Score Paper 1 Paper 1 a score of 9" in text


def test_dataset_page_names_the_unit_of_a_table() -> None:
    paper = replace(BARE, results=(Result("accuracy", "99.63", "a record of 99.63%", "set", unit="%"),))
    metric = Metric("accuracy", "Accuracy", "higher")
    catalog = replace(CATALOG, papers=(paper,), datasets=(Dataset("set", "Set"),), metrics=(metric,))
    assert "Accuracy (%) higher is better Value Paper" in main_text(catalog, "/datasets/set/")


def test_dataset_page_shows_other_spellings_but_not_other_capitals() -> None:
    dataset = Dataset("toy-set", "Toy set", ("toy set", "T-Set"))
    other = replace(dataset, id="other", name="Other", aliases=("other",))
    catalog = replace(CATALOG, papers=(), datasets=(dataset, other))
    assert "Also writtenT-Set No paper" in main_text(catalog, dataset.url)
    assert "Also written" not in main_text(catalog, other.url)


@pytest.mark.parametrize(("source", "shown"), [("set", "its homepage"), ("facts", "https://example.com/facts")])
def test_dataset_page_says_where_its_facts_are_from_and_no_address_twice(source: str, shown: str) -> None:
    dataset = replace(CATALOG.datasets[0], source=f"https://example.com/{source}")
    text = main_text(replace(CATALOG, datasets=(dataset,)), "/datasets/set/")
    assert f"Homepagehttps://example.com/set Facts from{shown} " in text


def test_an_address_may_break_behind_its_slashes_and_underscores() -> None:
    dataset = replace(CATALOG.datasets[0], homepage="https://example.com/toy_set?a=1&b_c")
    html = render_site(replace(CATALOG, datasets=(dataset,)))["/datasets/set/"]
    assert ">https:/<wbr>/<wbr>example.com/<wbr>toy_<wbr>set?a=1&amp;b_<wbr>c</a>" in html


def test_list_of_datasets_says_what_is_known_of_each() -> None:
    datasets = Dataset("set", "Set", kind="images", year=2007, size="13,233 images"), Dataset("zoo", "Zoo", year=2020)
    text = main_text(replace(CATALOG, datasets=(*datasets, Dataset("zzz", "Zzz"))), "/datasets/")
    assert text.endswith("Set 1 images · 2007 · 13,233 images Zoo 0 2020 Zzz 0")


def test_paper_page_names_the_sites_that_its_facts_are_from() -> None:
    sources = "https://example.com/facts?x=1", "https://arxiv.org/abs/2001.00001"
    text = main_text(replace(CATALOG, papers=(replace(PAPER, sources=sources),)), PAPER.url)
    assert "Added 2026-01-02 Facts from example.com Facts from arxiv.org" in text


def test_topic_page_shows_what_its_papers_share() -> None:
    papers = tuple(
        replace(BARE, id=f"p{year}", year=year, topics=("vision", "light"), datasets=(DatasetUse("set", "trained"),))
        for year in (2019, 2021)
    )
    catalog = replace(
        CATALOG,
        papers=papers,
        topics=(Topic("vision", "Vision"), Topic("light", "Light")),
        datasets=(Dataset("set", "Set"),),
    )
    html = render_site(catalog)["/topics/vision/"]
    assert 'aria-label="2019: 1, 2021: 1"' in html
    assert "Datasets Set 2 See also Light 2 2 papers" in main_text(catalog, "/topics/vision/")


def test_only_long_lists_have_filters() -> None:
    def site_with(papers: int) -> str:
        many = tuple(replace(BARE, id=f"p{n}", year=2000 + n, topics=("vision",)) for n in range(papers))
        return render_site(Catalog(papers=many, topics=(Topic("vision", "Vision"),)))["/topics/vision/"]

    assert "filter.js" not in site_with(8)
    assert '<option value="2003">2003 (1)</option>' in site_with(9)
    assert "filter.js" not in site_with(201)


def test_introductions_say_what_is_below_them() -> None:
    papers = tuple(replace(BARE, id=f"paper-{n}") for n in range(201))
    assert "9 papers in all." in main_text(Catalog(papers[:9]), "/papers/")  # its filters say the order, and change it
    assert "8 papers, newest first." in main_text(Catalog(papers[:8]), "/papers/")
    assert "201 papers, newest first." in main_text(Catalog(papers), "/papers/")

    index = main_text(CATALOG, "/authors/")
    assert "with the number of papers where it is more than one." in index
    assert not re.search("Roe, Jane [0-9]", index)
    twice = replace(CATALOG, papers=(PAPER, replace(BARE, authors=PAPER.authors)))
    assert "Roe, Jane 2" in main_text(twice, "/authors/")


def test_citations_in_prose_become_links() -> None:
    html = render_site()["/topics/vision/"]
    assert '<a class="citation" href="../../papers/roe-2020-seeing/">Roe and 李伟 2021</a>' in html
    assert "[@nobody]" in html


def test_former_address_leads_on_without_script() -> None:
    html = render_site()["/papers/old-id/"]
    assert '<meta http-equiv="refresh" content="0; url=../../papers/roe-2020-seeing/">' in html
    assert '<a href="../../papers/roe-2020-seeing/">Seeing</a>' in html
    assert "<script" not in html


def test_search_box_is_on_every_page_once() -> None:
    for path, html in render_site().items():
        expected = 0 if path == "/papers/old-id/" else 1
        assert html.count('role="search"') == expected, path


def render_with(root: Path, files: dict[str, str], page: Page) -> str:
    for name, content in files.items():
        path = root / "themes" / "mine" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    config = SiteConfig(title="Site", theme="mine", root=root)
    renderer = make_renderer(config, CATALOG)
    return renderer.render(page).content.decode()


@pytest.mark.parametrize(
    ("template", "line", "what"),
    [
        ("one\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("{{ page.nothing }}", 1, 'Page has no "nothing"'),
        ("one\ntwo\n{% if %}", 3, "Expected an expression"),
        ('one\n{% include "gone.html" %}', 2, "there is no template gone.html"),
        ('{% extends "gone.html" %}', 1, "there is no template gone.html"),
        ("{{ 1 + 'a' }}", 1, "unsupported operand"),
        ("{{ page.title | gone }}", 1, "No filter named 'gone'"),
        ("{{ asset('stlye.css') }}", 1, 'no static file "stlye.css", did you mean "style.css"?'),
        ("{{ url('papers/') }}", 1, "begins with a slash, not 'papers/'"),
        ("{{ url(none) }}", 1, "begins with a slash, not None"),
        ("{{ url() }}", 1, "missing 1 required positional argument"),
        ("{% call once_for([]) %}{% endcall %}", 1, "texts and numbers for its key: unhashable type"),
        ("\n\n{{ page.path | permalink }}", 3, "permalink needs a base_url"),
        ("{#\n#}\n<a\nhref='/x/'>", 4, 'links are checked: write href="..."'),
    ],
)
def test_template_error_names_the_line_and_the_page(tmp_path: Path, template: str, line: int, what: str) -> None:
    page = Page("/papers/x/", "page.html", "X", source=Span("content/papers/x.md", 7))
    with pytest.raises(CatalogError) as caught:
        render_with(tmp_path, {"templates/page.html": template, "static/style.css": ""}, page)
    (problem,) = caught.value.diagnostics
    assert problem.code == "template-error"
    assert problem.span == Span("themes/mine/templates/page.html", line)
    assert what in problem.message
    assert problem.message.endswith("while rendering /papers/x/ (content/papers/x.md)")


def test_error_in_an_included_template_is_located_there(tmp_path: Path) -> None:
    files = {"templates/page.html": '\n{% include "part.html" %}', "templates/part.html": "\n\n{{ nothing }}"}
    with pytest.raises(CatalogError) as caught:
        render_with(tmp_path, files, Page("/", "page.html", "X"))
    assert str(caught.value.diagnostics[0].span) == "themes/mine/templates/part.html:3"


def test_template_that_no_theme_has_is_reported_on_the_theme(tmp_path: Path) -> None:
    with pytest.raises(CatalogError) as caught:
        render_with(tmp_path, {"static/style.css": ""}, Page("/", "page.html", "X"))
    assert str(caught.value).startswith("themes/mine: error[template-error]: there is no template page.html")


def test_fault_of_the_generator_is_not_blamed_on_the_theme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> str:
        raise ValueError("a bug")

    monkeypatch.setattr("papercatalog.markdown._PARSER.render", fail)
    with pytest.raises(ValueError, match="a bug"):
        render_with(tmp_path, {"templates/page.html": "{{ '*x*' | markdown }}"}, Page("/", "page.html", "X"))


def test_text_is_escaped_whatever_the_name_of_the_template(tmp_path: Path) -> None:
    page = Page("/", "page.txt", "<b>", context={"text": "<i>"})
    assert render_with(tmp_path, {"templates/page.txt": "{{ page.title }}{{ text }}"}, page) == "&lt;b&gt;&lt;i&gt;"


def test_theme_can_change_one_block_of_the_template_it_overrides(tmp_path: Path) -> None:
    files = {
        "theme.yaml": "extends: default\n",
        "templates/base.html": '{% extends "default/base.html" %}{% block header_search %}MINE{% endblock %}',
    }
    html = render_with(tmp_path, files, Page("/404.html", "404.html", "Gone"))
    assert "MINE" in html
    assert "<h1>Page not found</h1>" in html


def test_what_pages_share_is_made_once_for_each_key_and_depth(tmp_path: Path) -> None:
    part = "{{ page.title }} {{ url('/x/') }}"
    files = {"templates/page.html": '{% call once_for("part", page.source) %}' + part + "{% endcall %}"}
    for name, content in files.items():
        path = tmp_path / "themes" / "mine" / name
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
    config = SiteConfig(title="Site", theme="mine", root=tmp_path)
    renderer = make_renderer(config, CATALOG)

    def render(path: str, title: str, source: Span | None = None) -> str:
        return renderer.render(Page(path, "page.html", title, source=source)).content.decode()

    assert render("/a/", "first") == render("/b/", "second") == "first ../x/"
    assert render("/a/b/", "third") == "third ../../x/"
    assert render("/a/", "fourth", Span("x.md")) == "fourth ../x/"
