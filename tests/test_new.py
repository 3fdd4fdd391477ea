"""`catalog new`: a complete page from options or from answers on a terminal, or nothing at all."""

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sitecase import CATALOG, MINIMAL, Outcome, SiteCase

LISTS = {
    "content/venues.yaml": "- {id: cvpr, name: Conference on Computer Vision, short: CVPR, kind: conference}\n",
    "content/metrics.yaml": '- {id: accuracy, name: Accuracy, better: higher, unit: "%"}\n',
}
ABSTRACT = "We show examples. On ToySet, our method\nreaches an accuracy of 99.5\\%. Code: https://github.com/a/b_c.\n"
PAGE = """\
---
title: "Nets of Examples: A Survey"
authors:
  - Ann van der Lee
  - {literal: A Group}
  - {family: Nguyen Thi, given: An}
year: 2021
venue: {id: cvpr, year: 2022}
identifiers: {arxiv: "2101.00001"}
links:
  - {kind: code, url: "https://github.com/a/b_c"}
topics: [examples]
datasets:
  - {id: toy-set, role: evaluated}
added: 2026-11-21
---
We show examples. On ToySet, our method reaches an accuracy of 99.5%. Code: <https://github.com/a/b_c>.
"""
RESULT = (
    '{metric: accuracy, value: "99.5", quote: "ToySet, our method reaches an accuracy of 99.5%",'
    ' dataset: toy-set, unit: "%"}'
)
DAY = str(1_795_219_200)


@pytest.fixture
def site(tmp_path: Path) -> SiteCase:
    site = SiteCase(tmp_path)
    for path, content in {**MINIMAL, **LISTS}.items():
        site.write(path, content)
    return site


def new(site: SiteCase, *arguments: str) -> Outcome:
    return site.run("new", *arguments, SOURCE_DATE_EPOCH=DAY)


def pages(site: SiteCase) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in (site.root / "content/papers").iterdir()}


def test_options_make_a_page_that_passes_the_check(site: SiteCase) -> None:
    site.write("abstract.txt", ABSTRACT)
    outcome = new(
        site,
        *("--title", "Nets of Examples: A Survey", "--author", "Ann van der Lee", "--author", "{A Group}"),
        *("--author", "Nguyen Thi, An", "--venue", "CVPR 2022", "--arxiv", "https://arxiv.org/abs/2101.00001v3"),
        *("--code", "https://github.com/a/b_c", "--abstract", "abstract.txt"),
    )
    assert outcome.code == 0, outcome.text
    assert pages(site)["van-der-lee-2021-nets.md"] == PAGE
    assert outcome.stdout.splitlines() == [
        "content/papers/van-der-lee-2021-nets.md",
        "content/papers/van-der-lee-2021-nets.md: the abstract names numbers; add those that are results of the paper:",
        "  results:",
        f"    - {RESULT}",
        "Next: read the page, and correct what the words of the abstract did not tell,",
        "      run `catalog check`,",
        "      commit the page and open a pull request.",
    ]
    assert site.run("check").stdout == "2 papers checked, no errors\n"


def test_suggested_result_can_be_pasted(site: SiteCase) -> None:
    site.write("abstract.txt", ABSTRACT)
    lines = new(site, "--title", "A Net", "--abstract", "abstract.txt").stdout.splitlines()
    results = "\n".join(line[2:] for line in lines[2:4])
    site.edit("content/papers/net.md", "added:", f"{results}\nadded:")
    assert site.run("check").code == 0


def test_title_alone_is_enough_and_the_abstract_may_come_from_the_input(site: SiteCase) -> None:
    done = subprocess.run(
        [CATALOG, "new", "--title", "Other Things", "--topic", "examples", "--abstract", "-"],
        cwd=site.root,
        input=b"About things.",
        capture_output=True,
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": DAY},
    )
    assert done.stdout.startswith(b"content/papers/other-things.md\n")
    assert pages(site)["other-things.md"] == (
        "---\ntitle: Other Things\ntopics: [examples]\nadded: 2026-11-21\n---\nAbout things.\n"
    )
    assert new(site, "--title", "Something Else").code == 0
    assert site.run("check").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ((), 2, "--title is missing, and there is no terminal to ask on"),
        (("--title", " "), 2, "must not be empty"),
        (("--title", "X", "--arxiv", "first"), 2, '"first" is no arXiv identifier'),
        (("--title", "X", "--doi", "11.1/x"), 2, '"11.1/x" is no DOI'),
        (("--title", "X", "--year", "20"), 2, "--year"),
        (("--title", "X", "--topic", "exemples"), 1, 'there is no topic "exemples"\n  hint: did you mean "examples"?'),
        (("--title", "X", "--code", "javascript:x()"), 2, '"javascript:x()" is no http or https address'),
        (("--title", "X", "--code", "http://["), 2, '"http://[" is no http or https address'),
        (("--title", "X", "--code", "http://[x]/a"), 2, '"http://[x]/a" is no http or https address'),
        (("--title", "X", "--source", "x.org"), 2, '"x.org" is no http or https address'),
        (("--title", "X\x1b[31m"), 1, 'error[forbidden-character]: "title" contains the character U+001B'),
        (("--title", "an example of  a Paper"), 1, "is in the catalogue already: content/papers/doe-2020-example.md"),
        (("--title", "An Examples of a Paper"), 1, "is nearly the title of content/papers/doe-2020-example.md"),
    ],
)
def test_refusals_write_nothing(site: SiteCase, arguments: tuple[str, ...], code: int, message: str) -> None:
    outcome = new(site, *arguments)
    assert outcome.code == code, outcome.text
    assert message in outcome.stderr
    assert list(pages(site)) == ["doe-2020-example.md"]


