"""What all tests share: a way to make a small site, and the flag that rewrites expectations."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from server import serve_folder
from sitecase import SiteCase, write_minimal

ROOT = Path(__file__).parents[1]
HOSTILE = ROOT / "tests" / "hostile"
BASE_URL = "https://example.org/below/"
"""Where the real catalogue is built for; `server.py` serves below the same path."""

MakeSite = Callable[..., SiteCase]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files instead of comparing")
    parser.addoption("--soak", action="store_true", help="run long loops in full")


def pytest_configure() -> None:
    """Let Ctrl-C end what tests start: a script that runs them in its background has them ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers() -> int:
    """Twice as many as cores: much of a test is to wait, for a browser or for a process."""
    return 2 * (os.cpu_count() or 1)


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep what builds remember away from that of whoever runs the tests."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.getbasetemp() / "cache")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def soak(request: pytest.FixtureRequest) -> bool:
    """Whether loops that grow with patience (kills, random inputs) run in full; else in a short form."""
    return bool(request.config.getoption("--soak"))


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Return a function that writes the minimal site, changed and completed by the files given."""

    def make(files: Mapping[str, str | bytes] = {}) -> SiteCase:
        site = write_minimal(tmp_path / "site")
        for path, content in files.items():
            site.write(path, content)
        return site

    return make


@pytest.fixture
def site(make_site: MakeSite) -> SiteCase:
    """The minimal site."""
    return make_site()


@contextmanager
def common_folder(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Path]:
    """A folder of all processes that test, for one of them at a time: what is made there is made once."""
    folder = tmp_path_factory.getbasetemp().parent / name
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def build_once(tmp_path_factory: pytest.TempPathFactory, source: Path, name: str) -> Path:
    """Build a catalogue by the real command. No test may change it."""
    with common_folder(tmp_path_factory, name) as folder:
        if not (folder / "public").exists():
            SiteCase(source).build("--output", str(folder / "public"), "--base-url", BASE_URL)
        return folder / "public"


@pytest.fixture(scope="session")
def real_site(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """The catalogue of this repository."""
    return build_once(tmp_path_factory, ROOT, f"real-{testrun_uid}")


@pytest.fixture(scope="session")
def real_address(real_site: Path) -> Iterator[str]:
    """The address at which the real catalogue is served, below a path."""
    with serve_folder(real_site) as address:
        yield address


@pytest.fixture(scope="session")
def bibliography_site(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """The catalogue of this repository in the other theme, which the installed tool brings along."""
    source = tmp_path_factory.mktemp("bibliography")
    shutil.copytree(ROOT / "content", source / "content")
    text = (ROOT / "site.yaml").read_text(encoding="utf-8")
    SiteCase(source).write("site.yaml", text).edit("site.yaml", "theme: default", "theme: bibliography")
    return build_once(tmp_path_factory, source, f"bibliography-{testrun_uid}")


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """The catalogue of hostile/, whose values all checks accept."""
    return build_once(tmp_path_factory, HOSTILE, f"hostile-{testrun_uid}")


@pytest.fixture(scope="session")
def hostile_address(hostile_site: Path) -> Iterator[str]:
    with serve_folder(hostile_site) as address:
        yield address


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory, testrun_uid: str) -> Path:
    """The wheel of this checkout, alone in its folder but for the lock."""
    with common_folder(tmp_path_factory, f"wheel-{testrun_uid}") as folder:
        if not list(folder.glob("*.whl")):
            options = ["--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", folder]
            subprocess.run([sys.executable, "-m", "pip", "wheel", *options, ROOT], check=True)
        return next(folder.glob("*.whl"))
