"""Pages of catalogues that are not on disk. Templates are compiled once for all tests of a process."""

from papercatalog.catalog import Catalog
from papercatalog.compiled import CompiledTemplates
from papercatalog.config import SiteConfig
from papercatalog.render import Renderer
from papercatalog.theme import Theme, load_theme

_COMPILED = CompiledTemplates()


def make_renderer(config: SiteConfig, catalog: Catalog, theme: Theme | None = None) -> Renderer:
    return Renderer(config, catalog, theme or load_theme(config), _COMPILED)
