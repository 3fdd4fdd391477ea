"""A folder served on the loopback interface, as a static host would, at a path below the root."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, *args: Any, requested: list[str] | None, **options: Any) -> None:
        self._requested = requested
        super().__init__(*args, **options)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        if self._requested is not None:
            self._requested.append(self.path.partition("?")[0].removeprefix("/below/"))

    def end_headers(self) -> None:
        """Let browsers keep files for a while, as static hosts do."""
        self.send_header("Cache-Control", "max-age=600")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer with the site's own page for errors, as static hosts do."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix("/below/"))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Stay silent."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *args: object) -> None:
        """Stay silent: a browser that leaves a page drops what it was loading."""


@contextmanager
def serve_folder(folder: Path, requested: list[str] | None = None) -> Iterator[str]:
    """Serve `folder` and yield its address, which ends with `/below/`; note in `requested` what was asked for."""
    handler = partial(_Handler, directory=str(folder), requested=requested)
    server = _Server(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/below/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
