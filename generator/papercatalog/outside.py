"""Catalog -> the addresses of others that it gives, and which of them no longer lead anywhere."""

import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from threading import Event
from urllib.parse import urlsplit

from papercatalog.catalog import Catalog, Prose
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Severity, Span
from papercatalog.markdown import find_references
from papercatalog.model import Dataset, Paper
from papercatalog.places import CONTENT_FOLDER
from papercatalog.text import counted
from papercatalog.urls import is_external_url
from papercatalog.visit import Answer, Verdict

_HOSTS_AT_ONCE = 8
_PAUSE_SECONDS = 2.0
"""Between two questions to one host."""
_PATIENCE_SECONDS = 90 * 60.0
_SILENCES = 3
"""A host that does not answer so often in a row is left alone."""
_LIST_LENGTH = 30_000
"""Characters of a list: an issue takes 65,536, and holds two."""
_FILES_SHOWN = 5
"""Of one address."""


@dataclass(frozen=True, slots=True)
class Found:
    """What became of one address, and the files that give it."""

    url: str
    files: tuple[str, ...]
    verdict: Verdict


def find_addresses(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Return every address outside the site, without fragment, and the files that give it."""
    files: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for record in catalog.prose():
        for url in _addresses(record):
            files[url.partition("#")[0]][record.span.path] = None
    return {url: tuple(files[url]) for url in sorted(files)}


def _addresses(record: Prose) -> Iterator[str]:
    """Yield each address of a record; some twice."""
    urls: list[str | None] = []
    if isinstance(record, Paper):
        urls += [*record.identifiers.urls, *record.sources]
        urls += [url for link in record.links for url in (link.url, link.source)]
        urls += [use.source for use in record.datasets] + [result.source for result in record.results]
    elif isinstance(record, Dataset):
        urls += [record.homepage, record.source]
    urls += [reference.target for reference in find_references(record.body) if not reference.is_citation]
    return (url for url in urls if url and is_external_url(url))


def ask_addresses(
    addresses: Mapping[str, tuple[str, ...]],
    visit: Callable[[str], Verdict],
    today: date,
    pause: float = _PAUSE_SECONDS,
    patience: float = _PATIENCE_SECONDS,
) -> list[Found]:
    """Visit each address, one after the other on a host, until `patience` seconds are over.

    Raises `CatalogError` where no host could be reached: then it is us who have no network.
    """
    hosts: defaultdict[str, list[str]] = defaultdict(list)
    # Another order every day, so that in a very large catalogue each address has its turn sooner or later.
    for url in sorted(addresses, key=lambda url: sha256(f"{today} {url}".encode()).digest()):
        hosts[urlsplit(url).hostname or ""].append(url)
    end, stopped = time.monotonic() + patience, Event()

    def ask(urls: Sequence[str]) -> list[Found]:
        found: list[Found] = []
        for number, url in enumerate(urls):
            if stopped.wait(pause if number else 0) or time.monotonic() > end:
                break
            verdict = visit(url)
            found.append(Found(url, addresses[url], verdict))
            if len(found) >= _SILENCES and all(one.verdict.is_unreachable for one in found[-_SILENCES:]):
                # Nobody is there. The rest of its addresses need not be asked to know that.
                return found + [Found(rest, addresses[rest], verdict) for rest in urls[number + 1 :]]
        return found

    with ThreadPoolExecutor(_HOSTS_AT_ONCE) as pool:
        try:
            asked = sorted(chain.from_iterable(pool.map(ask, hosts.values())), key=lambda found: found.url)
        finally:
            stopped.set()  # whoever interrupts does not wait for those that were not asked yet
    if asked and all(found.verdict.is_unreachable for found in asked):
        message = f"none of {counted(len(hosts), 'host')} can be reached"
        problem = Diagnostic("no-network", message, Span(CONTENT_FOLDER), "run the command where there is a network")
        raise CatalogError([problem], ExitCode.ENVIRONMENT)
    return asked


def warn_of_dead(asked: Sequence[Found]) -> list[Diagnostic]:
    """Return a warning for each file that gives a dead address."""
    hint = "mend or remove the address; web.archive.org may have a copy"
    return [
        Diagnostic("dead-link", f"{found.url}: {found.verdict.reason}", Span(file), hint, Severity.WARNING)
        for found in _those(asked, Answer.DEAD)
        for file in found.files
    ]


def write_report(asked: Sequence[Found]) -> str:
    """Return what a maintainer has to look at, in Markdown; empty when nothing is dead."""
    dead, unclear = _those(asked, Answer.DEAD), _those(asked, Answer.UNCLEAR)
    if not dead:
        return ""
    parts = [
        "These links no longer lead anywhere. Mend or remove them; web.archive.org may have a copy.",
        _list(dead),
        "The next check updates this issue, and closes it when there are none.",
    ]
    if unclear:
        summary = f"{counted(len(unclear), 'more link')} did not say"
        parts.append(f"<details><summary>{summary}</summary>\n\n{_list(unclear)}\n\n</details>")
    return "\n\n".join(parts) + "\n"


def _those(asked: Sequence[Found], answer: Answer) -> list[Found]:
    return [found for found in asked if found.verdict.answer is answer]


def _list(found: Sequence[Found]) -> str:
    """Return a list in Markdown. Neither an address nor the name of a file can hold a backtick."""
    lines: list[str] = []
    room = _LIST_LENGTH
    for one in found:
        files = [f"`{file}`" for file in one.files[:_FILES_SHOWN]]
        if more := len(one.files) - len(files):
            files.append(f"{more:,} more")
        line = f"- `{one.url}`: {one.verdict.reason} ({', '.join(files)})"
        room -= len(line)
        if room < 0:
            lines.append(f"- and {len(found) - len(lines):,} more")
            break
        lines.append(line)
    return "\n".join(lines)
