"""Write the page of a new paper."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

import click

from papercatalog.clock import today
from papercatalog.commands.reporting import reported, show_suggestions, site_option
from papercatalog.diagnostics import Diagnostic, Span, printable
from papercatalog.files import decode_text
from papercatalog.urls import is_external_url

if TYPE_CHECKING:
    from papercatalog.importers.publication import Publication
    from papercatalog.model import Name

Answer = TypeVar("Answer")

_MAX_ABSTRACT = 64 * 1024
_LONGEST_LINE = 4_095
"""Bytes. Of a longer line, a terminal of Linux drops the rest without a word."""
_NEXT = """\
Next: read the page, and correct what the words of the abstract did not tell,
      run `catalog check`,
      commit the page and open a pull request."""


@click.command(short_help="Write the page of a new paper: asks for what it needs.")
@click.option("--title", help="Without it, everything is asked for on the terminal.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Once for each author, in order.")
@click.option("--year", type=click.IntRange(1000, 2999), metavar="YEAR", help="Of the first public version.")
@click.option("--arxiv", default="", metavar="ID", help="Such as 1503.03832.")
@click.option("--doi", default="", metavar="DOI", help="Such as 10.1109/CVPR.2015.7298682.")
@click.option("--venue", default="", help='As printed, with the year: "CVPR 2015".')
@click.option("--code", default="", metavar="URL", help="The address of the code.")
@click.option("--source", default="", metavar="URL", help="The page that shows all this.")
@click.option(
    "--topic", "topics", multiple=True, metavar="ID", help="Once for each.  [default: what the abstract names]"
)
@click.option("--abstract", type=click.File("rb"), help="A file with the abstract, or - to read it from the input.")
@site_option
@reported
def new(
    title: str | None,
    authors: tuple[str, ...],
    year: int | None,
    arxiv: str,
    doi: str,
    venue: str,
    code: str,
    source: str,
    topics: tuple[str, ...],
    abstract: IO[bytes] | None,
    site: Path,
) -> Sequence[Diagnostic]:
    """Write a complete page for a new paper, with the topics and datasets that its abstract names.

    Names are written as "Ann van der Lee"; where that is not clear, as "van der Lee, Ann", and a group as "{A Group}".
    """
    from papercatalog.config import load_config
    from papercatalog.identifiers import find_arxiv, find_doi
    from papercatalog.importers.names import joined_names
    from papercatalog.importers.publication import Publication
    from papercatalog.importers.run import add_publications

    if title is not None and not title.strip():
        raise click.BadParameter("must not be empty", param_hint="--title")
    if title is None and not (sys.stdin and sys.stdin.isatty()):
        raise click.UsageError("--title is missing, and there is no terminal to ask on")
    config = load_config(site)
    code = _checked(code, _find_address, "http or https address")
    given = Publication(
        title or "",
        Span("command line"),
        _read_abstract(abstract) if abstract else "",
        authors=_names(authors),
        year=year,
        venue=venue,
        arxiv=_checked(arxiv, find_arxiv, "arXiv identifier"),
        doi=_checked(doi, find_doi, "DOI"),
        links=(("code", code),) if code else (),
        topics=topics,
        source=_checked(source, _find_address, "http or https address"),
    )
    paper = given if title else _ask(given)
    report = add_publications(config, [paper], today())
    click.echo("\n".join(report.written))
    show_suggestions(report.suggestions)
    click.echo(_NEXT)
    hint = "give each author an --author, on the terminal with ; in between; if it is one person, all is well"
    names = authors or [f"{name.family}, {name.given}" for name in paper.authors if name.given]
    return [*joined_names(names, paper.span, hint), *report.diagnostics]


def _ask(given: "Publication") -> "Publication":
    """Ask for what was not given."""
    from papercatalog.identifiers import find_arxiv, find_doi

    click.echo("What you do not know, leave empty.", err=True)
    return replace(
        given,
        title=click.prompt("Title", value_proc=_title, err=True),
        authors=given.authors or _prompt("Authors, with ; in between", lambda text: _names(text.split(";"))),
        year=given.year or _prompt("Year of the first version", _year),
        arxiv=given.arxiv or _prompt("arXiv", lambda text: _checked(text, find_arxiv, "arXiv identifier")),
        doi=given.doi or _prompt("DOI", lambda text: _checked(text, find_doi, "DOI")),
        venue=given.venue or _prompt("Venue and year, such as CVPR 2015", str),
        abstract=given.abstract or _ask_abstract(),
    )


def _prompt(question: str, convert: Callable[[str], Answer]) -> Answer:
    """Ask until the answer, which may be empty, can be converted."""
    answer: Answer = click.prompt(
        question, default="", show_default=False, value_proc=lambda text: convert(_whole(text)), err=True
    )
    return answer


def _whole(line: str) -> str:
    if len(line.encode()) == _LONGEST_LINE:
        raise click.UsageError(f"the terminal has cut the answer after {_LONGEST_LINE:,} bytes: shorten it")
    return line


def _title(text: str) -> str:
    if not text.strip():
        raise click.UsageError("must not be empty")
    return _whole(text).strip()


def _names(texts: Iterable[str]) -> "tuple[Name, ...]":
    from papercatalog.importers.names import written_name

    return tuple(map(written_name, filter(str.strip, texts)))


def _year(text: str) -> int | None:
    if not text.strip():
        return None
    if not re.fullmatch("[12][0-9]{3}", text.strip()):
        raise click.UsageError("must be a year of four digits, such as 2021")
    return int(text)


def _checked(text: str, find: Callable[[str], str], name: str) -> str:
    if text.strip() and not find(text):
        raise click.UsageError(f'"{printable(text)}" is no {name}')
    return find(text)


def _find_address(text: str) -> str:
    return text.strip() if is_external_url(text.strip()) else ""


def _ask_abstract() -> str:
    """Let the user write in the editor of the environment, or paste where there is none."""
    if os.environ.get("VISUAL") or os.environ.get("EDITOR"):
        try:
            return click.edit("", require_save=False) or ""
        except click.ClickException as error:  # there is no such editor; what was answered so far shall not be lost
            click.echo(error.message, err=True)
    click.echo("Abstract: paste it, and end with an empty line.", err=True)
    while True:
        # As bytes: what is cut may end within a character.
        lines = list(takewhile(bytes.strip, iter(sys.stdin.buffer.readline, b"")))
        if not any(len(line.rstrip(b"\n")) == _LONGEST_LINE for line in lines):
            return decode_text(b"".join(lines), "abstract")
        click.echo(f"The terminal has cut a line after {_LONGEST_LINE:,} bytes: paste it in shorter lines.", err=True)


def _read_abstract(stream: IO[bytes]) -> str:
    data = stream.read(_MAX_ABSTRACT + 1)
    if len(data) > _MAX_ABSTRACT:
        raise click.BadParameter(f"has more than {_MAX_ABSTRACT:,} bytes", param_hint="--abstract")
    return decode_text(data, stream.name)
