"""Which site paths may be claimed: each by one page, and none that some system cannot store."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from papercatalog.diagnostics import Diagnostic, Span
from papercatalog.pages.page import Page
from papercatalog.places import CONFIG_FILE
from papercatalog.text import caseless, is_device_name
from papercatalog.urls import output_path

MAX_PATH = 200
MAX_SEGMENT = 80

GENERATED_PATHS = (
    "/assets/",
    "/corrections.json",
    "/corrections.xml",
    "/feed.json",
    "/feed.xml",
    "/llms.txt",
    "/opensearch.xml",
    "/robots.txt",
    "/sitemap.xml",
)
"""Written by other stages than pages, so a page may not be there. `/data/` has a page of its own, which claims it."""


def _find_collisions(pages: Iterable[Page]) -> list[Diagnostic]:
    """Report every path that more than one page claims.

    Paths are compared case-folded and in compatibility form: a site that works on Linux must
    not lose a page when someone unpacks it on a file system that ignores case. One diagnostic
    a path, naming all claimants in planning order.
    """
    claimants: list[tuple[str, Page | None]] = [(caseless(path), None) for path in GENERATED_PATHS]
    claimants += [(caseless(page.path), page) for page in pages]
    if len(dict(claimants)) == len(claimants):  # as nearly always
        return []
    claims: dict[str, list[Page | None]] = defaultdict(list)
    for path, page in claimants:
        claims[path].append(page)
    return [_collision(claimants) for claimants in claims.values() if len(claimants) > 1]


def check_paths(pages: Sequence[Page]) -> Iterator[Diagnostic]:
    """Report paths that more than one page claims, and those that some file system or archive cannot hold."""
    yield from _find_collisions(pages)
    for page in pages:
        path = output_path(page.path)
        segments = path.split("/")
        if len(path) > MAX_SEGMENT and (len(path) > MAX_PATH or max(map(len, segments)) > MAX_SEGMENT):
            longest = max(segments, key=len)
            message = f"the page {page.path} has a path of {len(path)} characters, {len(longest)} between two slashes"
            hint = f"at most {MAX_PATH} and {MAX_SEGMENT} are portable: give the record a shorter id"
            yield Diagnostic("path-too-long", message, _place(page), hint)
        for device in filter(is_device_name, segments):
            message = f'the page {page.path} needs a folder "{device}", which is a device on Windows'
            yield Diagnostic("reserved-name", message, _place(page), "give the record another id")


def _collision(claimants: list[Page | None]) -> Diagnostic:
    pages = [page for page in claimants if page]
    names = ", ".join(_describe(page) for page in claimants)
    message = f"{len(claimants)} sources claim {pages[0].path}: {names}"
    return Diagnostic("path-collision", message, _place(pages[-1]), "rename all but one")


def _describe(page: Page | None) -> str:
    if page is None:
        return "a file or folder that every site has"
    source = f" ({page.source.path})" if page.source else ""
    return f'"{page.title}" at {page.path}{source}'


def _place(page: Page) -> Span:
    return page.source or Span(CONFIG_FILE)
