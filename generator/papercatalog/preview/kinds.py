"""What the preview says a file is."""

import mimetypes

_KINDS = mimetypes.MimeTypes()
"""The table that Python has built in, not that of the machine, where anybody may have written anything."""
for _ending, _kind in {
    ".js": "text/javascript",  # an older name for it in Python 3.11
    ".mjs": "text/javascript",
    ".bib": "application/x-bibtex",
    ".ris": "application/x-research-info-systems",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}.items():
    _KINDS.add_type(_kind, _ending)


def find_kind(path: str) -> str:
    """Return the media type of the file at a site path.

    Pages alone are HTML: a browser would run what strangers have written into any other file that was called so.
    """
    if path.endswith(("/", ".html")):
        return "text/html"
    kind = _KINDS.guess_type(path)[0]
    return kind if kind and kind != "text/html" else "text/plain"
