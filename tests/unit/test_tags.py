"""The last look at a built page, by itself: whatever the layers before it let through."""

import pytest

from papercatalog.links import LinkChecker
from papercatalog.pages.page import Page
from papercatalog.tags import is_suspect

FAULTS = {
    "<script>alert(1)</script>": "a script in the text in <script>",
    "<SCRIPT type=module>alert(1)</SCRIPT>": "a script in the text in <script>",
    '<script type="module" src="https://evil.example/x.js"></script>': "another site in the attribute src in <script>",
    '<script type="module" src="//evil.example/x.js"></script>': "another site in the attribute src in <script>",
    "<script src=//evil.example/x.js></script>": "another site in the attribute src in <script>",
    "<img src=x onerror=alert(1)>": "a script in the attribute onerror in <img>",
    '<p\nONCLICK = "alert(1)">': "a script in the attribute onclick in <p>",
    "<svg/onload=alert(1)>": "a script in the attribute onload in <svg>",
    "<p title=\"\"onclick='x'>": "a script in the attribute onclick in <p>",
    '<a href="javascript:alert(1)">': "an unsafe address in the attribute href in <a>",
    '<a href="JaVaScRiPt:alert(1)">': "an unsafe address in the attribute href in <a>",
    '<a href=" java&#10;script&colon;alert(1)">': "an unsafe address in the attribute href in <a>",
    '<a href="&#1;javascript:alert(1)">': "an unsafe address in the attribute href in <a>",
    '<a href="data:text/html,x">': "an unsafe address in the attribute href in <a>",
    "<a href=javascript:alert(1)>": "an unsafe address in the attribute href in <a>",
    '<a href="vbscript:x">': "an unsafe address in the attribute href in <a>",
    '<form action="javascript:alert(1)">': "an unsafe address in the attribute action in <form>",
    "<button formaction=javascript:alert(1)>": "an unsafe address in the attribute formaction in <button>",
    '<iframe src="javascript:alert(1)">': "a page within the page in <iframe>",
    '<iframe src="https://evil.example/">': "a page within the page in <iframe>",
    "<iframe srcdoc='x'>": "a page within the page in <iframe>",
    '<object data="x.swf">': "a page within the page in <object>",
    "<embed src=x>": "a page within the page in <embed>",
    '<BASE href="../">': "a page within the page in <base>",
    '<script type="module" src="/\\evil.example/x.js"></script>': "another site in the attribute src in <script>",
    '<img src="https://example.org.evil.example/x.png">': "another site in the attribute src in <img>",
    '<img src="&#47;/evil.example/x.png">': "another site in the attribute src in <img>",
    "<img src = //evil.example/x.png>": "another site in the attribute src in <img>",
    '<img srcset="x.png 1x, https://evil.example/x.png 2x">': "another site in the attribute srcset in <img>",
    '<video poster="//evil.example/x.png">': "another site in the attribute poster in <video>",
    '<form action="https://evil.example/">': "another site in the attribute action in <form>",
    '<button formaction="//evil.example/">': "another site in the attribute formaction in <button>",
    '<link rel="stylesheet" href="https://evil.example/x.css">': "another site in the attribute href in <link>",
    '<link href=//evil.example/x.css rel="Alternate Stylesheet">': "another site in the attribute href in <link>",
    '<link rel="icon" title=\' href="x"\' href="//evil.example/">': "another site in the attribute href in <link>",
    '<link rel="&#112;reconnect" href="https://evil.example/">': "another site in the attribute href in <link>",
    '<svg><image href="https://evil.example/x.png">': "another site in the attribute href in <image>",
    '<svg><use xlink:href="//evil.example/x.svg#a">': "another site in the attribute xlink:href in <use>",
    '<meta http-equiv="refresh" content="0; url=https://evil.example/">': "a way to another site that nobody chose in",
    '<meta http-equiv="refresh" http-equiv="x" content="0;//evil.example/">': "a way to another site that nobody chose",
    "<META content='0;//evil.example/' HTTP-EQUIV=Refresh>": "a way to another site that nobody chose in <meta>",
}

HARMLESS = [
    '<script type="module" src="../assets/x/main.js"></script>',
    '<script type="application/ld+json">{"name": "\\u003c/script>"}</script>',
    "<p>It depends on = and one=1, only = x, not onclick=, and javascript: is a word.</p>",
    "&lt;img src=x onerror=alert(1)&gt;",
    '<meta name="description" content="on x=1 and &quot;&gt;&lt;script&gt;">',
    '<p title="&quot; onclick=x">',
    '<a href="https://e.org/?x=javascript:1">',
    '<a href="mailto:a@b.org">',
    '<a href="HTTPS://e.org/">',
    '<script type="application/ld+json">{}</script><p title="&quot; onclick=x">',
    '<a href="../a:b/">',
    '<img src="https://example.org/x.png" srcset="https://example.org/x.png 2x">',
    '<img src="../assets/x/a.png" srcset="../assets/x/a.png 1x, ../assets/x/b.png 2x">',
    '<link rel="canonical" href="https://e.org/"><link rel="author" href="https://e.org/">',
    '<link rel="me license" href="https://e.org/"><link href="../assets/x/style.css" rel="stylesheet">',
    '<link rel="stylesheet" href="https://example.org/x.css">',
    '<svg><use href="#a"/><a href="https://e.org/"></a></svg>',
    '<meta http-equiv="refresh" content="0; url=../../papers/x/"><meta http-equiv="refresh" content="60">',
    '<form action="./search/"><p>src=x, action = x, a poster = x, and an iframe</p></form>',
]


def problems(html: str) -> list[str]:
    checker = LinkChecker("https://example.org/")
    page = f"<!DOCTYPE html><html><body>{html}</body></html>"
    checker.add(Page("/a/", "a.html", "A"), page.encode())
    return [str(problem) for problem in checker.problems({"a/index.html"}) if problem.code == "unsafe-page"]


@pytest.mark.parametrize(("html", "said"), FAULTS.items())
def test_fault_of_a_built_page_is_found(html: str, said: str) -> None:
    (problem,) = problems(html)

    assert "the page /a/ has " in problem
    assert said in problem


@pytest.mark.parametrize("html", HARMLESS)
def test_what_only_looks_like_a_fault_is_none(html: str) -> None:
    assert not problems(html)


def test_pages_are_rarely_parsed() -> None:
    page = (
        b'<html lang="en"><meta content="x"><script type="module" src="../assets/x/main.js"></script>'
        b'<meta http-equiv="content-security-policy" content="x"><link rel="canonical" href="https://e.org/">'
        b'<link rel="icon" type="image/svg+xml" href="../assets/x/favicon.svg">'
        b'<link rel="preload" as="fetch" crossorigin href="/data/x.json">'
        b'<form action="../../search/"><img src="/a/b.png"></form><p>An action, a poster'
    )
    assert not is_suspect(page)


def test_faults_found_by_another_process_are_told() -> None:
    mine, other = LinkChecker(None), LinkChecker(None)
    other.add(Page("/a/", "a.html", "A"), b"<script>alert(1)</script>")
    mine.add_all(other)

    assert [problem.code for problem in mine.problems(set())] == ["unsafe-page"]
