"""Publications become pages that pass the check at once, or nothing is written and every reason is given."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papercatalog.config import SiteConfig
from papercatalog.content import read_content
from papercatalog.diagnostics import CatalogError, Severity, Span
from papercatalog.identifiers import find_arxiv, find_doi, first_version_month
from papercatalog.importers.names import inverted_name, name_field, written_name
from papercatalog.importers.publication import Publication
from papercatalog.importers.run import ImportReport, add_publications
from papercatalog.model import Name
from sitecase import MINIMAL

TODAY = date(2026, 11, 21)
HERE = Span("https://example.org/api")


def site_at(root: Path) -> SiteConfig:
    for path, content in MINIMAL.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(content)
    return SiteConfig(title="Test", root=root)


@pytest.fixture
def site(tmp_path: Path) -> SiteConfig:
    return site_at(tmp_path)


def add(site: SiteConfig, *publications: Publication) -> ImportReport:
    return add_publications(site, publications, TODAY)


def pages(site: SiteConfig) -> set[str]:
    return {path.stem for path in (site.root / "content/papers").iterdir()}


def test_a_link_that_only_the_source_shows_names_it(site: SiteConfig) -> None:
    links = (("code", "https://github.com/a/b"),)
    report = add(site, Publication("One More", HERE, links=links, source="https://arxiv.org/abs/2101.00001"))
    text = (site.root / report.written[0]).read_text()
    assert '- {kind: code, url: "https://github.com/a/b", source: "https://arxiv.org/abs/2101.00001"}' in text
    assert read_content(site).diagnostics == ()


@pytest.mark.parametrize(
    ("publication", "code"),
    [
        (Publication("An Example of a Paper!", HERE), "similar-title"),
        (Publication("an example of a paper", HERE), "duplicate-paper"),
        (Publication("New", HERE, topics=("nothing",)), "unknown-topic"),
        (Publication("New\u202e", HERE), "forbidden-character"),
        (Publication("New", HERE, links=(("code", "ftp://x.org/"),), source="https://x.org/"), "invalid-value"),
        (Publication(" ", HERE), "invalid-value"),
        (Publication("New", HERE, "word " * 60_000), "too-large"),
        (Publication("New", HERE, "https://example.org/ " * 51), "too-large"),
    ],
)
def test_with_one_that_is_refused_nothing_is_written(site: SiteConfig, publication: Publication, code: str) -> None:
    with pytest.raises(CatalogError) as caught:
        add(site, Publication("Something Quite Different", HERE), publication)
    errors = [problem for problem in caught.value.diagnostics if problem.severity is Severity.ERROR]
    assert [(problem.code, problem.span) for problem in errors] == [(code, HERE)]
    assert pages(site) == {"doe-2020-example"}


def test_every_paper_that_is_there_is_named(site: SiteConfig) -> None:
    add(site, Publication("First", HERE, arxiv="2101.00001"), Publication("Second", HERE, doi="10.1000/x"))
    with pytest.raises(CatalogError) as caught:
        add(site, Publication("Other", HERE, arxiv="2101.00001v4"), Publication("Else", HERE, doi="doi:10.1000/X"))
    assert [problem.message for problem in caught.value.diagnostics] == [
        '"Else" has an identifier of content/papers/second.md: "Second"',
        '"Other" has an identifier of content/papers/first.md: "First"',
    ]


_TEXT = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["ToySet", "examples", "<b>", "{", "}", "$x$", "\\", "https://a.b/c_d?e=%20", "&amp;", "[x](/y)",
         "[@doe-2020-example]", "---", "\n", "# ", "'", '"', ": ", "- ", "`", "99.5%", "|",
         "<https://x>", "\u200d", "javascript:x", "*"]
    ),
    max_size=12,
).map(" ".join)  # fmt: skip
_NAMES = st.builds(Name, family=st.text(max_size=12), given=st.text(max_size=8)) | st.builds(Name, literal=_TEXT)


@settings(max_examples=150, deadline=None)
@given(
    title=_TEXT,
    abstract=_TEXT,
    authors=st.lists(_NAMES.filter(lambda name: str(name).strip()), max_size=3),
    venue=_TEXT,
    arxiv=st.sampled_from(["", "2101.00001", "x", "cs.CV/0101001"]),
    doi=st.sampled_from(["", "10.1000/<x>", "10.1000/a b", "x"]),
    is_latex=st.booleans(),
)
def test_whatever_is_written_passes_the_check(
    tmp_path_factory: pytest.TempPathFactory,
    title: str,
    abstract: str,
    authors: list[Name],
    venue: str,
    arxiv: str,
    doi: str,
    is_latex: bool,
) -> None:
    site = site_at(tmp_path_factory.mktemp("site", numbered=True))
    publication = Publication(
        title, HERE, abstract, authors=tuple(authors), venue=venue, arxiv=arxiv, doi=doi, is_latex=is_latex
    )
    try:
        add(site, publication)
    except CatalogError:
        assert pages(site) == {"doe-2020-example"}
    else:
        assert len(pages(site)) == 2
        read_content(site)
    finally:
        shutil.rmtree(site.root)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("2101.00001", "2101.00001"),
        ("arXiv:2101.00001v3", "2101.00001"),
        ("https://arxiv.org/pdf/2101.00001v3.pdf", "2101.00001"),
        ("arXiv preprint arXiv:1503.03832 [cs.CV]", "1503.03832"),
        ("abs/1503.03832", "1503.03832"),
        ("10.48550/arXiv.2211.11825", "2211.11825"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("https://arxiv.org/abs/CS/0112017", "cs/0112017"),
        ("10.1000/2101.00001", ""),
        ("https://example.org/2101.00001", ""),
        ("12101.00001", ""),
    ],
)
def test_arxiv_identifiers(text: str, identifier: str) -> None:
    assert find_arxiv("nothing", text) == identifier


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("10.1000/a_b", "10.1000/a_b"),
        ("https://doi.org/10.1000/a%3Cb", "10.1000/a<b"),
        ("doi: 10.1000/x", "10.1000/x"),
        ("http://dx.doi.org/10.1000/x", "10.1000/x"),
        ("https://example.org/10.1000/x", ""),
        ("https://doi.org/10.1000/a%20b", ""),
        (f"10.1000/{'x' * 1_000}", ""),
        ("10.1/x", ""),
    ],
)
def test_dois(text: str, doi: str) -> None:
    assert find_doi(text) == doi


def test_month_of_an_arxiv_identifier() -> None:
    found = [first_version_month(id_) for id_ in ("1503.03832", "cs/0112017", "math.GT/9809136", "")]
    assert found == [(2015, 3), (2001, 12), (1998, 9), (0, 0)]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        (Name("van der Lee", "Ann"), "Ann van der Lee"),
        (Name("Nguyen Thi", "An"), {"family": "Nguyen Thi", "given": "An"}),
        (Name(literal="A Group"), {"literal": "A Group"}),
        (Name("Plato"), "Plato"),
        (Name("Lee", "Ann", id="ann-lee-2"), {"family": "Lee", "given": "Ann", "id": "ann-lee-2"}),
    ],
)
def test_names_are_plain_where_that_is_clear(name: Name, field: object) -> None:
    assert name_field(name) == field


def test_names_as_people_write_them() -> None:
    assert inverted_name("van der Lee, Ann") == written_name("Ann van der Lee") == Name("van der Lee", "Ann")
    assert inverted_name("King, Jr., Martin") == written_name("Martin King, Jr.") == Name("King Jr.", "Martin")
    assert inverted_name("A Group") == written_name("{A Group}") == Name(literal="A Group")
