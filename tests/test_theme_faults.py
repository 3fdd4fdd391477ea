"""Faults of a theme, shown by the real command: the theme's file and line, and the page that was being rendered."""

import re
import sys

import pytest

from sitecase import SiteCase


@pytest.fixture
def themed(site: SiteCase) -> SiteCase:
    """The minimal site with a theme of its own that overrides nothing yet."""
    return site.edit("site.yaml", "title:", "theme: mine\ntitle:").write("themes/mine/theme.yaml", "extends: default\n")


def test_address_of_nothing_is_a_fault_of_the_theme(themed: SiteCase) -> None:
    themed.write("themes/mine/templates/404.html", "\n{{ none | permalink }}")

    outcome = themed.run("build", "--base-url", "https://example.org/")

    assert outcome.code == 1, outcome.text
    assert "themes/mine/templates/404.html:2: error[template-error]: an address is made of a path" in outcome.stderr


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (
            "<p>\n{{ paper.titel }}",
            'themes/mine/templates/paper.html:2: error[template-error]: Paper has no "titel", did you mean "title"?',
        ),
        ("{{ catalog.papper }}", 'catalog has no "papper", did you mean "paper"?'),
        ("{{ catalog.topic['exmples'].name }}", 'catalog.topic has no "exmples", did you mean "examples"?'),
        ("{{ pictures.paper_mapp }}", 'pictures has no "paper_mapp", did you mean "paper_map"?'),
        ("{{ paper.title | titel }}", "error[template-error]: No filter named 'titel', while"),
        ("{{ nothing }}", "themes/mine/templates/paper.html:1: error[template-error]: 'nothing' is undefined"),
        ("\n\n{% if %}", "themes/mine/templates/paper.html:3: error[template-error]: "),
        (
            '\n{% include "gone.html" %}',
            "themes/mine/templates/paper.html:2: error[template-error]: there is no template",
        ),
        ("{{ asset('style.cs') }}", 'the theme has no static file "style.cs"'),
        (
            "\n{{ paper.summary | markdown }}",
            "paper.html:2: error[template-error]: the filter markdown wants a text, not",
        ),
    ],
    ids=[
        "attribute",
        "catalog",
        "look-up",
        "picture",
        "filter",
        "variable",
        "syntax",
        "include",
        "asset",
        "markdown",
    ],
)
def test_template_error_names_the_theme_and_the_page(themed: SiteCase, template: str, said: str) -> None:
    outcome = themed.write("themes/mine/templates/paper.html", template).run("build")

    assert outcome.code == 1
    assert said in outcome.stderr
    assert "while rendering /papers/doe-2020-example/ (content/papers/doe-2020-example.md)" in outcome.stderr
    assert not themed.public.exists()


def test_template_of_the_program_that_fails_is_shown_with_the_line_that_asked_for_it(themed: SiteCase) -> None:
    template = '{% from "macros.html" import count %}\n{{ count(1) }}'

    outcome = themed.write("themes/mine/templates/paper.html", template).run("build")

    said = "default/templates/macros.html:4: error[template-error]: parameter 'noun' was not provided, "
    assert f"{said}asked for at themes/mine/templates/paper.html:2, while rendering /papers/doe" in outcome.stderr


def test_fault_of_the_program_is_told_with_the_line_that_led_to_it(themed: SiteCase) -> None:
    outcome = themed.write("themes/mine/templates/paper.html", "<p>\n{{ citations(paper.id) }}").run("build")

    assert outcome.code == 4
    assert "error: this is a fault in the program: AttributeError: 'str' object has no attribute" in outcome.stderr
    way = "asked for at themes/mine/templates/paper.html:2, while rendering /papers/doe-2020-example/ (content/papers/"
    assert f", {way}doe-2020-example.md)\n" in outcome.stderr


