"""`catalog check`: some files only, a change in git, and what a reviewer is told of it."""

import json
import os
import re
import subprocess
import time
from pathlib import Path

import pytest

from conftest import MakeSite
from papercatalog.review.changes import find_changes
from sitecase import SiteCase

PAPER = "content/papers/doe-2020-example.md"
TOPIC = "content/topics/examples.md"
NEW = "content/papers/new.md"
HOSTILE = "a`b``c <img src=x onerror=alert(1)> @somebody [x](https://evil.example) $\\href{x}{y}$ ::error::"


class Repository:
    """The minimal site as a repository of git, on a branch that begins at `main`."""

    def __init__(self, site: SiteCase) -> None:
        self.site = site
        for arguments in (["init", "--quiet", "--initial-branch=main"], ["add", "."], ["switch", "-qc", "work"]):
            self.git(*arguments)
            if arguments[0] == "add":
                self.commit()

    def git(self, *arguments: str) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        command = ["git", *identity, *arguments]
        done = subprocess.run(command, cwd=self.site.root, capture_output=True, text=True, check=True)
        return done.stdout

    def commit(self) -> "Repository":
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "x")
        return self


@pytest.fixture
def repository(site: SiteCase) -> Repository:
    return Repository(site)


def test_only_problems_of_the_paths_are_shown(site: SiteCase) -> None:
    site.paper("good").paper("bad", "topics: [nothing]").paper("worse", "topics: [nothing, never]")

    outcome = site.run("check", "content/papers/good.md", TOPIC)
    assert (outcome.code, outcome.stdout) == (0, "2 paths checked, no errors (3 errors elsewhere)\n")
    outcome = site.run("check", "content/papers/bad.md")
    assert (outcome.code, outcome.stderr.count("error[")) == (1, 1)
    assert site.run("check", "content").stderr.count("error[") == 3
    assert site.run("check", "content/topics").code == 0


def test_what_a_path_refers_to_is_known_and_its_twin_is_found(site: SiteCase) -> None:
    site.paper("a", "topics: [examples]\nidentifiers: {arxiv: '2202.03800'}", "After [@doe-2020-example].")
    assert site.run("check", "content/papers/a.md").code == 0

    site.paper("z", "identifiers: {arxiv: '2202.03800'}")
    for name in ("a", "z"):
        assert "z.md:4:22: error[duplicate-identifier]" in site.run("check", f"content/papers/{name}.md").stderr
    assert site.run("check", PAPER).code == 0


def test_paths_are_those_of_the_shell(site: SiteCase) -> None:
    site.paper("bad", "topics: [nothing]")
    path = site.root / "content/papers/bad.md"

    assert site.run("check", "--site", str(site.root), str(path)).code == 1
    assert site.run("check", os.path.relpath(path, site.root)).code == 1
    assert site.run("check", "content/papers/missing.md").code == 2
    outcome = site.run("check", "site.yaml")
    assert (outcome.code, "error[not-content]" in outcome.stderr) == (2, True)


def test_json_is_all_of_standard_output(site: SiteCase) -> None:
    told = json.loads(site.run("check", "--format", "json").stdout)
    assert told == {"version": 1, "errors": 0, "warnings": 0, "diagnostics": []}

    outcome = site.edit(PAPER, "year:", "yaer:").run("check", "--format", "json", PAPER)
    assert outcome.code == 1
    (problem,) = json.loads(outcome.stdout)["diagnostics"]
    assert problem["code"] == "unknown-field"
    assert (problem["path"], problem["line"], problem["column"]) == (PAPER, 4, 1)
    assert problem["hint"] == 'did you mean "year"?'


def test_of_two_names_that_are_equally_near_each_run_suggests_the_same(site: SiteCase) -> None:
    for number in range(9):
        site.write(f"content/topics/toy-{number}.md", f"---\nname: Toy {number}\n---\n")
    site.paper("one", "topics: [toy]")

    for seed in "012":
        assert 'did you mean "toy-0"?' in site.run("check", PYTHONHASHSEED=seed).stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize("format_", ["text", "json", "github"])
