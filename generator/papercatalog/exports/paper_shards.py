"""`data/shards/`: what the compare page and the reading list show of papers, a few papers a file.

A file maps ids to papers; a former id has the present one for its value. Names stand where
records hold ids, for there is nothing to look them up in. Unlike `data/papers.json` this is
made for the site's own pages, and is no promise to other programs.
"""

from collections.abc import Iterator, Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.citation import cite_paper
from papercatalog.exports.paper_file import PaperFile, Parts
from papercatalog.exports.ris import format_ris
from papercatalog.exports.serialize import json_text
from papercatalog.model import Paper, Result
from papercatalog.pages.page import Page
from papercatalog.pages.results import is_rankable
from papercatalog.pages.shards import count_shards, shard_number, shard_path


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
        "venue": catalog.format_venue(paper),
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
        "value": result.text,
        "unit": result.unit,
        "dataset": catalog.dataset[result.dataset].name if result.dataset else None,
        "gain": catalog.gain(result),
        "setting": result.setting,
        "method": result.method,
        # Whether it may stand in one row with the equal measure of another paper.
        "comparable": bool(result.dataset) and is_rankable(result, metric),
    }
