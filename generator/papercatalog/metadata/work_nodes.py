"""JSON-LD of papers and datasets."""

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.exports.citation import Citation
from papercatalog.markdown import plain_text
from papercatalog.metadata.licences import licence_url
from papercatalog.metadata.nodes import Node, compact, node, permalink
from papercatalog.model import Dataset, Name, Paper, Topic
from papercatalog.pages.description import shorten

# Google refuses a Dataset whose description is shorter or longer.
_DESCRIPTION_MIN, _DESCRIPTION_MAX = 50, 5000


def paper_node(config: SiteConfig, catalog: Catalog, paper: Paper, citation: Citation, abstract: str) -> Node:
    identifiers = {"doi": citation.doi, "arxiv": citation.arxiv}
    return node(
        config,
        "ScholarlyArticle",
        paper.url,
        "work",
        name=citation.title,
        headline=citation.title,
        author=[_author(config, catalog, *names) for names in zip(paper.authors, citation.authors, strict=True)],
        datePublished=str(citation.year) if citation.year else None,
        abstract=abstract,
        isPartOf=_container(config, paper, citation),
        pageStart=citation.first_page,
        pageEnd=citation.last_page,
        identifier=[_identifier(scheme, value) for scheme, value in identifiers.items() if value],
        sameAs=paper.identifiers.urls,
        about=[term_node(config, catalog.topic[topic]) for topic in paper.topics],
        mentions=_mentions(config, catalog, paper),
        encoding=[_pdf(url) for url in _pdf_urls(paper)],
        # Of an arXiv paper we know; of others a missing PDF says nothing.
        isAccessibleForFree=True if citation.arxiv else None,
        creativeWorkStatus=(paper.status or "").capitalize(),
        mainEntityOfPage=permalink(config, paper.url),
    )


def dataset_node(config: SiteConfig, catalog: Catalog, dataset: Dataset) -> Node:
    introduced_by = catalog.paper.get(dataset.introduced_by or "")
    return node(
        config,
        "Dataset",
        dataset.url,
        "dataset",
        name=dataset.name,
        alternateName=list(dataset.aliases),
        description=_dataset_description(config, catalog, dataset),
        keywords=[dataset.kind] if dataset.kind else None,
        datePublished=str(dataset.year) if dataset.year else None,
        size=dataset.size,
        license=_licence(dataset.licence),
        sameAs=dataset.homepage,
        citation=_work_reference(config, introduced_by) if introduced_by else None,
        includedInDataCatalog=node(config, "DataCatalog", "/", "catalog", name=config.title),
    )


def term_node(config: SiteConfig, topic: Topic) -> Node:
    """Return a topic as papers refer to it; its own page says more."""
    return node(config, "DefinedTerm", topic.url, "term", name=topic.name)


def _author(config: SiteConfig, catalog: Catalog, printed: Name, name: Name) -> Node:
    author_id = catalog.author_id(printed)
    listed = catalog.listed_person.get(author_id)
    # A literal name may be that of a group: which of the two it is nobody has written down.
    kind = None if name.literal else "Person"
    facts = {"name": str(name), "givenName": name.given, "familyName": name.family}
    return node(config, kind, f"/authors/{author_id}/", "person", **facts, sameAs=listed and listed.orcid_url)


def _container(config: SiteConfig, paper: Paper, citation: Citation) -> Node | None:
    """Return where the paper appeared; a journal is reached by its issue and volume, as far as they are known."""
    if not paper.venue:
        return None
    if citation.kind == "conference":
        # Proceedings: the venue's page is about the whole series, so this node has no name of its own.
        return compact({"@type": "Book", "name": citation.container, "alternateName": citation.container_short})
    inner = node(config, "Periodical", f"/venues/{paper.venue.id}/", "venue", name=citation.container)
    if citation.volume:
        inner = {"@type": "PublicationVolume", "volumeNumber": citation.volume, "isPartOf": inner}
    if citation.issue:
        inner = {"@type": "PublicationIssue", "issueNumber": citation.issue, "isPartOf": inner}
    return inner


def _identifier(scheme: str, value: str) -> Node:
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


def _mentions(config: SiteConfig, catalog: Catalog, paper: Paper) -> list[Node]:
    # CreativeWork is what a Dataset is too. Google complains of every node typed Dataset that has no description,
    # and the description stands on the dataset's own page.
    datasets = [catalog.dataset[use.id] for use in paper.datasets]
    code: list[Node] = [{"@type": "SoftwareSourceCode", "codeRepository": link.url} for link in paper.links_of("code")]
    return [node(config, "CreativeWork", data.url, "dataset", name=data.name) for data in datasets] + code


def _pdf_urls(paper: Paper) -> list[str]:
    urls = [paper.identifiers.pdf_url, *(link.url for link in paper.links_of("pdf"))]
    return [url for url in urls if url]


def _pdf(url: str) -> Node:
    return {"@type": "MediaObject", "contentUrl": url, "encodingFormat": "application/pdf"}


def _work_reference(config: SiteConfig, paper: Paper) -> Node:
    return node(config, "ScholarlyArticle", paper.url, "work", name=paper.title)


def _dataset_description(config: SiteConfig, catalog: Catalog, dataset: Dataset) -> str:
    text = shorten(plain_text(dataset.body, catalog.cite), _DESCRIPTION_MAX)
    if len(text) >= _DESCRIPTION_MIN:
        return text
    return f"{text} {dataset.name} is a dataset that papers of the catalogue {config.title} use or mention.".strip()


def _licence(licence: str | None) -> str | Node | None:
    return licence_url(licence) or ({"@type": "CreativeWork", "name": licence} if licence else None)
