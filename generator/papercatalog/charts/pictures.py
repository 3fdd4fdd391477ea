"""Every picture of a catalogue, drawn when a template first asks for it."""

from functools import cached_property

from papercatalog.catalog import Catalog
from papercatalog.charts.dataset_use import DatasetBars, draw_dataset_use
from papercatalog.charts.paper_map import MAX_PAPERS, PaperMap, draw_paper_map
from papercatalog.charts.papers_per_year import PapersPerYear, draw_papers_per_year
from papercatalog.charts.topic_map import TopicMap, draw_topic_map
from papercatalog.charts.topics_by_datasets import TopicsByDatasets, draw_topics_by_datasets
from papercatalog.charts.topics_over_time import TopicsOverTime, draw_topics_over_time


class Pictures:
    """The pictures of one catalogue, whose related papers are known. A theme that shows none pays for none."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def paper_map(self) -> PaperMap | None:
        """None where a dot for each paper would be too many; `topic_map` is for those."""
        return draw_paper_map(self._catalog) if len(self._catalog.papers) <= MAX_PAPERS else None

    @cached_property
    def topic_map(self) -> TopicMap:
        return draw_topic_map(self._catalog)

    @cached_property
    def papers_per_year(self) -> PapersPerYear:
        return draw_papers_per_year(self._catalog)

    @cached_property
    def topics_over_time(self) -> TopicsOverTime:
        return draw_topics_over_time(self._catalog)

    @cached_property
    def dataset_use(self) -> DatasetBars:
        return draw_dataset_use(self._catalog)

    @cached_property
    def topics_by_datasets(self) -> TopicsByDatasets:
        return draw_topics_by_datasets(self._catalog)
