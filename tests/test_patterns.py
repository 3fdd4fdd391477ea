"""Every regular expression of the package, used as the package uses it, on long text made to hurt it."""

import ast
import importlib
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import papercatalog

PACKAGE = Path(str(papercatalog.__file__)).parent
LENGTH = 50_000
SECONDS = 0.2
"""Every pattern takes less than 0.05 s on a common machine; one that goes back and forth takes much more than this."""
UNITS = ["a", " ", "0", "-", "a ", "a-", "0.", "\n", "[@a", "<a ", "{a}", "https://", '"\\', "a=", "\u0430a", r"\{"]
METHODS = {"search", "match", "fullmatch", "findall", "finditer", "split", "sub", "subn"}


@dataclass(frozen=True, slots=True)
class Use:
    """A pattern of a module and a method of it that is called."""

    module: str
    pattern: re.Pattern[str] | re.Pattern[bytes]
    method: str

    def seconds(self, text: str) -> float:
        """Return how long it takes on `text`, in time of this process: others use the machine, too."""
        subject = text.encode() if isinstance(self.pattern.pattern, bytes) else text
        method = getattr(self.pattern, self.method)
        started = time.process_time()
        if self.method in ("sub", "subn"):
            method(lambda match: match[0], subject)
        else:
            list(method(subject) or ()) if self.method in ("finditer", "findall", "split") else method(subject)
        return time.process_time() - started


@cache
def find_uses(path: Path) -> list[Use]:
    """Return every pattern that a module holds or writes where it uses it, with the methods that the module calls."""
    return list(_find_uses(path))


def _find_uses(path: Path) -> Iterator[Use]:
    name = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
    module = importlib.import_module(name)
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in METHODS]
    by_name = {(node.value.id, node.attr) for node in called if isinstance(node.value, ast.Name)}
    for held, value in vars(module).items():
        methods = {method for owner, method in by_name if owner == held}
        if isinstance(value, re.Pattern) and methods:
            yield from (Use(name, value, method) for method in sorted(methods))
        elif not isinstance(value, re.Pattern):  # which methods are called cannot be seen
            yield from (Use(name, pattern, "finditer") for pattern in _held(value))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args):
        function, first = call.func, call.args[0]
        if function in called and ast.unparse(function).startswith("re.") and isinstance(first, ast.Constant):
            yield Use(name, re.compile(first.value), function.attr)  # type: ignore[attr-defined]


def _held(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """Yield the patterns in a container, such as a table of them."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict | list | tuple | frozenset):
        yield from (
            pattern for part in (value.values() if isinstance(value, dict) else value) for pattern in _held(part)
        )


def may_match(path: Path) -> bool:
    return bool(re.search(rf"\bre\.|\.({'|'.join(METHODS)})\(", path.read_text(encoding="utf-8")))


# What the modules hold is found out by the test: to collect it, each of the processes that test would import them all.
FILES = [path for path in sorted(PACKAGE.rglob("*.py")) if may_match(path)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_patterns_are_fast_on_text_made_to_hurt_them(path: Path) -> None:
    for use in find_uses(path):
        own = re.findall(r"[a-z-]{2,}", str(use.pattern.pattern))[:3]  # words of the pattern itself
        for unit in [*UNITS, *own]:
            text = (unit * (LENGTH // len(unit) + 1))[:LENGTH] + "\x01"
            assert any(use.seconds(text) <= SECONDS for _ in range(3)), (use, unit)


def test_the_probe_knows_most_patterns_and_sees_a_bad_one() -> None:
    assert sum(len(find_uses(path)) for path in FILES) > 80
    assert Use("", re.compile(r"(?:\w+\s?)*!"), "search").seconds("a" * 22 + "\x01") > SECONDS
