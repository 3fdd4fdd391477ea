"""Which record a page is about."""

from papercatalog.model import Article, Dataset, Method, Paper, Person, Topic, Venue
from papercatalog.pages.page import Page

Record = Paper | Topic | Dataset | Method | Venue | Person | Article


def record_of(page: Page) -> Record | None:
    """Return the record whose own page this is.

    The further pages of a long list belong to no record: one record is described at one address.
    """
    for value in page.context.values():
        if isinstance(value, Record) and value.url == page.path:
            return value
    return None
