"""The addresses of others that a catalogue gives: found, asked, reported."""

import time
from collections import defaultdict
from datetime import date
from itertools import pairwise

import pytest

from conftest import MakeSite
from papercatalog.config import load_config
from papercatalog.content import read_records
from papercatalog.diagnostics import CatalogError, ExitCode
from papercatalog.outside import ask_addresses, find_addresses, warn_of_dead, write_report
from papercatalog.visit import Answer, Verdict
from sitecase import SiteCase, read_tree

DAY = date(2026, 11, 21)

PAPER = """\
---
title: A Paper with Links
year: 2020
identifiers: {arxiv: "2001.00001", doi: 10.1000/a<b}
links:
  - {kind: code, url: "https://code.example/a", source: "https://shown.example/"}
topics: [examples]
datasets:
  - {id: toy-set, role: evaluated, source: "https://uses.example/"}
results:
  - {dataset: toy-set, metric: accuracy, value: "7", quote: "7", source: "https://result.example/"}
added: 2026-01-01
sources: ["https://listed.example/#part"]
---
See https://code.example/a and [a page](https://linked.example/b), [another](/topics/) and [@doe-2020-example].
"""


def test_catalogue_that_gives_no_address_asks_nobody(site: SiteCase) -> None:
    outcome = site.run("links", "--report", "dead.md")

    assert (outcome.code, outcome.text) == (0, "0 links: 0 alive, 0 dead, 0 unclear\n")
    assert (site.root / "dead.md").read_text(encoding="utf-8") == ""


def test_every_address_is_found_once_with_its_files(make_site: MakeSite) -> None:
    site = make_site(
        {
            "content/papers/links-2020-paper.md": PAPER,
            "content/datasets/toy-set.md": '---\nname: ToySet\nhomepage: "https://code.example/a"\n---\nToys.\n',
        }
    )

    found = find_addresses(read_records(load_config(site.root)).catalog)

    paper = "content/papers/links-2020-paper.md"
    assert found == {
        "https://arxiv.org/abs/2001.00001": (paper,),
        "https://code.example/a": (paper, "content/datasets/toy-set.md"),
        "https://doi.org/10.1000/a%3Cb": (paper,),
        "https://linked.example/b": (paper,),
        "https://listed.example/": (paper,),
        "https://result.example/": (paper,),
        "https://shown.example/": (paper,),
        "https://uses.example/": (paper,),
    }


def test_one_host_is_asked_one_question_at_a_time() -> None:
    under_way: defaultdict[str, int] = defaultdict(int)
    times: defaultdict[str, list[float]] = defaultdict(list)

    def visit(url: str) -> Verdict:
        host = url.split("/")[2]
        under_way[host] += 1
        assert under_way[host] == 1
        times[host].append(time.monotonic())
        under_way[host] -= 1
        return Verdict(Answer.ALIVE)

    addresses = {f"https://{host}.example/{n}": ("a.md",) for host in "abc" for n in range(4)}
    asked = ask_addresses(addresses, visit, DAY, pause=0.05)

    assert [found.url for found in asked] == sorted(addresses)
    assert all(later - earlier >= 0.05 for each in times.values() for earlier, later in pairwise(each))


def test_patience_ends_and_another_day_begins_elsewhere() -> None:
    addresses = {f"https://a.example/{n}": ("a.md",) for n in range(20)}

    def first(day: date) -> str:
        asked = ask_addresses(addresses, lambda _: Verdict(Answer.ALIVE), day, pause=0.3, patience=0.2)
        assert len(asked) == 1
        return asked[0].url

    assert len({first(date(2026, 11, day)) for day in range(1, 8)}) > 1


def test_host_that_is_silent_is_left_alone() -> None:
    asked: list[str] = []

    def visit(url: str) -> Verdict:
        asked.append(url)
        is_silent = "silent" in url
        return Verdict(Answer.UNCLEAR if is_silent else Answer.ALIVE, is_unreachable=is_silent)

    addresses = {f"https://{host}.example/{n}": ("a.md",) for host in ("silent", "b") for n in range(20)}
    found = ask_addresses(addresses, visit, DAY, pause=0)

    assert len(found) == 40
    assert sum("silent" in url for url in asked) == 3
    assert sum("//b." in url for url in asked) == 20
    assert sum(one.verdict.answer is Answer.UNCLEAR for one in found) == 20


