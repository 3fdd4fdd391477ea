"""The topic index, and for each topic its papers, its subtopics and where it belongs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Dataset, Method, Paper, Topic
from papercatalog.pages.description import describe
from papercatalog.pages.facets import find_facets, most_common, spread_over_years
from papercatalog.pages.feeds import announce_feed
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page

TOP_DATASETS = 12
TOP_METHODS = 10
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class TopicOverview:
    """What the papers of a topic have in common, each with the number of papers."""

    years: list[tuple[int, int]]
    """From the first to the last, without gaps."""
    datasets: list[tuple[Dataset, int]]
    methods: list[tuple[Method, int]]
    neighbours: list[tuple[Topic, int]]
    """Topics that share the most papers, but for those above and below."""


def plan_topics(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/topics/",
        template="topics.html",
        title="Topics",
        description=f"All topics of {config.title}, from the general to the particular.",
        last_change=catalog.last_change,
    )
    for topic in catalog.topics:
        papers = catalog.papers_by_topic[topic.id]
        ancestors = catalog.ancestors(topic)
        overview = _overview(catalog, topic, ancestors, papers)
        changed = last_change(papers)
        for part in paginate(topic.url, papers):
            yield Page(
                path=part.path,
                template="topic.html",
                title=part.title(topic.name),
                description=part.description(describe(topic.body, catalog) or f"Papers on {topic.name}."),
                context={
                    "topic": topic,
                    "part": part,
                    "ancestors": ancestors,
                    "overview": overview,
                    "facets": find_facets(part, catalog),
                },
                source=topic.span,
                last_change=changed,
                feed=announce_feed(config, catalog, topic.url, topic.name),
            )


def _overview(catalog: Catalog, topic: Topic, ancestors: Sequence[Topic], papers: Sequence[Paper]) -> TopicOverview:
    family = {topic.id, *(t.id for t in ancestors), *(t.id for t in catalog.subtopics[topic.id])}
    near = (id_ for paper in papers for id_ in paper.topics if id_ not in family)
    return TopicOverview(
        years=spread_over_years(papers),
        datasets=most_common((use.id for paper in papers for use in paper.datasets), catalog.dataset, TOP_DATASETS),
        methods=most_common((id_ for paper in papers for id_ in paper.methods), catalog.method, TOP_METHODS),
        neighbours=most_common(near, catalog.topic, NEIGHBOURS),
    )