def test_value_in_a_message_is_no_longer_than_a_line(themed: SiteCase) -> None:
    outcome = themed.write("themes/mine/templates/paper.html", "{{ url(paper) }}").run("build")

    said = "an address is made of a path, which begins with a slash, not Paper(id='doe-2020-example', title='An Ex"
    assert said in outcome.stderr
    assert "We give an example" not in outcome.stderr


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (
            '{% extends "base.html" %}\n{% block main %}',
            "paper.html:2: error[template-error]: Unexpected end of template",
        ),
        ("\n\n{{ paper.title | titel }}", "paper.html:3: error[template-error]: No filter named 'titel'"),
        ("<a id = 'x'>", "paper.html:1: error[template-error]: links are checked: write"),
        ('{% include "parts/a.html" %}', "parts/a.html:2: error[template-error]: "),
    ],
    ids=["block", "filter", "attribute", "included"],
)
def test_check_tells_what_cannot_be_compiled(themed: SiteCase, template: str, said: str) -> None:
    themed.write("themes/mine/templates/parts/a.html", "\n{% endif %}").write(
        "themes/mine/templates/paper.html", template
    )

    for _ in range(2):
        outcome = themed.run("check")
        assert outcome.code == 1
        assert f"themes/mine/templates/{said}" in outcome.stderr
        assert outcome.stderr.count("error[") == 1
        themed.run("build")


def test_theme_overrides_a_single_file(themed: SiteCase) -> None:
    themed.write("themes/mine/templates/paper.html", "<h1>{{ paper.title }} is mine</h1>").build()

    assert themed.html("papers/doe-2020-example") == "<h1>An Example of a Paper is mine</h1>"
    assert "<h1>ToySet</h1>" in themed.html("datasets/toy-set")


def test_template_that_asks_for_papers_of_nothing_changes_nothing(themed: SiteCase) -> None:
    template = """
{{ catalog.papers_by_topic["none"] | length }} and {{ catalog.subtopics["none"] | length }} papers,
{{ catalog.papers_by_topic | length }} and {{ catalog.subtopics | length }} keys"""

    themed.write("themes/mine/templates/404.html", template).build()

    assert (themed.public / "404.html").read_text() == "\n0 and 0 papers,\n1 and 1 keys"


def test_link_in_a_theme_is_refused_and_not_read(themed: SiteCase) -> None:
    (themed.root / "themes/mine/static").mkdir()
    (themed.root / "themes/mine/static/leak.txt").symlink_to("/etc/passwd")

    outcome = themed.run("build")

    assert outcome.code == 1
    assert "themes/mine/static/leak.txt: error[symlink]" in outcome.stderr


def test_folder_of_themes_that_is_a_link_is_refused(themed: SiteCase) -> None:
    (themed.root / "themes").rename(themed.root.parent / "shared")
    (themed.root / "themes").symlink_to("../shared")

    for command in ("check", "build"):
        outcome = themed.run(command)
        assert outcome.code == 1
        assert "themes: error[symlink]: is a symbolic link" in outcome.stderr


@pytest.mark.parametrize("name", ["Shot 1.02\u202fPM.png", "a\\b.png"])
@pytest.mark.skipif(sys.platform == "win32", reason="no file can have such a name")
def test_file_that_no_address_can_name_is_refused(themed: SiteCase, name: str) -> None:
    themed.write(f"themes/mine/static/{name}", "")

    for command in ("check", "build"):
        outcome = themed.run(command)
        assert outcome.code == 1
        assert "error[invalid-file-name]: has a character in its name that no address may have" in outcome.stderr


def test_dangling_links_and_anchors_are_errors(site: SiteCase) -> None:
    site.paper(
        "one", body="See [a](/papers/two/), [b](/data/none.json), [c](/topics/examples/#h-none), [d](/nowhere/)."
    )

    outcome = site.run("build")
    assert outcome.code == 1
    assert 'content/papers/one.md:5:5: error[unknown-paper]: there is no paper "two"' in outcome.stderr

    outcome = site.edit("content/papers/one.md", "/papers/two/", "/papers/one/").run("build")
    assert outcome.code == 1
    assert "content/papers/one.md:5:77: error[broken-link]: there is no page /nowhere/" in outcome.stderr
    assert "content/papers/one.md:5:24: error[broken-link]: there is no file /data/none.json" in outcome.stderr
    said = (
        "content/papers/one.md:5:46: error[broken-anchor]: the page /topics/examples/ has nothing by the name #h-none"
    )
    assert said in outcome.stderr
    assert not site.public.exists()


