"""From what a person pastes to a page, by way of services that are played on the loopback interface."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from answers import ATOM, Answer, Service, answer, play, redirect, say_nothing
from papercatalog import __version__
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, ExitCode
from papercatalog.importers.apply_issue import carry_out
from papercatalog.importers.arxiv import ARXIV
from papercatalog.importers.crossref import CROSSREF
from papercatalog.importers.fetch import Limits
from papercatalog.importers.issue_form import FORMS, parse_issue
from papercatalog.importers.lookup import (
    Services,
    add_references,
    choose_services,
    find_publications,
    parse_reference,
)
from papercatalog.importers.run import ImportReport
from sitecase import read_tree

FIXTURES = Path(__file__).parents[1] / "fixtures"
FEED = answer((FIXTURES / "arxiv.xml").read_bytes(), ATOM)
WORK = json.loads((FIXTURES / "crossref.json").read_bytes())
QUICK = Limits(seconds=1.5, bytes=50_000, redirects=3, attempts=3, pause=0.01)
UNKNOWN = answer("Resource not found.", "text/plain", 404)
OLD = "---\ntitle: An Old One\nidentifiers: {arxiv: 1503.03832, doi: 10.1000/Old}\nadded: 2026-01-01\n---\n"
TODAY = date(2026, 11, 21)
PAGE = """\
---
title: "ToyNet: Learning to Count k Toys"
authors: [Jane Doe, Richard Roe]
year: 2019
venue: {id: ct, year: 2020, pages: "1-9"}
identifiers: {arxiv: "2001.00001", doi: "10.1000/XYZ.2020.1"}
links:
  - {kind: code, url: "https://github.com/example/in-the-abstract"}
  - {kind: code, url: "https://github.com/example/toynet", source: "https://arxiv.org/abs/2001.00001"}
  - {kind: project, url: "https://example.org/toynet/", source: "https://arxiv.org/abs/2001.00001"}
  - {kind: data, url: "https://example.org/toyset", source: "https://arxiv.org/abs/2001.00001"}
topics: [toys]
datasets:
  - {id: toyset, role: mentioned}
