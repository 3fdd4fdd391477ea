"""`catalog add` as far as it goes without the network; its services are played in unit/test_importers_lookup.py."""

import pytest

from sitecase import SiteCase, read_tree


@pytest.fixture
def known(site: SiteCase) -> SiteCase:
    return site.paper("old", "identifiers: {arxiv: 1503.03832, doi: 10.1000/Old}")


@pytest.mark.parametrize("offline", [(), ("--offline",)])
def test_every_reference_that_is_none_is_wrong_usage(known: SiteCase, offline: tuple[str, ...]) -> None:
    before = read_tree(known.root)
    outcome = known.run("add", *offline, "FaceNet", "1503.03832", "file:///etc/passwd", "::error::\x1b[31m")

    assert outcome.code == 2
    assert [line.partition(" is no")[0] for line in outcome.stderr.splitlines()[::2]] == [
        'command line: error[invalid-reference]: "::error::\\u001b[31m"',
        'command line: error[invalid-reference]: "FaceNet"',
        'command line: error[invalid-reference]: "file:///etc/passwd"',
        "3 errors",
    ]
    assert read_tree(known.root) == before


def test_no_reference_is_wrong_usage(site: SiteCase) -> None:
    assert site.run("add").code == 2


@pytest.mark.parametrize("reference", ["1503.03832", "https://arxiv.org/pdf/1503.03832v2", "doi:10.1000/OLD"])
def test_paper_of_the_catalogue_is_told_without_the_network(known: SiteCase, reference: str) -> None:
    outcome = known.run("add", reference)

    assert outcome.code == 1
    assert outcome.stderr.startswith("content/papers/old.md: error[duplicate-paper]: ")


def test_offline_says_what_to_do_instead(known: SiteCase) -> None:
    outcome = known.run("add", "--offline", "2001.00001", "10.1000/new")

    assert outcome.code == 3
    assert "only the network knows arXiv 2001.00001, DOI 10.1000/new, and --offline forbids it" in outcome.stderr
    assert "catalog new" in outcome.stderr


def test_broken_content_is_told_first(known: SiteCase) -> None:
    outcome = known.edit("content/papers/old.md", "title:", "titel:").run("add", "2001.00001")

    assert outcome.code == 1
    assert "error[unknown-field]" in outcome.stderr
