"""What GitHub runs for us: which rights it has, whose code it uses, and that its steps do what they say."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from papercatalog.commands import COMMANDS
from sitecase import CATALOG, SiteCase

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
NAMES = ["audit.yml", "links.yml", "publish.yml", "pull-request.yml"]

PINNED = re.compile(r"uses: (actions/[a-z-]+)@([0-9a-f]{40}) # (v[0-9]+\.[0-9]+\.[0-9]+)")
WRITES = {
    ("links.yml", "report", "issues"),
    ("publish.yml", "deploy", "pages"),
    ("publish.yml", "deploy", "id-token"),
}
"""Every right to write that a job has."""

Workflow = dict[Any, Any]


def load(path: Path) -> Workflow:
    loaded: Workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    loaded["on"] = loaded.pop(True)  # YAML 1.1 takes `on` for a truth value
    return loaded


def jobs() -> Iterator[tuple[str, str, Workflow]]:
    for path in WORKFLOWS:
        for name, job in load(path)["jobs"].items():
            yield path.name, name, job


def steps() -> Iterator[tuple[str, str, Workflow]]:
    for file, name, job in jobs():
        for step in job["steps"]:
            yield file, name, step


def run_of(file: str, job: str, name: str) -> str:
    """Return the script of a step."""
    found = [step for f, j, step in steps() if (f, j) == (file, job) and step.get("name") == name]
    assert len(found) == 1
    return str(found[0]["run"])


def test_these_are_all() -> None:
    assert [path.name for path in WORKFLOWS] == NAMES


@pytest.mark.parametrize("page", ["docs/publishing.md", "generator/papercatalog/starter/README.md"])
def test_maintainers_are_told_the_labels_that_forms_set_and_how_an_issue_becomes_a_change(page: str) -> None:
    forms = [
        yaml.safe_load(path.read_text(encoding="utf-8")) for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml")
    ]
    labels = {label for form in forms for label in form["labels"]}
    text = (ROOT / page).read_text(encoding="utf-8")

    assert labels
    assert not [label for label in labels if f"`{label}`" not in text]
    assert ".venv/bin/catalog apply-issue -" in text


@pytest.mark.parametrize(
    ("pattern", "schema"),
    [
        ("workflows/*.yml", "vendor.github-workflows"),
        ("workflows/*.yml", "custom.github-workflows-require-timeout"),
        ("dependabot.yml", "vendor.dependabot"),
        ("ISSUE_TEMPLATE/config.yml", "vendor.github-issue-config"),
        ("ISSUE_TEMPLATE/[!c]*.yml", "vendor.github-issue-forms"),
    ],
)
def test_files_have_the_form_that_github_reads(pattern: str, schema: str) -> None:
    files = sorted((ROOT / ".github").glob(pattern))
    assert files
    from check_jsonschema import main

    done = CliRunner().invoke(main, ["--builtin-schema", schema, *map(str, files)])

    assert done.exit_code == 0, done.output


def test_no_trigger_runs_a_strangers_code_with_our_rights() -> None:
    triggers = {path.name: load(path)["on"] for path in WORKFLOWS}

    assert triggers["pull-request.yml"] == "pull_request"
    for trigger in triggers.values():
        assert set([trigger] if isinstance(trigger, str) else trigger) <= {
            "pull_request",
            "push",
            "schedule",
            "workflow_dispatch",
        }


def test_rights_are_named_and_none_writes_where_it_need_not() -> None:
    for path in WORKFLOWS:
        assert load(path)["permissions"] == {"contents": "read"}
    granted = {
        (file, name, right, how) for file, name, job in jobs() for right, how in job.get("permissions", {}).items()
    }

    assert {(file, name, right) for file, name, right, how in granted if how != "read"} == WRITES
    assert not [entry for entry in granted if entry[0] == "pull-request.yml"]


def test_jobs_that_may_write_run_nothing_of_the_repository() -> None:
    for file, name, job in jobs():
        if any((file, name, right) in WRITES for right in job.get("permissions", {})):
            assert not [step for step in job["steps"] if "checkout" in step.get("uses", "")]


def test_no_secret_is_named() -> None:
    assert not [path.name for path in WORKFLOWS if "secrets" in path.read_text(encoding="utf-8")]


def test_checkouts_leave_no_credentials_behind() -> None:
    checkouts = [step for _, _, step in steps() if step.get("uses", "").startswith("actions/checkout@")]

    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


def test_every_action_is_githubs_own_and_pinned_to_one_commit_a_version() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    pins = PINNED.findall(text)

    assert len(pins) == text.count("uses:")
    assert len({action for action, _, _ in pins}) == len(set(pins))


def test_no_expression_reaches_a_shell() -> None:
    """Whatever comes from outside goes through `env`, so that the shell never reads it as a command."""
    assert not [step["run"] for _, _, step in steps() if "${{" in step.get("run", "")]


def test_what_people_write_is_used_nowhere() -> None:
    """Titles, branches and texts are written by strangers; only their account and standing are asked for."""
    text = "".join(path.read_text(encoding="utf-8") for path in WORKFLOWS)
    asked = re.findall(r"github\.(event[.\w]*|head_ref)", text)

    assert set(asked) == {"event.pull_request.user.login", "event.pull_request.author_association"}


def test_machines_are_githubs_own_and_jobs_end() -> None:
    for _, _, job in jobs():
        assert job["runs-on"] == "ubuntu-24.04"
        assert job["timeout-minutes"] <= 120


def test_no_cache_is_shared_with_pull_requests() -> None:
    assert not [step for _, _, step in steps() if "cache" in step.get("with", {}) or "cache@" in step.get("uses", "")]


def test_every_command_of_a_step_exists() -> None:
    """The targets are in the Makefile, and the commands of `catalog` have the options that are used."""
    options = {command.name: {o for p in command.params for o in (*p.opts, *p.secondary_opts)} for command in COMMANDS}
    targets = set(re.findall(r"^([$()\w./-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for _, _, step in steps():
        script = step.get("run", "")
        assert {t.replace(".venv", "$(VENV)") for t in re.findall(r"make (\S+)", script)} <= targets
        for command, rest in re.findall(r"bin/catalog (\w+)(.*)", script):
            assert {o for o in rest.split() if o.startswith("--")} <= options[command], command


FAKE_GH = """\
#!/bin/bash
printf '%s\\n' "$*" >> "$LOG"
[ "$2" != list ] || [ -z "$ISSUES" ] || jq -r "${@: -1}" <<< "$ISSUES"
"""

OTHER = '{"number": 3, "title": "Other", "author": {"is_bot": true}}'
A_PERSONS = '{"number": 5, "title": "Links that no longer work", "author": {"is_bot": false}}'
OURS = '{"number": 7, "title": "Links that no longer work", "author": {"is_bot": true}}'


@pytest.mark.skipif(not shutil.which("jq"), reason="jq plays the part that GitHub's client does itself")
@pytest.mark.parametrize(
    ("report", "issues", "done"),
    [
        ("- dead\n", "[]", "issue create --title Links that no longer work --body-file dead-links.md"),
        ("- dead\n", f"[{OTHER}, {A_PERSONS}, {OURS}]", "issue edit 7 --body-file dead-links.md"),
        ("- dead\n", f"[{A_PERSONS}]", "issue create --title Links that no longer work --body-file dead-links.md"),
        ("", f"[{OURS}]", "issue close 7 --comment All links work again."),
        ("", f"[{A_PERSONS}]", None),
        ("", "[]", None),
    ],
    ids=["new", "there", "a person's", "mended", "mended, a person's", "all well"],
)
def test_one_issue_is_opened_updated_or_closed(tmp_path: Path, report: str, issues: str, done: str | None) -> None:
    gh = tmp_path / "bin/gh"
    gh.parent.mkdir()
    gh.write_text(FAKE_GH)
    gh.chmod(0o755)
    (tmp_path / "dead-links.md").write_text(report)
    job = load(ROOT / ".github/workflows/links.yml")["jobs"]["report"]

    subprocess.run(
        ["bash", "-e", "-c", run_of("links.yml", "report", "Open, update or close the issue")],
        cwd=tmp_path,
        env={
            "PATH": f"{gh.parent}:{os.environ['PATH']}",
            "LOG": str(tmp_path / "log"),
            "ISSUES": issues,
            "TITLE": job["steps"][-1]["env"]["TITLE"],
        },
        check=True,
    )

    log = (tmp_path / "log").read_text().splitlines()
    assert log[1:] == ([done] if done else [])


PAPER = """\
---
title: "PinNet: Another Invented Example"
topics: [sorting]
datasets:
  - {id: button-box, role: evaluated}