def test_full_disk_is_the_fault_of_the_machine(site: SiteCase, format_: str) -> None:
    site.edit(PAPER, "year:", "yaer:") if format_ == "github" else None

    told, silent = (
        site.run("check", "--format", format_, first=f"import os\nfor n in {full}: os.dup2(os.open('/dev/full', 1), n)")
        for full in ([1], [1, 2])
    )
    assert (told.code, silent.code) == (3, 3)
    assert "error[system-error]: No space left on device" in told.stderr


def test_annotations_name_files_by_their_place_in_the_repository(site: SiteCase) -> None:
    site.edit(PAPER, "topics: [examples]", 'topics: ["::error::x"]')

    outcome = SiteCase(site.root.parent).run("check", "--site", "site", "--format", "github")
    assert outcome.code == 1
    assert outcome.stdout.startswith(f"::error file=site/{PAPER},line=5,col=10,title=invalid-value::")
    assert outcome.stdout.count("\n") == 1


def test_change_is_what_differs_from_where_the_branch_began(repository: Repository) -> None:
    site = repository.site
    site.paper("new", "topics: [nothing]").edit(TOPIC, "Examples", "Example")
    site.paper("old", "authors: [Madonna]")
    assert "error[unknown-topic]" in site.run("check", "--changed", "main").stderr, "new files that git does not have"

    repository.commit()
    outcome = site.run("check", "--changed", "main")
    assert outcome.code == 1
    assert "new.md:4:10: error[unknown-topic]" in outcome.stderr
    assert "old.md:4:11: warning[unclear-name]" in outcome.stderr

    repository.git("switch", "-q", "main")
    site.paper("elsewhere", "authors: [Prince]")
    repository.commit().git("switch", "-q", "work")
    site.write("content/papers/new.md", "---\ntitle: Now right\nadded: 2026-01-01\n---\n")
    outcome = site.run("check", "--changed", "main")
    assert outcome.stdout == "3 changed files checked, no errors\n"
    assert "unclear-name" in outcome.stderr


def test_what_a_change_breaks_elsewhere_is_an_error(repository: Repository) -> None:
    (repository.site.root / TOPIC).unlink()
    outcome = repository.commit().site.run("check", "--changed", "main")

    assert outcome.code == 1
    assert f"{PAPER}:5:10: error[unknown-topic]" in outcome.stderr


def test_contributor_stays_in_content(repository: Repository) -> None:
    site = repository.site.paper("new")
    assert site.run("check", "--changed", "main", "--content-only").code == 0

    site.write("site.yaml", "title: Mine\n").write("content.md", "x").write("::error::x", "x")
    repository.commit()
    assert site.run("check", "--changed", "main").code == 0
    outcome = site.run("check", "--changed", "main", "--content-only", "--format", "github")
    assert outcome.code == 1
    assert [line.partition("::is not")[0] for line in outcome.stdout.splitlines()] == [
        "::error file=%3A%3Aerror%3A%3Ax,title=outside-content",
        "::error file=content.md,title=outside-content",
        "::error file=site.yaml,title=outside-content",
    ]
    outcome = site.run("check", "--changed", "main", "--content-only")
    assert all(not line.startswith("::") for line in outcome.text.splitlines())


def test_catalogue_below_the_top_of_a_repository(make_site: MakeSite, tmp_path: Path) -> None:
    site = make_site()
    repository = Repository(SiteCase(tmp_path))
    site.edit(PAPER, "year: 2020", "year: 2021").paper("new").write("../else.txt", "x")
    repository.git("add", "else.txt")
    site.write("../notes.txt", "x").write("notes.txt", "x")
    outcome = site.run("check", "--changed", "main", "--content-only", "--summary", "s.md")

    assert "../else.txt: error[outside-content]" in outcome.stderr
    assert "`year`: `2020` → `2021`" in (site.root / "s.md").read_text()
    assert "New: `new`" in (site.root / "s.md").read_text()
    assert "notes.txt" not in outcome.text


@pytest.mark.parametrize("base", ["--output=x", "-h", "main..work", "nowhere", "main:site.yaml", "a b", "", "x" * 300])
def test_base_is_a_commit_and_never_an_option(repository: Repository, base: str) -> None:
    outcome = repository.site.run("check", f"--changed={base}")

    assert outcome.code == 2
    assert "--changed: error[invalid-base]" in outcome.stderr
    assert not (repository.site.root / "x").exists()


