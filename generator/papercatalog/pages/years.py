"""The year index, which also lists the papers whose year is unknown, and for each year its papers."""

from collections.abc import Iterator

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages.description import describe_list
from papercatalog.pages.listing import last_change, paginate
from papercatalog.pages.page import Page


def plan_years(config: SiteConfig, catalog: Catalog) -> Iterator[Page]:
    undated = [paper for paper in catalog.papers if not paper.year]
    for part in paginate("/years/", undated):
        yield Page(
            path=part.path,
            template="years.html",
            title=part.title("Years"),
            description=part.description(f"Papers of {config.title} by the year of their first public version."),
            context={"part": part},
            last_change=catalog.last_change,
        )
    for year, papers in catalog.papers_by_year.items():
        changed = last_change(papers)
        for year_part in paginate(f"/years/{year}/", papers):
            yield Page(
                path=year_part.path,
                template="year.html",
                title=year_part.title(str(year)),
                description=describe_list(f"first public in {year}", year_part),
                context={"year": year, "part": year_part},
                last_change=changed,
            )
