"""Visiting an address, played by a server on the loopback interface that misbehaves in every way."""

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from papercatalog.visit import Answer, Visitor, is_public


class _Handler(BaseHTTPRequestHandler):
    """`/404` answers 404, `/to/x` redirects to x, `/head/405/200` answers HEAD and GET differently."""

    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path))
        parts = self.path.strip("/").split("/")
        if parts[0] == "to":
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
        elif parts[0] == "away":
            self.send_response(301)
            self.send_header("Location", self.path.removeprefix("/away/"))
        elif parts[0] == "head":
            self.send_response(int(parts[1 if self.command == "HEAD" else 2]))
        else:
            self.send_response(int(parts[0]))
        self.end_headers()

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    handler = type("Handler", (_Handler,), {"asked": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def address(server: ThreadingHTTPServer) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}"


ANYWHERE = Visitor(may_ask=lambda _: True, seconds=0.5)


@pytest.mark.parametrize(
    ("path", "answer", "reason"),
    [
        ("/200", Answer.ALIVE, ""),
        ("/204", Answer.ALIVE, ""),
        ("/to/200", Answer.ALIVE, ""),
        ("/to/to/to/200", Answer.ALIVE, ""),
        ("/head/405/200", Answer.ALIVE, ""),
        ("/head/404/200", Answer.ALIVE, ""),
        ("/404", Answer.DEAD, "404 Not Found"),
        ("/to/410", Answer.DEAD, "410 Gone"),
        ("/403", Answer.UNCLEAR, "403 Forbidden"),
        ("/429", Answer.UNCLEAR, "429 Too Many Requests"),
        ("/503", Answer.UNCLEAR, "503 Service Unavailable"),
        ("/599", Answer.UNCLEAR, "599"),
        ("/to" * 30 + "/200", Answer.UNCLEAR, "redirects without end"),
        ("/away/file:///etc/passwd", Answer.UNCLEAR, "the answer is no proper HTTP"),
        ("/away/javascript:alert(1)", Answer.UNCLEAR, "the answer is no proper HTTP"),
        ("/away/http://user@example.org/", Answer.UNCLEAR, "the answer is no proper HTTP"),
    ],
)
def test_verdict_follows_the_answer(address: str, path: str, answer: Answer, reason: str) -> None:
    verdict = ANYWHERE.visit(address + path)

    assert (verdict.answer, verdict.reason) == (answer, reason)


def test_page_is_asked_for_only_where_its_head_is_refused(server: ThreadingHTTPServer, address: str) -> None:
    ANYWHERE.visit(address + "/200?a=b#part")
    ANYWHERE.visit(address + "/404")

    asked = server.RequestHandlerClass.asked  # type: ignore[attr-defined]
    assert asked == [("HEAD", "/200?a=b"), ("HEAD", "/404"), ("GET", "/404")]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1"])  # noqa: S104
def test_this_machine_is_never_asked(server: ThreadingHTTPServer, host: str) -> None:
    verdict = Visitor().visit(f"http://{host}:{server.server_address[1]}/200")

    assert verdict.answer is Answer.DEAD
    assert "private address" in verdict.reason
    assert not server.RequestHandlerClass.asked  # type: ignore[attr-defined]


def test_redirect_to_a_private_machine_is_not_followed(server: ThreadingHTTPServer, address: str) -> None:
    """The first question is allowed, as if 127.0.0.1 were public; the redirect leads to another of this machine."""
    visitor = Visitor(may_ask=lambda ip: str(ip) == "127.0.0.1")

    verdict = visitor.visit(f"{address}/away/http://127.0.0.2:{server.server_address[1]}/200")

    assert "private address" in verdict.reason
    assert len(server.RequestHandlerClass.asked) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:169.254.169.254", False),
        ("ff02::1", False),
        ("64:ff9b::5db8:d70e", True),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::a00:1", False),
        ("2002:7f00:1::1", False),
        ("::127.0.0.1", False),
        ("fec0::1", False),
    ],
)
def test_only_the_open_internet_is_public(text: str, public: bool) -> None:
    assert is_public(ip_address(text)) is public


def test_answer_that_comes_byte_by_byte_is_not_waited_for() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            for _ in range(2):  # for HEAD, and for whatever comes after it
                try:
                    listening.settimeout(5)
                    connection, _ = listening.accept()
                    with connection:
                        connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                        while True:
                            time.sleep(0.05)
                            connection.sendall(b"a")
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        started = time.monotonic()
        verdict = ANYWHERE.visit(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        elapsed = time.monotonic() - started
        listening.close()
        thread.join()

    assert verdict.answer is Answer.UNCLEAR
    assert elapsed < 3


def test_what_is_no_http_is_unclear() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n")

        thread = threading.Thread(target=answer)
        thread.start()
        verdict = ANYWHERE.visit(f"http://127.0.0.1:{listening.getsockname()[1]}/")
        thread.join()

    assert verdict.answer is Answer.UNCLEAR


def test_nobody_there_is_unclear_and_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

    verdict = ANYWHERE.visit(f"http://127.0.0.1:{port}/")

    assert (verdict.answer, verdict.is_unreachable) == (Answer.UNCLEAR, True)


def test_further_addresses_of_a_host_are_tried(server: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine without IPv6, where a name still has such addresses."""
    port = server.server_address[1]
    found = [(0, 0, 0, "", (address, port)) for address in ("127.0.0.2", "127.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)

    def connect(address: tuple[str, int], timeout: float) -> socket.socket:
        if address[0] == "127.0.0.2":
            raise OSError(101, "Network is unreachable")
        connection = socket.socket()
        connection.settimeout(timeout)
        connection.connect(address)
        return connection

    monkeypatch.setattr(socket, "create_connection", connect)

    assert ANYWHERE.visit(f"http://papers.example:{port}/200").answer is Answer.ALIVE
