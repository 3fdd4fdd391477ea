"""Which pages are planned, where they live and what is on them."""

from datetime import date

import pytest

from papercatalog.catalog import Catalog, publication_order
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import Span
from papercatalog.model import Article, Dataset, DatasetUse, Identifiers, Method, Name, Paper, Topic, Venue, VenueRef
from papercatalog.pages import plan_pages
from papercatalog.pages.description import shorten
from papercatalog.pages.forge import edit_url
from papercatalog.pages.listing import Part, paginate
from papercatalog.pages.page import Page
from papercatalog.pages.paths import check_paths
from papercatalog.pages.topics import TopicOverview

CONFIG = SiteConfig(title="Site")


def make_paper(number: int = 1, **fields: object) -> Paper:
    values: dict[str, object] = {"id": f"paper-{number}", "title": f"Paper {number}", "added": date(2026, 1, 1)}
    return Paper(**{**values, "span": Span(f"content/papers/paper-{number}.md"), **fields})  # type: ignore[arg-type]


def plan(catalog: Catalog, config: SiteConfig = CONFIG) -> dict[str, Page]:
    """Return the pages by path; none may be planned twice."""
    pages = list(plan_pages(config, catalog))
    problems = list(check_paths(pages))
    assert not problems
    assert len({page.path for page in pages}) == len(pages)
    return {page.path: page for page in pages}


def part_of(page: Page) -> Part[Paper]:
    part = page.context["part"]
    assert isinstance(part, Part)
    return part


@pytest.mark.parametrize(
    ("items", "sizes"), [(0, [0]), (1, [1]), (200, [200]), (201, [200, 1]), (400, [200, 200]), (401, [200, 200, 1])]
)
def test_lists_are_cut_after_every_200_items(items: int, sizes: list[int]) -> None:
    parts = list(paginate("/papers/", range(items)))
    assert [len(part.items) for part in parts] == sizes
    assert [item for part in parts for item in part.items] == list(range(items))
    assert all((part.count, part.total) == (len(sizes), items) for part in parts)


def test_parts_of_a_list_are_linked_both_ways() -> None:
    first, second, third = paginate("/topics/x/", range(401))
    assert (first.path, second.path, third.path) == ("/topics/x/", "/topics/x/page/2/", "/topics/x/page/3/")
    assert [part.previous for part in (first, second, third)] == [None, first.path, second.path]
    assert [part.next for part in (first, second, third)] == [second.path, third.path, None]


@pytest.mark.parametrize(
    ("number", "shown"), [(1, [1, 2, 3, 9]), (2, [1, 2, 3, 4, 9]), (5, [1, 3, 4, 5, 6, 7, 9]), (9, [1, 7, 8, 9])]
)
def test_a_part_leads_to_the_ends_of_its_list_and_to_those_near_it(number: int, shown: list[int]) -> None:
    parts = list(paginate("/papers/", range(9), 1))
    assert list(parts[number - 1].landmarks) == [(near, parts[near - 1].path) for near in shown]


def test_a_site_without_papers_has_all_its_indexes() -> None:
    assert list(plan(Catalog(papers=()))) == [
        *["/", "/papers/", "/topics/", "/datasets/", "/methods/", "/authors/", "/venues/", "/years/"],
        *["/map/", "/search/", "/compare/", "/reading-list/", "/data/"],
        *["/about/coverage/", "/about/trends/", "/404.html"],
    ]


def test_every_record_has_a_page() -> None:
    paper = make_paper(
        authors=(Name("Roe", "Jane"),),
        year=2020,
        venue=VenueRef("conf"),
        topics=("topic",),
        datasets=(DatasetUse("set", "trained"),),
    )
    catalog = Catalog(
        papers=(paper,),
        topics=(Topic("topic", "Topic"),),
        datasets=(Dataset("set", "Set"),),
        venues=(Venue("conf", "Conference", "Conf", "conference"),),
        articles=(Article("about", "About"),),
    )
    paths = set(plan(catalog))
    assert paths > {"/papers/paper-1/", "/topics/topic/", "/datasets/set/", "/authors/jane-roe/", "/venues/conf/"}
    assert paths > {"/years/2020/", "/about/"}


