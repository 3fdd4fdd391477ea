"""Which links and ids of finished pages are seen, and what is said of those that lead nowhere."""

import pickle
from collections.abc import Iterator

import pytest

from papercatalog.links import LinkChecker, find_odd_attribute
from papercatalog.pages.page import Page

BASE = "https://example.org/below/"
WRITTEN = {"index.html", "a/index.html", "a/b/index.html", "a/b/c.bib"}


def problems(html: str, path: str = "/a/b/") -> Iterator[str]:
    checker = LinkChecker(BASE)
    checker.add(Page("/a/", "a.html", "A"), b'<h2 id="here"> <h2 id="caf\xc3\xa9"> <h2 id="a&amp;b">')
    checker.add(Page(path, "b.html", "B"), html.encode())
    return (problem.message.partition("links to ")[2] for problem in checker.problems(WRITTEN))


@pytest.mark.parametrize(
    "link",
    [
        "../../",
        "./",
        "c.bib",
        "c.bib?x=1",
        "c.bib#line",
        "../../a/",
        "../b/../",
        "..",
        "../..",
        "../../a/#here",
        "../#café",
        "../#a&amp;b",
        "#me",
        "/below/a/",
        "?q=a",
    ],
)
@pytest.mark.parametrize("tag", ['<a class="x" href="{}">', '<img src="{}">', '<form action="{}">'])
def test_links_that_lead_somewhere(tag: str, link: str) -> None:
    assert not list(problems('<p id="me">' + tag.format(link)))


@pytest.mark.parametrize(
    "link", ["https://example.com/gone/", "//example.com/", "mailto:x@example.org", BASE + "gone.xml"]
)
def test_links_to_others_are_not_followed(link: str) -> None:
    assert not list(problems(f'<a href="{link}">'))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("../../gone/", "gone/index.html, which does not exist"),
        ("gone/", "a/b/gone/index.html, which does not exist"),
        ("/below/gone/", "gone/index.html, which does not exist"),
        ("/below//a/../gone/", "gone/index.html, which does not exist"),
        ("/a/", "/a/, and the site begins at /below/"),
        ("/", "/, and the site begins at /below/"),
        ("../../../a/", "/a/, and the site begins at /below/"),
        ("../../a/#gone", "#gone, which a/index.html has not got"),
        ("#gone", "#gone, which a/b/index.html has not got"),
    ],
)
def test_links_that_lead_nowhere(link: str, said: str) -> None:
    assert list(problems(f'<a href="{link}">')) == [said]


def test_process_sends_each_link_once_and_nothing_is_missed() -> None:
    links = [f"../../papers/some-author-2020-some-title-{number}/" for number in range(1_000)]
    html = "".join(f'<a href="{link}">' for link in links).encode()
    checker, whole = LinkChecker(BASE), LinkChecker(BASE)
    checker.add(Page("/a/b/", "b.html", "B"), html)
    checker.forget()
    sent = pickle.dumps(checker)
    whole.add_all(pickle.loads(sent))  # noqa: S301

    whole.add(Page("/a/c/", "c.html", "C"), b'<a href="../gone/">')

    assert sent.count(b"some-title-999/") == 1
    assert [problem.span.path for problem in whole.problems(WRITTEN)] == ["b.html", "c.html"]


@pytest.mark.parametrize(("link", "said"), [("#me", "#me, which a/c/index.html has"), ("c.bib", "a/c/c.bib, which")])
def test_link_that_leads_somewhere_from_one_page_is_looked_at_on_the_next(link: str, said: str) -> None:
    checker = LinkChecker(BASE)
    checker.add(Page("/a/b/", "b.html", "B"), f'<p id="me"> <a href="{link}">'.encode())
    checker.add(Page("/a/c/", "b.html", "C"), f'<a href="{link}">'.encode())

    (problem,) = checker.problems(WRITTEN | {"a/c/index.html"})

    assert said in problem.message


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("../../", []),
        ("../../papers/", []),
        ("../../papers/two/?q=1", []),
        ("../../404.html", []),
        ("../../papers/one/#part", ["#part, which papers/one/index.html has not got"]),
        ("../../papers/two", ["papers/two, which does not exist"]),
        ("../../papers/none/", ["papers/none/index.html, which does not exist"]),
        ("../../../papers/two/", ["/papers/two/, and the site begins at /below/"]),
    ],
)
def test_page_that_is_expected_need_not_be_looked_up(link: str, said: list[str]) -> None:
    checker = LinkChecker(BASE)
    checker.expect(["/", "/papers/", "/papers/one/", "/papers/two/", "/404.html"])
    checker.add(Page("/papers/one/", "paper.html", "One"), f'<a href="{link}">'.encode())

    found = checker.problems({"papers/one/index.html"})

    assert [problem.message.partition("links to ")[2] for problem in found] == said


def test_names_on_pages_at_the_root_are_those_of_each() -> None:
    checker = LinkChecker(BASE)
    checker.add(Page("/", "home.html", "Home"), b'<p id="me"> <a href="#me">')
    checker.add(Page("/404.html", "404.html", "404"), b'<a href="#me">')

    (problem,) = checker.problems({"index.html", "404.html"})

    assert "#me, which 404.html has not got" in problem.message


def test_text_that_looks_like_a_link_is_none() -> None:
    assert not list(problems("<code>&lt;a href=&quot;gone/&quot;&gt;</code>"))


def test_link_of_many_pages_is_reported_once_with_the_first() -> None:
    checker = LinkChecker(None)
    for path in ("/x/", "/y/"):
        checker.add(Page(path, "page.html", "P"), b'<a href="../gone/">')
    (problem,) = checker.problems(set())
    assert problem.message.startswith("the page /x/ links to gone/index.html")


@pytest.mark.parametrize(
    "template",
    [
        "<a href='x'>",
        '<a\nhref="x">',
        '<a class="x"HREF="y">',
        "<img src={{ url('/') }}>",
        '<form action = "x">',
        "<a title='a > b' href=x>",
        "<p {% if x %}id='x'{% endif %}>",
        '<a title="x"\nhref=x>',
    ],
)
def test_attributes_that_would_not_be_seen_are_found_in_the_template(template: str) -> None:
    assert find_odd_attribute("<p>\n{{ a\n}}" + template) == 3 + template.count("\n")


@pytest.mark.parametrize(
    "template",
    [
        '<a {% if a < b %}href="x"{% endif %}>',
        "<p>where id = 3</p>",
        "{% set href = url('/') %}",
        "<a data-id=3>",
        '<img alt="" src="{{ x }}" id="{% if a %}b{% endif %}">',
        "{{ '<a href=x' }}",
        '<a\n  href="x">',
        '<input placeholder="Such as id=3">',
        "<p title='without href=x or id = 3'>",
    ],
)
def test_other_templates_are_fine(template: str) -> None:
    assert find_odd_attribute(template) is None