added: 2026-11-22
---
Pins are no buttons. Still we report numbers on BODY.
"""


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    text: str
    summary: str


class Runner:
    """Runs scripts of a workflow in a shallow clone of a merged pull request, as GitHub's machines do."""

    def __init__(self, folder: Path, body: str, also: Mapping[str, str] = {}) -> None:
        outcome = SiteCase(folder).run("init", "origin")
        assert outcome.code == 0, outcome.text
        origin = SiteCase(folder / "origin")
        self._git(origin.root, "init", "--quiet", "--initial-branch=main")
        self._commit(origin.root)
        self._git(origin.root, "checkout", "--quiet", "-b", "contribution")
        origin.write("content/papers/specimen-2026-pins.md", PAPER.replace("BODY", body))
        for path, text in also.items():
            origin.write(path, text)
        self._commit(origin.root)
        self._git(origin.root, "checkout", "--quiet", "main")
        self._git(origin.root, "merge", "--quiet", "--no-ff", "--no-edit", "contribution")
        self.clone, self._temp = folder / "clone", folder / "temp"
        self._temp.mkdir()
        self._git(folder, "clone", "--quiet", "--depth=2", f"file://{origin.root}", str(self.clone))
        (self.clone / ".venv/bin").mkdir(parents=True)
        (self.clone / ".venv/bin/catalog").symlink_to(CATALOG)

    def run(self, job: str, name: str, **environment: str) -> Ran:
        summary = self._temp / "summary.md"
        own = {"GITHUB_STEP_SUMMARY": str(summary), "RUNNER_TEMP": str(self._temp)}
        done = subprocess.run(
            ["bash", "-e", "-c", run_of("pull-request.yml", job, name)],
            cwd=self.clone,
            env={**os.environ, **own, **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout + done.stderr, summary.read_text() if summary.exists() else "")

    def _commit(self, folder: Path) -> None:
        self._git(folder, "add", ".")
        self._git(folder, "commit", "--quiet", "--message=A change")

    def _git(self, folder: Path, *arguments: str) -> None:
        who = {f"GIT_{role}_{what}": "t@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        subprocess.run(["git", *arguments], cwd=folder, env={**os.environ, **who}, check=True, capture_output=True)


def test_good_pull_request_passes_and_is_shown(tmp_path: Path) -> None:
    runner = Runner(tmp_path, "ButtonBox")

    checked = runner.run("content", "Check what changed", IS_CONTRIBUTOR="yes")
    assert checked.code == 0, checked.text
    assert "### New: `specimen-2026-pins`" in checked.summary

    built = runner.run("preview", "Build the site as it is and as it would be")
    assert built.code == 0, built.text
    compared = runner.run("preview", "Compare")
    assert compared.code == 0, compared.text
    assert "search index" in compared.summary
    assert "`papers/specimen-2026-pins/index.html`" in compared.summary
    assert "PinNet" in (runner.clone / "preview/papers/specimen-2026-pins/index.html").read_text()


def test_faulty_pull_request_has_notes_on_its_lines(tmp_path: Path) -> None:
    runner = Runner(tmp_path, "nothing that has a name")

    checked = runner.run("content", "Check what changed", IS_CONTRIBUTOR="yes")

    assert checked.code == 1
    assert "::error file=content/papers/specimen-2026-pins.md,line=5,col=10,title=ungrounded-dataset::" in checked.text


@pytest.mark.parametrize(("is_contributor", "code"), [("yes", 1), ("", 0)])
def test_only_members_change_what_is_not_content(tmp_path: Path, is_contributor: str, code: int) -> None:
    runner = Runner(tmp_path, "ButtonBox", {"site.yaml": "title: Mine now\n"})

    checked = runner.run("content", "Check what changed", IS_CONTRIBUTOR=is_contributor)

    assert checked.code == code
    assert ("::error file=site.yaml,title=outside-content::" in checked.text) == bool(is_contributor)
