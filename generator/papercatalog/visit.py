"""Does an address on the web still lead somewhere? Asked politely, in bounded time, and of public machines only.

The addresses come from contributors: one that leads to the machine or the network of whoever asks is
refused, also behind a name or a redirect. The name is looked up once, and what was looked at is what is asked.
"""

import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from threading import Event, Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from papercatalog import __version__
from papercatalog.urls import is_external_url, request_target

_REDIRECTS = 10
_ADDRESSES = 4
"""Of one host that are tried."""
_HEADERS = {"User-Agent": f"papercatalog/{__version__} (link check)", "Accept": "*/*", "Connection": "close"}
_OK, _MOVED = range(200, 300), range(300, 400)
_GONE = {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}

IpAddress = IPv4Address | IPv6Address

_TRANSLATED = ip_network("64:ff9b::/96")
"""RFC 6052: the last four bytes are the IPv4 address that is reached."""
_LOCAL = (ip_network("::/96"), ip_network("64:ff9b:1::/48"), ip_network("fec0::/10"))
"""RFC 4291 (addresses of IPv4 and of sites, both deprecated) and RFC 8215; Python calls them global."""


class Answer(StrEnum):
    ALIVE = "alive"
    DEAD = "dead"
    UNCLEAR = "unclear"
    """It refused, was busy or slow: that is often meant for programs, or passes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    answer: Answer
    reason: str = ""
    is_unreachable: bool = False
    """No machine answered at all."""


def is_public(address: IpAddress) -> bool:
    """Tell whether an address is one of the open internet."""
    if isinstance(address, IPv6Address):
        inner = IPv4Address(address.packed[-4:]) if address in _TRANSLATED else address.ipv4_mapped or address.sixtofour
        if inner:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not any(address in network for network in _LOCAL)


class _PrivateError(Exception):
    """The address leads to a machine that strangers have no business with."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Visits addresses. The arguments are for tests, whose server is on this machine and need not be waited for."""

    may_ask: Callable[[IpAddress], bool] = is_public
    seconds: float = 20
    """For connecting, and again for the answer."""

    def visit(self, url: str) -> Verdict:
        """Ask for the head of a page, then for the page where the head is refused; bodies are never read."""
        try:
            status = self._follow("HEAD", url)
            if status not in _OK:
                status = self._follow("GET", url)
        except _PrivateError:
            return Verdict(Answer.DEAD, "leads to a private address, which was not asked")
        except socket.gaierror as error:
            answer = Answer.DEAD if error.errno in _NO_SUCH_NAME else Answer.UNCLEAR
            return Verdict(answer, "the name of the host is not known", is_unreachable=True)
        except ssl.SSLError:
            return Verdict(Answer.UNCLEAR, "no safe connection")
        except OSError:  # refused, reset, too slow
            return Verdict(Answer.UNCLEAR, "the host did not answer", is_unreachable=True)
        except (HTTPException, ValueError):
            return Verdict(Answer.UNCLEAR, "the answer is no proper HTTP")
        if status in _OK:
            return Verdict(Answer.ALIVE)
        reason = "redirects without end" if status in _MOVED else _phrase(status)
        return Verdict(Answer.DEAD if status in _GONE else Answer.UNCLEAR, reason)

    def _follow(self, method: str, url: str) -> int:
        """Return the status to which the redirects lead, or that of the last one if they do not end."""
        status = 0
        for _ in range(_REDIRECTS + 1):
            status, location = self._ask(method, urlsplit(url))
            if status not in _MOVED or not location:
                break
            url = urljoin(url, location)
            if not is_external_url(url):
                raise HTTPException("redirected to what is no web address")
        return status

    def _ask(self, method: str, parts: SplitResult) -> tuple[int, str]:
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))[:_ADDRESSES]
        if not all(self.may_ask(ip_address(address.partition("%")[0])) for address in addresses):
            raise _PrivateError
        context = ssl.create_default_context() if parts.scheme == "https" else None
        connection = HTTPSConnection(host, port, context=context) if context else HTTPConnection(host, port)
        with closing(connection), closing(self._connect(addresses, port)) as plain:
            connection.sock = plain
            if context:
                connection.sock = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
            with _ended_after(self.seconds, connection.sock):
                if isinstance(connection.sock, ssl.SSLSocket):
                    connection.sock.do_handshake()
                connection.request(method, request_target(parts.geturl()), headers=_HEADERS)
                response = connection.getresponse()
                return response.status, response.getheader("Location", "")

    def _connect(self, addresses: Sequence[str], port: int) -> socket.socket:
        """Connect to the first address that answers: a host may have some that cannot be reached from here."""
        for address in addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, port), self.seconds)
        return socket.create_connection((addresses[-1], port), self.seconds)


@contextmanager
def _ended_after(seconds: float, connected: socket.socket) -> Iterator[None]:
    """End a conversation that takes too long as a whole: the time-out of a socket begins anew with each byte."""
    is_late = Event()

    def end() -> None:
        is_late.set()  # first, for what was read so far may look like an answer
        with suppress(OSError):  # ended already
            socket.socket.shutdown(connected, socket.SHUT_RDWR)

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
    if is_late.is_set():
        raise TimeoutError


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