def test_every_kind_of_list_is_paginated() -> None:
    papers = tuple(
        make_paper(
            number,
            authors=(Name("Roe", "Jane"),),
            year=2020,
            venue=VenueRef("conf"),
            topics=("topic",),
            datasets=(DatasetUse("set", "trained"),),
        )
        for number in range(201)
    )
    catalog = Catalog(
        papers=papers,
        topics=(Topic("topic", "Topic"),),
        datasets=(Dataset("set", "Set"),),
        venues=(Venue("conf", "Conference", "Conf", "conference"),),
    )
    pages = plan(catalog)
    lists = ["/papers/", "/topics/topic/", "/datasets/set/", "/authors/jane-roe/", "/venues/conf/", "/years/2020/"]
    for path in lists:
        second = pages[f"{path}page/2/"]
        assert len(part_of(second).items) == 1
        assert second.title.endswith(", page 2")
        assert f"{path}page/3/" not in pages


def test_venue_without_papers_gets_no_page() -> None:
    catalog = Catalog(papers=(), venues=(Venue("conf", "Conference", "Conf", "conference"),))
    pages = plan(catalog)
    assert "/venues/conf/" not in pages
    assert pages["/venues/"].context["venues"] == []


def test_method_without_papers_gets_no_page() -> None:
    used, unused = Method("used", "Used"), Method("unused", "Unused")
    pages = plan(Catalog(papers=(make_paper(methods=("used",)),), methods=(unused, used)))
    assert "/methods/unused/" not in pages
    assert part_of(pages["/methods/used/"]).total == 1
    assert pages["/methods/"].context["methods"] == [used]


def test_topic_overview_leaves_out_the_family_and_the_topic_itself() -> None:
    topics = (
        Topic("a", "A"),
        Topic("b", "B", parent="a"),
        Topic("c", "C", parent="b"),
        Topic("d", "D"),
        Topic("e", "E"),
    )
    papers = (
        make_paper(1, topics=("a", "b", "c", "d", "e"), methods=("m",), year=2020),
        make_paper(2, topics=("b", "e"), methods=("m", "n"), year=2022, datasets=(DatasetUse("set", "trained"),)),
    )
    catalog = Catalog(
        papers=papers,
        topics=topics,
        datasets=(Dataset("set", "Set"),),
        methods=(Method("n", "N"), Method("m", "M")),
    )
    overview = plan(catalog)["/topics/b/"].context["overview"]
    assert overview == TopicOverview(
        years=[(2020, 1), (2021, 0), (2022, 1)],
        datasets=[(catalog.datasets[0], 1)],
        methods=[(catalog.methods[1], 2), (catalog.methods[0], 1)],
        neighbours=[(topics[4], 2), (topics[3], 1)],
    )


def test_most_used_datasets_are_used_more_than_once() -> None:
    papers = (
        make_paper(1, datasets=(DatasetUse("a", "trained"), DatasetUse("b", "trained"))),
        make_paper(2, datasets=(DatasetUse("b", "mentioned"),)),
    )
    datasets = (Dataset("a", "A"), Dataset("b", "B"))
    assert plan(Catalog(papers=papers, datasets=datasets))["/"].context["top_datasets"] == [(datasets[1], 2)]


def test_papers_without_a_year_are_listed_on_the_year_index() -> None:
    dated, undated = make_paper(1, year=2020), make_paper(2)
    pages = plan(Catalog(papers=(dated, undated)))
    assert part_of(pages["/years/"]).items == [undated]
    assert part_of(pages["/years/2020/"]).items == [dated]