def test_commit_that_does_not_exist_is_named(repository: Repository) -> None:
    outcome = repository.site.run("check", "--changed", "mian")

    assert outcome.code == 2
    assert outcome.stderr.startswith('--changed: error[invalid-base]: there is no commit "mian"\n  hint: give a branch')


def test_without_git_or_repository_the_environment_is_at_fault(site: SiteCase, tmp_path: Path) -> None:
    outcome = site.run("check", "--changed", "main", GIT_CEILING_DIRECTORIES=str(tmp_path))
    assert outcome.code == 3
    assert "error[no-changes-known]: git rev-parse has failed" in outcome.stderr

    outcome = site.run("check", "--changed", "main", PATH="/nowhere")
    assert outcome.code == 3
    assert "error[no-changes-known]: there is no git to ask" in outcome.stderr


def test_git_starts_nothing_that_a_repository_names(repository: Repository) -> None:
    site, mark = repository.site, repository.site.root.parent / "started"
    program = site.root.parent / "program.sh"
    program.write_text(f"#!/bin/sh\ntouch {mark}\n")
    program.chmod(0o755)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "diff.x.textconv", "diff.x.command"):
        repository.git("config", key, str(program))
    repository.git("config", "core.hooksPath", str(site.root.parent / "hooks"))
    site.write(".gitattributes", "*.md diff=x\n").edit(PAPER, "2020\n", "2021\n")

    assert site.run("check", "--changed", "main", "--summary", "s.md", GIT_EXTERNAL_DIFF=str(program)).code == 0
    assert not mark.exists()


@pytest.mark.parametrize("name", ["new\nline.md", "\u202e.md", "b\\x.md", "-h.md"])
def test_odd_names_are_named_as_they_are(repository: Repository, name: str) -> None:
    (repository.site.root / "content/papers" / name).write_text("x")

    assert f"content/papers/{name}" in find_changes(repository.site.root, "main").paths
    assert repository.site.run("check", "--changed", "main").code == 1


@pytest.mark.parametrize("authors", ["Richard Roe, Jim Poe, Jane Doe", "Jane Doe, Richard Roe, Jane Doe, Jim Poe"])
def test_summary_hides_no_new_order_behind_a_new_item(repository: Repository, authors: str) -> None:
    site = repository.site.edit(PAPER, "authors: [Jane Doe, Richard Roe]", f"authors: [{authors}]")

    site.run("check", "--changed", "main", "--summary", "s.md")

    before, after = '["Jane Doe", "Richard Roe"]', json.dumps(authors.split(", "))
    assert f"- `authors`: `{before}` → `{after}`\n" in (site.root / "s.md").read_text()


SUMMARY = f"""\
## Content

1 new, 1 changed, 1 removed.

### Possible duplicates

- warning: `similar-title` at `{NEW}:2:8`: `the title is nearly that of {PAPER}: "An Example of a Paper"`

### Changed: `doe-2020-example`

`content/papers/doe-2020-example.md`

- `authors`: removed `Richard Roe`; added `Jim Poe`
- `year`: `2020` → `2021`
- `datasets`: removed `{{"id": "toy-set", "role": "evaluated"}}`; added `{{"id": "toy-set", "role": "trained"}}`
- `status`: nothing → `withdrawn`

```diff
-We give an example, and measure it on ToySet.
+We give an example of ToySet.
```


### New: `new`

`content/papers/new.md`

- `title`: `An Example of a Papers`
- `added`: `2026-01-01`

```diff
+Words.
```


### Removed: `gone`

`content/venues.yaml`

- `name`: `Gone`

"""


def test_summary_shows_each_record_before_and_after(make_site: MakeSite) -> None:
    other = "- {id: b, name: B, short: B, kind: journal}\n"
    venues = "- {id: gone, name: Gone, short: G, kind: journal}\n" + other
    repository = Repository(make_site({"content/venues.yaml": venues}))
    site = repository.site.paper("new", body="Words.").edit(
        "content/papers/new.md", "About new", "An Example of a Papers"
    )
    site.edit(PAPER, "year: 2020", "year: 2021\nstatus: withdrawn").edit(PAPER, "evaluated", "trained")
    site.edit(PAPER, "Richard Roe", "Jim Poe").edit(PAPER, "example, and measure it on", "example of")
    site.write("content/venues.yaml", other).write("../summary.md", "Before.\n\n")
    outcome = repository.commit().site.run("check", "--changed", "main", "--summary", "../summary.md")

    assert outcome.code == 0, outcome.text
    assert (site.root.parent / "summary.md").read_text() == "Before.\n\n" + SUMMARY