@pytest.mark.parametrize("command", ["check", "build"])
def test_sheet_that_loads_what_is_not_there_is_told(themed: SiteCase, command: str) -> None:
    sheet = """@import "more.css";
@font-face { src: url(inter.woff2) }
/* url(not-asked-for.png) */
a { background: url('../img/logo.svg?v=1#a') } b { background: url("../img/lgo.svg") }
"""
    themed.write("themes/mine/static/css/site.css", sheet).write("themes/mine/static/img/logo.svg", "<svg/>")
    themed.write("themes/mine/static/css/more.css", "a { mask: url(#a) url(data:image/svg+xml,x) url(../style.css) }")

    outcome = themed.run(command)

    assert outcome.code == 1
    place = "themes/mine/static/css/site.css"
    assert outcome.stderr == (
        f'{place}:2:19: error[broken-link]: the theme has no static file "css/inter.woff2"\n'
        "  hint: put it into static/, or remove what loads it\n"
        f'{place}:4:64: error[broken-link]: the theme has no static file "img/lgo.svg"\n'
        '  hint: did you mean "img/logo.svg"?\n2 errors\n'
    )


def test_fault_of_a_template_is_told_once_and_where_it_is(themed: SiteCase) -> None:
    themed.paper("one").paper("two")
    themed.write(
        "themes/mine/templates/footer.html",
        '<p>\n<a onclick="x()" href="{{ url("/gone/") }}">gone</a>\n<a href="#gone">gone</a>',
    )

    outcome = themed.run("build")

    assert outcome.code == 1
    footer = "themes/mine/templates/footer.html"
    assert re.findall(r"^\S+: error.*", outcome.stderr, re.MULTILINE) == [
        f"{footer}:2:4: error[unsafe-page]: the page / has a script in the attribute onclick in <a>",
        f"{footer}:2:32: error[broken-link]: the page / links to gone/index.html, which does not exist",
        f"{footer}:3:10: error[broken-anchor]: the page / links to #gone, which index.html has not got",
    ]


def test_link_that_leads_out_of_a_site_below_a_path(themed: SiteCase) -> None:
    themed.write("themes/mine/templates/footer.html", '<p>\n<a href="/topics/">{{ url("/topics/") }}</a>')

    assert themed.run("build").code == 0
    outcome = themed.run("build", "--base-url", "https://example.org/reading/")

    assert outcome.code == 1
    assert outcome.stderr.startswith(
        "themes/mine/templates/footer.html:2:8: error[broken-link]: "
        "the page / links to /topics/, and the site begins at /reading/\n"
    )


def test_link_that_a_template_computes_is_told_once(themed: SiteCase) -> None:
    themed.paper("one").paper("two")
    themed.write("themes/mine/templates/paper.html", '<a href="{{ url(paper.url) }}gone.pdf">gone</a>')

    outcome = themed.run("build")

    assert outcome.code == 1
    assert "themes/mine/templates/paper.html: error[broken-link]: the page /papers/" in outcome.stderr
    assert outcome.stderr.count("error[") == 1


