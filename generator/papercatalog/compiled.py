"""Templates that are compiled already: a build of a small catalogue would spend a sixth of its time on that.

Those of our own themes are modules of the wheel (`generator/precompile.py`): installing it makes byte code of them, as
of all its modules. Those of other themes are kept in the cache.
"""

import marshal
from collections.abc import Callable, Mapping
from hashlib import blake2b
from importlib.abc import InspectLoader
from importlib.util import find_spec
from types import CodeType

from papercatalog.cache import Cache, open_common_cache
from papercatalog.diagnostics import CatalogError
from papercatalog.theme import Template

_SHIPPED = "papercatalog.precompiled"
"""The package of such modules."""
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

    def get(self, name: str, template: Template, jinja: int, compile_: Callable[[], CodeType]) -> CodeType:
        """Return what `compile_` would; `jinja` is the version of what it makes."""
        key = blake2b(repr((name, template)).encode(), digest_size=16).digest()
        if key not in self._codes:
            if shipped := _load_shipped(module_name(name, template, jinja)):
                self._codes[key] = shipped.replace(co_filename=template.shown_path)
            elif key in self._kept:
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


def module_name(name: str, template: Template, jinja: int) -> str:
    """Return the name that a template has as a module; `jinja` is the version of its code."""
    return f"t{blake2b(repr((name, template.source, jinja)).encode(), digest_size=16).hexdigest()}"


def _load_shipped(module: str) -> CodeType | None:
    try:
        spec = find_spec(f"{_SHIPPED}.{module}")
    except ModuleNotFoundError:  # a source tree has no such package
        return None
    return spec.loader.get_code(spec.name) if spec and isinstance(spec.loader, InspectLoader) else None


def load_compiled() -> CompiledTemplates:
    """Return what the common cache has; a cache saves time and nothing else, so there need not be any."""
    try:
        return CompiledTemplates(open_common_cache())
    except CatalogError:
        return CompiledTemplates()
