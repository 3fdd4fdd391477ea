"""The topic index, and for each topic its papers, its subtopics and where it belongs."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.model import Topic
from papercatalog.pages.description import describe
from papercatalog.pages.feeds import announce_feed
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page


def plan_topics(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    yield Page(
        path="/topics/",
        template="topics.html",
        title="Topics",
        description=f"All topics of {config.title}, from the general to the particular.",
        last_change=last_change(catalog.papers),
    )
    for topic in catalog.topics:
        papers = catalog.papers_by_topic.get(topic.id, [])
        for part in paginate(topic.url, papers):
            yield Page(
                path=part.path,
                template="topic.html",
                title=part.title(topic.name),
                description=describe(topic.body, catalog) or f"Papers on {topic.name}.",
                context={"topic": topic, "part": part, "ancestors": _ancestors(catalog, topic)},
                source=topic.span,
                last_change=last_change(papers),
                feed=announce_feed(config, catalog, topic.url, topic.name),
            )


def _ancestors(catalog: Catalog, topic: Topic) -> list[Topic]:
    """Return the topics above `topic`, from the root down."""
    above: list[Topic] = []
    while topic.parent:
        topic = catalog.topic[topic.parent]
        above.insert(0, topic)
    return above