@pytest.mark.parametrize("command", ["check", "build"])
def test_theme_that_names_none_it_extends_is_told_what_it_lacks(themed: SiteCase, command: str) -> None:
    (themed.root / "themes/mine/theme.yaml").unlink()

    outcome = themed.write("themes/mine/templates/home.html", "<h1>Mine</h1>").run(command)

    assert outcome.code == 1
    assert "themes/mine: error[template-error]: extends no theme, and has no template 404.html, " in outcome.stderr
    assert "home.html" not in outcome.stderr
    assert "hint: write extends: default in themes/mine/theme.yaml" in outcome.stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_template_that_extends_itself_is_told_what_to_write(themed: SiteCase, command: str) -> None:
    template = '{# not {% extends "x" %} #}\n  {% extends "base.html" %}\n{% block body %}{% endblock %}'

    outcome = themed.write("themes/mine/templates/base.html", template).run(command)

    assert outcome.code == 1
    assert outcome.stderr == (
        'themes/mine/templates/base.html:2:3: error[template-error]: "base.html" is this template itself\n'
        '  hint: write {% extends "default/base.html" %} for the one that it replaces\n1 error\n'
    )
    themed.edit("themes/mine/templates/base.html", '"base.html"', '"default/base.html"').build()


def test_template_that_extends_itself_through_another_one_is_told_once(themed: SiteCase) -> None:
    themed.write("themes/mine/templates/base.html", '{% extends "default/paper.html" %}')

    outcome = themed.run("check")

    assert "themes/mine/templates/base.html:1:1: error[template-error]: extends itself by way of " in outcome.stderr
    assert '{% extends "default/base.html" %}' in outcome.stderr
    assert outcome.stderr.count("error[") == 1


@pytest.mark.parametrize("command", ["check", "build"])
def test_misspelt_block_and_template_are_told(themed: SiteCase, command: str) -> None:
    base = '{# {% block fotr %} #}{% extends "default/base.html" %}\n{% block head %}{% endblock %}\n'
    themed.write("themes/mine/templates/base.html", base + " {% block foter %}<p>Mine</p>{% endblock %}")
    themed.write("themes/mine/templates/papr.html", '{% extends "base.html" %}{% raw %}{% block x %}{% endraw %}')

    outcome = themed.run(command)

    assert outcome.code == 0
    assert outcome.stderr.count("themes/mine/") == 2
    said = 'base.html:3:2: warning[unknown-block]: no template that this one extends has a block "foter"'
    assert f'themes/mine/templates/{said}\n  hint: did you mean "footer"?' in outcome.stderr
    said = "papr.html:1:1: warning[unused-template]: no page and no other template asks for this one"
    assert f'themes/mine/templates/{said}\n  hint: did you mean "paper.html"?' in outcome.stderr


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("text", ["<p>Mine</p>", "{{ page.title }}", "{% if page.title %}<p>Mine</p>{% endif %}"])
def test_text_outside_of_all_blocks_is_told(themed: SiteCase, command: str, text: str) -> None:
    template = '{# Why. #}\n{% extends "default/base.html" %}\n{% set a = 1 %}\n{% block head %}{% endblock %}\n'
    themed.write("themes/mine/templates/base.html", f"{template}  {text}\n")

    outcome = themed.run(command)

    place = "themes/mine/templates/base.html:5:" + ("22" if text.startswith("{%") else "3")
    assert f"{place}: warning[unknown-block]: stands in no block, and a template that extends " in outcome.stderr
    assert outcome.stderr.count("themes/mine/") == 1


def test_text_of_macros_and_before_what_is_extended_is_on_pages(themed: SiteCase) -> None:
    template = """<!-- Before. -->
{% extends "default/paper.html" %}
<!-- A comment. -->
{% macro mine(name) %}<b>{{ name }}</b>{% endmacro %}
{% set note %}<i>Note</i>{% endset %}
{% block main %}{{ mine("Mine") }}{{ note }}{% raw %}{% endblock %}{% endraw %}{% endblock main %}
"""
    themed.write("themes/mine/templates/paper.html", template)
    perhaps = '{% if page.path == "/" %}{% extends "default/base.html" %}{% endif %}<h1>Perhaps</h1>'
    themed.write("themes/mine/templates/topic.html", perhaps)

    assert not themed.run("check").stderr
    themed.build()
    html = themed.html("papers/doe-2020-example")
    assert html.startswith("<!-- Before. -->")
    assert "<b>Mine</b><i>Note</i>" in html
    assert themed.html("topics/examples") == "<h1>Perhaps</h1>"


