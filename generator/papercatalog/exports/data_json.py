"""The catalogue as JSON, for programs: `data/papers.json`, `data/topics.json`, `data/datasets.json`.

The keys are a promise to readers. Every key of a record is always present: an unknown scalar is null, an unknown list
is []. Of a link or a result only what content says has a key.
"""

from collections.abc import Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.paper_file import PaperFile, Parts
from papercatalog.exports.serialize import json_file, json_text
from papercatalog.front_matter import written_fields
from papercatalog.markdown import plain_text
from papercatalog.model import Paper
from papercatalog.output import OutputFile
from papercatalog.pages.page import Page


def export_data_json(_config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[OutputFile | PaperFile]:
    parts = Parts(lambda paper: json_text(_paper_data(paper, catalog)))
    yield PaperFile("data/papers.json", catalog.papers, parts, '{"papers":[', ",", "]}\n")
    yield json_file("data/topics.json", {"topics": list(_topics(catalog))})
    yield json_file("data/datasets.json", {"datasets": list(_datasets(catalog))})


def _paper_data(paper: Paper, catalog: Catalog) -> dict[str, object]:
    return {
        "id": paper.id,
        "title": paper.title,
        "authors": list(map(str, paper.authors)),
        "year": paper.year,
        "venue": catalog.format_venue(paper),
        "url": paper.url,
        "abstract": plain_text(paper.body) or None,
        "summary": paper.summary,
        "topics": list(paper.topics),
        "methods": list(paper.methods),
        "datasets": [{"id": use.id, "role": use.role} for use in paper.datasets],
        "results": list(map(written_fields, paper.results)),
        "links": list(map(written_fields, paper.links)),
        "identifiers": {"arxiv": paper.identifiers.arxiv, "doi": paper.identifiers.doi},
        "related": [neighbour.id for neighbour in catalog.related.get(paper.id, paper.related)],
        "added": paper.added.isoformat(),
        # By the content model a paper without `updated` last changed when it was added.
        "updated": paper.last_change.isoformat(),
        "status": paper.status,
    }


def _topics(catalog: Catalog) -> Iterator[dict[str, object]]:
    for topic in catalog.topics:
        yield {
            "id": topic.id,
            "name": topic.name,
            "aliases": list(topic.aliases),
            "parent": topic.parent,
            "papers": _ids(catalog.papers_by_topic[topic.id]),
        }


def _datasets(catalog: Catalog) -> Iterator[dict[str, object]]:
    for dataset in catalog.datasets:
        yield {
            "id": dataset.id,
            "name": dataset.name,
            "aliases": list(dataset.aliases),
            "papers": _ids(catalog.papers_by_dataset[dataset.id]),
        }


def _ids(papers: Sequence[Paper]) -> list[str]:
    return [paper.id for paper in papers]
