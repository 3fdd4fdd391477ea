"""site.yaml -> SiteConfig: every key, its default and its meaning."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Severity, Span
from papercatalog.fields import Line, Strict
from papercatalog.files import read_text
from papercatalog.places import CONFIG_FILE
from papercatalog.schema import Schema, locate
from papercatalog.strict_yaml import load_yaml
from papercatalog.urls import is_external_url

LUNR_INDEX_LIMIT = 10_000
"""Papers. Their index has 70 MB, which take a browser a second to read, and a build twice the memory to make."""

_THEME_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
_EXPLANATIONS = {
    _THEME_PATTERN: "must be the name of a folder in themes/, of lower-case letters and digits joined by hyphens",
    _LANGUAGE_PATTERN: "must be a language tag such as en or pt-BR",
}


def _address(value: str) -> str:
    if not is_external_url(value) or "?" in value or "#" in value:
        raise ValueError("must be an http or https address without query, such as https://example.org/papers/")
    return value


def _base_url(value: str) -> str:
    start, _, path = _address(value).partition("://")
    if "//" in path.rstrip("/"):  # an address of the site that begins so would be one of another host
        raise ValueError("must have no two slashes in a row in its path")
    return f"{start}://{path.rstrip('/')}/"


@dataclass(frozen=True, slots=True)
class SiteConfig(Strict):
    """What the whole site shares."""

    title: Line
    """The name of the site, at the head of each page."""
    description: Line = ""
    """One sentence for the home page, search engines and feeds."""
    language: Annotated[str, StringConstraints(pattern=_LANGUAGE_PATTERN)] = "en"
    """What pages and feeds say they are written in; the texts of the program are English."""
    base_url: Annotated[str, AfterValidator(_base_url)] | None = None
    """Where the site is published, ending with `/`. Without it, nothing that demands absolute addresses is written."""
    repository: Annotated[str, AfterValidator(_address)] | None = None
    """The address of the source repository, for "suggest a fix"."""
    theme: Annotated[str, StringConstraints(pattern=_THEME_PATTERN)] = "default"
    """A folder of themes/, or a theme that comes with the program."""
    lunr_index: Literal["auto", "always", "never"] = "auto"
    """Whether to write the standard Lunr index; auto leaves it out above 10,000 papers."""
    root: Path = Path()
    """The folder of site.yaml."""

    def has_lunr_index(self, papers: int) -> bool:
        """Tell whether a catalogue of so many papers gets a standard Lunr index."""
        return self.lunr_index == "always" or (self.lunr_index == "auto" and papers <= LUNR_INDEX_LIMIT)


def load_config(root: Path, base_url: str | None = None) -> SiteConfig:
    """Read `root`/site.yaml; a `base_url` from the command line wins.

    Raises `CatalogError` with every problem of the file.
    """
    path = root / CONFIG_FILE
    if not path.exists():
        message = f"there is no {CONFIG_FILE} in {root.absolute()}"
        hint = "run the command in the folder of a catalogue, or name the folder with --site"
        raise CatalogError([Diagnostic("no-site", message, Span(CONFIG_FILE), hint)], ExitCode.USAGE)
    text = read_text(path, CONFIG_FILE)
    config, problems = Schema(SiteConfig, ["root"], _EXPLANATIONS).check(load_yaml(text, CONFIG_FILE), {"root": root})
    if config is None:
        raise CatalogError(locate(problems, text, CONFIG_FILE))
    if base_url is None:
        return config
    try:
        return replace(config, base_url=_base_url(base_url))
    except ValueError as error:
        raise CatalogError(
            [Diagnostic("invalid-value", f"--base-url {error}", Span("command line"))], ExitCode.USAGE
        ) from None


def advise(config: SiteConfig, papers: int) -> tuple[Diagnostic, ...]:
    """Say what the configuration leaves out, so that nobody looks for it in vain."""
    advice = []
    if not config.base_url:
        message = "there is no base_url: feeds, the sitemap and all else that needs absolute addresses are left out"
        advice.append(("no-base-url", message, f"write base_url: https://... in {CONFIG_FILE}, or give --base-url"))
    if config.lunr_index == "auto" and not config.has_lunr_index(papers):
        message = f"the standard Lunr index is left out: it is only of use up to {LUNR_INDEX_LIMIT:,} papers"
        advice.append(
            ("no-lunr-index", message, f"write lunr_index: always in {CONFIG_FILE} to have it, never to agree")
        )
    return tuple(Diagnostic(code, text, Span(CONFIG_FILE), hint, Severity.WARNING) for code, text, hint in advice)