def test_blocks_and_templates_that_are_asked_for_are_no_mistakes(themed: SiteCase) -> None:
    colophon = "{% block colophon %}{% endblock %}"
    templates = {
        "base.html": f'{{% extends "default/base.html" %}}{{% block footer %}}{colophon}{{% endblock %}}',
        "paper.html": '{% extends "default/paper.html" %}{% from "mine/tools.html" import a %}'
        "{% block main %}{% block colophon %}{{ a() }}{% endblock %}{% endblock %}",
        "method.html": "of a kind that this catalogue has no pages of",
        "tools.html": "{% macro a() %}Of our own{% endmacro %}",
    }
    for name, source in templates.items():
        themed.write(f"themes/mine/templates/{name}", source)

    assert not themed.run("check").stderr
    themed.build()
    assert "Of our own" in themed.html("papers/doe-2020-example")


def test_template_that_may_be_asked_for_by_a_computed_name_is_no_mistake(themed: SiteCase) -> None:
    themed.write("themes/mine/templates/parts/a.html", "Of our own")
    themed.write("themes/mine/templates/footer.html", '{% include "parts/" ~ "a.html" %}')

    assert not themed.run("check").stderr
    themed.build()
    assert "Of our own" in themed.html("papers/doe-2020-example")


@pytest.mark.parametrize("command", ["check", "build"])
def test_template_that_extends_what_there_is_not_is_told_where_it_says_so(themed: SiteCase, command: str) -> None:
    outcome = themed.write("themes/mine/templates/paper.html", '\n{% extends "default/papr.html" %}').run(command)

    assert outcome.code == 1
    said = 'themes/mine/templates/paper.html:2:1: error[template-error]: there is no template "default/papr.html"'
    assert f'{said}\n  hint: did you mean "default/paper.html"?' in outcome.stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_base_that_extends_what_there_is_not_is_told_once_and_without_itself_for_a_hint(
    themed: SiteCase, command: str
) -> None:
    outcome = themed.write("themes/mine/templates/base.html", '{% extends "bibliography/base.html" %}').run(command)

    assert outcome.stderr == (
        'themes/mine/templates/base.html:1:1: error[template-error]: there is no template "bibliography/base.html"\n'
        "  hint: there are those of the themes mine, default\n1 error\n"
    )


@pytest.mark.parametrize("command", ["check", "build"])
def test_base_without_a_block_that_pages_fill_is_told_for_all_of_them_at_once(themed: SiteCase, command: str) -> None:
    base = "<title>{{ page.title }}</title><main>{% block man %}{% endblock %}</main>{% block more %}{% endblock %}"
    themed.write("themes/mine/templates/base.html", base)
    page = '{% extends "base.html" %}{% block more %}{% block picture %}Mine{% endblock %}{% endblock %}'
    themed.write("themes/mine/templates/home.html", page)

    outcome = themed.run(command, *(["--base-url", "https://example.org/"] if command == "build" else []))

    place = "themes/mine/templates/base.html:1:1: warning[unknown-block]"
    assert re.sub(r"\d+ more would", "N more would", outcome.stderr) == (
        f'{place}: has no block "head": what default/compare.html and N more would put there is on no page\n'
        "  hint: write {% block head %}{% endblock %} where it belongs\n"
        f'{place}: has no block "main": what default/404.html and N more would put there is on no page\n'
        '  hint: did you mean "man"?\n2 warnings\n'
    )


def test_block_that_is_misspelt_in_a_theme_between_is_told_where_it_stands(themed: SiteCase) -> None:
    themed.write("themes/mine/theme.yaml", "extends: between\n").write(
        "themes/mine/templates/base.html",
        '{% extends "default/base.html" %}{% block footer %}{% endblock %}',
    )
    themed.write("themes/between/theme.yaml", "extends: default\n").write(
        "themes/between/templates/paper.html",
        '{% extends "base.html" %}\n{% block mian %}Mine{% endblock %}',
    )
    base = '{% extends "default/base.html" %}{% block footer %}{% block more %}{% endblock %}{% endblock %}'
    themed.write("themes/between/templates/base.html", base)
    themed.write("themes/between/templates/home.html", '{% extends "base.html" %}{% block more %}More{% endblock %}')

    outcome = themed.run("check")

    assert re.findall(r"^themes/(\S+) warning.*?: (.*)", outcome.stderr, re.MULTILINE) == [
        ("between/templates/paper.html:2:1:", 'no template that this one extends has a block "mian"'),
        ("mine/templates/base.html:1:1:", 'has no block "more": what between/home.html would put there is on no page'),
    ]


