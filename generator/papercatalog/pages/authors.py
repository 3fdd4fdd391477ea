"""The author index, by first letter of the family name, and for each author their papers."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Name, Person
from papercatalog.pages.description import describe_list
from papercatalog.pages.letters import Entry, find_letters, first_letter
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page
from papercatalog.text import split_name


def plan_authors(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    parts = list(paginate("/authors/", _entries(catalog)))
    letters = find_letters(parts)
    changed = catalog.last_change
    for part in parts:
        yield Page(
            path=part.path,
            template="authors.html",
            title=part.title("Authors"),
            description=part.description(f"Everybody who wrote a paper of {config.title}."),
            context={"part": part, "letters": letters},
            last_change=changed,
        )
    for person in catalog.authors:
        yield from _plan_author(catalog, person)


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


def _entries(catalog: Catalog) -> list[Entry]:
    """Return the index in order."""
    printed = {str(name): name for paper in catalog.papers for name in paper.authors}
    entries = []
    for person in catalog.authors:
        name = printed.get(person.name) or Name(*split_name(person.name))
        letter = first_letter(name.family or str(name), person.id)
        entries.append(Entry(_sort_name(name), person.url, letter, len(catalog.papers_by_author[person.id])))
    return sorted(entries, key=lambda entry: entry.letter)


def _sort_name(name: Name) -> str:
    return f"{name.family}, {name.given}" if name.family and name.given else str(name)
