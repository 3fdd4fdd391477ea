"""A new catalogue: a folder with one invented example of each kind of record, and all that it takes to publish it.

The files stand in `starter/` as they will stand in the new folder. The wheel adds what a checkout has at its top:
the workflows of this project are those of every catalogue.
"""

import os
import shutil
from pathlib import Path

from papercatalog import __version__
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
from papercatalog.system import real_path

_PACKAGE = Path(__file__).parent
_STARTER = _PACKAGE / "starter"
_FOR_GITHUB = (_STARTER / ".github", _PACKAGE.parents[1] / ".github")
"""In the wheel, and in a checkout."""


def start_catalogue(folder: Path) -> None:
    """Write a new catalogue to `folder`: all of it or nothing. That is new, empty, or has a git repository only."""
    target = real_path(folder)
    _refuse_what_is_there(folder, target)
    # A folder that exists may be the one that its owner is in: it is filled, not replaced.
    is_filled = target.exists()
    stage = (target if is_filled else target.parent) / f".{target.name}.papercatalog-{os.getpid()}"
    try:
        _copy(_STARTER, stage)
        _copy(next(path for path in _FOR_GITHUB if path.is_dir()), stage / ".github")
        (stage / "requirements.txt").write_text(f"papercatalog=={__version__}\n", encoding="utf-8")
        if is_filled:
            for path in sorted(stage.iterdir()):
                path.rename(target / path.name)
            stage.rmdir()
        else:
            stage.rename(target)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise


def _copy(source: Path, target: Path) -> None:
    """Copy the files below `source`. The copies are the user's own: dates and rights do not come along."""
    for path in sorted(source.rglob("*")):
        if path.is_file():
            copy = target / path.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())


def _refuse_what_is_there(folder: Path, target: Path) -> None:
    """Raise `CatalogError` unless a new folder may stand at `target`."""
    if target.is_dir() and any(path.name != ".git" for path in target.iterdir()):
        problem = "is not empty"
    elif target.exists() and not target.is_dir():
        problem = "is not a folder"
    else:
        return
    hint = "name a folder that does not exist yet, or has nothing in it but .git"
    raise CatalogError([Diagnostic("unfit-folder", problem, Span(str(folder)), hint)], ExitCode.USAGE)
