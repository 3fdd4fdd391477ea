"""The exports of this repository's catalogue, read back by parsers that had no part in writing them."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from pybtex.database import Person, parse_string  # type: ignore[import-untyped]

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig, load_config
from papercatalog.content import read_content
from papercatalog.exports import EXPORTS
from papercatalog.metadata import describe_page
from papercatalog.model import Name, Paper
from papercatalog.pages import plan_pages
from typeset import decode_latex

ROOT = Path(__file__).parents[1]
CONFIG = load_config(ROOT, "https://example.org/papers/")


@dataclass(frozen=True, slots=True)
class Facts:
    """What every citation format says of a paper; "" where it says nothing."""

    id: str
    kind: str
    title: str
    authors: tuple[tuple[str, str], ...]
    """(family, given); a literal name is all family."""
    year: str
    container: str
    volume: str
    issue: str
    pages: tuple[str, ...]
    doi: str
    arxiv: str
    url: str
    keywords: tuple[str, ...]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return read_content(CONFIG).catalog


@pytest.fixture(scope="module")
def files(catalog: Catalog) -> dict[str, bytes]:
    pages = list(plan_pages(CONFIG, catalog))
    return {file.path: file.content for export in EXPORTS for file in export(CONFIG, catalog, pages)}


def facts_of(paper: Paper, catalog: Catalog) -> Facts:
    """Return what the record in content/ says, without the help of any exporting code."""
    venue = catalog.venue[paper.venue.id] if paper.venue else None
    where = paper.venue
    doi, arxiv = paper.identifiers.doi or "", paper.identifiers.arxiv or ""
    return Facts(
        id=paper.id,
        kind="preprint" if not venue else "article" if venue.kind == "journal" else "conference",
        title=paper.title,
        authors=tuple(map(_name, paper.authors)),
        year=str((where and where.year) or paper.year or ""),
        container=venue.name if venue else "",
        volume=(where and where.volume) or "",
        issue=(where and where.issue) or "",
        pages=tuple(re.split("[-\u2013]", where.pages)) if where and where.pages else (),
        doi=doi,
        arxiv=arxiv,
        url=(paper.identifiers.doi_url or paper.identifiers.arxiv_url or f"https://example.org/papers{paper.url}"),
        keywords=tuple(catalog.topic[topic].name for topic in paper.topics),
    )


def _name(name: Name) -> tuple[str, str]:
    return (name.literal or name.family, "" if name.literal else name.given)


def read_bibtex(text: str) -> Iterator[Facts]:
    decode = partial(decode_latex, has_maths=True)
    kinds = {"inproceedings": "conference", "article": "article", "misc": "preprint"}

    def name(person: Person) -> tuple[str, str]:
        family, given = person.prelast_names + person.last_names, person.first_names + person.middle_names
        return decode(" ".join(family)), decode(" ".join(given))

    for key, entry in parse_string(text, "bibtex").entries.items():
        fields = {field: str(value) for field, value in entry.fields.items()}
        yield Facts(
            id=key,
            kind=kinds[entry.type],
            title=decode(fields["title"]),
            authors=tuple(map(name, entry.persons.get("author", ()))),
            year=fields.get("year", ""),
            container=decode(fields.get("booktitle") or fields.get("journal", "")),
            volume=fields.get("volume", ""),
            issue=fields.get("number", ""),
            pages=tuple(filter(None, fields.get("pages", "").split("--"))),
            doi=fields.get("doi", ""),
            arxiv=fields.get("eprint", ""),
            url=fields.get("url", ""),
            keywords=tuple(filter(None, decode(fields.get("keywords", "")).split(", "))),
        )


def read_ris(text: str) -> Iterator[Facts]:
    """Read by the letter of the format: two capitals or digits, two spaces, a hyphen and a space begin each line."""
    kinds = {"CPAPER": "conference", "JOUR": "article", "UNPB": "preprint"}
    for block in text.split("ER  - \r\n")[:-1]:
        tags: dict[str, list[str]] = {}
        for line in block.removeprefix("\r\n").removesuffix("\r\n").split("\r\n"):
            found = re.fullmatch(r"([A-Z][A-Z0-9])  - (.*)", line)
            assert found, line
            tags.setdefault(found[1], []).append(found[2])
        assert next(iter(tags)) == "TY"
        assert all(len(values) == 1 for tag, values in tags.items() if tag not in ("AU", "KW"))
        only = {tag: values[0] for tag, values in tags.items()}
        authors = (author.partition(", ")[::2] for author in tags.get("AU", ()))
        yield Facts(
            id=only["ID"],
            kind=kinds[only["TY"]],
            title=only["TI"],
            authors=tuple(authors),
            year=only.get("PY", ""),
            container=only.get("T2", ""),
            volume=only.get("VL", ""),
            issue=only.get("IS", ""),
            pages=tuple(only[tag] for tag in ("SP", "EP") if tag in only),
            doi=only.get("DO", ""),
            arxiv=only.get("AN", "").removeprefix("arXiv:"),
            url=only.get("UR", ""),
            keywords=tuple(tags.get("KW", ())),
        )


def read_csl(text: str) -> Iterator[Facts]:
    kinds = {"paper-conference": "conference", "article-journal": "article", "article": "preprint"}
    for item in json.loads(text):
        names = item.get("author", ())
        yield Facts(
            id=item["id"],
            kind=kinds[item["type"]],
            title=item["title"],
            authors=tuple((name.get("literal") or name["family"], name.get("given", "")) for name in names),
            year=str(item["issued"]["date-parts"][0][0]) if "issued" in item else "",
            container=item.get("container-title", ""),
            volume=item.get("volume", ""),
            issue=item.get("issue", ""),
            pages=tuple(filter(None, item.get("page", "").split("-"))),
            doi=item.get("DOI", ""),
            arxiv=item.get("number", "").removeprefix("arXiv:"),
            url=item.get("URL", ""),
            keywords=tuple(filter(None, item.get("keyword", "").split(", "))),
        )


def read_csv(text: str) -> list[list[str]]:
    """Read by the letter of RFC 4180: a cell is bare, or in quotes with quotes doubled; rows end with CRLF."""
    rows: list[list[str]] = [[]]
    position = 0
    while position < len(text):
        found = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)').match(text, position)
        assert found, text[position : position + 80]
        rows[-1].append(found[1].replace('""', '"') if found[1] is not None else found[2])
        if found[3] != ",":
            rows.append([])
        position = found.end()
    assert rows.pop() == []
    return rows


def test_bibtex_of_all_papers_says_what_the_records_say(catalog: Catalog, files: dict[str, bytes]) -> None:
    read = list(read_bibtex(files["data/catalog.bib"].decode()))

    assert len(read) == 119
    assert read == [facts_of(paper, catalog) for paper in catalog.papers]
    for facts in read:
        assert list(read_bibtex(files[f"papers/{facts.id}/cite.bib"].decode())) == [facts]


def test_ris_of_all_papers_says_what_the_records_say(catalog: Catalog, files: dict[str, bytes]) -> None:
    # RIS has the arXiv number of published papers too; CSL has a number for preprints only.
    assert list(read_ris(files["data/catalog.ris"].decode())) == [facts_of(paper, catalog) for paper in catalog.papers]


def test_csl_of_all_papers_says_what_the_records_say(catalog: Catalog, files: dict[str, bytes]) -> None:
    def without_arxiv_of_published(facts: Facts) -> Facts:
        values = {name: getattr(facts, name) for name in Facts.__slots__}
        return Facts(**values | {"arxiv": facts.arxiv if facts.kind == "preprint" else ""})

    assert list(read_csl(files["data/catalog.csl.json"].decode())) == [
        without_arxiv_of_published(facts_of(paper, catalog)) for paper in catalog.papers
    ]


def test_csv_of_all_papers_says_what_the_records_say(catalog: Catalog, files: dict[str, bytes]) -> None:
    header, *rows = read_csv(files["data/catalog.csv"].decode())

    assert len(rows) == 119
    for row, paper in zip(rows, catalog.papers, strict=True):
        venue = catalog.venue[paper.venue.id].short if paper.venue else ""
        assert dict(zip(header, row, strict=True)) == {
            "id": paper.id,
            "title": paper.title,
            "authors": "; ".join(f"{name.given} {name.family}".strip() or name.literal for name in paper.authors),
            "year": str(paper.year or ""),
            "venue": f"{venue} {paper.venue.year or ''}".strip() if paper.venue else "",
            "topics": "; ".join(catalog.topic[topic].name for topic in paper.topics),
            "datasets": "; ".join(catalog.dataset[use.id].name for use in paper.datasets),
            "arxiv": f"arXiv:{paper.identifiers.arxiv}" if paper.identifiers.arxiv else "",
            "doi": paper.identifiers.doi or "",
            "code": "; ".join(link.url for link in paper.links if link.kind == "code"),
            "url": f"https://example.org/papers/papers/{paper.id}/",
            "status": paper.status or "",
        }


def test_every_list_has_the_papers_of_its_page(catalog: Catalog, files: dict[str, bytes]) -> None:
    groups = {
        "topics": catalog.papers_by_topic,
        "datasets": catalog.papers_by_dataset,
        "methods": catalog.papers_by_method,
        "venues": catalog.papers_by_venue,
        "authors": catalog.papers_by_author,
    }
    expected = {
        f"{section}/{record_id}/papers": [paper.id for paper in papers]
        for section, group in groups.items()
        for record_id, papers in group.items()
        if len(papers) > 1
    }

    for extension, read in (("bib", read_bibtex), ("ris", read_ris), ("csl.json", read_csl)):
        ending = f"/papers.{extension}"
        lists = {path.removesuffix(f".{extension}"): text for path, text in files.items() if path.endswith(ending)}
        assert {path: [facts.id for facts in read(text.decode())] for path, text in lists.items()} == expected


@pytest.mark.parametrize("config", [CONFIG, SiteConfig(CONFIG.title)], ids=["published", "without address"])
def test_metadata_of_every_page_is_complete_and_leads_somewhere(
    config: SiteConfig, catalog: Catalog, files: dict[str, bytes]
) -> None:
    pages = list(plan_pages(config, catalog))
    paths = {page.path for page in pages} | {f"/{path}" for path in files}
    ids = set()
    for page in pages:
        described = describe_page(config, catalog, page)

        assert all(content.strip() for _, content in described.tags + described.properties), page.path
        assert {link.href for link in described.links if link.href.startswith("/")} <= paths, page.path
        text = json.dumps(described.jsonld)
        assert not re.search(r'(null|""|\[\]|\{\})[,}\]]', text), page.path
        ids |= set(re.findall(r'"(https://example\.org/papers/[^"#]*)#', text))
    assert {address.removeprefix("https://example.org/papers") for address in ids} <= paths
