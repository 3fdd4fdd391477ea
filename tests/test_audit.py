"""What a build and a check do to the machine: no network, no program, no foreign file, no module of the catalogue."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HOSTILE
from sitecase import SiteCase

AUDITED = Path(__file__).with_name("audited.py")
COMMAND = "from papercatalog.cli import main; main()"


def watch(log: Path, code: str, *arguments: str, places: tuple[Path, ...]) -> list[list[str]]:
    """Run Python `code` in the folder of hostile/ and return what it did that it may not do."""
    command = [sys.executable, "-P", AUDITED, log, os.pathsep.join(map(str, places)), code, *arguments]
    environment = {"PATH": "", "XDG_CACHE_HOME": str(log.parent / "cache")}
    done = subprocess.run(command, cwd=HOSTILE, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in log.read_text().splitlines()]


@pytest.mark.parametrize(
    "arguments",
    [["check"], ["build", "--output", "{}/site/public", "--jobs", "2", "--base-url", "https://example.org/"]],
    ids=["check", "build"],
)
def test_nothing_is_asked_of_the_network_of_programs_or_of_foreign_files(tmp_path: Path, arguments: list[str]) -> None:
    for name in ("site", "cache"):
        (tmp_path / name).mkdir()
    filled = [argument.format(tmp_path) for argument in arguments]

    for _ in range(2):  # the second build finds what the first one left
        assert not watch(tmp_path / "log", COMMAND, *filled, places=(HOSTILE, tmp_path / "site", tmp_path / "cache"))


@pytest.mark.parametrize(
    "code",
    [
        "open('/etc/hostname')",
        "open('../../README.md')",
        "import os; os.listdir('/')",
        "import os; os.system('true')",
        "import subprocess, sys; subprocess.run([sys.executable, '-c', ''])",
        "import socket; socket.getaddrinfo('127.0.0.1', 80)",
        "import socket; socket.socket().connect_ex(('127.0.0.1', 9))",
        "import ctypes; ctypes.CDLL('libc.so.6')",
        "import os\nif not os.fork():\n    open('/etc/hostname')\nelse:\n    os.wait()",
    ],
)
def test_the_watch_sees_what_is_not_allowed(tmp_path: Path, code: str) -> None:
    assert watch(tmp_path / "log", code, places=(HOSTILE,))


def test_secrets_of_the_environment_stay_there(tmp_path: Path) -> None:
    secrets = {"GITHUB_TOKEN": "swordfish-1", "AWS_SECRET_ACCESS_KEY": "swordfish-2"}
    SiteCase(HOSTILE).build("--output", str(tmp_path / "public"), XDG_CACHE_HOME=str(tmp_path), **secrets)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 150
    assert not [path for path in files if b"swordfish" in path.read_bytes()]


def test_modules_in_the_folder_of_a_catalogue_are_not_imported(site: SiteCase) -> None:
    for name in ("yaml", "click", "sitecustomize", "usercustomize", "papercatalog", "jinja2", "json", "typing"):
        for path in (f"{name}.py", f"{name}/__init__.py"):
            site.write(path, f"open({str(site.root / 'imported')!r}, 'w').close()\n")

    site.build()
    command = [sys.executable, "-P", "-m", "papercatalog", "check"]
    assert subprocess.run(command, cwd=site.root, capture_output=True, check=False).returncode == 0
    assert not (site.root / "imported").exists()
