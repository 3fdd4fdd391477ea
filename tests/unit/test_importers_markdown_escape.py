import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from papercatalog.importers.markdown_escape import escape_inline
from papercatalog.markdown import plain_text
from papercatalog.text import find_forbidden_character, squeeze

MARKUP = st.text("\\`*_{}[]()#+-.!|<>&;:=~$@/ \tab1é²“", max_size=40)
ANY = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=60)


def escaped(text: str) -> str:
    return escape_inline(squeeze(text), starts_line=True)


def rendered(markdown: str) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).use(dollarmath_plugin, allow_space=False, allow_digits=False)
    tokens = parser.parse(markdown)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "softbreak"}
    return "".join(child.content for child in children)


@given(st.one_of(MARKUP, ANY))
def test_escaped_text_renders_as_itself(text: str) -> None:
    if find_forbidden_character(text) is None:
        assert squeeze(rendered(escaped(text))) == squeeze(text)


@given(MARKUP)
def test_escaped_text_is_plain_to_the_site(text: str) -> None:
    assert plain_text(escaped(text)) == squeeze(text)


@pytest.mark.parametrize(
    "text",
    [
        "A well-known (and simple) method: 99.63%, i.e. ~3500 images -- or 5 - 3 = 2, a < b, snake_case, Q&A!",
        r"named {\name}, which",
        "modules: 1. the first 2. the second",
        "+10.26% higher",
        "-5 dB",
        "#1 in the challenge",
    ],
)
def test_harmless_text_stays_readable(text: str) -> None:
    assert escaped(text) == text


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("models like [11]. All", r"models like \[11]. All"),
        ("a *b* _c_ `d` $e$", r"a \*b\* \_c\_ \`d\` \$e\$"),
        ("[@schroff-2015-facenet]", r"\[@schroff-2015-facenet]"),
        ("1. First", r"1\. First"),
        ("- item", r"\- item"),
        ("# title", r"\# title"),
        ("> quote", r"\> quote"),
        ("---", r"\---"),
        ("~~~ code", r"\~~~ code"),
        ("AT&amp;T &#65;", r"AT\&amp;T \&#65;"),
        ("<b> <https://x.org>", r"\<b> \<https://x.org>"),
        (r"10\% \\", r"10\\% \\\\"),
    ],
)
def test_markup_is_escaped(text: str, markdown: str) -> None:
    assert escaped(text) == markdown
