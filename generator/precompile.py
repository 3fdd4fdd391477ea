"""Puts the templates of our themes into the wheel as Python, too: the program then need not compile them."""

import shutil
import sys
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class PrecompileHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, str(Path(self.root, "generator")))
        sys.dont_write_bytecode = True
        from papercatalog.catalog import Catalog
        from papercatalog.config import SiteConfig
        from papercatalog.render import Renderer
        from papercatalog.theme import load_theme

        self._folder = Path(mkdtemp())
        (self._folder / "__init__.py").touch()
        for folder in sorted(Path(self.root, "themes").glob("*/templates")):
            config = SiteConfig("", theme=folder.parent.name, root=Path(self.root))
            for name, source in Renderer(config, Catalog(()), load_theme(config)).to_python():
                (self._folder / f"{name}.py").write_text(source, encoding="utf-8")
        build_data["force_include"][str(self._folder)] = "papercatalog/precompiled"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        shutil.rmtree(self._folder)
