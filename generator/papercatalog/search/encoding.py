"""What the makers of search's files share: values to bytes, and names that change with them."""

import json
from hashlib import sha256

HASH_LENGTH = 10
"""Characters. The manifest holds a hash a file; two of 100,000 papers' files share one in a build in a million."""


# json.dumps makes one for every call.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def compact_json(value: object) -> bytes:
    return _ENCODER.encode(value).encode()


def content_hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:HASH_LENGTH]
