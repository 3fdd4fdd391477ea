"""`catalog apply-issue`: what strangers write into forms, as changes to content."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from conftest import ROOT
from papercatalog.cli import main
from papercatalog.importers.apply_issue import FIELDS
from papercatalog.importers.issue_form import FORMS
from sitecase import CATALOG, Outcome, SiteCase, read_tree

TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"
PAGE = "content/papers/doe-2020-example.md"
TODAY = {"SOURCE_DATE_EPOCH": "1795219200"}  # 2026-11-21


def issue(form: str, **answers: str) -> str:
    """Return what GitHub makes of a form; questions that are not among the answers stay open."""
    labels = FORMS[form].items()  # type: ignore[index]
    return "\n".join(f"### {label}\n\n{answers.get(name, '_No response_')}\n" for label, name in labels)


def fix(field: str, value: str, source: str = "_No response_", paper: str = "doe-2020-example") -> str:
    return issue("suggest-fix", paper=paper, field=field, value=value, source=source)


def apply(site: SiteCase, text: str | bytes) -> Outcome:
    """Apply an issue by the command, in this process, and insist that no raw text of it controls the terminal."""
    path = site.write("issue.md", text).root / "issue.md"
    done = CliRunner().invoke(main, ["apply-issue", str(path), "--site", str(site.root)], env=TODAY)
    assert done.exit_code in (0, 1), done.exception
    outcome = Outcome(done.exit_code, done.stdout, done.stderr)
    assert not re.search(r"^::|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", outcome.text, re.MULTILINE), outcome.text
    return outcome


def refused(site: SiteCase, text: str | bytes) -> str:
    """Return why an issue was not applied, and insist that nothing changed."""
    site.write("issue.md", text)
    before = read_tree(site.root)
    outcome = apply(site, text)
    assert outcome.code == 1, outcome.text
    assert read_tree(site.root) == before
    return outcome.stderr


def changed_lines(site: SiteCase, text: str) -> tuple[list[str], list[str]]:
    """Apply an issue, and return the lines of the page that went and those that came."""
    before = (site.root / PAGE).read_text(encoding="utf-8").splitlines()
    outcome = apply(site, text)
    assert outcome.code == 0, outcome.text
    assert outcome.stdout.startswith(f"{PAGE} written"), outcome.text
    after = (site.root / PAGE).read_text(encoding="utf-8").splitlines()
    return [line for line in before if line not in after], [line for line in after if line not in before]


def questions(form: str) -> list[dict[str, Any]]:
    template = yaml.safe_load((TEMPLATES / f"{form}.yml").read_text(encoding="utf-8"))
    return [element for element in template["body"] if element["type"] != "markdown"]


@pytest.mark.parametrize("form", FORMS)
def test_forms_ask_what_the_program_reads(form: str) -> None:
    assert [question["attributes"]["label"] for question in questions(form)] == list(FORMS[form])  # type: ignore[index]
    options = [option for question in questions(form) for option in question["attributes"].get("options", ())]
    assert form == "add-paper" or set(FIELDS) <= set(options)


def test_there_is_no_form_without_a_reader() -> None:
    assert {path.stem for path in TEMPLATES.glob("*.yml")} == {*FORMS, "config"}


def test_paper_is_added_from_the_form_alone(site: SiteCase) -> None:
    text = issue(
        "add-paper",
        reference="https://arxiv.org/abs/2001.00001v2",
        title="ToyNet: Counting  Toys",
        authors="Ann van der Lee\nRichard Roe",
        year="2020",
        abstract="We count toys with *care*.\n\nOn ToySet it works.",
        links="code: https://example.org/code\nvideo https://example.org/video",
        source="https://example.org/paper",
        confirmation="- [X] I have searched the catalogue, and the paper is not in it.",
    )
    outcome = apply(site, text.replace("\n", "\r\n"))

    assert outcome.code == 0, outcome.text
    assert outcome.stdout.startswith("content/papers/van-der-lee-2020-toynet.md written")
    assert (
        (site.root / "content/papers/van-der-lee-2020-toynet.md").read_text(encoding="utf-8")
        == """\
