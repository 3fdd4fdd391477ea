"""The author index, by first letter of the family name, and for each author their papers."""

from collections.abc import Iterator
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Name, Person
from papercatalog.pages.description import describe_list
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page
from papercatalog.text import slugify, split_name

_DIGITS = "0-9"
"""Stands for names that begin with a digit."""


@dataclass(frozen=True, slots=True)
class AuthorEntry:
    """A line of the index. `sort_name` is "Schroff, Florian"."""

    person: Person
    sort_name: str
    letter: str
    papers: int


def plan_authors(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    entries = _entries(catalog)
    parts = list(paginate("/authors/", entries))
    changed = catalog.last_change
    homes: dict[str, str] = {}
    for part in parts:
        for entry in part.items:
            homes.setdefault(entry.letter, f"{part.path}#letter-{entry.letter}")
    for part in parts:
        yield Page(
            path=part.path,
            template="authors.html",
            title=part.title("Authors"),
            description=part.description(f"Everybody who wrote a paper of {config.title}."),
            context={"part": part, "homes": homes},
            last_change=changed,
        )
    for entry in entries:
        yield from _plan_author(catalog, entry.person)


def _plan_author(catalog: Catalog, person: Person) -> Iterator[Page]:
    papers = catalog.papers_by_author[person.id]
    changed = last_change(papers)
    for part in paginate(person.url, papers):
        yield Page(
            path=part.path,
            template="author.html",
            title=part.title(person.name),
            description=describe_list(f"by {person.name}", part),
            context={"person": person, "part": part},
            # A person known by name only was named by a paper: that is where a problem is fixed.
            source=person.span if person.span.path else papers[0].span,
            last_change=changed,
        )


def _entries(catalog: Catalog) -> list[AuthorEntry]:
    """Return the index in order. A name without Latin letters gives no id, hence no address and no line."""
    printed = {str(name): name for paper in catalog.papers for name in paper.authors}
    entries = []
    for person in catalog.authors:
        if person.id:
            name = printed.get(person.name) or Name(*split_name(person.name))
            # A name in other letters stands where its id in Latin ones does.
            initial = (slugify(name.family or str(name)) or person.id)[0].upper()
            letter = initial if initial.isalpha() else _DIGITS
            papers = len(catalog.papers_by_author[person.id])
            entries.append(AuthorEntry(person, _sort_name(name), letter, papers))
    return sorted(entries, key=lambda entry: entry.letter)


def _sort_name(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.family and name.given else str(name)