def test_papers_of_a_year_are_ordered_by_the_month_that_arxiv_tells() -> None:
    def paper(id_: str, year: int, arxiv: str | None = None) -> Paper:
        return make_paper(id=id_, year=year, identifiers=Identifiers(arxiv))

    ordered = [
        paper("c-december", 2025, "2512.00001"),
        paper("a-july", 2025, "2507.99999"),
        paper("b-july", 2025, "2507.00001"),
        paper("a-first-elsewhere", 2025, "2606.00001"),
        paper("a-unknown", 2025),
        paper("b-old", 1999, "cs/9912001"),
        paper("a-old", 1999, "math.GT/9901001"),
    ]

    ordered_by_id = sorted(ordered, key=lambda paper: paper.id)
    assert sorted(ordered_by_id, key=publication_order) == ordered


def test_author_index_is_ordered_by_letter_and_shows_family_names_first() -> None:
    names = (Name("van der Berg", "Jan"), Name("Ángel", "Zoe"), Name(literal="Vision Group"), Name("1st", "The"))
    names += (Name("王", "伟", id="wang-wei"),)
    (page,) = (p for path, p in plan(Catalog(papers=(make_paper(authors=names),))).items() if path == "/authors/")
    assert [(entry.letter, entry.name) for entry in part_of(page).items] == [
        ("0-9", "1st, The"),
        ("A", "Ángel, Zoe"),
        ("V", "van der Berg, Jan"),
        ("V", "Vision Group"),
        ("W", "王, 伟"),
    ]


@pytest.mark.parametrize("ids", [(1, 2, 3), (2, 1, 3), (2, 3, 1)])
def test_author_whose_name_is_printed_in_several_ways_has_the_most_frequent_one(ids: tuple[int, ...]) -> None:
    names = dict(zip(ids, [Name("Perez", "Jose"), Name("Pérez", "José"), Name("Pérez", "José")], strict=True))
    pages = plan(Catalog(papers=tuple(make_paper(number, authors=(names[number],)) for number in (1, 2, 3))))
    assert pages["/authors/jose-perez/"].title == "José Pérez"


def test_author_index_is_paginated_and_every_part_leads_to_every_letter() -> None:
    names = (*(Name(f"Family{number:03}", "Given") for number in range(200)), Name("Zuse", "Konrad"))
    pages = plan(Catalog(papers=(make_paper(authors=names),)))
    assert len(part_of(pages["/authors/page/2/"]).items) == 1
    for path in ("/authors/", "/authors/page/2/"):
        assert pages[path].context["letters"] == {"F": "/authors/#letter-F", "Z": "/authors/page/2/#letter-Z"}


def test_dataset_index_is_paginated_and_every_part_leads_to_every_letter() -> None:
    names = (*(f"Set {number:03}" for number in range(200)), "300W", "ZOO")
    datasets = tuple(Dataset(f"id-{number}", name) for number, name in enumerate(sorted(names)))
    pages = plan(Catalog(papers=(), datasets=datasets))
    assert [entry.name for entry in part_of(pages["/datasets/page/2/"]).items] == ["Set 199", "ZOO"]
    letters = {"0-9": "/datasets/#letter-0-9", "S": "/datasets/#letter-S", "Z": "/datasets/page/2/#letter-Z"}
    for path in ("/datasets/", "/datasets/page/2/"):
        assert pages[path].context["letters"] == letters


def test_author_page_names_a_paper_as_its_source() -> None:
    pages = plan(Catalog(papers=(make_paper(authors=(Name("Roe", "Jane"),)),)))
    assert pages["/authors/jane-roe/"].source == Span("content/papers/paper-1.md")


def test_papers_of_a_dataset_are_grouped_by_role() -> None:
    papers = (
        make_paper(1, datasets=(DatasetUse("set", "mentioned"),)),
        make_paper(2, datasets=(DatasetUse("set", "introduced"),)),
        make_paper(3, datasets=(DatasetUse("set", "mentioned"),)),
    )
    page = plan(Catalog(papers=papers, datasets=(Dataset("set", "Set"),)))["/datasets/set/"]
    assert page.context["groups"] == [("Introduced in", [papers[1]]), ("Mentioned", [papers[0], papers[2]])]


