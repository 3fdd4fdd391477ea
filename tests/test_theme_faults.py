"""Faults of a theme, shown by the real command: the theme's file and line, and the page that was being rendered."""

import pytest

from sitecase import SiteCase


@pytest.fixture
def themed(site: SiteCase) -> SiteCase:
    """The minimal site with a theme of its own that overrides nothing yet."""
    return site.edit("site.yaml", "title:", "theme: mine\ntitle:").write("themes/mine/theme.yaml", "extends: default\n")


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("<p>\n{{ paper.titel }}", "themes/mine/templates/paper.html:2: error[template-error]: "),
        ("{{ nothing }}", "themes/mine/templates/paper.html:1: error[template-error]: 'nothing' is undefined"),
        ("\n\n{% if %}", "themes/mine/templates/paper.html:3: error[template-error]: "),
        (
            '\n{% include "gone.html" %}',
            "themes/mine/templates/paper.html:2: error[template-error]: there is no template",
        ),
        ("{{ asset('style.cs') }}", 'the theme has no static file "style.cs"'),
    ],
    ids=["attribute", "variable", "syntax", "include", "asset"],
)
def test_template_error_names_the_theme_and_the_page(themed: SiteCase, template: str, said: str) -> None:
    outcome = themed.write("themes/mine/templates/paper.html", template).run("build")

    assert outcome.code == 1
    assert said in outcome.stderr
    assert "while rendering /papers/doe-2020-example/ (content/papers/doe-2020-example.md)" in outcome.stderr
    assert not themed.public.exists()


def test_theme_overrides_a_single_file(themed: SiteCase) -> None:
    themed.write("themes/mine/templates/paper.html", "<h1>{{ paper.title }} is mine</h1>").build()

    assert themed.html("papers/doe-2020-example") == "<h1>An Example of a Paper is mine</h1>"
    assert "<h1>ToySet</h1>" in themed.html("datasets/toy-set")


def test_link_in_a_theme_is_refused_and_not_read(themed: SiteCase) -> None:
    (themed.root / "themes/mine/static").mkdir()
    (themed.root / "themes/mine/static/leak.txt").symlink_to("/etc/passwd")

    outcome = themed.run("build")

    assert outcome.code == 1
    assert "themes/mine/static/leak.txt: error[symlink]" in outcome.stderr


def test_dangling_links_and_anchors_are_errors(site: SiteCase) -> None:
    site.paper(
        "one", body="See [a](/papers/two/), [b](/data/none.json), [c](/topics/examples/#h-none), [d](/nowhere/)."
    )

    outcome = site.run("build")
    assert outcome.code == 1
    assert 'content/papers/one.md:5: error[unknown-paper]: there is no paper "two"' in outcome.stderr

    outcome = site.edit("content/papers/one.md", "/papers/two/", "/papers/one/").run("build")
    assert outcome.code == 1
    assert "content/papers/one.md:5: error[broken-link]: there is no page /nowhere/" in outcome.stderr

    outcome = site.edit("content/papers/one.md", "/nowhere/", "/search/").run("build")
    assert outcome.code == 1
    assert "the page /papers/one/ links to data/none.json, which does not exist" in outcome.stderr
    assert "links to #h-none, which topics/examples/index.html has not got" in outcome.stderr
    assert not site.public.exists()


def test_page_that_is_named_for_a_link_of_many_does_not_depend_on_who_made_which(themed: SiteCase) -> None:
    for number in range(250):
        themed.paper(f"p{number}")
    themed.write("themes/mine/templates/footer.html", '<a href="{{ url("/gone/") }}">gone</a>')

    told = {themed.run("build", "--no-cache", "--jobs", jobs).stderr for jobs in "1212"}

    assert len(told) == 1, told
    assert "links to gone/index.html, which does not exist" in told.pop()


@pytest.mark.parametrize(
    ("markup", "said"),
    [
        ('<p onclick="x()">', "a script in the attribute onclick in <p>"),
        ("<script>x()</script>", "a script in the text in <script>"),
        ('<a href="javascript:x()">', "an unsafe address in the attribute href in <a>"),
    ],
)
def test_page_with_what_could_harm_readers_is_not_published(themed: SiteCase, markup: str, said: str) -> None:
    themed.write("themes/mine/templates/404.html", markup)

    outcome = themed.run("build")

    assert outcome.code == 1
    assert f"404.html: error[unsafe-page]: the page /404.html has {said}" in outcome.stderr
    assert not themed.public.exists()
