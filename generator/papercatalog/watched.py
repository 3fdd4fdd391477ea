"""What is asked of the catalogue while a page is made.

A page is a function of its plan and of what its template asks the catalogue. Both are noted, so a
later build knows, without making the page, whether it would come out the same: plan it, ask the
same questions, compare. No theme has to say what it depends on, and none can forget to.

A question is the name of an attribute of `Catalog`, with a key where the attribute is a look-up
and one key was asked for: ("topic", "speech-recognition"), or ("papers", None) for all of them.
"""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from types import MethodType
from typing import Any

from papercatalog.catalog import Catalog
from papercatalog.charts.pictures import Pictures
from papercatalog.model import Name

Question = tuple[str, Hashable]


class Notebook:
    """The questions of what is being made at the moment."""

    def __init__(self) -> None:
        self._questions: set[Question] = set()

    def note(self, question: Question) -> None:
        self._questions.add(question)

    def note_all(self, questions: set[Question]) -> None:
        self._questions |= questions

    @contextmanager
    def page(self) -> Iterator[set[Question]]:
        """Give the questions that are asked during the block, which do not count for what is around it."""
        outer, self._questions = self._questions, set()
        try:
            yield self._questions
        finally:
            self._questions = outer


class WatchedCatalog:
    """Answers as a catalogue does, and notes the questions. Its methods ask in their turn."""

    def __init__(self, catalog: Catalog, notebook: Notebook) -> None:
        self._watched = catalog
        self._note = notebook.note

    def __repr__(self) -> str:
        return "catalog"

    def __dir__(self) -> list[str]:
        return dir(self._watched)

    def author_id(self, name: Name) -> str:
        """Answer as `Catalog.author_id`. The id follows from the name, unless somebody is listed under it."""
        self._note(("_known_people", str(name)))
        return self._watched.author_id(name)

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._watched, name)
        if isinstance(value, Mapping):
            lookup = _WatchedLookup(name, value, self._note)
            setattr(self, name, lookup)  # from now on it is found without coming here
            return lookup
        if isinstance(value, MethodType):
            return MethodType(value.__func__, self)
        self._note((name, None))
        return value


class _WatchedLookup(Mapping[Any, Any]):
    """One look-up of the catalogue. Whoever asks for a key learns of that key only."""

    def __init__(self, name: str, lookup: Mapping[Any, Any], note: Any) -> None:
        self._name = name
        self._lookup = lookup
        self._note = note

    def __repr__(self) -> str:
        return f"catalog.{self._name}"

    def __dir__(self) -> list[str]:
        return list(map(str, self._lookup))

    def __getitem__(self, key: Hashable) -> Any:
        self._note((self._name, key))
        return self._lookup[key]

    def get(self, key: Hashable, default: Any = None) -> Any:
        self._note((self._name, key))
        return self._lookup.get(key, default)

    def __contains__(self, key: object) -> bool:
        self._note((self._name, key))
        return key in self._lookup

    def __iter__(self) -> Iterator[Any]:
        self._note((self._name, None))
        return iter(self._lookup)

    def __len__(self) -> int:
        self._note((self._name, None))
        return len(self._lookup)


class WatchedPictures:
    """Draws each picture once: whoever shows it depends on what was asked for it."""

    def __init__(self, pictures: Pictures, notebook: Notebook) -> None:
        self._pictures = pictures
        self._notebook = notebook
        self._drawn: dict[str, tuple[object, set[Question]]] = {}

    def __repr__(self) -> str:
        return "pictures"

    def __dir__(self) -> list[str]:
        return dir(self._pictures)

    def __getattr__(self, name: str) -> object:
        if name not in self._drawn:
            with self._notebook.page() as questions:
                self._drawn[name] = getattr(self._pictures, name), questions
        picture, asked = self._drawn[name]
        self._notebook.note_all(asked)
        return picture
