"""Is each claim about a paper found in its own words, or on a page that is named?

A claim is a dataset that the paper uses, a result or a link. Its words are the title and the
abstract as a reader sees them.
"""

import re
from collections.abc import Collection, Iterator

from papercatalog.catalog import Catalog
from papercatalog.claims import Claim, Ground
from papercatalog.markdown import plain_text
from papercatalog.mentions import PhraseFinder
from papercatalog.model import Paper, Result
from papercatalog.schema import Finding, Problem
from papercatalog.text import squeeze

_URL_END = re.compile(r"/?(?![\w/-]|[.?#&=:~+%@]\w)")
"""A full stop or a question mark ends an address, unless the address goes on behind it."""
_NUMBER_START = re.compile(r"(?<![0-9])(?<![0-9][.,])")
_NUMBER_END = re.compile(r"(?![0-9]|[.,][0-9])")


def check_grounding(catalog: Catalog) -> Iterator[Finding]:
    """Report every claim that rests on nothing, and every number that is not in its quote."""
    for paper in catalog.papers:
        for claim in catalog.claims.get(paper.id, ()):
            for problem in claim.problems:
                yield Finding(paper.span, problem)


def find_claims(paper: Paper) -> Iterator[Claim]:
    """Yield the claims that can be judged by the paper alone: its links and its results."""
    if paper.links or paper.results:
        words = _words(paper)
        yield from _links(paper, words)
        yield from _results(paper, words)


def find_dataset_claims(paper: Paper, finder: PhraseFinder, known: Collection[str]) -> Iterator[Claim]:
    """Yield the claims that need the names of all datasets: those that the paper uses."""
    if not paper.datasets:
        return
    named = {mention.id for text in _words(paper) for mention in finder.find(text)}
    for index, use in enumerate(paper.datasets):
        if use.id not in known:
            continue  # that it does not exist is said elsewhere
        problem = Problem(
            ("datasets", index, "id"),
            "ungrounded-dataset",
            f'neither title nor abstract names "{use.id}"',
            f"add the spelling to the aliases in content/datasets/{use.id}.md, add source:, or remove it",
        )
        yield _claim("dataset", use.id in named, use.source, problem)


def _words(paper: Paper) -> list[str]:
    return [paper.title, squeeze(plain_text(paper.body))]


def _links(paper: Paper, words: list[str]) -> Iterator[Claim]:
    for index, link in enumerate(paper.links):
        problem = Problem(
            ("links", index, "url"),
            "ungrounded-link",
            f"the abstract does not show {link.url}",
            "add source: with the address of a page that shows the link, or remove it",
        )
        yield _claim("link", any(shows_address(text, link.url) for text in words), link.source, problem)


def shows_address(text: str, url: str) -> bool:
    """Tell whether `text` has the address, and not one that only begins with it."""
    url = url.rstrip("/")
    return any(_URL_END.match(text, at + len(url)) for at in _places(url, text))


def _results(paper: Paper, words: list[str]) -> Iterator[Claim]:
    used = {use.id for use in paper.datasets}
    for index, result in enumerate(paper.results):
        path = ("results", index, "quote")
        problem = Problem(
            path,
            "ungrounded-result",
            f'the quoted words are not in title or abstract: "{result.quote}"',
            "quote the words as they are printed there, add source:, or remove the result",
        )
        claim = _claim("result", any(result.quote in text for text in words), result.source, problem)
        problems = [*claim.problems, *_misquoted(result, index)]
        if result.dataset and result.dataset not in used:
            message, hint = f'"{result.dataset}" is not among the paper\'s datasets', "list it there with its role"
            problems.append(Problem(("results", index, "dataset"), "unlisted-dataset", message, hint))
        yield Claim(claim.kind, claim.ground, tuple(problems))


def _misquoted(result: Result, index: int) -> Iterator[Problem]:
    """Report the numbers of a result that its quote does not have."""
    for name, number in (("value", result.value), ("spread", result.spread)):
        if number and not _has_number(result.quote, number):
            message = f'the quote does not have the {name} {number}: "{result.quote}"'
            hint = "write the number exactly as the quote prints it"
            yield Problem(("results", index, name), "misquoted-number", message, hint)


def _has_number(text: str, number: str) -> bool:
    """Tell whether `text` has the number: 9.6 is not in 99.63, but it is in "9.6%." and in "9.6x"."""
    return any(
        _NUMBER_START.match(text, at) and _NUMBER_END.match(text, at + len(number)) for at in _places(number, text)
    )


def _places(part: str, text: str) -> Iterator[int]:
    """Yield where `part` stands in `text`. A pattern made for each part would cost more than the search."""
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


def _claim(kind: str, in_words: bool, source: str | None, problem: Problem) -> Claim:
    if in_words:
        return Claim(kind, Ground.WORDS)
    return Claim(kind, Ground.SOURCE) if source else Claim(kind, Ground.NOTHING, (problem,))
