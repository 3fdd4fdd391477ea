"""What all tests share: a way to make a small site, and the flag that rewrites expectations."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from sitecase import MINIMAL, SiteCase

MakeSite = Callable[..., SiteCase]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the expected files instead of comparing")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture
def make_site(tmp_path: Path) -> MakeSite:
    """Return a function that writes the minimal site, changed and completed by the files given."""

    def make(files: Mapping[str, str | bytes] = {}) -> SiteCase:
        site = SiteCase(tmp_path / "site")
        for path, content in {**MINIMAL, **files}.items():
            site.write(path, content)
        return site

    return make


@pytest.fixture
def site(make_site: MakeSite) -> SiteCase:
    """The minimal site."""
    return make_site()
