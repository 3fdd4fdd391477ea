"""`data/shards/`: what the compare page and the reading list show of papers, a few papers a file.

A file maps ids to papers; a former id has the present one for its value. Names stand where
records hold ids, for there is nothing to look them up in. Unlike `data/papers.json` this is
made for the site's own pages, and is no promise to other programs.
"""

from collections.abc import Iterator, Sequence

from papercatalog.catalog import Catalog, format_venue
from papercatalog.config import SiteConfig
from papercatalog.exports.citation import cite_paper
from papercatalog.exports.paper_file import PaperFile, Parts
from papercatalog.exports.ris import format_ris
from papercatalog.exports.serialize import json_text
from papercatalog.model import Paper, Result
from papercatalog.pages.page import Page
from papercatalog.pages.results import is_rankable
from papercatalog.pages.shards import count_shards, shard_number, shard_path

# Signs stand by the number, words apart from it: 99.63% and 50 frames/s.
_ATTACHED_UNITS = ("%", "×")


def export_paper_shards(config: SiteConfig, catalog: Catalog, _pages: Sequence[Page]) -> Iterator[PaperFile]:
    """Yield every file, an empty one too: then a file that is missing means that the site was published anew."""
    count = count_shards(len(catalog.papers))
    papers: list[list[Paper]] = [[] for _ in range(count)]
    aliases: list[dict[str, str]] = [{} for _ in range(count)]
    for paper in catalog.papers:
        papers[shard_number(paper.id, count)].append(paper)
        for alias in paper.aliases:
            aliases[shard_number(alias, count)][alias] = paper.id
    members = Parts(lambda paper: f"{json_text(paper.id)}:{json_text(_paper(paper, catalog, config))}")
    for number in range(count):
        head = json_text(aliases[number]).removesuffix("}")
        if aliases[number] and papers[number]:
            head += ","
        yield PaperFile(shard_path(number, count).removeprefix("/"), papers[number], members, head, ",", "}\n")


def _paper(paper: Paper, catalog: Catalog, config: SiteConfig) -> dict[str, object]:
    return {
        "title": paper.title,
        "authors": list(map(str, paper.authors)),
        "year": paper.year,
        "venue": format_venue(paper, catalog),
        "url": paper.url,
        "status": paper.status,
        "topics": [catalog.topic[topic].name for topic in paper.topics],
        "methods": [catalog.method[method].name for method in paper.methods],
        "datasets": [
            {"name": catalog.dataset[use.id].name, "url": catalog.dataset[use.id].url, "role": use.role}
            for use in paper.datasets
        ],
        "results": [_result(result, catalog) for result in paper.results],
        "links": [{"kind": link.kind, "url": link.url} for link in paper.links],
        "ris": format_ris(cite_paper(paper, catalog, config.base_url)),
    }


def _result(result: Result, catalog: Catalog) -> dict[str, object]:
    metric = catalog.metric[result.metric]
    return {
        "metric": metric.name,
        "value": format_value(result),
        "unit": result.unit,
        "dataset": catalog.dataset[result.dataset].name if result.dataset else None,
        "kind": result.kind,
        "setting": result.setting,
        "method": result.method,
        # Whether it may stand in one row with the equal measure of another paper.
        "comparable": bool(result.dataset) and is_rankable(result, metric),
    }


def format_value(result: Result) -> str:
    """Return the number as readers see it, with its spread and unit: 99.63%, 0.87 ± 0.02, 50 frames/s."""
    number = f"{result.value} ± {result.spread}" if result.spread else result.value
    space = " " if result.unit and result.unit not in _ATTACHED_UNITS else ""
    return f"{number}{space}{result.unit or ''}"