def test_what_no_source_shows_is_left_out_with_a_warning(site: SiteCase) -> None:
    options = ("--code", "https://github.com/a/b", "--venue", "CVRP 2020", "--author", "李飞飞")
    outcome = new(site, "--title", "Odd", *options)
    assert outcome.code == 0
    warnings = [line.partition("warning")[2] for line in outcome.stderr.splitlines() if "warning[" in line]
    assert warnings == [
        '[author-without-id]: "李飞飞" has no Latin letters to make a web address from, and got a number for one',
        "[ungrounded-link]: the abstract does not show https://github.com/a/b, and no source is named: it is left out",
        '[unknown-venue]: unknown venue "CVRP 2020"',
    ]
    assert "  - {family: 李飞飞, id: author-" in pages(site)["odd.md"]
    checked = site.run("check")
    assert (checked.code, "unclear-name" in checked.stderr) == (0, False)


def test_authors_who_look_like_several_in_one_are_told_of(site: SiteCase) -> None:
    outcome = new(site, "--title", "On Trees", "--author", "Ann Lee, Bob Roe", "--year", "2021")
    assert outcome.code == 0, outcome.text
    said = (
        'command line: warning[unclear-name]: "Ann Lee, Bob Roe" looks like more than one name, and was taken for one'
    )
    assert said in outcome.stderr
    assert not new(site, "--title", "On Grass", "--author", "Ann van der Lee", "--author", "Roe, Bob").stderr


def test_hint_for_a_link_without_source_can_be_followed(site: SiteCase) -> None:
    said = new(site, "--title", "Odd", "--code", "https://github.com/a/b").stderr
    line = next(line for line in said.splitlines() if "hint: add to `links:`" in line).partition(": - ")[2]
    site.edit("content/papers/odd.md", "added:", f"links:\n  - {line}\nadded:")
    site.edit("content/papers/odd.md", '"https://..."', '"https://arxiv.org/abs/2101.00001"')
    assert site.run("check").code == 0


def answer(site: SiteCase, *lines: str) -> str:
    """Run `catalog new` on a terminal, type a line at each question, and return all that was shown."""
    ours, theirs = os.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("EDITOR", "VISUAL")}
    with subprocess.Popen(
        [CATALOG, "new"], cwd=site.root, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**environment, "SOURCE_DATE_EPOCH": DAY},
    ) as process:  # fmt: skip
        os.close(theirs)
        shown, typed, end = b"", list(lines), time.monotonic() + 30
        while time.monotonic() < end:
            if select.select([ours], [], [], 0.1)[0]:
                try:
                    shown += os.read(ours, 4096)
                except OSError:  # the other side is closed
                    break
            elif typed and shown:
                os.write(ours, typed.pop(0).encode() + b"\n")
        process.kill() if process.poll() is None else None
    os.close(ours)
    assert b"Traceback" not in shown
    return shown.decode()


def test_no_title_and_no_standard_input_is_wrong_usage(site: SiteCase) -> None:
    program = "import os, sys; os.close(0); os.execv(sys.argv[1], sys.argv[1:])"
    command = [sys.executable, "-c", program, str(CATALOG), "new"]

    done = subprocess.run(command, cwd=site.root, capture_output=True, text=True, check=False)

    assert done.returncode == 2, done.stderr
    assert "--title is missing, and there is no terminal to ask on" in done.stderr


def test_terminal_is_asked_for_everything(site: SiteCase) -> None:
    answers = ["Nets of Examples: A Survey", "Ann van der Lee; {A Group}; Nguyen Thi, An", "soon", "2021", "2101.00001"]
    shown = answer(site, *answers, "", "CVPR 2022", *ABSTRACT.splitlines(), "")
    assert "must be a year of four digits" in shown
    assert pages(site)["van-der-lee-2021-nets.md"] == PAGE, shown


def test_nothing_is_written_where_the_answers_stop(site: SiteCase) -> None:
    assert "Aborted" in answer(site, "A Title", "\x04")
    assert list(pages(site)) == ["doe-2020-example.md"]


def test_ctrl_c_ends_with_the_code_that_shells_expect(site: SiteCase) -> None:
    os.mkfifo(site.root / "abstract")
    command = [CATALOG, "new", "--title", "X", "--abstract", "abstract"]
    process = subprocess.Popen(command, cwd=site.root, stderr=subprocess.PIPE, text=True)
    with (site.root / "abstract").open("wb"):  # which it waits for now
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30) == (None, "\nAborted!\n")
    assert process.returncode == 130


def test_a_title_of_blanks_is_asked_for_again(site: SiteCase) -> None:
    shown = answer(site, "  ", " Odd Things ", "", "", "", "", "", "About things.", "")
    assert "must not be empty" in shown
    assert "title: Odd Things\n" in pages(site)["odd-things.md"], shown


@pytest.mark.skipif(sys.platform != "linux", reason="other terminals take other lengths")
def test_a_line_that_the_terminal_cuts_is_asked_for_again(site: SiteCase) -> None:
    authors, abstract = "A; " * 2000, "We show ü things. " * 300
    typed = ["Odd Things", authors, "Ann Lee", "", "", "", "", abstract, "", abstract[:2988], abstract[2988:], ""]
    shown = answer(site, *typed)
    assert "the terminal has cut the answer after 4,095 bytes" in shown
    assert "The terminal has cut a line after 4,095 bytes: paste it in shorter lines." in shown
    page = pages(site)["odd-things.md"]
    assert "authors: [Ann Lee]\n" in page
    assert " ".join(page.rpartition("---\n")[2].split()) == abstract.strip()
