"""JSON-LD of the site itself and of its vocabulary: topics, methods, venues, authors."""

from collections.abc import Sequence

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.markdown import plain_text
from papercatalog.metadata.nodes import Node, compact, node, permalink
from papercatalog.metadata.work_nodes import term_node
from papercatalog.model import Method, Person, Topic, Venue
from papercatalog.pages.description import shorten
from papercatalog.text import counted

_MAX_DESCRIPTION = 500
_EXPORTS = {
    "/data/papers.json": "application/json",
    "/data/catalog.csv": "text/csv",
    "/data/catalog.csl.json": "application/vnd.citationstyles.csl+json",
    "/data/catalog.bib": "application/x-bibtex",
    "/data/catalog.ris": "application/x-research-info-systems",
}


def website_node(config: SiteConfig) -> Node:
    target = permalink(config, "/search/?q={search_term_string}")
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": target},
        "query-input": "required name=search_term_string",
    }
    facts = {"name": config.title, "description": config.description, "inLanguage": config.language}
    return node(config, "WebSite", "/", "website", **facts, potentialAction=search if target else None)


def catalog_node(config: SiteConfig) -> Node:
    facts = {"name": config.title, "description": config.description, "inLanguage": config.language}
    return node(config, "DataCatalog", "/", "catalog", **facts)


def export_node(config: SiteConfig, catalog: Catalog) -> Node:
    """Return the catalogue as a dataset that can be downloaded."""
    size = f"{counted(len(catalog.papers), 'paper')}, {counted(len(catalog.topics), 'topic')}"
    # Begins with words of our own: a site's description may be missing, or too short for a Dataset.
    description = f"The records of the catalogue {config.title} as files: {size}. {config.description}".strip()
    files = [(permalink(config, path), media_type) for path, media_type in _EXPORTS.items()]
    downloads = [{"@type": "DataDownload", "contentUrl": url, "encodingFormat": media} for url, media in files if url]
    return node(
        config,
        "Dataset",
        "/data/",
        "dataset",
        name=config.title,
        description=description,
        isAccessibleForFree=True,
        distribution=downloads,
        includedInDataCatalog=catalog_node(config),
    )


def topic_set_node(config: SiteConfig, catalog: Catalog) -> Node:
    terms = [term_node(config, topic) for topic in catalog.topics]
    return node(config, "DefinedTermSet", "/topics/", "terms", name=f"Topics of {config.title}", hasDefinedTerm=terms)


def topic_node(config: SiteConfig, catalog: Catalog, topic: Topic) -> Node:
    description = shorten(plain_text(topic.body, catalog.cite), _MAX_DESCRIPTION)
    facts = {"alternateName": list(topic.aliases), "description": description}
    terms = node(config, "DefinedTermSet", "/topics/", "terms", name=f"Topics of {config.title}")
    return {**term_node(config, topic), **compact({**facts, "inDefinedTermSet": terms})}


def method_node(config: SiteConfig, method: Method) -> Node:
    return node(
        config,
        "DefinedTerm",
        method.url,
        "term",
        name=method.name,
        alternateName=list(method.aliases),
        description=method.description,
        inDefinedTermSet=node(config, "DefinedTermSet", "/methods/", "terms", name=f"Methods of {config.title}"),
    )


def venue_node(config: SiteConfig, venue: Venue) -> Node:
    kind = "Periodical" if venue.kind == "journal" else "EventSeries"
    short = venue.short if venue.short != venue.name else None
    return node(config, kind, venue.url, "venue", name=venue.name, alternateName=short)


def profile_node(config: SiteConfig, person: Person) -> Node:
    names = {"name": person.name, "alternateName": list(person.aliases)}
    about = node(config, "Person", person.url, "person", **names, sameAs=person.orcid_url)
    return node(config, "ProfilePage", person.url, "page", mainEntity=about)


def breadcrumbs_node(config: SiteConfig, trail: Sequence[tuple[str, str]]) -> Node:
    """Return the way from the home page to a page, as (path, name); it consists of addresses, so needs a base URL."""
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": permalink(config, path)}
        for position, (path, name) in enumerate(trail, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}
