"""Which addresses may be published, and the files behind paths."""

import pytest

from papercatalog.urls import is_external_url, is_safe_url, output_path, request_target


@pytest.mark.parametrize(
    "url",
    [
        "https://e.org",
        "http://e.org:8080/a?b=c#d",
        "HTTPS://E.ORG/",
        "https://e.org/a_(b)~x",
        "https://[::1]/x",
        "https://e.org/%20",
    ],
)
def test_good_addresses(url: str) -> None:
    assert is_external_url(url)
    assert is_safe_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "blob:https://e.org/x",
        "file:///etc/passwd",
        "ftp://e.org/",
        "//e.org/",
        "\\\\e.org\\x",
        "https:\\\\e.org",
        "https://",
        "https:///x",
        "https://user@e.org/",
        "https://faceboo\u212a.com/",
        "https://e.org/\u017f",
        "https://user:word@e.org/",
        "https://e.org/ x",
        "https://e.org/\x00",
        'https://e.org/"onclick=',
        "https://e.org/<x>",
        "https://e.org/\n",
        "https://e.org:99999/",
        "https://e.org:x/",
        "https://[::1/",
        "https://ex\u0430mple.org/",
        "",
    ],
)
def test_bad_addresses(url: str) -> None:
    assert not is_external_url(url)
    assert not is_safe_url(url)


def test_output_path() -> None:
    assert output_path("/") == "index.html"
    assert output_path("/papers/x/") == "papers/x/index.html"
    assert output_path("/404.html") == "404.html"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://e.org", "/"),
        ("https://e.org?a=b#c", "/?a=b"),
        ("http://e.org:80/a/b?c", "/a/b?c"),
        ("//e.org/a#b", "/a"),
    ],
)
def test_what_is_asked_of_a_host_begins_with_a_slash(url: str, target: str) -> None:
    assert request_target(url) == target
