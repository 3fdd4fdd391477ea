"""What other programs read of odd but legal records: the real command on a small site, and their rules."""

import json

from sitecase import SiteCase


def test_suffix_of_a_name_belongs_to_the_family_name(site: SiteCase) -> None:
    site.paper("one", "authors: [Albert J. Phillips Jr., Henry Gates III]").build()

    assert "author = {Phillips Jr., Albert J. and Gates III, Henry}" in (site.public / "data/catalog.bib").read_text()
    assert "AU  - Phillips Jr., Albert J.\n" in (site.public / "data/catalog.ris").read_text()
    (item,) = [item for item in json.loads((site.public / "data/catalog.csl.json").read_text()) if item["id"] == "one"]
    assert item["author"] == [
        {"family": "Phillips Jr.", "given": "Albert J."},
        {"family": "Gates III", "given": "Henry"},
    ]
    assert '<meta name="citation_author" content="Phillips Jr., Albert J.">' in site.html("papers/one")
