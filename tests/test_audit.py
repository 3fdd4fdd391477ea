"""What a build and a check do to the machine: no network, no program, no foreign file, module or variable."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import HOSTILE
from sitecase import SiteCase

AUDITED = Path(__file__).with_name("audited.py")
SECRET = "swordfish"  # noqa: S105
COMMAND = "from papercatalog.cli import main; main()"


def watch(log: Path, code: str, *arguments: str, places: tuple[Path, ...]) -> list[list[str]]:
    """Run Python `code` in the folder of hostile/ and return what it did that it may not do."""
    command = [sys.executable, "-P", AUDITED, log, os.pathsep.join(map(str, places)), code, *arguments]
    environment = {"PATH": "", "XDG_CACHE_HOME": str(log.parent / "cache"), "GITHUB_TOKEN": SECRET}
    done = subprocess.run(command, cwd=HOSTILE, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_nothing_is_asked_of_the_network_of_programs_or_of_foreign_files(tmp_path: Path) -> None:
    for name in ("site", "cache"):
        (tmp_path / name).mkdir()
    build = ("build", "--output", str(tmp_path / "site/public"), "--jobs", "2", "--base-url", "https://example.org/")

    for arguments in (("check",), build, build):  # the second build finds what the first one left
        assert not watch(tmp_path / "log", COMMAND, *arguments, places=(HOSTILE, tmp_path / "site", tmp_path / "cache"))

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 200
    assert not [path for path in files if SECRET in path.read_text(encoding="utf-8", errors="replace")]


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
        "import os; os.environ.get('GITHUB_TOKEN')",
        "import os; dict(os.environ)",
        "import os\nif not os.fork():\n    open('/etc/hostname')\nelse:\n    os.wait()",
    ],
)
def test_the_watch_sees_what_is_not_allowed(tmp_path: Path, code: str) -> None:
    assert watch(tmp_path / "log", code, places=(HOSTILE,))


def test_modules_in_the_folder_of_a_catalogue_are_not_imported(site: SiteCase) -> None:
    for name in ("yaml", "click", "sitecustomize", "usercustomize", "papercatalog", "jinja2", "json", "typing"):
        for path in (f"{name}.py", f"{name}/__init__.py"):
            site.write(path, f"open({str(site.root / 'imported')!r}, 'w').close()\n")

    assert site.run("check").code == 0
    command = [sys.executable, "-P", "-m", "papercatalog", "check"]
    assert subprocess.run(command, cwd=site.root, capture_output=True, check=False).returncode == 0
    assert not (site.root / "imported").exists()
