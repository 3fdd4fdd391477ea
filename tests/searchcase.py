"""The files of search for documents that a test makes up."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from papercatalog.output import OutputFile
from papercatalog.search.documents import Document
from papercatalog.search.files import renew_files
from papercatalog.search.memory import SearchMemory, Source
from papercatalog.search.names import Entry
from papercatalog.search.terms import Terms


def search_files(
    make_documents: Callable[[Terms], Iterable[Document]],
    names: Iterable[Sequence[Entry]] = (),
    extra: Mapping[str, object] = {},
    *,
    has_lunr_index: bool = False,
) -> Iterator[OutputFile]:
    """Yield all files for these papers, oldest first; tokens are numbered with the terms that are given."""
    memory = SearchMemory(None, (), lambda _: False)
    made = {document.id: document for document in make_documents(memory.terms)}
    sources = [Source(id_, None, lambda id_=id_: made[id_]) for id_ in made]
    return renew_files(sources, memory, names, extra, has_lunr_index=has_lunr_index)
