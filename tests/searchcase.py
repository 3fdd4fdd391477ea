"""The files of search for documents that a test makes up."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from papercatalog.output import OutputFile
from papercatalog.search.documents import Record, Tokens
from papercatalog.search.files import renew_files
from papercatalog.search.memory import SearchMemory, Source
from papercatalog.search.names import Entry
from papercatalog.search.terms import Terms


class Document(NamedTuple):
    """What search knows of a paper."""

    id: str
    tokens: Tokens
    record: Record


def search_files(
    make_documents: Callable[[Terms], Iterable[Document]],
    names: Iterable[Sequence[Entry]] = (),
    extra: Mapping[str, object] = {},
    *,
    has_lunr_index: bool = False,
) -> Iterator[OutputFile]:
    """Yield all files for these papers, oldest first; tokens are numbered with the terms that are given."""
    memory = SearchMemory(None, (), lambda _: False)
    sources = [
        Source(document.id, None, lambda tokens=document.tokens: tokens, lambda record=document.record: record)
        for document in make_documents(memory.terms)
    ]
    return renew_files(sources, memory, names, extra, has_lunr_index=has_lunr_index)
