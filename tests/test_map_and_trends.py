"""The pages with pictures as files: the text that equals them, and catalogues with little or much to draw."""

import re
from datetime import date
from pathlib import Path

import html5lib

from conftest import MakeSite
from papercatalog.catalog import Catalog
from papercatalog.config import load_config
from papercatalog.model import Dataset, DatasetUse, Paper, Topic
from papercatalog.pages import plan_pages
from rendercase import make_renderer
from sitecase import SiteCase

ROOT = Path(__file__).parents[1]

TOPICS = {
    "content/topics/examples.md": "---\nname: Examples\n---\nThings.\n",
    "content/topics/toys.md": "---\nname: Toys\n---\nThings.\n",
}


def links(html: str, pattern: str) -> list[str]:
    """Return the addresses of links, of HTML and of SVG, within the part of the page that `pattern` finds."""
    (part,) = re.findall(pattern, html, re.DOTALL)
    return re.findall(r'<a [^>]*href="([^"#]+)"', part)


def tables(html: str) -> dict[str, list[list[str]]]:
    root = html5lib.parse(html, namespaceHTMLElements=False)
    found = {}
    for table in root.iter("table"):
        rows = [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
        found["".join(table.find("caption").itertext())] = rows
    return found


def test_every_dot_of_the_real_map_is_in_the_list_below_it(tmp_path: Path) -> None:
    site = SiteCase(ROOT)
    site.build("--output", str(tmp_path / "public"))
    html = (tmp_path / "public/map/index.html").read_text(encoding="utf-8")

    dots = links(html, r"<svg class=\"map\".*?</svg>")
    listed = [address for address in links(html, r'id="list".*</main>') if "/papers/" in address]
    papers = sorted(path.stem for path in (ROOT / "content/papers").glob("*.md"))
    assert sorted(dots) == sorted(listed) == [f"../papers/{paper}/" for paper in papers]

    home = (tmp_path / "public/index.html").read_text(encoding="utf-8")
    assert links(home, r'<a class="map-small".*?</a>') == ["./map/"]
    assert home.count('class="mark') == len(papers)


def test_charts_say_the_same_in_tables(make_site: MakeSite) -> None:
    site = make_site(TOPICS)
    site.paper("roe-2019-toys", "year: 2019\ntopics: [toys]").paper(
        "roe-2022-both", "year: 2022\ntopics: [toys, examples]"
    )
    site.paper("undated", "topics: [toys]")
    site.build()
    found = tables(site.html("about/trends"))

    assert found["Papers per year"][1:] == [["2019", "1"], ["2020", "1"], ["2021", "0"], ["2022", "1"]]
    assert found["Topics over time"] == [
        ["Topic", "2019", "2020", "2021", "2022"],
        ["Toys", "1", "", "", "1"],  # and one without a year
        ["Examples", "", "1", "", "1"],
    ]
    assert found["Dataset use"] == [["Dataset", "Evaluated", "Papers"], ["ToySet", "1", "1"]]
    assert found["Topics by datasets"] == [["Topic", "ToySet"], ["Examples", "1"]]
    assert "1 paper of unknown year is left out" in site.html("about/trends")
    # One of four papers is not most of them, and other years have one, too.
    assert "No year has more papers than 2022, with 1; the first paper is from 2019." in site.html("about/trends")


def test_a_topic_says_its_papers_and_those_of_its_subtopics_in_the_same_words(make_site: MakeSite) -> None:
    site = make_site(TOPICS)
    site.write("content/topics/dolls.md", "---\nname: Dolls\nparent: toys\n---\nThings.\n")
    site.write("content/topics/puppets.md", "---\nname: Puppets\nparent: dolls\n---\nThings.\n")
    site.paper("both", "year: 2019\ntopics: [puppets, toys]").paper("one", "year: 2020\ntopics: [puppets]")
    site.paper("undated", "topics: [dolls]").build()

    def text(path: str) -> str:
        main = re.findall(r"<main.*</main>", site.html(path), re.DOTALL)[0]
        return " ".join(re.sub(r"<[^>]*>|&nbsp;", " ", main).split())

    for path in (".", "topics"):
        assert "Examples 1 Toys 1, 3 with subtopics Dolls 1, 3 with subtopics Puppets 2" in text(path)
    assert "Subtopics Dolls 1, 3 with subtopics" in text("topics/toys")
    assert "1 paper, 3 with subtopics 2019 About both" in text("topics/toys")
    assert "2 papers 2020 About" in text("topics/puppets")  # there is nothing below it
    assert "Papers by main topic; each has one: Examples 1 Toys 3" in text("map")
    assert "Papers a year on each topic or its subtopics" in text("about/trends")
    assert "Toys 3 " in text("about/trends")  # the size that the other pages give, papers of unknown year included


def test_without_papers_there_is_nothing_to_draw(make_site: MakeSite) -> None:
    site = make_site()
    (site.root / "content/papers/doe-2020-example.md").unlink()
    site.build()
    for path in ("map", "about/trends"):
        main = re.findall(r"<main.*</main>", site.html(path), re.DOTALL)[0]
        assert "There are no papers to draw yet." in main
        assert "<svg" not in main
    assert 'class="map-small"' not in site.html(".")


def test_of_one_paper_is_said_what_is_true_of_one(site: SiteCase) -> None:
    site.build()

    assert ">Map of 1 paper</title>" in site.html("map")
    assert "  1 paper. Colour and shape are those of its main topic." in site.html("map")
    assert "How the 1 paper of this catalogue spreads over years" in site.html("about/trends")


def test_papers_of_which_little_is_known_are_on_the_map(make_site: MakeSite) -> None:
    site = make_site()
    (site.root / "content/papers/doe-2020-example.md").unlink()
    site.paper("one").paper("two").build()

    assert links(site.html("map"), r"<svg class=\"map\".*?</svg>") == ["../papers/one/", "../papers/two/"]
    assert "Without a topic" in site.html("map")
    main = re.findall(r"<main.*</main>", site.html("about/trends"), re.DOTALL)[0]
    assert "<svg" not in main
    assert "nothing to count" in main


def test_more_than_2000_papers_are_shown_as_topics() -> None:
    config = load_config(ROOT)
    papers = (
        Paper(id=f"paper-{i}", title=f"Paper {i}", topics=("toys" if i % 5 else "examples",), added=date(2026, 1, 1))
        for i in range(2001)
    )
    catalog = Catalog(papers=tuple(papers), topics=(Topic("examples", "Examples"), Topic("toys", "Toys")))
    renderer = make_renderer(config, catalog)
    pages = list(plan_pages(config, catalog))
    html = {page.path: renderer.render(page).content.decode() for page in pages if page.path in ("/", "/map/")}

    topics = ["../topics/examples/", "../topics/toys/"]
    assert sorted(links(html["/map/"], r"<svg class=\"map\".*?</svg>")) == topics
    assert sorted(links(html["/map/"], r'id="list".*</main>')) == topics
    assert "2 topics, each as large" in html["/map/"]
    assert "Arrow keys go from topic to topic," in html["/map/"]
    assert "Toys\n1,600 papers" in html["/map/"]
    assert links(html["/"], r'<a class="map-small".*?</a>') == ["./map/"]


def test_large_numbers_are_written_alike_in_words_and_tables() -> None:
    config = load_config(ROOT)
    use = (DatasetUse("toy-set", "evaluated"),)
    papers = (
        Paper(id=f"p-{i}", title=f"Paper {i}", year=2026, topics=("toys",), datasets=use, added=date(2026, 1, 1))
        for i in range(1200)
    )
    datasets = (Dataset("toy-set", "ToySet"),)
    catalog = Catalog(papers=tuple(papers), topics=(Topic("toys", "Toys"),), datasets=datasets)
    renderer = make_renderer(config, catalog)
    pages = {page.path: page for page in plan_pages(config, catalog)}
    html, map_ = (renderer.render(pages[path]).content.decode() for path in ("/about/trends/", "/map/"))

    assert "No year has more papers than 2026, with 1,200;" in html
    cells = [cell for rows in tables(html).values() for row in rows[1:] for cell in row[1:]]
    assert cells == ["1,200"] * 5
    assert 'Toys</a> <span class="number">1,200</span>' in map_
    assert ">Map of 1,200 papers</title>" in map_


def test_papers_that_share_nothing_have_places_of_their_own(make_site: MakeSite) -> None:
    site = make_site()
    for number in range(150):
        site.paper(f"paper-{number}")
    site.build()
    html = (site.public / "map/index.html").read_text(encoding="utf-8")
    places = re.findall(r'<a class="dot [^>]*transform="translate\((\d+) (\d+)\)"', html)
    assert len(places) == 151
    assert len(set(places)) == len(places)