added: 2026-11-21
sources: ["https://arxiv.org/abs/2001.00001"]
---
We count toys, and measure it on ToySet with 99.5% accuracy. Our code is at <https://github.com/example/in-the-abstract>.
"""


def work(**changes: object) -> Answer:
    fields = {**WORK["message"], **changes}
    return answer(json.dumps({**WORK, "message": {key: value for key, value in fields.items() if value is not None}}))


@pytest.fixture
def site(tmp_path: Path) -> SiteConfig:
    content = tmp_path / "site" / "content"
    for name, text in {
        "papers/old.md": OLD,
        "topics/toys.md": "---\nname: Toys\n---\n",
        "datasets/toyset.md": "---\nname: ToySet\n---\n",
        "venues.yaml": "- {id: ct, name: Conference on Toys, short: CT, kind: conference}\n",
    }.items():
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(text)
    return SiteConfig(title="Test", root=tmp_path / "site")


@contextmanager
def played(arxiv: list[Answer], crossref: list[Answer]) -> Iterator[tuple[Services, Service, Service]]:
    with play(*arxiv) as first, play(*crossref) as second:
        services = Services(
            replace(ARXIV, base_url=first.address, hosts=frozenset(), limits=QUICK),
            replace(CROSSREF, base_url=second.address, hosts=frozenset(), limits=QUICK),
        )
        yield services, first, second


def add(site: SiteConfig, *references: str, arxiv: Answer = FEED, crossref: Answer = UNKNOWN) -> ImportReport:
    with played([arxiv], [crossref]) as (services, _, _):
        return add_references(site, references, TODAY, services)


def refused(site: SiteConfig, *references: str, **answers: Answer) -> CatalogError:
    """Return why nothing was added, and insist that nothing was."""
    before = read_tree(site.root)
    with pytest.raises(CatalogError) as caught:
        add(site, *references, **answers)
    assert read_tree(site.root) == before
    return caught.value


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("1503.03832", "arXiv 1503.03832"),
        (" 1503.03832v12 ", "arXiv 1503.03832"),
        ("arXiv:1503.03832", "arXiv 1503.03832"),
        ("arxiv: cs/0112017v1", "arXiv cs/0112017"),
        ("math.GT/0309136", "arXiv math.GT/0309136"),
        ("HEP-TH/9901001", "arXiv hep-th/9901001"),
        ("Math.gt/0309136", "arXiv math.GT/0309136"),
        ("https://arxiv.org/abs/1503.03832v2", "arXiv 1503.03832"),
        ("https://arxiv.org/pdf/1503.03832v2.pdf", "arXiv 1503.03832"),
        ("http://www.arxiv.org/html/2401.00001v1?x=y#S2", "arXiv 2401.00001"),
        ("10.48550/arXiv.1503.03832", "arXiv 1503.03832"),
        ("https://doi.org/10.48550/arxiv.cs/0112017", "arXiv cs/0112017"),
        ("10.1109/CVPR.2015.7298682", "DOI 10.1109/CVPR.2015.7298682"),
        ("doi:10.1109/CVPR.2015.7298682", "DOI 10.1109/CVPR.2015.7298682"),
        ("https://dx.doi.org/10.1109%2FCVPR.2015.7298682", "DOI 10.1109/CVPR.2015.7298682"),
        ("", "None"),
        ("FaceNet", "None"),
        ("1513.03832", "None"),
        ("cs/9913001", "None"),
        ("cs/1501001", "None"),
        ("1503.0383", "None"),
        ("0704.00001", "None"),
        ("http://[::1", "None"),
        ("https://evil.test/arxiv.org/abs/1503.03832", "None"),
        ("https://arxiv.org@evil.test/abs/1503.03832", "None"),
        ("https://arxiv.org:8080/abs/1503.03832", "None"),
        ("https://arxiv.org/list/cs.CV/recent", "None"),
        ("file:///etc/passwd", "None"),
        ("../../etc/passwd", "None"),
        ("1503.03832\x1b[31m", "None"),
        ("10.1000/" + "x" * 1_000, "None"),
    ],
)
def test_reference_is_read_as_people_paste_it(text: str, reference: str) -> None:
    assert str(parse_reference(text)) == reference


def test_arxiv_paper_becomes_a_page(site: SiteConfig) -> None:
    report = add(site, "https://arxiv.org/abs/2001.00001v2")

    assert report.written == ("content/papers/doe-2019-toynet.md",)
    assert (site.root / report.written[0]).read_text() == PAGE


def test_work_of_crossref_becomes_a_page(site: SiteConfig) -> None:
    report = add(site, "10.1000/XYZ.2020.1", crossref=work(relation={}))

    text = (site.root / report.written[0]).read_text()
    assert 'title: "ToyNet & Friends: Learning to Count k Toys"' in text
    assert "venue: {id: ct, year: 2020" in text
    assert 'identifiers: {doi: "10.1000/XYZ.2020.1"}' in text
    assert 'sources: ["https://doi.org/10.1000/xyz.2020.1"]' in text
    assert "Aims: We count toys where x² < 3 holds." in text


def test_abstract_and_year_of_the_preprint_stand_in(site: SiteConfig) -> None:
    report = add(site, "10.1000/XYZ.2020.1", crossref=work(abstract=None))

    text = (site.root / report.written[0]).read_text()
    assert "year: 2019\n" in text
    assert 'identifiers: {arxiv: "2001.00001", doi: "10.1000/XYZ.2020.1"}' in text
    assert text.endswith("in-the-abstract>.\n")


def test_missing_abstract_is_told(site: SiteConfig) -> None:
    report = add(site, "10.1000/XYZ.2020.1", crossref=work(abstract=None, relation=None))

    (problem,) = [problem for problem in report.diagnostics if problem.code == "missing-abstract"]
    assert problem.span.path == report.written[0]
    assert "paste the authors' abstract" in problem.hint


def test_papers_are_asked_for_together_and_written_in_order(site: SiteConfig) -> None:
    with played([FEED], [work(DOI="10.1000/a", relation=None, title=["Quite Another Thing"])]) as (
        services,
        arxiv,
        crossref,
    ):
        references = ["cs/0112017", "10.1000/a", "2001.00001", "arXiv:2001.00001v1"]
        report = add_references(site, references, TODAY, services)

    assert [path for path, _ in arxiv.requests] == ["/api/query?id_list=cs/0112017,2001.00001&max_results=2"]
    assert [path for path, _ in crossref.requests] == ["/works/10.1000%2Fa"]
    assert [Path(path).stem.rpartition("-")[2] for path in report.written] == ["counting", "quite", "toynet"]
    assert "status: withdrawn\n" in (site.root / report.written[0]).read_text()


def test_unknown_references_are_all_named(site: SiteConfig) -> None:
    error = refused(site, "2001.00001", "2001.00002", "10.1000/none")

    assert error.exit_code is ExitCode.CONTENT
    assert [str(problem.span) for problem in error.diagnostics] == [
        "https://arxiv.org/abs/2001.00002",
        "https://doi.org/10.1000/none",
    ]
    assert {problem.code for problem in error.diagnostics} == {"unknown-reference"}


def test_paper_of_the_catalogue_is_not_asked_for(site: SiteConfig) -> None:
    with played([FEED], [work()]) as (services, arxiv, crossref), pytest.raises(CatalogError) as caught:
        add_references(site, ["1503.03832v3", "10.1000/OLD"], TODAY, services)

    assert [problem.code for problem in caught.value.diagnostics] == ["duplicate-paper", "duplicate-paper"]
    assert caught.value.diagnostics[0].span.path == "content/papers/old.md"
    assert not arxiv.requests
    assert not crossref.requests


def test_paper_of_the_catalogue_is_known_by_its_title_too(site: SiteConfig) -> None:
    error = refused(site, "10.1000/new", crossref=work(title=["An old one"], subtitle=None, relation=None))

    assert (error.exit_code, error.diagnostics[0].code) == (ExitCode.CONTENT, "duplicate-paper")


FAULTS: dict[str, tuple[Answer, str]] = {
    "busy": (answer("", status=429), "service-busy"),
    "broken": (answer("", status=500), "unusable-answer"),
    "slow": (say_nothing, "too-slow"),
    "huge": (answer("{", ATOM, Content_Length="1000000000"), "unusable-answer"),
    "page": (answer("<html>", "text/html"), "unusable-answer"),
    "file": (redirect("file:///etc/passwd"), "unusable-answer"),
    "loopback": (redirect("http://127.0.0.1:9/"), "unusable-answer"),
    "circle": (redirect("/"), "unusable-answer"),
    "truncated": (answer("<feed", ATOM, Content_Length="99"), "unusable-answer"),
    "noise": (answer("<feed", ATOM), "unusable-answer"),
    "entities": (answer('<!DOCTYPE x [<!ENTITY a "b">]><feed>&a;</feed>', ATOM), "unusable-answer"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_is_written_when_a_service_fails(site: SiteConfig, fault: str) -> None:
    answered, code = FAULTS[fault]
    error = refused(site, "10.1000/new", "2001.00001", arxiv=answered, crossref=work(relation=None))

    assert (error.exit_code, error.diagnostics[0].code) == (ExitCode.ENVIRONMENT, code)


def test_abstract_without_end_is_refused(site: SiteConfig) -> None:
    endless = work(DOI="10.1000/new", relation=None, abstract="None" * 6_000)

    assert refused(site, "10.1000/new", crossref=endless).diagnostics[0].code == "unusable-answer"


def test_service_that_recovers_is_enough(site: SiteConfig) -> None:
    with played([answer("", status=429), answer("", status=503), FEED], [work()]) as (services, _, _):
        assert len(add_references(site, ["2001.00001"], TODAY, services).written) == 1


def test_issue_that_names_a_paper_is_completed_by_those_who_know_it(site: SiteConfig) -> None:
    answers = {"reference": "https://arxiv.org/abs/2001.00001", "title": "toynet", "abstract": "We count."}
    text = "\n".join(
        f"### {label}\n\n{answers.get(name, '_No response_')}\n" for label, name in FORMS["add-paper"].items()
    )
    with played([FEED], [UNKNOWN]) as (services, _, _):
        report = carry_out(site, parse_issue(text, "issue.md"), TODAY, partial(find_publications, services))

    assert (site.root / report.written[0]).read_text() == PAGE


def test_catalogue_says_where_to_complain(site: SiteConfig) -> None:
    assert choose_services(site) == choose_services(SiteConfig("T"))
    services = choose_services(SiteConfig("T", repository="https://example.org/papers"))
    for service in (services.arxiv, services.crossref):
        assert service.user_agent == f"papercatalog/{__version__} (+https://example.org/papers)"


def test_hostile_answer_is_text_on_the_page(site: SiteConfig) -> None:
    title = "</script><script>alert(1)</script> ]]> [x](javascript:alert(1)) ../../etc"
    report = add(site, "10.1000/new", crossref=work(title=[title.replace("<", "&lt;")], subtitle=None, relation=None))

    (path,) = report.written
    assert Path(path).parent == Path("content/papers")
    assert json.dumps(title) in (site.root / path).read_text()
