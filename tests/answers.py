"""A server on the loopback interface that plays a public service, faults included, by a script."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]

ATOM = "application/atom+xml; charset=UTF-8"
JSON = "application/json"


@dataclass(slots=True)
class Service:
    """`script` has the answer to each request; the last one is given for ever."""

    script: list[Answer]
    address: str = ""
    requests: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    """The paths that were asked for, with their headers."""


@contextmanager
def play(*script: Answer) -> Iterator[Service]:
    service = Service(list(script))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            service.requests.append((self.path, dict(self.headers.items())))
            self.close_connection = True
            with suppress(BrokenPipeError, ConnectionResetError):  # the client has had enough
                service.script[min(len(service.requests), len(service.script)) - 1](self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Stay silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    service.address = f"http://127.0.0.1:{server.server_address[1]}/"
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer(body: str | bytes, type_: str = JSON, status: int = 200, **headers: str) -> Answer:
    """Answer with `body`; the underscores in names of headers become hyphens."""
    data = body.encode() if isinstance(body, str) else body
    complete = {"Content-Type": type_, "Content-Length": str(len(data))}
    complete |= {name.replace("_", "-"): value for name, value in headers.items()}

    def give(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in complete.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(data)

    return give


def redirect(target: str) -> Answer:
    return answer("", status=302, Location=target)


def say_nothing(request: BaseHTTPRequestHandler) -> None:
    """Keep the client waiting, for longer than those of the tests wait."""
    time.sleep(3)
