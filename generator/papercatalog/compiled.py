"""Templates that are compiled already: a build of a small catalogue would spend a quarter of its time on that."""

import marshal
from collections.abc import Callable, Mapping
from hashlib import blake2b
from types import CodeType

from papercatalog.cache import Cache, open_common_cache
from papercatalog.diagnostics import CatalogError
from papercatalog.theme import Template

_NAME = "templates"
_MOST_KEPT = 500
"""Some ten themes; what else has been kept is then forgotten."""


class CompiledTemplates:
    """By name and source, so that any theme may use them."""

    def __init__(self, cache: Cache | None = None) -> None:
        self._cache = cache
        self._kept: Mapping[bytes, bytes] = (cache.load(_NAME) if cache else None) or {}
        self.fresh: dict[bytes, bytes] = {}
        """Those that were compiled now."""
        self._codes: dict[bytes, CodeType] = {}

    def get(self, name: str, template: Template, compile_: Callable[[], CodeType]) -> CodeType:
        key = blake2b(repr((name, template)).encode(), digest_size=16).digest()
        if key not in self._codes:
            if key in self._kept:
                self._codes[key] = marshal.loads(self._kept[key])  # noqa: S302 - from our cache, which bears its hash
            else:
                self._codes[key] = compile_()
                self.fresh[key] = marshal.dumps(self._codes[key])
        return self._codes[key]

    def save(self) -> None:
        if self._cache and self.fresh:
            both = {**self._kept, **self.fresh}
            self._kept, self.fresh = both if len(both) <= _MOST_KEPT else self.fresh, {}
            self._cache.save(_NAME, self._kept)


def load_compiled() -> CompiledTemplates:
    """Return what the common cache has; a cache saves time and nothing else, so there need not be any."""
    try:
        return CompiledTemplates(open_common_cache())
    except CatalogError:
        return CompiledTemplates()
