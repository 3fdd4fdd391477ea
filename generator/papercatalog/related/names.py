"""What labels are called within a sentence: in lower case, unless papers print them otherwise."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.model import Paper
from papercatalog.related.words import Library

WITNESSES = 40
"""So many papers are asked how they print a name."""

_SENTENCE_ENDS = ".:!?"


@dataclass(frozen=True, slots=True)
class Named:
    """The name of a label, and what it follows from."""

    title: str
    """Its name as a title."""
    witnesses: tuple[Hashable, ...]
    """The keys of papers."""
    name: str


def name_labels(
    catalog: Catalog, library: Library, keys: Sequence[Hashable], known: Mapping[str, Named]
) -> dict[str, Named]:
    """Return the names of topics and methods by their labels; those of datasets are what they are.

    Each paper has a key, in the order of the catalogue. Names that are `known` hold where nothing has changed.
    """
    numbers = {paper.id: number for number, paper in enumerate(catalog.papers)}
    titles = {f"topics:{topic.id}": topic.name for topic in catalog.topics}
    titles |= {f"methods:{method.id}": method.name for method in catalog.methods}
    papers: dict[str, list[Paper]] = {f"topics:{id_}": group for id_, group in catalog.papers_by_topic.items()}
    papers |= {f"methods:{id_}": group for id_, group in catalog.papers_by_method.items()}
    named = {}
    for label, title in titles.items():
        witnesses = [numbers[paper.id] for paper in papers.get(label, ())[:WITNESSES]]  # the newest
        of_witnesses = tuple([keys[number] for number in witnesses])
        before = known.get(label)
        if before and (before.title, before.witnesses) == (title, of_witnesses):
            named[label] = before
        else:
            named[label] = Named(title, of_witnesses, _within_sentence(title, map(library.text, witnesses)))
    return named


def _within_sentence(title: str, texts: Iterable[str]) -> str:
    first = title.split()[0]
    return title if not has_first_capital(first) or is_name(first, texts) else title[0].lower() + title[1:]


def has_first_capital(word: str) -> bool:
    return word[:1].isupper() and word[1:].islower()


def is_name(word: str, texts: Iterable[str]) -> bool:
    """Tell whether most of some papers that print a word within a sentence give it a capital."""
    capital = lower = 0
    for text in texts:
        prose = ". " + text.partition(" . ")[2].lstrip()  # its first word begins a sentence, too
        capital += prose.count(f" {word} ") - sum(prose.count(f"{end} {word} ") for end in _SENTENCE_ENDS)
        lower += prose.count(f" {word.lower()} ")
    return capital > lower
