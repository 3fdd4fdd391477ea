"""Every page of this repository's catalogue as HTML: without a parse error, and with a head of its own."""

import re
from collections import defaultdict
from pathlib import Path

import html5lib


def test_every_page_parses_without_an_error_and_says_what_it_is(real_site: Path) -> None:
    files = sorted(real_site.rglob("*.html"))
    wrong = []
    described = defaultdict(list)
    for file in files:
        path = file.relative_to(real_site).as_posix()
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        root = parser.parse(file.read_text(encoding="utf-8"))
        wrong += [f"{path}, line {line}: {code} {values}" for (line, _), code, values in parser.errors]
        description = root.find("head/meta[@name='description']")
        described["" if description is None else description.get("content")].append(path)

    assert len(files) > 500
    assert not wrong
    assert not described[""]
    assert not [paths for paths in described.values() if len(paths) > 1]


def test_policy_of_every_page_trusts_this_site_alone(real_site: Path) -> None:
    stated = re.compile('<meta http-equiv="Content-Security-Policy" content="([^"]+)">')
    for file in real_site.rglob("*.html"):
        [policy] = stated.findall(file.read_text(encoding="utf-8"))
        directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert directives["default-src"] == "'none'", file
        assert set(directives.values()) <= {"'none'", "'self'"}, file


def test_the_head_of_a_paper_names_its_pages_as_its_citation_does(real_site: Path) -> None:
    named = re.compile(r'<p class="subline">.*?, (pages? [^<,]+)', re.DOTALL)
    texts = [path.read_text(encoding="utf-8") for path in real_site.glob("papers/*/index.html")]
    found = [(match[1], text) for text in texts if (match := named.search(text.partition("</p>\n    <ul")[0]))]
    assert {said.split()[0] for said, _ in found} == {"page", "pages"}
    assert [said for said, text in found if text.count(said) < 2] == []


def test_no_paper_is_said_to_be_public_for_the_first_time_after_its_venue(real_site: Path) -> None:
    said_of = {}
    for page in real_site.glob("papers/*/index.html"):
        subline = re.search(r'<p class="subline">(.*?)</p>', page.read_text(encoding="utf-8"), re.DOTALL)
        words = re.sub(r"<[^>]*>", "", subline[1]) if subline else ""
        if found := re.search(r", ([0-9]{4})\b.*(First public in|Listed under) ([0-9]{4})", words, re.DOTALL):
            said_of.setdefault(found[2], set()).add(found[1] < found[3])
    assert said_of == {"First public in": {False}, "Listed under": {True}}