def test_summary_compares_a_renamed_paper_with_what_it_was(repository: Repository) -> None:
    site = repository.site
    new = "content/papers/doe-2021-example.md"
    repository.git("mv", PAPER, new)
    site.edit(new, "year: 2020", "year: 2021\naliases: [{odd: one}, doe-2020-example]").paper("other")

    site.run("check", "--changed", "main", "--summary", "s.md")

    assert (
        (site.root / "s.md").read_text()
        == f"""\
## Content

1 new, 0 changed, 1 renamed, 0 removed.

### Problems

- error: `invalid-value` at `{new}:5:11`: `"aliases[0]" must be text`

### Renamed: `doe-2020-example` → `doe-2021-example`

`{new}`

- `year`: `2020` → `2021`
- `aliases`: nothing → `[{{"odd": "one"}}, "doe-2020-example"]`

### New: `other`

`content/papers/other.md`

- `title`: `About other`
- `added`: `2026-01-01`

```diff
+Text.
```


"""
    )


def test_a_change_at_the_end_of_a_long_text_is_seen(repository: Repository) -> None:
    words = "word " * 5_000
    site = repository.site.edit(PAPER, "added:", f"summary: {'One sentence. ' * 50}Two.\nadded:")
    site.edit(PAPER, "ToySet.", f"ToySet. {words}end.")
    repository.commit().git("branch", "--force", "main", "work")
    site.edit(PAPER, "Two.", "Three.").edit(PAPER, "end.", "evil.")
    site.run("check", "--changed", "main", "--summary", "../s.md")

    text = (site.root.parent / "s.md").read_text()
    assert "- `summary`:\n\n```diff\n-Two.\n+Three.\n```\n" in text
    assert re.search(r"^-(word )+end\.\n\+(word )+evil\.$", text, re.MULTILINE)
    assert len(text) < 3_000

    repository.commit().git("branch", "--force", "main", "work")
    site.edit(PAPER, "Three.", "Four.")
    site.run("check", "--changed", "main", "--summary", "../u.md")
    assert "`text`" not in (site.root.parent / "u.md").read_text()
    site.edit(PAPER, "Four.", "Three.")

    site.edit(PAPER, "ToySet. word", "ToySet.\n\nword")
    site.run("check", "--changed", "main", "--summary", "../t.md")
    assert "- `text`: only spaces and line breaks differ\n" in (site.root.parent / "t.md").read_text()

    site.edit(PAPER, "Three.", "So. " * 1_100)
    site.run("check", "--changed", "main", "--summary", "../v.md")
    assert "- `summary`: 51 lines → 1,150 lines\n" in (site.root.parent / "v.md").read_text()


def test_summary_is_written_when_the_change_is_wrong(repository: Repository) -> None:
    site = repository.site.edit(PAPER, "year: 2020", "year: [").write("content/papers/bad.md", b"\xff")
    (site.root / "content/papers/link.md").symlink_to("/etc/passwd")
    outcome = site.run("check", "--changed", "main", "--summary", "summary.md")

    assert outcome.code == 1
    text = (site.root / "summary.md").read_text()
    assert "### Problems\n\n- error: `not-utf-8` at `content/papers/bad.md:1:1`" in text
    assert "root:" not in text


def test_summary_has_the_problems_in_the_order_of_the_command(repository: Repository) -> None:
    site = repository.site.paper("bad", body="See [@nobody].").paper("worse", "topics: [nothing]")
    site.edit("content/datasets/toy-set.md", "name: ToySet", "name: ToySet\nyear: x")
    outcome = site.run("check", "--changed", "main", "--summary", "summary.md")

    places = re.findall(r"^(content/[^ ]+): error", outcome.stderr, re.MULTILINE)
    assert places == [
        "content/datasets/toy-set.md:3:7",
        "content/papers/bad.md:5:5",
        "content/papers/worse.md:4:10",
    ]
    assert re.findall(r"^- error: .* at `([^`]+)`", (site.root / "summary.md").read_text(), re.MULTILINE) == places