---
title: "ToyNet: Counting Toys"
authors: [Ann van der Lee, Richard Roe]
year: 2020
identifiers: {arxiv: "2001.00001"}
links:
  - {kind: code, url: "https://example.org/code", source: "https://example.org/paper"}
  - {kind: video, url: "https://example.org/video", source: "https://example.org/paper"}
datasets:
  - {id: toy-set, role: mentioned}
added: 2026-11-21
sources: ["https://example.org/paper"]
---
We count toys with \\*care\\*. On ToySet it works.
"""
    )
    assert site.run("check").code == 0


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        ("arXiv:2001.00001", 'identifiers: {arxiv: "2001.00001"}'),
        ("10.1000/x", 'identifiers: {doi: "10.1000/x"}'),
        ("https://papers.example/toynet", 'sources: ["https://papers.example/toynet"]'),
    ],
)
def test_what_names_the_paper_is_noted(site: SiteCase, reference: str, line: str) -> None:
    text = issue("add-paper", reference=reference, title="ToyNet", authors="Ann Lee\n\n", year="2020", abstract="Toys.")

    assert apply(site, text).code == 0
    page = (site.root / "content/papers/lee-2020-toynet.md").read_text(encoding="utf-8")
    assert {"authors: [Ann Lee]", line} <= {*page.splitlines()}


def test_leftovers_of_an_editor_are_in_nobodys_way(site: SiteCase) -> None:
    lock = site.root / "content/papers/.#doe-2020-example.md"
    lock.symlink_to("somebody@somewhere.1234:5678")

    assert "year: 2019" in changed_lines(site, fix("Year", "2019"))[1]
    assert lock.is_symlink()


def test_issue_may_come_by_standard_input(site: SiteCase) -> None:
    text = fix("Title", "A Better Title").encode()
    done = subprocess.run([CATALOG, "apply-issue", "-"], cwd=site.root, input=text, capture_output=True, check=False)

    assert done.returncode == 0, done.stderr
    assert "title: A Better Title\n" in (site.root / PAGE).read_text()


def test_standard_input_without_end_is_not_read(site: SiteCase) -> None:
    endless = fix("Title", "Another") + "\n" * 300_000
    done = CliRunner().invoke(main, ["apply-issue", "-", "--site", str(site.root)], input=endless, env=TODAY)

    assert done.exit_code == 1
    assert "standard input: error[too-large]" in done.stderr
    assert "title: An Example" in (site.root / PAGE).read_text()


@pytest.mark.parametrize(
    ("authors", "written"),
    [
        ("- Jane Doe\n* Ann Lee\n3. Bo Roe", "[Jane Doe, Ann Lee, Bo Roe]"),
        ("Jane Doe, Richard Roe and Ann Lee", "[Jane Doe, Richard Roe, Ann Lee]"),
        ("Jane Doe,\nRichard Roe;", "[Jane Doe, Richard Roe]"),
        ("Plato", "[Plato]"),
    ],
)
def test_authors_are_taken_as_people_write_them(site: SiteCase, authors: str, written: str) -> None:
    outcome = apply(site, issue("add-paper", title="Quite New", authors=authors, abstract="Text."))

    assert outcome.code == 0, outcome.text
    assert f"authors: {written}\n" in next((site.root / "content/papers").glob("*quite*")).read_text()


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"title": "_No response_"}, "missing-answer"),
        ({"year": "soon"}, "invalid-value"),
        ({"year": "２０２０"}, "invalid-value"),
        ({"authors": "Doe, Jane"}, "invalid-value"),
        ({"authors": "Doe, Jane\nRoe, Richard"}, "invalid-value"),
        ({"reference": "openreview"}, "invalid-reference"),
        ({"reference": "javascript:alert(1)"}, "invalid-reference"),
        ({"links": "https://example.org/"}, "invalid-value"),
        ({"links": "code javascript:alert(1)"}, "invalid-value"),
        ({"links": "malware https://example.org/"}, "invalid-value"),
        ({"source": "ftp://example.org/"}, "invalid-value"),
        ({"source": "https://user@example.org/"}, "invalid-value"),
        ({"title": "An example of a paper"}, "duplicate-paper"),
    ],
)
def test_answer_that_its_question_did_not_ask_for_is_refused(
    site: SiteCase, answers: dict[str, str], code: str
) -> None:
    text = issue("add-paper", **{"title": "Quite New", "abstract": "Text.", **answers})

    assert f"error[{code}]" in refused(site, text)


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("Title", "A Better: Title", 'title: "A Better: Title"'),
        ("Year", "2019", "year: 2019"),
        ("Venue", "CT 2021", "venue: {id: ct, year: 2021}"),
        ("arXiv identifier", "https://arxiv.org/abs/2001.00001v3", 'identifiers: {arxiv: "2001.00001"}'),
        ("DOI", "https://doi.org/10.1000/x", 'identifiers: {doi: "10.1000/x"}'),
        ("Summary", "One sentence.\nOr two.", "summary: One sentence. Or two."),
    ],
)
def test_simple_field_changes_and_nothing_else(site: SiteCase, field: str, value: str, line: str) -> None:
    site.write("content/venues.yaml", "- {id: ct, name: Conference on Toys, short: CT, kind: conference}\n")
    gone, come = changed_lines(site, fix(field, value))

    assert come == [line, "updated: 2026-11-21"]
    assert len(gone) == (1 if field in ("Title", "Year") else 0)


@pytest.mark.parametrize(
    ("value", "line"),
    [
        ("CT 2021", 'venue: {id: ct, year: 2021, volume: "3", pages: "1-9"}'),
        ("Other", "venue: {id: other}"),
    ],
)
def test_a_venue_keeps_what_the_answer_does_not_speak_of(site: SiteCase, value: str, line: str) -> None:
    kind = "short: {0}, name: {0}, kind: journal}}\n"
    site.write("content/venues.yaml", "- {id: ct, " + kind.format("CT") + "- {id: other, " + kind.format("Other"))
    site.edit(PAGE, "added:", 'venue: {id: ct, year: 2020, volume: "3", pages: "1-9"}\nadded:')
    _, come = changed_lines(site, fix("Venue", value))

    assert come[0] == line


def test_page_that_shows_the_fact_becomes_a_source(site: SiteCase) -> None:
    _, come = changed_lines(site, fix("Year", "2019", "https://example.org/x"))

    assert come == ["year: 2019", "updated: 2026-11-21", 'sources: ["https://example.org/x"]']


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_abstract_changes_below_the_fields(site: SiteCase, newline: str) -> None:
    path = site.root / PAGE
    path.write_bytes(path.read_bytes().replace(b"\n", newline.encode()))
    before = path.read_bytes()

    outcome = apply(site, fix("Abstract", "We measure it\non ToySet, with <b>care</b> and [links](javascript:x)."))

    assert outcome.code == 0, outcome.text
    after = path.read_bytes()
    body = r"We measure it on ToySet, with \<b>care\</b> and \[links](javascript:x)."
    assert after.endswith(f"---{newline}{body}{newline}".encode())
    assert after.replace(f"updated: 2026-11-21{newline}".encode(), b"").startswith(before[: before.rindex(b"---")])


def test_field_that_only_looks_like_one_stays(site: SiteCase) -> None:
    site.edit(PAGE, "year: 2020", 'summary: "About\nyear: 1999\nand later"\nyear: 2020')

    assert "error[needs-a-person]" in refused(site, fix("Year", "2019"))


def test_page_with_a_byte_order_mark_keeps_it(site: SiteCase) -> None:
    path = site.root / PAGE
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert apply(site, fix("Year", "2019")).code == 0
    assert path.read_bytes().startswith(b"\xef\xbb\xbf---\ntitle: ")


def test_link_is_added_with_the_page_that_shows_it(site: SiteCase) -> None:
    gone, come = changed_lines(site, fix("Link to code", "https://example.org/code", "https://example.org/x"))

    assert gone == []
    assert come[:2] == ["links:", '  - {kind: code, url: "https://example.org/code", source: "https://example.org/x"}']


def test_only_warnings_about_the_page_are_told(site: SiteCase) -> None:
    site.paper("other", "authors: [Someone]")
    site.edit(PAGE, "Jane Doe", "Doe")

    told = apply(site, fix("Year", "2019")).stderr

    assert f'{PAGE}:3:11: warning[unclear-name]: cannot tell the family name in "Doe"' in told
    assert "Someone" not in told


def test_link_that_nothing_shows_is_refused_by_check(site: SiteCase) -> None:
    assert "error[ungrounded-link]" in refused(site, fix("Link to code", "https://example.org/code"))


LINKED = """links:
  - {kind: code, url: "https://example.org/old", source: "https://example.org/x"}
  - {kind: video, url: "https://example.org/video", source: "https://example.org/x"}
