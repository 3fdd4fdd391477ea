"""Whatever a server does, the client ends in time, within its memory, and says what went wrong."""

import socket
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from answers import JSON, Service, answer, play, redirect, say_nothing
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode
from papercatalog.importers import fetch
from papercatalog.importers.fetch import Limits

QUICK = Limits(seconds=1.0, bytes=10_000, redirects=3, attempts=3, pause=0.01)


def client(address: str, limits: Limits = QUICK) -> fetch.Service:
    return fetch.Service("Example", address, frozenset({"example.org"}), frozenset({JSON}), limits=limits)


def get(service: Service, limits: Limits = QUICK) -> bytes | None:
    return client(service.address, limits).get("works/1?a=b")


def refusal(service: Service | str, limits: Limits = QUICK) -> Diagnostic:
    """Ask, and return why there is no answer; it takes no longer than the limits allow."""
    address = service if isinstance(service, str) else service.address
    begun = time.monotonic()
    with pytest.raises(CatalogError) as caught:
        client(address, limits).get("works/1")
    assert time.monotonic() - begun < limits.seconds + 0.5
    assert caught.value.exit_code is ExitCode.ENVIRONMENT
    return caught.value.diagnostics[0]


def test_document_is_asked_for_politely() -> None:
    with play(answer("{}")) as service:
        assert get(service) == b"{}"
    ((path, headers),) = service.requests
    assert path == "/works/1?a=b"
    assert headers["User-Agent"].startswith("papercatalog/")
    assert headers["Accept"] == JSON
    assert headers["Accept-Encoding"] == "identity"
    assert "Cookie" not in headers


def test_environment_sets_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with play(answer("{}")) as service:
        assert get(service) == b"{}"


@pytest.mark.parametrize("status", [400, 404, 410])
def test_unknown_document_is_none(status: int) -> None:
    with play(answer("Resource not found.", "text/plain", status)) as service:
        assert get(service) is None


@pytest.mark.parametrize("status", [429, 503])
def test_busy_service_is_asked_again(status: int) -> None:
    with play(answer("", status=status), answer("", status=status, Retry_After="0"), answer("{}")) as service:
        assert get(service) == b"{}"
    assert len(service.requests) == 3


def test_time_that_a_service_asks_for_is_given() -> None:
    with play(answer("", status=429, Retry_After="1"), answer("{}")) as service:
        begun = time.monotonic()
        assert get(service, Limits(seconds=5, pause=0.01)) == b"{}"
        assert time.monotonic() - begun >= 1


def test_service_that_stays_busy_is_left_alone() -> None:
    with play(answer("", status=429)) as service:
        problem = refusal(service)
    assert (problem.code, problem.message) == ("service-busy", "Example is busy")
    assert len(service.requests) == QUICK.attempts


