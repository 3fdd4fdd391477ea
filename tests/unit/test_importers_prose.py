import pytest

from papercatalog.diagnostics import Span
from papercatalog.importers.addresses import collect_links
from papercatalog.importers.prose import clean_prose
from papercatalog.model import Link

HERE = Span("listing.txt", 4, 1)


@pytest.mark.parametrize(
    ("raw", "markdown"),
    [
        ("Code is at https://github.com/damo-cv/Ada-NETS.", "Code is at <https://github.com/damo-cv/Ada-NETS>."),
        ("at https://x.org/a_b_c .", "at <https://x.org/a_b_c> ."),
        ("(see https://x.org/a).", "(see <https://x.org/a>)."),
        ("(see https://x.org/a_(b))", "(see <https://x.org/a_(b)>)"),
        ("available at:https://x.org/A", "available at: <https://x.org/A>"),
        ("released at htthttps://github.com/a/b.", "released at <https://github.com/a/b>."),
        ("our https://github.com/a/B-C{Project}.", "our <https://github.com/a/B-C> Project."),
        (r"our \href{https://x.org/a\_b}{project page}.", "our <https://x.org/a_b> project page."),
        (r"see \url{https://x.org/~me}!", "see <https://x.org/~me>!"),
        ("at github.com/rowanz/neural-motifs.", "at <https://github.com/rowanz/neural-motifs>."),
        ("at~https://x.org/", "at <https://x.org/>"),
        ("https://x.org/", "<https://x.org/>"),
        (r"10\% of a_b*, https://x.org/a_b", r"10% of a_b\*, <https://x.org/a_b>"),
        ("  two   spaces  ", "two spaces"),
    ],
)
def test_addresses_become_links_and_words_become_markdown(raw: str, markdown: str) -> None:
    assert clean_prose(raw, HERE)[0].markdown == markdown


def test_text_is_what_a_reader_sees() -> None:
    prose, problems = clean_prose("Our ``code'' is at https://x.org/a_b.", HERE)
    assert prose.text == "Our “code” is at https://x.org/a_b."
    assert prose.words == "Our “code” is at ."
    assert prose.addresses == ["https://x.org/a_b"]
    assert problems == []


def test_a_formula_that_can_be_typeset_stays_one_where_there_may_be_formulas() -> None:
    raw = "*A* $\\frac{1}\n{2}$, $\\alpha$ and $\\frac{1}{2}$"
    prose, problems = clean_prose(raw, HERE, has_formulas=True)
    assert (prose.markdown, problems) == (r"\*A\* $\frac{1} {2}$, α and $\frac{1}{2}$", [])
    prose, problems = clean_prose(raw, HERE)
    assert prose.markdown.endswith(r"\$\frac{1}{2}\$")
    assert len(problems) == 2


def test_problems_name_line_and_column() -> None:
    raw = r"See https://x.org/, named {\name}. Models like [11] gain performance.All else, (EXTD),less than U.S. units."
    _, problems = clean_prose(raw, Span("listing.txt", 4, 10))
    assert [str(problem).splitlines()[0] for problem in problems] == [
        r"listing.txt:4:37: warning[uncleaned-latex]: cannot turn \name into plain text: \name is not defined",
        'listing.txt:4:57: warning[damaged-text]: "[11]" cites a list of references that is not here',
        'listing.txt:4:67: warning[damaged-text]: "performance.All" lacks a space',
        'listing.txt:4:90: warning[damaged-text]: "EXTD),less" lacks a space',
    ]


def test_escaped_formulas_of_springer_are_told_of() -> None:
    raw = r"So {\$}{\$}{\backslash}pi {\$}{\$}$\pi$-like for {\$}5 and {\$}6, and {\$}{\$}35{\$}{\$}objects."
    _, problems = clean_prose(raw, HERE, is_latex=True)
    message = "is a formula whose signs were escaped, maybe with a copy after it"
    assert [(problem.code, problem.message) for problem in problems] == [
        ("damaged-text", rf'"{{\$}}{{\$}}{{\backslash}}pi {{\$}}{{\$}}" {message}'),
        ("damaged-text", rf'"{{\$}}{{\$}}35{{\$}}{{\$}}" {message}'),
    ]


def test_links_of_abstract_and_facts_are_joined() -> None:
    links = collect_links(
        ["https://X.org/page/", "https://anonymous.4open.science/r/a"],
        [("code", "https://github.com/a/b"), ("data", "http://x.org/page")],
        "https://source.org/",
    )
    assert links == [
        Link("code", "https://anonymous.4open.science/r/a"),
        Link("code", "https://github.com/a/b", "https://source.org/"),
        Link("data", "https://X.org/page/"),
    ]


def test_link_without_abstract_or_source_is_left_out() -> None:
    assert collect_links([], [("code", "https://github.com/a/b")], None) == []
