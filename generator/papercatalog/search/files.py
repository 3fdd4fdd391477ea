"""Papers -> the files that the site's own search loads.

    data/search/manifest.json            what the others are called, and the numbers that weights need
    data/search/terms-<hash>.json        postings of a range of terms: see shards.py
    data/search/vocabulary-<hash>.json   all terms: see vocabulary.py
    data/search/papers/<hash>/<n>.json   what results show, for a few papers in a row: see records.py
    data/search/names-<hash>.json        names of pages, in a range: see names.py
    data/search/<name>-<hash>.json       whatever else search needs to know

Names carry a hash of the content, so that only the manifest can be out of date in a cache.
Papers are numbered in the order given.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from papercatalog.output import OutputFile
from papercatalog.search.documents import FIELDS, K1, B
from papercatalog.search.encoding import HASH_LENGTH, compact_json, content_hash
from papercatalog.search.index import lunr_index
from papercatalog.search.memory import SearchMemory, Source
from papercatalog.search.names import Entry
from papercatalog.search.paths import FOLDER, LUNR_INDEX_PATH, MANIFEST_PATH
from papercatalog.search.postings import invert
from papercatalog.search.records import FILES_PER_FOLDER, PAPERS_PER_FILE, PAPERS_PER_FOLDER, make_folder
from papercatalog.search.shards import Shard, ShardCoder, find_shards
from papercatalog.search.tokens import STOP_WORDS
from papercatalog.search.vocabulary import make_vocabulary

FORMAT_VERSION = 3


def renew_files(
    sources: Iterable[Source],
    memory: SearchMemory,
    names: Iterable[Sequence[Entry]],
    extra: Mapping[str, object],
    *,
    has_lunr_index: bool,
) -> Iterator[OutputFile]:
    """Yield the files for these papers, oldest first, with names of pages by file and further values by name.

    Those that `memory` takes over are left out; the manifest comes last. Papers are gone through once, a folder of
    records at a time; of those before, only tokens are kept.
    """
    ids, folders = yield from _renew_records(sources, memory)
    postings = invert(memory.index)
    use_counts = dict(zip(postings.terms, postings.use_counts().tolist(), strict=True))
    firsts, hashes = yield from _renew_terms(find_shards(len(ids), use_counts), ShardCoder(postings), memory)
    named = [(entries[0][0], _hashed_file("names", compact_json(entries))) for entries in names]
    further = {name: _hashed_file(name, compact_json(value)) for name, value in extra.items()}
    vocabulary = _hashed_file("vocabulary", make_vocabulary(use_counts))
    yield from (vocabulary, *(file for _, file in named), *further.values())
    if has_lunr_index:
        yield OutputFile(LUNR_INDEX_PATH, lunr_index(postings, ids))
    manifest = {
        "version": FORMAT_VERSION,
        "count": len(ids),
        "k1": K1,
        "b": B,
        "fields": [
            {"name": name, "boost": boost, "averageLength": length}
            for (name, boost), length in zip(FIELDS.items(), postings.average_lengths(), strict=True)
        ],
        "stopWords": sorted(STOP_WORDS),
        # A name each would be twice as long.
        "terms": {"firsts": firsts, "hashes": "".join(hashes), "hashLength": HASH_LENGTH},
        "vocabulary": _name(vocabulary),
        "papers": {"folders": folders, "filesPerFolder": FILES_PER_FOLDER, "papersPerFile": PAPERS_PER_FILE},
        # The first key of each, and what it is called.
        "names": [[first, _name(file)] for first, file in named],
        "extra": {name: _name(file) for name, file in further.items()},
    }
    yield OutputFile(MANIFEST_PATH, compact_json(manifest))


def _renew_records(
    sources: Iterable[Source], memory: SearchMemory
) -> Generator[OutputFile, None, tuple[list[str], list[str]]]:
    """Yield the files of records but for those taken over; return the ids of all papers and the names of folders."""
    ids: list[str] = []
    folders: list[str] = []
    remaining = iter(sources)
    while some := list(islice(remaining, PAPERS_PER_FOLDER)):
        ids += [source.id for source in some]
        memory.add(some)
        folder = memory.find_folder(some)
        if not folder or not memory.take_over(_records_paths(folder, len(some))):
            folder, files = make_folder(source.record() for source in some)
            for path, content in zip(_records_paths(folder, len(some)), files, strict=True):
                yield OutputFile(path, content)
        memory.note_folder(some, folder)
        folders.append(folder)
    return ids, folders


def _renew_terms(
    shards: Iterable[Shard], coder: ShardCoder, memory: SearchMemory
) -> Generator[OutputFile, None, tuple[list[str], list[str]]]:
    """Yield the files of terms but for those taken over; return of all where they begin and their hashes."""
    firsts, hashes = [], []
    for shard in shards:
        content = coder.content(shard)
        firsts.append(shard.first)
        hashes.append(content_hash(content))
        path = f"{FOLDER}terms-{hashes[-1]}.json"
        if not memory.take_over([path]):
            yield OutputFile(path, content)
    return firsts, hashes


def _records_paths(folder: str, papers: int) -> list[str]:
    return [f"{FOLDER}papers/{folder}/{number}.json" for number in range(-(-papers // PAPERS_PER_FILE))]


def _hashed_file(stem: str, content: bytes) -> OutputFile:
    return OutputFile(f"{FOLDER}{stem}-{content_hash(content)}.json", content)


def _name(file: OutputFile) -> str:
    return file.path.removeprefix(FOLDER)
