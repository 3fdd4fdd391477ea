"""What results show -> small files, in folders whose names change with their content.

A result costs its reader the file that it is in, so the files hold few papers. Papers in a row
share a folder: a name in the manifest for every file would make that long, one name for all
would change with every paper.
"""

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice

from papercatalog.search.encoding import HASH_LENGTH, compact_json

Record = Mapping[str, object]

PAPERS_PER_FILE = 2
FILES_PER_FOLDER = 500


def make_folders(records: Iterable[Record]) -> Iterator[tuple[str, list[bytes]]]:
    """Yield each folder's name and its files, in the order of the papers' numbers."""
    files = _make_files(records)
    while folder := list(islice(files, FILES_PER_FOLDER)):
        yield sha256(b"\n".join(folder)).hexdigest()[:HASH_LENGTH], folder


def _make_files(records: Iterable[Record]) -> Iterator[bytes]:
    remaining = iter(records)
    while few := list(islice(remaining, PAPERS_PER_FILE)):
        yield compact_json(few)
