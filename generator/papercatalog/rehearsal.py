"""Change a copy of the content first, and the content itself only if the copy passes every check.

What somebody else wrote is put into the catalogue without a person who looks at it before: the check comes first.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from papercatalog.check import check_site
from papercatalog.config import SiteConfig
from papercatalog.files import replace_bytes
from papercatalog.importers.run import ImportReport
from papercatalog.places import CONTENT_FOLDER
from papercatalog.theme import load_theme


def rehearse(config: SiteConfig, change: Callable[[SiteConfig], ImportReport]) -> ImportReport:
    """Let `change` work on the catalogue, and return what it did and the warnings about the pages that it wrote.

    Raises `CatalogError` with every problem of the catalogue before the change, else of the one after it; then
    nothing is written.
    """
    theme = load_theme(config)
    check_site(config, theme=theme)  # what is found later is of the change; and nothing but plain files is copied
    with TemporaryDirectory() as folder:
        copy = replace(config, root=Path(folder))
        # Without the leftovers of editors, which `check` does not look at. A link would stay one, and be refused again.
        leftovers = shutil.ignore_patterns(".*", "*~")
        shutil.copytree(config.root / CONTENT_FOLDER, copy.root / CONTENT_FOLDER, symlinks=True, ignore=leftovers)
        report = change(copy)
        warnings = [
            warning for warning in check_site(copy, theme=theme).warnings if warning.span.path in report.written
        ]
        for path in report.written:
            replace_bytes(config.root / path, (copy.root / path).read_bytes())
    return replace(report, diagnostics=(*report.diagnostics, *warnings))
