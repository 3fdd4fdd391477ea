"""All that is known and checked before anything is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.content import read_content
from papercatalog.diagnostics import Diagnostic, raise_errors
from papercatalog.links import check_content_links
from papercatalog.pages import plan_site
from papercatalog.pages.page import Page
from papercatalog.related import find_related


@dataclass(frozen=True, slots=True)
class SitePlan:
    """A catalogue without errors and the pages that it makes."""

    config: SiteConfig
    catalog: Catalog
    pages: tuple[Page, ...]
    warnings: tuple[Diagnostic, ...]


def check_site(config: SiteConfig) -> SitePlan:
    """Read and check all content and plan all pages. Raises `CatalogError` with every problem."""
    content = read_content(config)
    return plan_content(config, content.catalog, content.diagnostics)


def plan_content(config: SiteConfig, catalog: Catalog, diagnostics: Sequence[Diagnostic]) -> SitePlan:
    """Relate the papers of a catalogue and plan its pages; `diagnostics` are those found so far.

    Raises `CatalogError` with every problem.
    """
    catalog = replace(catalog, related=find_related(catalog))
    pages, collisions = plan_site(config, catalog)
    diagnostics = [*diagnostics, *collisions, *check_content_links(catalog, pages)]
    raise_errors(diagnostics)
    return SitePlan(config, catalog, tuple(pages), tuple(diagnostics))
