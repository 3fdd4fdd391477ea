"""One GET from a public service, bounded in every way in which a server or a network can misbehave.

The standard library alone: what must hold here is a limit on the *whole* time, and the libraries that were
looked at (requests, httpx) only limit the time between two reads, which a byte a second never exceeds.
`http.client` follows no redirect, keeps no cookie and asks no variable of the environment for a proxy; behind
one, `catalog new` does without the network.
"""

import re
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from typing import NoReturn
from urllib.parse import SplitResult, urljoin, urlsplit

from papercatalog import __version__
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
from papercatalog.urls import request_target

USER_AGENT = f"papercatalog/{__version__}"

_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_MOVED = (301, 302, 303, 307, 308)
_UNKNOWN = (HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
"""How services say that they have nothing of that name. To arXiv, an identifier that cannot be is a bad request."""

_CHUNK = 64 * 1024
_WITHOUT_NETWORK = "or write the page without the network: catalog new"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a service may take of us, and we of it."""

    seconds: float = 60
    """For all that one answer needs: looking up the name, redirects, waiting, further attempts."""
    bytes: int = 2 * 1024 * 1024
    redirects: int = 5
    attempts: int = 4
    pause: float = 3
    """Seconds before the second attempt, doubled before each further one. arXiv asks for three between requests."""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes = b""
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """A public service that is asked for one document at a time."""

    name: str
    base_url: str
    """Ends with `/`. Plain http is for tests, which put a server of their own here."""
    hosts: frozenset[str]
    """Redirects may lead to these, by https, and to where `base_url` is."""
    types: frozenset[str]
    """The media types of answers that can be read."""
    user_agent: str = USER_AGENT
    limits: Limits = Limits()

    def get(self, path: str) -> bytes | None:
        """Return the document at `path` below the base URL, or None where the service says that it has none.

        Raises `CatalogError` with exit code 3 for everything else.
        """
        url = self.base_url + path
        deadline = time.monotonic() + self.limits.seconds
        try:
            answer = self._ask_again(url, deadline)
        except TimeoutError:
            message = f"{self.name} did not answer within {self.limits.seconds:g} seconds"
            fail("too-slow", message, url, f"try again later, {_WITHOUT_NETWORK}")
        except OSError as error:
            hint = f"check the connection, {_WITHOUT_NETWORK}"
            fail("no-network", f"{self.name} cannot be reached: {_reason(error)}", url, hint)
        except (HTTPException, ValueError) as error:
            self._refuse(url, f"what is no proper HTTP ({type(error).__name__})")
        if answer.status in _UNKNOWN:
            return None
        if answer.status in _BUSY:
            asked = f" and asks to wait {answer.retry_after} seconds" if answer.retry_after else ""
            fail("service-busy", f"{self.name} is busy{asked}", url, f"try again later, {_WITHOUT_NETWORK}")
        if answer.status != HTTPStatus.OK:
            self._refuse(url, f"status {answer.status}")
        return answer.body

    def _ask_again(self, url: str, deadline: float) -> _Answer:
        """Ask until the service is no longer busy, as often and as long as the limits allow."""
        pause = self.limits.pause
        for _ in range(self.limits.attempts - 1):
            answer = _in_time(lambda: self._follow(url, deadline), deadline)
            wait = max(pause, float(answer.retry_after or 0))
            if answer.status not in _BUSY or time.monotonic() + wait >= deadline:
                return answer
            time.sleep(wait)
            pause *= 2
        return _in_time(lambda: self._follow(url, deadline), deadline)

    def _follow(self, url: str, deadline: float) -> _Answer:
        for _ in range(self.limits.redirects + 1):
            connection = _connect(urlsplit(url), deadline)
            try:
                headers = {"User-Agent": self.user_agent, "Accept": ", ".join(sorted(self.types))}
                connection.request("GET", request_target(url), headers=headers)
                with connection.getresponse() as response:
                    if response.status not in _MOVED:
                        return self._read(response, url, deadline)
                    url = self._redirected(url, response.getheader("Location", ""))
            finally:
                connection.close()
        return self._refuse(url, f"more than {self.limits.redirects} redirects")

    def _redirected(self, url: str, location: str) -> str:
        """Return where a redirect leads, if that is the service: no answer may make us ask another machine."""
        target = urljoin(url, location)
        parts, base = urlsplit(target), urlsplit(self.base_url)
        own = (parts.scheme, parts.netloc) == (base.scheme, base.netloc)
        if not own and not (parts.scheme == "https" and parts.netloc in self.hosts):
            self._refuse(url, f"a redirect to {target[:200]}, which is not a place of {self.name}")
        return target

    def _read(self, response: HTTPResponse, url: str, deadline: float) -> _Answer:
        if response.status != HTTPStatus.OK:
            return _Answer(response.status, retry_after=_seconds(response.getheader("Retry-After", "")))
        if (type_ := response.headers.get_content_type()) not in self.types:
            self._refuse(url, f"{type_} instead of {' or '.join(sorted(self.types))}")
        if (encoding := response.getheader("Content-Encoding", "identity")) != "identity":
            self._refuse(url, f"text in the encoding {encoding[:40]}, which was not asked for")
        body = bytearray()
        while chunk := response.read1(_CHUNK):
            body += chunk
            if len(body) > self.limits.bytes:
                self._refuse(url, f"more than {self.limits.bytes:,} bytes")
            if time.monotonic() > deadline:
                raise TimeoutError
        if response.length:
            self._refuse(url, f"{response.length:,} bytes less than it announced")
        return _Answer(response.status, bytes(body))

    def _refuse(self, url: str, what: str) -> NoReturn:
        fail("unusable-answer", f"{self.name} answered with {what}", url, f"try again later, {_WITHOUT_NETWORK}")


def user_agent(repository: str | None) -> str:
    """Return how we introduce ourselves: with where to complain, as services ask, if the catalogue says it."""
    return f"{USER_AGENT} (+{repository})" if repository else USER_AGENT


def fail(code: str, message: str, address: str, hint: str = "") -> NoReturn:
    """Raise the `CatalogError` of what went wrong at `address` and not on our side."""
    raise CatalogError([Diagnostic(code, message, Span(address), hint)], ExitCode.ENVIRONMENT)


def decode_answer(data: bytes, address: str) -> str:
    """Return the text of an answer, which both JSON and the feeds of arXiv have in UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fail("unusable-answer", f"the answer is not UTF-8: byte {error.start:,}", address)


def _in_time(ask: Callable[[], _Answer], deadline: float) -> _Answer:
    """Ask in a thread, which is left behind when its time is up.

    Nothing else ends the look-up of a name, or a TLS handshake or a header that comes byte by byte. The thread
    ends with the connection or the command; what it may still read is bounded.
    """
    future: Future[_Answer] = Future()

    def run() -> None:
        try:
            future.set_result(ask())
        except Exception as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future.result(timeout=max(0, deadline - time.monotonic()))


def _connect(parts: SplitResult, deadline: float) -> HTTPConnection:
    timeout = max(0.001, deadline - time.monotonic())
    if parts.scheme == "https":
        return HTTPSConnection(parts.hostname or "", parts.port, timeout=timeout, context=ssl.create_default_context())
    return HTTPConnection(parts.hostname or "", parts.port, timeout=timeout)


def _seconds(retry_after: str) -> str:
    """Return the seconds that a service asks to wait, which it may also say by a date; empty if it says nothing."""
    if re.fullmatch("[0-9]{1,9}", retry_after):
        return retry_after
    try:
        wait = parsedate_to_datetime(retry_after).astimezone(UTC) - datetime.now(UTC)
    except (ValueError, TypeError, OverflowError):
        return ""
    return str(max(0, round(wait.total_seconds())))


def _reason(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate does not hold ({error.verify_message})"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
