"""Every picture of a catalogue, drawn when a template first asks for it, and what draws it is loaded then."""

from functools import cached_property
from typing import TYPE_CHECKING

from papercatalog.catalog import Catalog

if TYPE_CHECKING:
    from papercatalog.charts.dataset_use import DatasetBars
    from papercatalog.charts.paper_map import PaperMap
    from papercatalog.charts.papers_per_year import PapersPerYear
    from papercatalog.charts.topic_map import TopicMap
    from papercatalog.charts.topics_by_datasets import TopicsByDatasets
    from papercatalog.charts.topics_over_time import TopicsOverTime


class Pictures:
    """The pictures of one catalogue, whose related papers are known. A theme that shows none pays for none."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @cached_property
    def paper_map(self) -> "PaperMap | None":
        """None where a dot for each paper would be too many; `topic_map` is for those."""
        from papercatalog.charts.paper_map import MAX_PAPERS, draw_paper_map

        return draw_paper_map(self._catalog) if len(self._catalog.papers) <= MAX_PAPERS else None

    @cached_property
    def topic_map(self) -> "TopicMap":
        from papercatalog.charts.topic_map import draw_topic_map

        return draw_topic_map(self._catalog)

    @cached_property
    def papers_per_year(self) -> "PapersPerYear":
        from papercatalog.charts.papers_per_year import draw_papers_per_year

        return draw_papers_per_year(self._catalog)

    @cached_property
    def topics_over_time(self) -> "TopicsOverTime":
        from papercatalog.charts.topics_over_time import draw_topics_over_time

        return draw_topics_over_time(self._catalog)

    @cached_property
    def dataset_use(self) -> "DatasetBars":
        from papercatalog.charts.dataset_use import draw_dataset_use

        return draw_dataset_use(self._catalog)

    @cached_property
    def topics_by_datasets(self) -> "TopicsByDatasets":
        from papercatalog.charts.topics_by_datasets import draw_topics_by_datasets

        return draw_topics_by_datasets(self._catalog)
