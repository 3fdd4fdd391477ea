"""What is new in the catalogue since a day, as a letter: HTML that mail programs show, and the same as plain text.

The clock is never asked: the same content and day give the same letter. Mail programs drop style sheets, so the HTML
has a few style attributes, which the pages of the site never have.
"""

import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

from papercatalog.catalog import Catalog
from papercatalog.check import check_site
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
from papercatalog.files import replace_bytes
from papercatalog.markdown import plain_text
from papercatalog.model import Paper
from papercatalog.pages.description import shorten, title_with_status
from papercatalog.places import CONFIG_FILE
from papercatalog.text import counted
from papercatalog.urls import absolute_url

MAX_ENTRIES = 100
"""New papers, and corrected ones, in one letter at most: mail programs cut what is longer than 100 kB."""

_MAX_TEXT = 300
_MAX_AUTHORS = 6
_WIDTH = 72

_BODY_STYLE = "margin:0 auto;padding:16px;max-width:640px;font:16px/1.5 Georgia,serif;color:#211e1a;background:#ffffff"
_HEADING_STYLE = "margin:32px 0 8px;font-size:18px"
_ENTRY_STYLE = "margin:0 0 16px"
_LINK_STYLE = "color:#7a2a1c"
_MUTED_STYLE = "color:#625b51;font-size:14px"


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in the letter. What is unknown is empty."""

    title: str
    url: str
    byline: str
    text: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The letter before any format."""

    subject: str
    home_url: str
    sections: tuple[tuple[str, tuple[Entry, ...]], ...]
    """(heading, entries): a section for each topic with new papers, then the corrected ones."""
    new: int
    corrected: int
    hidden: int
    """How many of those are left out."""


@dataclass(frozen=True, slots=True)
class DigestReport:
    new: int
    corrected: int
    written: tuple[Path, ...]
    """Nothing where nothing is new."""
    warnings: tuple[Diagnostic, ...]


def write_digest(config: SiteConfig, since: date, folder: Path) -> DigestReport:
    """Write `digest-<since>.html` and `.txt` into `folder` if anything was added or corrected on that day or later.

    Raises `CatalogError` with every problem of the content, or where there is no base URL: a letter
    is read elsewhere, so its links must be full addresses.
    """
    if not config.base_url:
        hint = f"write base_url: https://... in {CONFIG_FILE}, or give --base-url"
        diagnostic = Diagnostic("no-base-url", "a digest needs full addresses", Span(CONFIG_FILE), hint)
        raise CatalogError([diagnostic], ExitCode.USAGE)
    plan = check_site(config)
    digest = compose_digest(config, plan.catalog, config.base_url, since)
    written: list[Path] = []
    if digest.sections:
        for extension, text in (("html", format_html(digest, config.language)), ("txt", format_text(digest))):
            written.append(folder / f"digest-{since}.{extension}")
            replace_bytes(written[-1], text.encode())
    return DigestReport(digest.new, digest.corrected, tuple(written), plan.warnings)


def compose_digest(config: SiteConfig, catalog: Catalog, base_url: str, since: date) -> Digest:
    """Return the letter. A paper stands once, under its first topic; one that is new is not corrected as well."""
    new = [paper for paper in catalog.newest if paper.added >= since]
    corrected = [paper for paper in catalog.papers if paper.added < since and paper.updated and paper.updated >= since]
    corrected.sort(key=lambda paper: paper.last_change, reverse=True)
    sections = [
        (heading, tuple(_entry(paper, catalog, base_url) for paper in papers))
        for heading, papers in (*_by_topic(catalog, new[:MAX_ENTRIES]), ("Corrected records", corrected[:MAX_ENTRIES]))
        if papers
    ]
    return Digest(
        subject=f"{config.title}: {_count(len(new), len(corrected))} since {since}",
        home_url=base_url,
        sections=tuple(sections),
        new=len(new),
        corrected=len(corrected),
        hidden=max(0, len(new) - MAX_ENTRIES) + max(0, len(corrected) - MAX_ENTRIES),
    )


def format_text(digest: Digest) -> str:
    blocks = ["\n".join(_wrap(digest.subject, ""))]
    for heading, entries in digest.sections:
        blocks.append("\n".join((heading, "-" * min(len(heading), _WIDTH))))
        for entry in entries:
            lines = [*_wrap(entry.title, ""), *_wrap(entry.byline, "  "), *_wrap(entry.text, "  "), f"  {entry.url}"]
            blocks.append("\n".join(lines))
    if digest.hidden:
        blocks.append(f"And {digest.hidden:,} more in the catalogue.")
    blocks.append(digest.home_url)
    return "\n\n".join(blocks) + "\n"


def format_html(digest: Digest, language: str) -> str:
    html = ET.Element("html", {"lang": language})
    head = _add(html, "head")
    _add(head, "meta", charset="utf-8")
    _add(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    _add(head, "title", digest.subject)
    body = _add(html, "body", style=_BODY_STYLE)
    _add(body, "h1", digest.subject, style="font-size:22px")
    for heading, entries in digest.sections:
        _add(body, "h2", heading, style=_HEADING_STYLE)
        for entry in entries:
            _add_entry(body, entry)
    if digest.hidden:
        _add(body, "p", f"And {digest.hidden:,} more in the catalogue.", style=_ENTRY_STYLE)
    footer = _add(body, "p", style=_MUTED_STYLE)
    _add(footer, "a", digest.home_url, href=digest.home_url, style=_LINK_STYLE)
    ET.indent(html, "")
    return f"<!DOCTYPE html>\n{ET.tostring(html, encoding='unicode', method='html')}\n"


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    """Append a child and return it."""
    child = ET.SubElement(parent, tag, attributes)
    child.text = text
    return child


def _add_entry(body: ET.Element, entry: Entry) -> None:
    paragraph = _add(body, "p", style=_ENTRY_STYLE)
    _add(paragraph, "a", entry.title, href=entry.url, style=_LINK_STYLE)
    for text, style in ((entry.byline, _MUTED_STYLE), (entry.text, "")):
        if text:
            _add(paragraph, "br")
            _add(paragraph, "span", text, **({"style": style} if style else {}))


def _by_topic(catalog: Catalog, papers: Iterable[Paper]) -> Iterator[tuple[str, list[Paper]]]:
    groups: dict[str, list[Paper]] = {topic_id: [] for topic_id in (*catalog.topic, "")}
    for paper in papers:
        groups[paper.topics[0] if paper.topics else ""].append(paper)
    for topic_id, group in groups.items():
        yield catalog.topic[topic_id].name if topic_id else "Papers without a topic", group


def _entry(paper: Paper, catalog: Catalog, base_url: str) -> Entry:
    authors = ", ".join(map(str, paper.authors[:_MAX_AUTHORS])) + (" et al." if paper.authors[_MAX_AUTHORS:] else "")
    where = catalog.format_venue(paper) or str(paper.year or "")
    return Entry(
        title=title_with_status(paper),
        url=absolute_url(base_url, paper.url),
        byline=" · ".join(filter(None, (authors, where))),
        text=shorten(paper.summary or plain_text(paper.body), _MAX_TEXT),
    )


def _count(new: int, corrected: int) -> str:
    counts = [counted(new, "new paper")] if new or not corrected else []
    return ", ".join([*counts, f"{corrected:,} corrected"] if corrected else counts)


def _wrap(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
