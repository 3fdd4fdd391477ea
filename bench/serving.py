"""A folder served as static hosts do: compressed, over kept connections. It counts what it sends."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import unquote, urlsplit

# What static hosts compress; Pagefind's files are compressed already and called something else.
_COMPRESSED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


@dataclass(frozen=True, slots=True)
class Sent:
    path: str
    size: int
    """Of the body, compressed; headers come to some 150 bytes more."""


@dataclass(slots=True)
class Served:
    url: str
    """Ends with a slash."""
    folder: Path
    sent: list[Sent] = field(default_factory=list)
    _bodies: dict[Path, bytes] = field(default_factory=dict)

    def body(self, path: Path) -> bytes:
        """Return a file as it is sent. Compressed once: the time it takes is not the visitor's."""
        if path not in self._bodies:
            content = path.read_bytes()
            self._bodies[path] = gzip.compress(content, 6, mtime=0) if path.suffix in _COMPRESSED else content
        return self._bodies[path]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def __init__(self, served: Served, *args: object) -> None:
        self.served = served
        super().__init__(*args)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        name = unquote(urlsplit(self.path).path).removeprefix("/")
        path = self.served.folder / (name if name and not name.endswith("/") else name + "index.html")
        is_there = path.is_file()
        path = path if is_there else self.served.folder / "404.html"
        if not path.is_file():
            self.send_error(404)
            return
        body = self.served.body(path)
        self.served.sent.append(Sent(name, len(body)))
        self.send_response(200 if is_there else 404)
        self.send_header("Content-Type", guess_type(path.name)[0] or "application/octet-stream")
        if path.suffix in _COMPRESSED:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        # The name of a file in assets/ changes with its content.
        is_asset = name.startswith("assets/")
        self.send_header("Cache-Control", f"public, max-age={'31536000, immutable' if is_asset else '600'}")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *args: object) -> None:
        """Stay silent: a browser that closes a page drops its connections."""


@contextmanager
def serve(folder: Path) -> Iterator[Served]:
    served = Served("", folder)
    with _Server(("127.0.0.1", 0), partial(_Handler, served)) as server:
        served.url = f"http://127.0.0.1:{server.server_port}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield served
        server.shutdown()
