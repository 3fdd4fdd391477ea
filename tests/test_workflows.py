"""What GitHub runs for us: which rights it has, whose code it uses, and that its steps do what they say."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

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


FAKE_GH = """\
#!/bin/bash
printf '%s\\n' "$*" >> "$LOG"
[ "$2" != list ] || [ -z "$ISSUES" ] || jq -r "${@: -1}" <<< "$ISSUES"
"""


@pytest.mark.skipif(not shutil.which("jq"), reason="jq plays the part that GitHub's client does itself")
@pytest.mark.parametrize(
    ("report", "issues", "done"),
    [
        ("- dead\n", "[]", "issue create --title Links that no longer work --body-file dead-links.md"),
        (
            "- dead\n",
            '[{"number": 3, "title": "Other"}, {"number": 7, "title": "Links that no longer work"}]',
            "issue edit 7 --body-file dead-links.md",
        ),
        ("", '[{"number": 7, "title": "Links that no longer work"}]', "issue close 7 --comment All links work again."),
        ("", "[]", None),
    ],
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
