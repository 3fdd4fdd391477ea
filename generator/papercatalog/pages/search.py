"""The search page. The browser fills it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Paper
from papercatalog.pages.page import Page

_TELLING = 6
"""Characters of a word that is an example for others."""


class Example(NamedTuple):
    """A query that finds something here, and what it asks for."""

    query: str
    meaning: str


def plan_search(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/search/",
        template="search.html",
        title="Search",
        description=f"Search the papers of {config.title}.",
        context={"examples": list(_examples(catalog))},
    )


def _examples(catalog: Catalog) -> Iterator[Example]:
    """Yield one for each thing that can be asked, with the names that most papers here have."""
    if topics := catalog.papers_by_topic:
        name = catalog.topic[_commonest(topics)].name
        yield Example(f'"{name.lower()}"', "these words side by side")
        yield Example(f'topic:"{name}"', "papers on a topic")
    if datasets := catalog.papers_by_dataset:
        yield Example(_operator("dataset", catalog.dataset[_commonest(datasets)].name), "papers that use a dataset")
    if methods := catalog.papers_by_method:
        yield Example(_operator("method", catalog.method[_commonest(methods)].name), "papers that use a method")
    if venues := catalog.papers_by_venue:
        yield Example(_operator("venue", catalog.venue[_commonest(venues)].short), "papers of a venue")
    words = Counter(word for paper in catalog.papers for word in _title_words(paper))
    if words:
        yield Example(f"title:{min(words, key=lambda word: (-words[word], word))}", "papers with a word in their title")
    if authors := catalog.papers_by_author:
        yield Example(_operator("author", catalog.author[_commonest(authors)].name), "papers by an author")
    if years := sorted(catalog.papers_by_year):
        some = f"year:{max(years[0], years[-1] - 2)}..{years[-1]}"
        yield Example(some, "papers first public, or at their venue, in these years; also year:2020.. and year:2021")
    if any(paper.links_of("code") for paper in catalog.papers):
        yield Example("has:code", "papers that come with code")
    yield Example("-survey", "a minus leaves out papers with a word; it also stands before quotes and operators")


def _title_words(paper: Paper) -> set[str]:
    """Return words that search keeps as they are, without the little ones."""
    return {word for word in paper.title.lower().split() if word.isascii() and word.isalpha() and len(word) >= _TELLING}


def _operator(name: str, value: str) -> str:
    return f'{name}:"{value}"' if " " in value else f"{name}:{value}"


def _commonest(papers_by_id: Mapping[str, Sequence[Paper]]) -> str:
    return min(papers_by_id, key=lambda id_: (-len(papers_by_id[id_]), id_))