def test_without_a_network_nothing_is_called_dead() -> None:
    unknown = Verdict(Answer.DEAD, "the name of the host is not known", is_unreachable=True)
    with pytest.raises(CatalogError, match="none of 2 hosts can be reached") as raised:
        ask_addresses({"https://a.example/": ("a.md",), "https://b.example/": ("b.md",)}, lambda _: unknown, DAY)

    assert raised.value.exit_code == ExitCode.ENVIRONMENT


def test_report_lists_the_dead_and_hides_the_unclear() -> None:
    verdicts = {
        "https://a.example/": Verdict(Answer.ALIVE),
        "https://b.example/": Verdict(Answer.DEAD, "404 Not Found"),
        "https://c.example/": Verdict(Answer.UNCLEAR, "403 Forbidden"),
    }
    asked = ask_addresses(dict.fromkeys(verdicts, ("x.md", "y.md")), verdicts.__getitem__, DAY, pause=0)

    report = write_report(asked)
    assert "- `https://b.example/`: 404 Not Found (`x.md`, `y.md`)\n" in report
    assert "<summary>1 more link did not say</summary>" in report
    assert "a.example" not in report
    assert [(d.span.path, d.code, d.severity) for d in warn_of_dead(asked)] == [
        ("x.md", "dead-link", "warning"),
        ("y.md", "dead-link", "warning"),
    ]


def test_report_is_empty_when_nothing_is_dead() -> None:
    unclear = Verdict(Answer.UNCLEAR, "403 Forbidden")
    asked = ask_addresses({"https://a.example/": ("x.md",)}, lambda _: unclear, DAY)

    assert write_report(asked) == ""


@pytest.mark.parametrize(
    ("addresses", "files"), [(2000, 1), (200, 1), (1, 2000), (200, 20)], ids=["many", "long", "in-many-files", "both"]
)
@pytest.mark.parametrize("answer", [Answer.DEAD, Answer.UNCLEAR])
def test_report_fits_into_an_issue(addresses: int, files: int, answer: Answer) -> None:
    path = "x" * (20 if addresses > 200 else 500)
    names = tuple(f"content/papers/a-paper-with-a-name-{n:04}.md" for n in range(files))
    known = {f"https://a.example/{path}/{n:05}": names for n in range(addresses)}
    known["https://b.example/"] = ("content/papers/a.md",)

    def visit(url: str) -> Verdict:
        return Verdict(answer if "a.example" in url else Answer.DEAD, "404 Not Found")

    report = write_report(ask_addresses(known, visit, DAY, pause=0))

    assert len(report) < 65_536
    listed = report.count("`https://a.example/")
    assert listed == addresses or f"- and {addresses - listed + (answer is Answer.DEAD):,} more\n" in report
    assert files == 1 or f"{files - 5:,} more)" in report


def test_command_asks_no_private_machine_and_writes_the_report(make_site: MakeSite) -> None:
    site = make_site().edit(
        "content/datasets/toy-set.md", "name: ToySet", 'name: ToySet\nhomepage: "http://127.0.0.1:9/secret"'
    )

    outcome = site.run("links", "--report", "dead-links.md")

    assert outcome.code == 0
    assert "1 link: 0 alive, 1 dead, 0 unclear" in outcome.stdout
    assert (
        "content/datasets/toy-set.md: warning[dead-link]: http://127.0.0.1:9/secret: leads to a private"
        in outcome.stderr
    )
    assert "- `http://127.0.0.1:9/secret`: leads to a private" in (site.root / "dead-links.md").read_text()


def test_report_is_never_written_over_a_record(site: SiteCase) -> None:
    before = read_tree(site.root)

    outcome = site.run("links", "--report", "content/papers/doe-2020-example.md")

    assert (outcome.code, read_tree(site.root)) == (2, before)
    assert "it is part of the catalogue's content/" in outcome.stderr
