"""Local preview: serve the site on the loopback interface, to its own pages only."""

import signal
import sys
import threading
import time
from contextlib import suppress
from html import escape
from http import HTTPStatus
from http.client import HTTP_PORT
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

import click

from papercatalog.config import load_config
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
from papercatalog.places import CONFIG_FILE
from papercatalog.preview.kinds import find_kind
from papercatalog.preview.panel import SCRIPT, STYLE, make_additions
from papercatalog.preview.renewing import Preview, describe_error, tell
from papercatalog.preview.watching import start_watching

HOST = "127.0.0.1"
_PORTS_TRIED = 20
_NOTICE_SECONDS = 0.5
"""So late a signal may be noticed that was given to a thread other than the first."""
_OWN = "/-papercatalog/"
"""Paths that the preview answers itself; no page of a site has one."""

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "
    "base-uri 'none'; form-action 'self'; object-src 'none'; frame-ancestors 'none'"
)
"""That of the pages themselves, for the page that tells of a broken first build too, and what only a header can say."""
_NO_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>No page</title></head>'
    "<body><pre>{}</pre></body></html>"
)


def own_hosts(port: int) -> set[str]:
    """Return what browsers call the preview in `Host`: they leave out the port that http has anyway."""
    names = (HOST, "localhost", "[::1]")
    return {f"{name}:{port}" for name in names} | {name for name in names if port == HTTP_PORT}


class _Handler(BaseHTTPRequestHandler):
    server: "_Server"
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or a file waits up to 40 ms for the browser to acknowledge the headers before it
    timeout = 60
    """Seconds without a byte, from whoever asks or to them, after which the thread is wanted no longer."""

    def do_GET(self) -> None:
        hosts = own_hosts(self.server.server_address[1])
        # A foreign name that resolves here (DNS rebinding) must not read an unpublished site.
        if self.headers.get("Host") not in hosts:
            self._send(HTTPStatus.MISDIRECTED_REQUEST, "text/plain", b"this preview answers on localhost only\n")
            return
        # Before the page is read: one of a newer state then reloads once too often, and none too seldom.
        self._injected = make_additions(self.server.preview.generation)
        try:
            address = urlsplit(self.path)
        except ValueError:
            self._send(HTTPStatus.BAD_REQUEST, "text/plain", b"this is no address\n")
            return
        path = unquote(address.path)
        if self._is_for_another_page(path):
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"")
        elif path.startswith(_OWN):
            self._send_own(path.removeprefix(_OWN), {f"http://{host}" for host in hosts})
        else:
            try:
                self._send_file(self.server.preview, path, address.query)
            except OSError:
                raise  # the page was closed
            except Exception as error:
                problems = describe_error(error)
                tell(problems, err=True)
                self._send(HTTPStatus.INTERNAL_SERVER_ERROR, "text/html", _NO_PAGE.format(escape(problems)).encode())

    def _is_for_another_page(self, path: str) -> bool:
        """Tell whether a page of another site loads this, and does not only lead here.

        It could not read the answer, but see whether there is one, or ask for the events until nothing else is done.
        """
        is_foreign = self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin")
        return is_foreign and (self.headers.get("Sec-Fetch-Mode") != "navigate" or path.startswith(_OWN))

    def _send_file(self, preview: Preview, path: str, query: str) -> None:
        if (content := preview.read(path)) is not None:
            self._send(HTTPStatus.OK, find_kind(path), content)
        elif not path.endswith("/") and preview.read(path + "/") is not None:
            location = quote(path + "/") + (f"?{query}" if query else "")
            self._send(HTTPStatus.MOVED_PERMANENTLY, "text/plain", b"", location)
        elif not preview.generation:
            self._send(HTTPStatus.SERVICE_UNAVAILABLE, "text/html", _NO_PAGE.format(escape(preview.problems)).encode())
        else:
            self._send(HTTPStatus.NOT_FOUND, "text/html", preview.read("/404.html") or b"")

    def do_HEAD(self) -> None:
        self.do_GET()

    def _send_own(self, name: str, origins: set[str]) -> None:
        if name == "script.js":
            self._send(HTTPStatus.OK, "text/javascript", SCRIPT)
        elif name == "style.css":
            self._send(HTTPStatus.OK, "text/css", STYLE)
        elif name == "events" and self.headers.get("Origin", next(iter(origins))) in origins:
            self._send_events()
        else:
            self._send(HTTPStatus.FORBIDDEN, "text/plain", b"")

    def _send(self, status: HTTPStatus, kind: str, content: bytes, location: str = "") -> None:
        if kind == "text/html":
            begin, end, rest = content.partition(b"</head>")  # which a theme may leave out
            content = begin + self._injected + end + rest
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Content-Security-Policy", _POLICY)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _send_events(self) -> None:
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "HEAD":
            return
        try:
            for state in self.server.preview.states():
                self.wfile.write(b": still here\n\n" if state is None else f"data: {state}\n\n".encode())
                self.wfile.flush()
        except OSError:
            pass  # the page was closed

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the terminal for builds and their problems."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    preview: Preview

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of what went wrong with a request, if it is not that the page was closed."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def serve_site(site: Path, port: int) -> None:
    """Serve the catalogue in the folder `site` until interrupted.

    Takes the first free port from `port` on; raises `CatalogError` where none is, and where there is no catalogue.
    """
    if not (site / CONFIG_FILE).exists():
        load_config(site)  # says so
    server = _open_server(port)
    address = f"http://{HOST}:{server.server_address[1]}/"
    stop = threading.Event()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    server.preview = Preview(site, address)
    server.preview.renew()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    start_watching(site, server.preview.renew, stop)
    click.echo(f"serving at {address} (Ctrl-C stops)")
    with suppress(KeyboardInterrupt):
        while True:  # to wait for a lock here would never end when the system hands the signal to another thread
            time.sleep(_NOTICE_SECONDS)
    stop.set()
    server.shutdown()
    tell("stopped")


def _open_server(port: int) -> _Server:
    last = min(port + _PORTS_TRIED, 65535)
    message = f"ports {port} to {last} are all taken"
    for candidate in range(port, last + 1):
        try:
            return _Server((HOST, candidate), _Handler)
        except PermissionError:
            message = f"not all may open port {candidate}"
        except OSError:
            continue
    diagnostic = Diagnostic("no-free-port", message, Span("command line"), "name another with --port")
    raise CatalogError([diagnostic], ExitCode.ENVIRONMENT)
