"""Records of a corpus -> the catalogue of them, in memory or as a folder for `catalog build`."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import Corpus, Record

from papercatalog.catalog import Catalog, publication_order
from papercatalog.front_matter import dump_page
from papercatalog.importers.markdown_escape import escape_inline
from papercatalog.mentions import dataset_finder
from papercatalog.model import Dataset, DatasetUse, Identifiers, Method, Name, Paper, Topic, Venue, VenueRef
from papercatalog.text import drop_forbidden_characters, slugify, split_name, squeeze

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SITE_YAML = "title: A corpus\ndescription: Papers for benchmarks.\nbase_url: https://papers.example.org/\n"
_PATH = " > "
_DOI = re.compile(r"10\.[0-9]{4,9}/[!-~]+")


def make_catalog(corpus: Corpus) -> Catalog:
    """Return the catalogue of a corpus: every paper in memory."""
    papers = sorted(map(make_paper, corpus.records()), key=publication_order)
    return replace(list_names(corpus), papers=tuple(papers))


def list_names(corpus: Corpus) -> Catalog:
    """Return the catalogue without its papers: what `make_paper` refers to. Goes through the records once."""
    topics: dict[str, Topic] = {}
    datasets: dict[str, Dataset] = {}
    methods: dict[str, Method] = {}
    venues: dict[str, Venue] = {}
    for record in corpus.records():
        for path in record.topics:
            for topic in _with_ancestors(path, corpus):
                topics.setdefault(topic.id, topic)
        for name in record.datasets:
            datasets.setdefault(slugify(name), Dataset(slugify(name), squeeze(name)))
        for name in record.methods:
            methods.setdefault(slugify(name), Method(slugify(name), squeeze(name)))
        if record.venue:
            venues.setdefault(_venue_id(record.venue), _make_venue(record.venue))
    return Catalog(
        papers=(),
        topics=tuple(sorted(topics.values(), key=lambda topic: topic.name)),
        datasets=tuple(sorted(datasets.values(), key=lambda dataset: dataset.name)),
        venues=tuple(sorted(venues.values(), key=lambda venue: venue.name)),
        methods=tuple(sorted(methods.values(), key=lambda method: method.name)),
    )


def _with_ancestors(path: str, corpus: Corpus) -> Iterator[Topic]:
    parent = None
    for name in map(squeeze, path.split(_PATH)):
        yield Topic(slugify(name), name, asked_as=corpus.asked_as(name), parent=parent)
        parent = slugify(name)


def _venue_id(name: str) -> str:
    return slugify(name)[:80].strip("-")


def _make_venue(name: str) -> Venue:
    name = squeeze(name)
    short = "".join(word[0] for word in name.split() if word[0].isupper()) or name
    return Venue(_venue_id(name), name, short, "journal" if name.startswith("Journal") else "conference")


def make_paper(record: Record) -> Paper:
    """Return the paper of a record, without what a catalogue would refuse: only datasets that its words name count."""
    title, abstract = _clean(record.title), _clean(record.abstract)
    named = [name for name in record.datasets if _names(squeeze(name), title) or _names(squeeze(name), abstract)]
    return Paper(
        id=slugify(record.id)[:80].strip("-"),
        title=title,
        authors=tuple(_make_name(name) for name in dict.fromkeys(record.authors)),
        year=record.year,
        venue=VenueRef(_venue_id(record.venue), record.year) if record.venue else None,
        identifiers=Identifiers(doi=record.doi if _DOI.fullmatch(record.doi) else None),
        topics=tuple(dict.fromkeys(slugify(path.split(_PATH)[-1]) for path in record.topics)),
        methods=tuple(dict.fromkeys(map(slugify, record.methods))),
        datasets=tuple(DatasetUse(id_, "evaluated") for id_ in dict.fromkeys(map(slugify, named))),
        added=date.fromisoformat(record.added),
        body=escape_inline(abstract, starts_line=True),
    )


def _names(name: str, text: str) -> bool:
    return name in text and bool(dataset_finder([Dataset("x", name)]).find(text))


def _clean(text: str) -> str:
    """Return the text on one line, without the controls that some files have for quotes."""
    return squeeze(drop_forbidden_characters(text))


def _make_name(printed: str) -> Name:
    family, given = split_name(squeeze(printed))
    # A name in another script gives no address: any id will do here.
    id_ = (
        None if slugify(printed) else "u" + "-".join(f"{ord(character):x}" for character in printed if character != " ")
    )
    return Name(family=family, given=given, id=id_)


def write_site(corpus: Corpus, folder: Path) -> None:
    """Write site.yaml and content/ into a folder that has none."""
    content = folder / "content"
    content.mkdir(parents=True)
    (folder / "site.yaml").write_text(SITE_YAML, encoding="utf-8")
    names = list_names(corpus)
    _write_pages(content / "papers", map(make_paper, corpus.records()))
    _write_pages(content / "topics", names.topics)
    _write_pages(content / "datasets", names.datasets)
    _write_list(content / "venues.yaml", names.venues)
    _write_list(content / "methods.yaml", names.methods)


def _write_pages(folder: Path, records: Iterable[Paper | Topic | Dataset]) -> None:
    folder.mkdir()
    for record in records:
        values = _values(record)
        text = dump_page({key: value for key, value in values.items() if key != "id"}, record.body)
        (folder / f"{record.id}.md").write_text(text, encoding="utf-8", newline="\n")


def _write_list(path: Path, records: Sequence[Venue | Method]) -> None:
    """Write a list of records: the lines of each front matter, below a dash. A list without records has no file."""
    if not records:
        return
    text = ""
    for record in records:
        lines = dump_page(_values(record), "").splitlines()[1:-2]
        text += "".join(("  " if number else "- ") + line + "\n" for number, line in enumerate(lines))
    path.write_text(text, encoding="utf-8", newline="\n")


def _values(record: "DataclassInstance") -> Mapping[str, object]:
    """Return what front matter says of a record: no body, no place in a file."""
    hidden = {"span", "body"}
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record) if field.name not in hidden}


def _plain(value: object) -> object:
    if isinstance(value, Name):
        return {"name": str(value), "id": value.id} if value.id else str(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {key: part for key, part in _values(value).items() if part}
    return value
