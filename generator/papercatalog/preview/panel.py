"""What the preview adds to each page: a script that reloads it, and panels for problems. No published page has them."""

import json
import re
from collections.abc import Sequence
from pathlib import Path

from papercatalog.diagnostics import Diagnostic, printable, sort_diagnostics
from papercatalog.reports import describe_diagnostic

_PAGE = re.compile(r"content(?:/pages)?(/(?:papers/|topics/|datasets/)?[^/]+)\.md")

SCRIPT = Path(__file__).with_name("panel.js").read_bytes()
STYLE = Path(__file__).with_name("panel.css").read_bytes()


def make_additions(generation: int) -> bytes:
    """Return what pages have in addition. The script reloads the page when it is told of another generation."""
    return (
        '<link rel="stylesheet" href="/-papercatalog/style.css">'
        f'<script src="/-papercatalog/script.js" data-generation="{generation}" defer></script>'
    ).encode()


def describe_state(generation: int, problems: str, diagnostics: Sequence[Diagnostic]) -> str:
    """Return the state of the preview as JSON. `problems` says why the newest build failed, if it did.

    Each diagnostic is as in `catalog check --format json`, with its place in one piece and the page that shows its
    record.
    """
    described = [
        describe_diagnostic(diagnostic)
        | {"place": printable(str(diagnostic.span)), "page": find_page(diagnostic.span.path)}
        for diagnostic in sort_diagnostics(diagnostics)
    ]
    return json.dumps({"generation": generation, "problems": problems, "diagnostics": described})


def find_page(path: str) -> str | None:
    """Return the address of the page that shows the record in a file of content/, None for lists."""
    match = _PAGE.fullmatch(path)
    return f"{match[1]}/" if match else None
