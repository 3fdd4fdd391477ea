"""Where a reader can change a record, on the forge that hosts the repository."""

from urllib.parse import urlsplit

from papercatalog.diagnostics import Span

_EDIT_PATHS = {
    "github.com": "/edit/main/",
    "gitlab.com": "/-/edit/main/",
    "codeberg.org": "/_edit/main/",
}


def edit_url(repository: str | None, source: Span) -> str | None:
    """Return the address that opens the file of `source` for editing.

    On a host whose addresses we do not know it is the repository itself, and without one None.
    """
    if not repository:
        return None
    address = repository.rstrip("/").removesuffix(".git")
    edit_path = _EDIT_PATHS.get(urlsplit(address).hostname or "")
    return address + edit_path + source.path if edit_path else repository
