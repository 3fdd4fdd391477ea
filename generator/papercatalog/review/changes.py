"""Which files differ from another state of the repository, and what they were there: asked of git.

No other module starts a program, but for the editor of whoever runs `catalog new`. The arguments
are fixed but for commits, which are checked first, and paths, which follow a commit: nothing that is
sent can become an option. Hooks, pagers, monitors and programs that show differences stay out of it.
"""

import os
import posixpath
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span, printable
from papercatalog.places import CONTENT_FOLDER
from papercatalog.text import squeeze

_GIT = ("git", "--no-pager", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", f"core.hooksPath={os.devnull}")
_SECONDS = 60
_BASE = re.compile(r"(?![-.]|.*\.\.)[A-Za-z0-9_./@{}^~+-]{1,200}")
_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from `base`, the last commit that both have. Paths are relative to the catalogue, with `/`."""

    root: Path
    base: str
    prefix: str
    """Leads from the top of the repository to the catalogue: empty, or with `/` at its end."""
    paths: tuple[str, ...]

    def read_before(self, path: str) -> bytes | None:
        """Return what a file was, None if it was not there."""
        try:
            return _git(self.root, "cat-file", "blob", f"{self.base}:{self.prefix}{path}")
        except CatalogError:
            return None


def find_changes(root: Path, base: str) -> Changes:
    """Compare the files in and around the catalogue `root` with the merge base of HEAD and `base`.

    What git does not know yet counts in content/ only: elsewhere it is nobody's pull request. Raises `CatalogError`
    where git, the repository or that commit is missing.
    """
    if not _BASE.fullmatch(base):
        raise _invalid(f'"{printable(base[:80])}" is not the name of a commit')
    commit = _ask_commit(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}")
    if not commit:
        raise _invalid(f'there is no commit "{base}"')
    common = _ask_commit(root, "merge-base", commit, "HEAD")
    prefix = os.fsdecode(_git(root, "rev-parse", "--show-prefix")).removesuffix("\n")
    top = root / posixpath.join(*[".."] * prefix.count("/"), ".")
    plain = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty")
    differing = ("diff", "--name-only", "-z", *plain, common, "--")
    untracked = ("ls-files", "--others", "--exclude-standard", "-z", "--", f"{prefix}{CONTENT_FOLDER}")
    names = {os.fsdecode(name) for ask in (differing, untracked) for name in _git(top, *ask).split(b"\0") if name}
    paths = tuple(posixpath.relpath(name, prefix or ".") for name in sorted(names))
    return Changes(root, common, prefix, paths)


def check_inside(changes: Changes) -> tuple[Diagnostic, ...]:
    """Report every change that is not in content/ of the catalogue."""
    message = f"is not in {CONTENT_FOLDER}/, which is all that a contributor changes"
    hint = "undo this change, or leave it to a maintainer in a pull request of its own"
    outside = (path for path in changes.paths if not path.startswith(f"{CONTENT_FOLDER}/"))
    return tuple(Diagnostic("outside-content", message, Span(path), hint) for path in outside)


def _ask_commit(root: Path, *arguments: str) -> str:
    """Return what git answers; empty where it was told to be quiet and finds nothing."""
    answer = _git(root, *arguments).decode("ascii", "replace").strip()
    if answer and not _COMMIT.fullmatch(answer):
        raise _failed(f"git {arguments[0]} names no commit")
    return answer


def _git(folder: Path, *arguments: str) -> bytes:
    environment = {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - see above
            [*_GIT, *arguments], cwd=folder, env=environment, capture_output=True, timeout=_SECONDS, check=False
        )
    except FileNotFoundError:
        raise _failed("there is no git to ask") from None
    except subprocess.TimeoutExpired:
        raise _failed(f"git {arguments[0]} has not answered within {_SECONDS} seconds") from None
    if done.returncode and not (done.returncode == 1 and "--quiet" in arguments):
        words = squeeze(done.stderr.decode("utf-8", "replace"))[:300]
        raise _failed(f"git {arguments[0]} has failed: {words or 'it finds nothing in common'}")
    return done.stdout


def _invalid(message: str) -> CatalogError:
    hint = "give a branch, tag or commit of this repository, such as origin/main; a shallow clone lacks most of them"
    return CatalogError([Diagnostic("invalid-base", message, Span("--changed"), hint)], ExitCode.USAGE)


def _failed(message: str) -> CatalogError:
    hint = "name a commit that this repository has; a shallow clone lacks most: fetch-depth: 0 in a workflow"
    return CatalogError([Diagnostic("no-changes-known", message, Span("--changed"), hint)], ExitCode.ENVIRONMENT)