def test_base_without_a_block_that_pages_only_empty_is_no_mistake(themed: SiteCase) -> None:
    """The box for searching is on every page but the two that have one of their own."""
    base = "<title>{{ page.title }}</title>{% block head %}{% endblock %}<main>{% block main %}{% endblock %}</main>"

    assert not themed.write("themes/mine/templates/base.html", base).run("check").stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_unknown_theme_is_told_where_it_is_named(site: SiteCase, command: str) -> None:
    site.write("site.yaml", "title: Site\ntheme: bibliografy\n")

    outcome = site.run(command)

    assert outcome.code == 1
    assert 'site.yaml:2:8: error[unknown-theme]: there is no theme "bibliografy"' in outcome.stderr
    site.write("site.yaml", "title: Site\ntheme: mine\n").write("themes/mine/theme.yaml", "# Why.\nextends: deflt\n")
    assert 'themes/mine/theme.yaml:2:10: error[unknown-theme]: there is no theme "deflt"' in site.run(command).stderr


def test_page_that_is_named_for_a_link_of_many_does_not_depend_on_who_made_which(themed: SiteCase) -> None:
    for number in range(12):
        themed.paper(f"p{number}")
    small_pieces = "from papercatalog import fill; fill._PAGES_AT_ONCE = 2"
    themed.write("themes/mine/templates/footer.html", '<a href="{{ url("/gone/") }}">gone</a>')

    told = {themed.run("build", "--no-cache", "--jobs", jobs, first=small_pieces).stderr for jobs in "1212"}

    assert len(told) == 1, told
    assert "links to gone/index.html, which does not exist" in told.pop()


def test_page_that_is_named_for_a_mistake_in_many_does_not_depend_on_who_made_which(themed: SiteCase) -> None:
    mistake = '{% extends "default/base.html" %}{% block footer %}{{ catalog.nothing }}{% endblock %}'
    themed.write("themes/mine/templates/base.html", mistake)
    # The other process comes to the first page, and this one to the next.
    late = (
        "import time; from papercatalog import fill; told = fill._told\n"
        "def late(*some):\n    time.sleep(0.5)\n    yield from told(*some)\n"
        "fill._told = late"
    )

    one, two = (themed.run("build", "--no-cache", "--jobs", jobs, first=late) for jobs in "12")

    assert (two.code, two.stderr) == (one.code, one.stderr)
    assert "while rendering /\n" in one.stderr


@pytest.mark.parametrize(
    ("markup", "column", "said"),
    [
        ('<p onclick="x()">', 4, "a script in the attribute onclick in <p>"),
        ("<script>x()</script>", 1, "a script in the text in <script>"),
        ('<a href="javascript:x()">', 10, "an unsafe address in the attribute href in <a>"),
        ('<img src="//evil.example/x.png">', 11, "something of another site in the attribute src in <img>"),
        (
            '<link rel="stylesheet" href="https://fonts.example/inter.css">',
            30,
            "something of another site in the attribute href in <link>",
        ),
    ],
)
def test_page_with_what_could_harm_readers_is_not_published(
    themed: SiteCase, markup: str, column: int, said: str
) -> None:
    themed.write("themes/mine/templates/404.html", "\n" + markup)

    outcome = themed.run("build")

    assert outcome.code == 1
    place = f"themes/mine/templates/404.html:2:{column}"
    assert f"{place}: error[unsafe-page]: the page /404.html has {said}" in outcome.stderr
    assert not themed.public.exists()
