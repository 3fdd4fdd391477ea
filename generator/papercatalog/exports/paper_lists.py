"""Which lists of papers have files to take home: BibTeX, RIS and CSL-JSON say the same.

The whole catalogue has, and so does each topic, dataset, method, venue and author with at least two papers. A list of
one is its paper's own record, and most authors of a large catalogue have one: their files would be most of the site.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from papercatalog.catalog import Catalog
from papercatalog.model import Paper

MIN_PAPERS = 2

BIBTEX_TYPE = "application/x-bibtex"
_FORMATS = (
    ("bib", "BibTeX", BIBTEX_TYPE),
    ("ris", "RIS", "application/x-research-info-systems"),
    ("csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json"),
)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file with the papers of a page; `path` is its site path."""

    path: str
    format: str
    media_type: str


def paper_lists(catalog: Catalog) -> Iterator[tuple[str, Sequence[Paper]]]:
    """Yield (output path without extension, papers) of each list that has files, the whole catalogue first."""
    yield "data/catalog", catalog.papers
    for section, groups in _groups(catalog).items():
        for record_id, papers in groups.items():
            if _has_files(record_id, papers):
                yield f"{section}/{record_id}/papers", papers


def files_of_list(catalog: Catalog, path: str) -> tuple[ListFile, ...]:
    """Return the files that the page at `path` offers; none where it lists fewer than two papers or is no such page."""
    section, _, record_id = path.strip("/").partition("/")
    if not _has_files(record_id, _groups(catalog).get(section, {}).get(record_id, ())):
        return ()
    return tuple(ListFile(f"{path}papers.{extension}", name, media) for extension, name, media in _FORMATS)


def _has_files(record_id: str, papers: Sequence[Paper]) -> bool:
    # Authors whose names have no Latin letters share an empty id, and have no page.
    return bool(record_id) and len(papers) >= MIN_PAPERS


def _groups(catalog: Catalog) -> dict[str, Mapping[str, Sequence[Paper]]]:
    """Return section of the site -> record id -> papers."""
    return {
        "topics": catalog.papers_by_topic,
        "datasets": catalog.papers_by_dataset,
        "methods": catalog.papers_by_method,
        "venues": catalog.papers_by_venue,
        "authors": catalog.papers_by_author,
    }