@pytest.mark.parametrize("wait", ["3600", "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_service_that_asks_for_more_than_our_time_is_not_waited_for(wait: str) -> None:
    with play(answer("", status=503, Retry_After=wait)) as service:
        assert "and asks to wait " in refusal(service).message
    assert len(service.requests) == 1


@pytest.mark.parametrize("wait", ["soon", "-1", "9" * 5000, "Fri, 31 Dec 1999 23:59:59 GMT", ""])
def test_waiting_time_that_is_none_is_passed_over(wait: str) -> None:
    with play(answer("", status=503, Retry_After=wait), answer("{}")) as service:
        assert get(service) == b"{}"


@pytest.mark.parametrize("status", [201, 204, 403, 418, 500, 502])
def test_other_statuses_are_named(status: int) -> None:
    with play(answer("", status=status)) as service:
        problem = refusal(service)
    assert (problem.code, problem.message) == ("unusable-answer", f"Example answered with status {status}")
    assert len(service.requests) == 1


def drip_header(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    drip(request, b"X-Slow: x\r\n" * 50)


def drip_body(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n")
    drip(request, b"{" * 900)


def drip(request: BaseHTTPRequestHandler, data: bytes) -> None:
    for byte in data:
        request.wfile.write(bytes([byte]))
        request.wfile.flush()
        time.sleep(0.02)


@pytest.mark.parametrize("slow", [drip_header, drip_body, say_nothing])
def test_slow_service_is_left_when_the_whole_time_is_up(slow: "object") -> None:
    with play(slow) as service:  # type: ignore[arg-type]
        problem = refusal(service)
    assert (problem.code, problem.message) == ("too-slow", "Example did not answer within 1 seconds")


def endless(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    for _ in range(100_000):
        request.wfile.write(b"[" * 10_000)


def test_endless_body_is_read_only_so_far() -> None:
    for give in (endless, answer("[]", Content_Length="1000000000"), answer(b"[" * 10_001)):
        with play(give) as service:
            problem = refusal(service)
        assert problem.code == "unusable-answer"
        assert "10,000 bytes" in problem.message or "less than it announced" in problem.message


def test_truncated_body_is_no_answer() -> None:
    with play(answer("[1, 2", Content_Length="8")) as service:
        assert refusal(service).message == "Example answered with 3 bytes less than it announced"


def test_truncated_chunk_is_no_answer() -> None:
    def give(request: BaseHTTPRequestHandler) -> None:
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
        request.wfile.write(head + b"ff\r\n{}")

    with play(give) as service:
        assert refusal(service).code == "unusable-answer"


def test_page_instead_of_data_is_named() -> None:
    for type_ in ("text/html; charset=utf-8", "text/plain", ""):
        with play(answer("<h1>Welcome to Airport Wi-Fi</h1>", type_)) as service:
            assert refusal(service).message.endswith(f"{type_.partition(';')[0] or 'text/plain'} instead of {JSON}")


def test_compressed_body_was_not_asked_for() -> None:
    with play(answer(b"\x1f\x8b", Content_Encoding="gzip")) as service:
        assert "in the encoding gzip" in refusal(service).message


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://example.org/x",
        "http://127.0.0.1:1/x",
        "https://127.0.0.1/x",
        "http://[::1]/x",
        "http://169.254.169.254/latest/meta-data",
        "http://example.org/x",
        "https://example.org:8443/x",
        "https://example.org@evil.test/x",
        "https://user@example.org/x",
        "https://example.org.evil.test/x",
        "//evil.test/x",
        "https:///x",
        "data:application/json,{}",
        "http://localhost:1/\x1b[31m",
    ],
)
def test_redirect_elsewhere_is_not_followed(target: str) -> None:
    with play(redirect(target), answer("{}")) as service:
        problem = refusal(service)
    assert len(service.requests) == 1
    assert problem.code == "unusable-answer"
    assert "\x1b" not in str(problem)


def test_redirect_within_the_service_is_followed() -> None:
    with play(redirect("/other?q"), answer("{}")) as service:
        assert get(service) == b"{}"
    assert [path for path, _ in service.requests] == ["/works/1?a=b", "/other?q"]


def test_redirects_in_a_circle_end() -> None:
    with play(redirect("/again")) as service:
        assert refusal(service).message == "Example answered with more than 3 redirects"
    assert len(service.requests) == 4


@pytest.mark.parametrize("location", ["http://[::1", "/\xff", "/a b", ""])
def test_redirect_to_what_is_no_address_is_refused(location: str) -> None:
    with play(redirect(location)) as service:
        assert refusal(service).code == "unusable-answer"


@pytest.fixture
def closed_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_refused_connection_is_told_with_what_to_do(closed_port: int) -> None:
    problem = refusal(f"http://127.0.0.1:{closed_port}/")
    assert (problem.code, problem.message) == ("no-network", "Example cannot be reached: Connection refused")
    assert "catalog new" in problem.hint


def test_server_without_tls_is_not_reached_by_https() -> None:
    with play(answer("{}")) as service:
        problem = refusal(service.address.replace("http:", "https:"))
    assert problem.code == "no-network"


def test_broken_connection_and_noise_are_no_answers() -> None:
    for noise in (
        b"",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200,
        b"HTTP/1.1 2" + b"0" * 70_000,
    ):

        def give(request: BaseHTTPRequestHandler, noise: bytes = noise) -> None:
            request.wfile.write(noise)

        with play(give) as service:
            assert refusal(service).code in ("no-network", "unusable-answer")


def test_wrong_name_of_a_host_is_told() -> None:
    assert refusal("http://no-such-host.invalid/", Limits(seconds=20)).code in ("no-network", "too-slow")
