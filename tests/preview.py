"""The preview as a process, its output and its answers."""

import http.client
import json
import re
import socket
import subprocess
import threading
import time
from collections.abc import Mapping
from typing import Any

from sitecase import CATALOG, SiteCase, wait_until


class Preview:
    """A running `catalog serve`."""

    def __init__(self, site: SiteCase, port: int) -> None:
        self.process = subprocess.Popen(
            [CATALOG, "serve", "--port", str(port)],
            cwd=site.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.lines: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.port = int(self.wait_for(r"serving at http://127\.0\.0\.1:(\d+)/")[1])

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line)

    def wait_for(self, pattern: str, seconds: float = 30, after: int = 0) -> re.Match[str]:
        """Wait until a line of output after the first `after` ones matches."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in self.lines[after:]:
                if match := re.search(pattern, line):
                    return match
            time.sleep(0.02)
        raise AssertionError(f"{pattern!r} never came:\n" + "".join(self.lines))

    def wait_until_shown(self, path: str, text: str) -> None:
        """Wait until a page has this text: a change may be read in two parts."""
        wait_until(lambda: text in self.get(path)[1], seconds=15)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, str]:
        status, body = self._ask(path, method, headers)
        return status, body.decode()

    def get_bytes(self, path: str) -> bytes:
        status, body = self._ask(path, "GET", {})
        assert status == 200, path
        return body

    def _ask(self, path: str, method: str, headers: Mapping[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.putrequest(method, path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        answer = connection.getresponse()
        status, body = answer.status, answer.read()
        connection.close()
        return status, body

    def headers(self, path: str, **headers: str) -> dict[str, str]:
        """Return the headers of an answer, by their names in lower case."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        answer.close()
        connection.close()
        return found

    def send(self, request: str) -> str:
        """Return all that is answered to a request as it is written here, until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request.encode())
            with connection.makefile("rb") as answer:
                return answer.read().decode()

    def event(self) -> dict[str, Any]:
        """Return the first state that the event stream tells."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", "/-papercatalog/events")
        answer = connection.getresponse()
        line = answer.readline().decode()
        answer.close()
        connection.close()
        state: dict[str, Any] = json.loads(line.removeprefix("data: "))
        return state

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)
        self._reader.join(5)
        if self.process.stdout:
            self.process.stdout.close()