def test_topic_page_knows_the_topics_above_it() -> None:
    topics = (Topic("a", "A"), Topic("b", "B", parent="a"), Topic("c", "C", parent="b"))
    assert plan(Catalog(papers=(), topics=topics))["/topics/c/"].context["ancestors"] == [topics[0], topics[1]]


def test_former_address_leads_to_the_present_one_outside_the_sitemap() -> None:
    page = plan(Catalog(papers=(make_paper(aliases=("old-id",)),)))["/papers/old-id/"]
    assert page.context["target"] == "/papers/paper-1/"
    assert not page.in_sitemap


def test_feeds_are_announced_only_where_they_can_be_written() -> None:
    catalog = Catalog(papers=(make_paper(topics=("topic",)),), topics=(Topic("topic", "Topic"),))
    assert not any(page.feed for page in plan(catalog).values())
    pages = plan(catalog, SiteConfig(title="Site", base_url="https://example.org/"))
    feeds = {path: (page.feed.path, page.feed.title) for path, page in pages.items() if page.feed}
    assert feeds == {"/": ("/feed", "Site"), "/topics/topic/": ("/topics/topic/feed", "Site: Topic")}


def test_downloads_list_the_lunr_index_only_where_there_is_one() -> None:
    def listed(config: SiteConfig) -> str:
        return str(plan(Catalog(papers=()), config)["/data/"].context)

    assert "lunr-index.json" in listed(CONFIG)
    assert "lunr-index.json" not in listed(SiteConfig(title="Site", lunr_index="never"))


def test_description_of_a_paper_is_the_summary_or_the_beginning_of_the_abstract() -> None:
    body = "We *show* that " + "words " * 100
    papers = (make_paper(1, summary="In short.", body=body), make_paper(2, body=body), make_paper(3))
    pages = plan(Catalog(papers=papers))
    first, second, third = (pages[paper.url].description for paper in papers)
    assert first == "In short."
    assert second.startswith("We show that words")
    assert len(second) <= 200
    assert third == "A paper of Site: Paper 3"


def test_every_page_of_a_list_has_a_description_of_its_own() -> None:
    topic = Topic(id="topic", name="Topic")
    papers = tuple(make_paper(n, topics=("topic",), year=2020) for n in range(1, 202))
    pages = plan(Catalog(papers=papers, topics=(topic,)))
    for path in ("/papers/", "/topics/topic/", "/years/2020/"):
        first, second = pages[path].description, pages[f"{path}page/2/"].description
        assert first
        assert second not in ("", first)
    assert pages["/years/2020/"].description.startswith("201 papers first public in 2020: Paper 1; Paper 2; ")


def test_shorten_cuts_between_words() -> None:
    assert shorten("one two,\nthree", 40) == "one two, three"
    assert shorten("one two, three", 10) == "one two…"


@pytest.mark.parametrize("beginning", ["", "顔認識は ", "3D "])
def test_shorten_cuts_texts_without_spaces_anywhere(beginning: str) -> None:
    text = beginning + "深層学習" * 100
    assert shorten(text, 200) == text[:199] + "…"


@pytest.mark.parametrize(
    ("repository", "expected"),
    [
        (None, None),
        ("https://github.com/o/r", "https://github.com/o/r/edit/main/content/papers/x.md"),
        ("https://github.com/o/r.git", "https://github.com/o/r/edit/main/content/papers/x.md"),
        ("https://gitlab.com/o/r/", "https://gitlab.com/o/r/-/edit/main/content/papers/x.md"),
        ("https://git.example.org/r", "https://git.example.org/r"),
    ],
)
def test_fixes_are_suggested_on_the_forge_of_the_repository(repository: str | None, expected: str | None) -> None:
    assert edit_url(repository, Span("content/papers/x.md", 12)) == expected