added:"""


def test_reported_link_is_replaced(site: SiteCase) -> None:
    site.edit(PAGE, "added:", LINKED)
    text = issue(
        "report-wrong-fact",
        paper=f"https://example.org/site/papers/{Path(PAGE).stem}/#top",
        field="Link to code",
        present="It leads to https://example.org/old which is gone.",
        value="https://example.org/new",
        source="https://example.org/y",
    )
    gone, come = changed_lines(site, text)

    assert gone == ['  - {kind: code, url: "https://example.org/old", source: "https://example.org/x"}']
    assert come[0] == '  - {kind: code, url: "https://example.org/new", source: "https://example.org/y"}'


def test_second_link_of_a_kind_is_for_a_person(site: SiteCase) -> None:
    site.edit(PAGE, "added:", LINKED)

    assert "error[needs-a-person]" in refused(site, fix("Link to code", "https://example.org/new", "https://e.org/"))


def test_what_is_there_already_changes_nothing(site: SiteCase) -> None:
    before = read_tree(site.root / "content")
    outcome = apply(site, fix("Year", "2020", "https://example.org/x"))

    assert (outcome.code, outcome.stdout) == (0, "the page says so already, nothing written\n")
    assert read_tree(site.root / "content") == before


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("Title", "_No response_", "needs-a-person"),
        ("Something else", "All of it", "needs-a-person"),
        ("../../etc/passwd", "x", "needs-a-person"),
        ("Year", "twenty", "invalid-value"),
        ("Venue", "Nowhere 2020", "unknown-venue"),
        ("DOI", "10.1", "invalid-identifier"),
        ("arXiv identifier", "2001", "invalid-identifier"),
        ("Link to code", "javascript:alert(1)", "invalid-value"),
        ("Link to code", "https://example.org/a https://example.org/b", "invalid-value"),
        ("Title", "{}", "invalid-value"),
        ("Abstract", "It names no dataset.", "ungrounded-dataset"),
    ],
)
def test_what_needs_judgement_is_left_to_a_person(site: SiteCase, field: str, value: str, code: str) -> None:
    assert f"error[{code}]" in refused(site, fix(field, value))


@pytest.mark.parametrize(
    "paper",
    [
        "nobody",
        "../doe-2020-example",
        "/etc/passwd",
        "content/papers/../../site.yaml",
        "_No response_",
        "x" * 10_000,
        "\u202e",
    ],
)
def test_paper_that_is_none_is_named(site: SiteCase, paper: str) -> None:
    assert "error[" in refused(site, fix("Year", "2019", paper=paper))


@pytest.mark.parametrize(
    "paper", ["content/papers/doe-2020-example.md", "/papers/doe-2020-example/", "an example of a PAPER"]
)
def test_paper_is_known_by_its_address_or_title(site: SiteCase, paper: str) -> None:
    assert apply(site, fix("Year", "2019", paper=paper)).code == 0


@pytest.mark.parametrize("paper", ["buttons", "knobs", "/papers/knobs/"])
def test_id_goes_before_the_title_of_another_paper(site: SiteCase, paper: str) -> None:
    site.paper("aaa-2025-new").paper("aab-2025-new").paper("buttons", "aliases: [knobs]")
    site.edit("content/papers/aaa-2025-new.md", "About aaa-2025-new", "Buttons")
    site.edit("content/papers/aab-2025-new.md", "About aab-2025-new", "Knobs")

    assert apply(site, fix("Year", "2017", paper=paper)).stdout.startswith("content/papers/buttons.md written")


def test_title_of_two_papers_is_left_to_a_person(site: SiteCase) -> None:
    site.paper("one").paper("two").edit("content/papers/two.md", "About two", "About One")
    message = refused(site, fix("Year", "2017", paper="About one"))

    assert "error[needs-a-person]: a person must choose: several papers have this title (one, two)" in message


def test_links_in_content_lead_nowhere(site: SiteCase, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside") / "page.md"
    outside.write_text((site.root / PAGE).read_text().replace("An Example", "A Secret"))
    link = site.root / "content/papers/secret.md"
    link.symlink_to(outside)

    assert "content/papers/secret.md: error[symlink]" in refused(site, fix("Year", "2019"))
    assert link.is_symlink()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Hello",
        "### Paper\n\nx\n",
        issue("add-paper") + issue("suggest-fix"),
        issue("suggest-fix", paper="x", value="### Paper\n\ny\n"),
        issue("suggest-fix").replace("### Paper\n", "").replace("### Field", "### Paper\n\nx\n\n### Field", 1)[::-1],
        b"\xff\xfe",
        b"\x00" * 100,
        "x" * 300_000,
        fix("Summary", "None" * 5_001),
        "### Paper\n" * 20_000,
        fix("Title", "::error::\x1b[31m owned"),
        fix("Title", "turned \u202e round"),
    ],
)
def test_what_is_no_answer_to_a_form_is_refused(site: SiteCase, text: str | bytes) -> None:
    assert "error[" in refused(site, text)


def test_words_of_an_issue_are_values_never_commands(site: SiteCase) -> None:
    title = (
        "::add-mask::x ${{ github.token }} `rm -rf .` $(id) {{ 7*7 }} <script>alert(1)</script>\n---\nstatus: retracted"
    )
    outcome = apply(site, fix("Title", title))

    assert outcome.code == 0, outcome.text
    text = (site.root / PAGE).read_text()
    assert "status: retracted\n" not in text
    assert re.search(r'^title: ".*<script>.*--- status: retracted"$', text, re.MULTILINE)


def test_catalogue_with_errors_is_not_changed(site: SiteCase) -> None:
    site.edit(PAGE, "topics: [examples]", "topics: [nothing]")

    assert "error[unknown-topic]" in refused(site, fix("Title", "A Better Title"))


def test_link_in_place_of_the_file_is_not_followed(site: SiteCase, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    (site.root / "link.md").symlink_to(tmp_path / "secret")

    assert "error[symlink]" in site.run("apply-issue", "link.md").stderr


@pytest.mark.parametrize(("path", "message"), [("nowhere.md", "does not exist"), (".", "is a directory")])
def test_what_is_no_file_is_wrong_usage(site: SiteCase, path: str, message: str) -> None:
    outcome = site.run("apply-issue", path)

    assert (outcome.code, message in outcome.stderr) == (2, True)