def test_no_error_is_hidden_behind_warnings(repository: Repository) -> None:
    site = repository.site.write("content/topics/zoo.md", "---\nname: Zoo\nparent: nowhere\n---\n")
    for number in range(201):
        site.paper(f"paper-{number:03}", body="See \\\\emph{this}.")
    outcome = site.run("check", "--changed", "main", "--summary", "summary.md")
    annotations = site.run("check", "--format", "github").stdout

    assert outcome.stderr.startswith("content/topics/zoo.md:3:9: error[unknown-topic]")
    assert outcome.stderr.endswith("1 error, 201 warnings (the first 200 are shown)\n")
    assert annotations.startswith("::error file=content/topics/zoo.md,line=3")
    problems = (site.root / "summary.md").read_text().partition("### Problems\n\n")[2]
    assert problems.startswith("- error: `unknown-topic` at `content/topics/zoo.md:3:9`")


def test_strangers_words_are_only_seen(repository: Repository) -> None:
    site = repository.site.paper("evil", f"summary: {json.dumps(HOSTILE)}\nextra: x", f"{HOSTILE}\n````\n# <b>x</b>")
    site.edit(PAPER, "title: An Example of a Paper", f"title: {json.dumps(HOSTILE)}")
    repository.site.write("<img src=x>.txt", "x")
    repository.commit().site.run("check", "--changed", "main", "--content-only", "--summary", "s.md")

    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse((site.root / "s.md").read_text())
    inline = [child for token in tokens for child in token.children or ()]
    assert {token.type for token in tokens} <= {
        "heading_open", "heading_close", "inline", "paragraph_open", "paragraph_close", "fence",
        "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close",
    }  # fmt: skip
    assert {token.type for token in inline} <= {"text", "code_inline"}
    seen = "".join(token.content for token in inline if token.type == "text")
    for part in ("<", "@", "[", "$", "evil", "::"):
        assert part not in seen
    code = [token.content for token in inline if token.type == "code_inline"]
    assert HOSTILE in code, "it is shown as it is"


def test_summary_of_too_much_stays_short_and_quick(repository: Repository) -> None:
    site = repository.site
    many = "[" + ", ".join(f"x{n}" for n in range(5_000)) + "]"
    site.write(PAPER, f"---\ntitle: X\nadded: 2026-01-01\naliases: {many}\n---\n" + "a\nb\n" * 30_000)
    repository.commit().git("branch", "--force", "main", "work")
    site.edit(PAPER, "[x0,", "[y0,").edit(PAPER, "a\nb\na\n", "b\na\n")
    for number in range(220):
        site.paper(f"p{number}", f"summary: {'`' * 1_000}", "x" * 5_000)
    for number in range(30):
        site.paper(f"e{number}", body="\n".join(["\N{GRINNING FACE}" * 399] * 59))
    started = time.monotonic()
    site.run("check", "--changed", "main", "--summary", "../s.md")

    text = (site.root.parent / "s.md").read_text()
    assert "5,000 items → 5,000 items" in text
    assert re.search(r"- `text`: [\d,]+ lines → [\d,]+ lines\n", text)
    assert "199 new, 1 changed, 0 removed. 51 more files: too many to show." in text
    assert len(text.encode()) < 1_000_000
    assert time.monotonic() - started < 20


def test_options_about_a_change_need_one(site: SiteCase) -> None:
    assert site.run("check", "--content-only").code == 2
    assert site.run("check", "--summary", "x.md").code == 2
    assert site.run("check", "--changed", "main", PAPER).code == 2


def test_base_url_that_would_lead_to_another_host_is_refused(site: SiteCase) -> None:
    outcome = site.run("build", "--base-url", "https://example.org//papers/")

    assert (outcome.code, outcome.stdout) == (2, "")
    assert "error[invalid-value]: --base-url must have no two slashes in a row in its path" in outcome.stderr
    assert site.build("--base-url", "https://example.org/papers//").code == 0
