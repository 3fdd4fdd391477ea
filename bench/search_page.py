"""The page that the search benchmark visits: the theme's search modules, without the rest of a site."""

import re
import shutil
from pathlib import Path

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.pages import plan_pages
from papercatalog.render import Renderer
from papercatalog.theme import Theme, load_theme

_HERE = Path(__file__).parent
_CONFIG = SiteConfig(title="Empty")
_PLACE = "<!-- what is asked for at once -->"
# Makes the page live; show.js stands for it.
_NOT_USED = "/page.js"


def write_pages(folder: Path) -> None:
    """Write the pages for us and for Pagefind into a folder that is there."""
    shutil.copytree(_HERE / "search-page", folder, dirs_exist_ok=True)
    theme = load_theme(_CONFIG)
    for name, content in theme.static.items():
        if name.startswith("search/"):
            path = folder / "static" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    page = folder / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace(_PLACE, "\n  ".join(_preloads(theme))), encoding="utf-8")


def _preloads(theme: Theme) -> list[str]:
    """Return what the theme's own search page asks for in its head, as the page of the benchmark does."""
    catalog = Catalog(papers=())
    renderer = Renderer(_CONFIG, catalog, theme)
    page = next(page for page in plan_pages(_CONFIG, catalog) if page.path == "/search/")
    html = renderer.render(page).content.decode()
    links = re.findall(r'<link rel="(?:module)?preload"[^>]*>', html)
    return [
        link.replace(f"..{theme.assets_path}", "static/").replace('"../', '"')
        for link in links
        if _NOT_USED not in link
    ]
