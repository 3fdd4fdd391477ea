"""What results show -> small files, in folders whose names change with their content.

A result costs its reader the file that it is in, so the files hold few papers. Papers in a row
share a folder: a name in the manifest for every file would make that long, one name for all
would change with every paper.
"""

from collections.abc import Iterable

from papercatalog.search.documents import Record
from papercatalog.search.encoding import compact_json, content_hash

PAPERS_PER_FILE = 2
FILES_PER_FOLDER = 500
PAPERS_PER_FOLDER = PAPERS_PER_FILE * FILES_PER_FOLDER


def make_folder(records: Iterable[Record]) -> tuple[str, list[bytes]]:
    """Return the name of a folder and its files, in the order of the papers' numbers."""
    in_folder = list(records)
    starts = range(0, len(in_folder), PAPERS_PER_FILE)
    files = [compact_json(in_folder[start : start + PAPERS_PER_FILE]) for start in starts]
    return content_hash(b"\n".join(files)), files
