"""Markdown to HTML that is safe whatever it holds."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papercatalog.markdown import (
    MAX_BRACKETS,
    MAX_LENGTH,
    FaultyFormula,
    Reference,
    find_excess,
    find_faulty_formulas,
    find_references,
    find_refused_links,
    plain_text,
    render_markdown,
)
from papercatalog.math import MAX_FORMULAS


def cite(paper_id: str) -> tuple[str, str] | None:
    return (f"/papers/{paper_id}/", "Doe & Roe 2020") if paper_id == "doe-2020-x" else None


def render(text: str) -> str:
    return render_markdown(text, lambda path: ".." + path, cite)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,x)",
        "[x](vbscript:x)",
        "[x](//evil.example/)",
        "[x](\\\\evil.example)",
        "[x](https://user:secret@evil.example/)",
        "![x](https://evil.example/x.png)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "&lt;script&gt;",
        "{{ 7 * 7 }}",
    ],
)
def test_hostile_markdown_makes_no_element_of_its_own(text: str) -> None:
    html = render(text)

    assert not re.search(r"<(?!/?(p|a|em|strong|code)\b)", html)
    assert not re.search(r'(?i)href="(?!https://evil\.example/x\.png|\.\./)', html)
    assert "onerror=" not in re.sub(r"&[a-z#0-9]+;", "", re.sub(r"<p>.*</p>", "", html))


def test_links_are_marked_by_where_they_lead() -> None:
    html = render("[out](https://e.org/a?b=1&c=2) [in](/papers/x/) [here](#h-x) [mail](mailto:a@b.org)")

    assert (
        '<a href="https://e.org/a?b=1&amp;c=2" rel="noopener nofollow ugc" referrerpolicy="no-referrer">out</a>' in html
    )
    assert '<a href="../papers/x/">in</a>' in html
    assert '<a href="#h-x">here</a>' in html
    assert '<a href="mailto:a@b.org">mail</a>' in html


def test_citation_links_to_the_paper() -> None:
    assert render("See [@doe-2020-x].") == (
        '<p>See <a class="citation" href="../papers/doe-2020-x/">Doe &amp; Roe 2020</a>.</p>\n'
    )
    assert render("[@nobody]") == "<p>[@nobody]</p>\n"


def test_headings_begin_at_level_two_and_have_ids_of_their_own() -> None:
    assert render("# config\n\n## config\n\n### __proto__\n\n## 李") == (
        '<h2 id="h-config">config</h2>\n<h2 id="h-config-2">config</h2>\n'
        '<h3 id="h-proto">__proto__</h3>\n<h2 id="h-section">李</h2>\n'
    ).replace("__proto__", "<strong>proto</strong>")


def test_heading_takes_no_id_that_another_has_by_its_words() -> None:
    ids = re.findall('id="(.*?)"', render("# a 2\n# a\n# a\n# a 2\n# a\n# a 3"))

    assert ids == ["h-a-2", "h-a", "h-a-3", "h-a-2-2", "h-a-4", "h-a-3-2"]


def test_plain_text_is_what_a_reader_sees() -> None:
    text = "A *b* `c` [d](https://e.org) <https://f.org>\nnext \\* &amp; 10% [@doe-2020-x]\n\n- item\n\n    code"

    assert plain_text(text, cite) == "A b c d https://f.org next * & 10% Doe & Roe 2020\n\nitem\n\ncode"


def test_references_have_their_place() -> None:
    assert list(find_references("One [@a-b]\ntwo [x](/papers/y/)\n\nthree <https://e.org>")) == [
        Reference("a-b", 0, 5, is_citation=True),
        Reference("/papers/y/", 1, 5),
        Reference("https://e.org", 3, 7),
    ]


def test_place_of_a_reference_counts_what_marks_its_line() -> None:
    text = "A `code\nspan` [a](/a/)\n\n> - *[b](/b/)*\n>   [c](/c/)**[@d]**\n\n## Head [e](/e/) ##\n\n[f]\n\n[f]: /f/"

    assert [(found.target, found.line, found.column) for found in find_references(text)] == [
        ("/a/", 1, 7),
        ("/b/", 3, 6),
        ("/c/", 4, 5),
        ("d", 4, 15),
        ("/e/", 6, 9),
        ("/f/", 8, 1),
    ]


def test_lines_may_end_in_any_way() -> None:
    assert list(find_references("a\rb\r\n\n[x](/x/)")) == [Reference("/x/", 3, 1)]


def test_links_that_stay_text_are_found_with_their_place() -> None:
    text = "[a](/a/) [b](../b/) <javascript:c>\n![d](d.png) [e][e] [f]()\n\n[e]: //e.org\n\n`[g](../g)` \\[h](h)"

    assert [(found.target, found.line, found.column) for found in find_refused_links(text)] == [
        ("../b/", 0, 10),
        ("javascript:c", 0, 21),
        ("d.png", 1, 2),
        ("//e.org", 1, 13),
        ("", 1, 20),
    ]


def test_formulas_become_mathml_and_prices_stay_text() -> None:
    html = render("In $O(n^2)$ steps for $5 or $6.\n\nWith \\$x\\$ and `$y$`:\n\n$$\nx < 1\n$$")

    assert "<p>In <math><mi>O</mi>" in html
    assert "<msup><mi>n</mi><mn>2</mn></msup>" in html
    assert "for $5 or $6.</p>" in html
    assert "<p>With $x$ and <code>$y$</code>:</p>" in html
    assert '<p class="formula"><math display="block"><mi>x</mi><mo>&lt;</mo><mn>1</mn></math></p>' in html


def test_formula_that_cannot_be_typeset_is_shown_as_source_and_reported() -> None:
    text = "Fine: $x$.\nNot: $\\mbox{<b>}$ and $x_{$.\n\n$$\n\\nothing\n$$"

    assert '<code class="formula">\\mbox{&lt;b&gt;}</code> and <code class="formula">x_{</code>' in render(text)
    assert '<p class="formula"><code class="formula">\\nothing</code></p>' in render(text)
    assert [(formula.tex, formula.line) for formula in find_faulty_formulas(text)] == [
        ("\\mbox{<b>}", 1),
        ("x_{", 1),
        ("\\nothing", 3),
    ]


def test_a_text_has_only_so_many_formulas() -> None:
    text = "$x$ " * (MAX_FORMULAS + 1)

    assert render(text).count("<math>") == MAX_FORMULAS
    assert list(find_faulty_formulas(text)) == [FaultyFormula("x", 0, f"it comes after {MAX_FORMULAS} others")]


def test_plain_text_of_a_formula_is_its_source() -> None:
    assert plain_text("Takes $O(n)$.\n\n$$\nx^2\n$$") == "Takes O(n).\n\nx^2"


LINES = st.text(
    alphabet=st.one_of(
        st.sampled_from("aé1.) -+#>~=|:\t\"'&;!]{}/@\xa0\x1c\u2028"), st.characters(exclude_characters="\r\n")
    )
)


@given(st.sampled_from("aé1"), LINES)
def test_a_line_without_markup_is_what_the_parser_makes_of_it(first: str, rest: str) -> None:
    # A paragraph more, with a citation in it, has the parser read what it might be spared.
    line, more = first + rest, "[@nobody]"

    assert render(f"{line}\n\n{more}") == render(line) + f"<p>{more}</p>\n"
    assert plain_text(f"{line}\n\n{more}") == f"{plain_text(line)}\n\n{more}".lstrip("\n")


@given(st.text(alphabet=st.sampled_from("ab[]()<>@!*_`#-&;:\\/ \n\"'js.$^{}")))
def test_any_markdown_renders_without_script(text: str) -> None:
    html = render(text)

    assert "<script" not in html
    assert not re.search(r'href="[^"]*javascript:', html)


@pytest.mark.parametrize(
    "unit",
    [
        "[",
        "*a ",
        "`",
        "> ",
        "[@",
        "- ",
        "![[",
        "<a",
        "[a](b",
        "**_",
        "\\",
        "&#",
        "(",
        "| ",
        "1. ",
        "~~~\n",
        "$",
        "$$",
        "$a",
        "\\$",
        "$$\n",
        "$$a\n\n",
        "# a\n",
        "# a-2\n# a\n",
    ],
)
def test_pathological_text_of_the_largest_size_is_rendered_in_a_second(unit: str) -> None:
    # What makes a parser go back and forth.
    text = unit * (MAX_LENGTH // len(unit))
    if find_excess(text):
        text = unit * (MAX_BRACKETS // unit.count("["))
    assert not find_excess(text)
    started = time.process_time()
    assert render(text)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("unit", ["[", "[a](b", "[a]()", "*[a](../b)\n", "![[", "<a:", "<a:b>", "[a]: b\n"])
def test_links_of_a_text_of_the_largest_size_are_looked_at_in_a_second(unit: str) -> None:
    text = unit * min(MAX_LENGTH // len(unit), MAX_BRACKETS // max(1, unit.count("[")))
    started = time.process_time()
    found = [*find_references(text), *find_refused_links(text)]
    assert time.process_time() - started < 1.5
    assert all(0 <= reference.line <= text.count("\n") for reference in found)


@pytest.mark.parametrize("text", ["a" * (MAX_LENGTH + 1), "[" * (MAX_BRACKETS + 1)])
def test_text_that_could_take_long_is_excessive(text: str) -> None:
    assert "more than the" in find_excess(text)
