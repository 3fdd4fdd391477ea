"""The names that a catalogue knows, and which topics and datasets a paper's title and abstract name."""

from collections import Counter
from collections.abc import Sequence
from typing import get_args

from papercatalog.catalog import Catalog
from papercatalog.importers.results import ResultFinder
from papercatalog.importers.roles import find_roles
from papercatalog.mentions import dataset_finder, topic_finder
from papercatalog.model import DatasetRole, DatasetUse
from papercatalog.text import caseless

MAX_TOPICS = 3
_MAX_MENTIONS = 100
"""Of datasets that are looked at in one text. An abstract has ten."""


class Vocabulary:
    """The names that a catalogue knows."""

    def __init__(self, catalog: Catalog) -> None:
        self.venues = catalog.venues
        self.datasets = dataset_finder(catalog.datasets)
        self.results = ResultFinder(catalog.metrics, self.datasets)
        self.topic_ids = {caseless(name): topic.id for topic in catalog.topics for name in (*topic.aliases, topic.name)}
        self.topic_ids |= {topic.id: topic.id for topic in catalog.topics}
        self._topics = topic_finder(catalog.topics)
        self._parents = {topic.id: topic.parent for topic in catalog.topics}

    def find_topics(self, title: str, abstract: str) -> list[str]:
        """Return at most three topics: those of the title, longest name first, then the most frequent of the abstract.

        A topic that is an ancestor of another one found goes, unless the title names it.
        """
        in_title = sorted(self._topics.find(title), key=lambda m: (m.start - m.end, m.start))
        in_abstract = self._topics.find(abstract)
        counts = Counter(mention.id for mention in in_abstract)
        first = {mention.id: mention.start for mention in reversed(in_abstract)}
        by_frequency = sorted(counts, key=lambda topic: (-counts[topic], first[topic]))
        named = {mention.id for mention in in_title}
        found = list(dict.fromkeys([*(mention.id for mention in in_title), *by_frequency]))
        ancestors = {ancestor for topic in found for ancestor in self._ancestors(topic)}
        return [topic for topic in found if topic in named or topic not in ancestors][:MAX_TOPICS]

    def find_datasets(self, title: str, abstract: str) -> list[DatasetUse]:
        """Return the datasets in the order of their first mention, each with the strongest role that the words show."""
        order: Sequence[DatasetRole] = get_args(DatasetRole)
        roles: dict[str, list[DatasetRole]] = {}
        for text in (title, abstract):
            mentions = self.datasets.find(text)[:_MAX_MENTIONS]
            spans = [(mention.start, mention.end) for mention in mentions]
            for mention, role in zip(mentions, find_roles(text, spans, is_title=text is title), strict=True):
                roles.setdefault(mention.id, []).append(role)
        return [DatasetUse(id_, min(found, key=order.index)) for id_, found in roles.items()]

    def _ancestors(self, topic: str) -> set[str]:
        found: set[str] = set()
        parent = self._parents.get(topic)
        while parent and parent not in found:
            found.add(parent)
            parent = self._parents.get(parent)
        return found
