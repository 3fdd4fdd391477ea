"""Documents -> the standard serialised Lunr 2.3.9 index, for anybody's own lunr.js.

The terms are the site's own tokens, handed to Lunr as lists with empty pipelines: its
tokenisers in Python and JavaScript disagree, ours do not. The site's own search does not
need this file. Nothing else imports lunr.
"""

from collections.abc import Sequence
from typing import Any

from lunr import __TARGET_JS_VERSION__ as LUNR_VERSION
from lunr.builder import Builder

from papercatalog.search.documents import FIELDS, K1, B, Document
from papercatalog.search.tokens import utf16_order


class _Builder(Builder):  # type: ignore[misc]  # lunr has no types
    def _create_token_set(self) -> None:
        """Leave out a quarter of the work: the token set serves searching, and is not part of the serialised index."""
        self.token_set = None


def build_index(documents: Sequence[Document]) -> dict[str, Any]:
    """Return the index as JSON values. The reference of a document is the paper's id."""
    if not documents:  # the builder divides by the number of documents
        return {
            "version": LUNR_VERSION,
            "fields": list(FIELDS),
            "fieldVectors": [],
            "invertedIndex": [],
            "pipeline": [],
        }
    builder = _Builder()
    builder.ref("id")
    builder.k1(K1)
    builder.b(B)
    for field, boost in FIELDS.items():
        builder.field(field, boost=boost)
    for document in documents:
        builder.add({"id": document.id, **document.tokens})
    index: dict[str, Any] = builder.build().serialize()
    # lunr.py sorts by code point, lunr.js requires the order of its own strings and refuses to
    # load others ("Out of order word insertion"): U+FB02 and U+1D4AA stand the other way round.
    index["invertedIndex"].sort(key=lambda entry: utf16_order(entry[0]))
    return index
