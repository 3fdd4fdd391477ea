import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from papercatalog.cache import Cache, open_cache
from papercatalog.diagnostics import CatalogError

MANY = {f"key {number}": (number,) for number in range(100)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def save(folder: Path, **changes: tuple[int, ...]) -> None:
    cache = Cache(folder)
    cache.save_mapping("m", {**cache.load_mapping("m"), **{name.replace("_", " "): of for name, of in changes.items()}})


def test_mapping_is_written_as_a_whole_only_where_much_of_it_has_changed(folder: Path) -> None:
    Cache(folder).save_mapping("m", MANY)
    whole = (folder / "m").stat().st_ino
    for number in range(9):
        save(folder, **{f"key_{number}": (-1,)})
    assert (folder / "m").stat().st_ino == whole

    save(folder, key_9=(-1,), key_10=(-1,))

    assert (folder / "m").stat().st_ino != whole
    assert Cache(folder).load_mapping("m") == MANY | {f"key {number}": (-1,) for number in range(11)}


def test_what_has_gone_from_a_mapping_is_gone_until_it_comes_again(folder: Path) -> None:
    def save(values: dict[str, tuple[int]]) -> None:
        cache = Cache(folder)
        known = cache.load_mapping("m")
        as_known = {key: known[key] for key, value in values.items() if known.get(key) == value}
        cache.save_mapping("m", values | as_known)
        assert Cache(folder).load_mapping("m") == values

    save(MANY)
    fewer = {key: value for key, value in MANY.items() if key not in ("key 1", "key 2")}
    save(fewer | {"new": (-1,)})
    save(fewer)
    save(fewer | {"key 2": (-2,)})
    save(MANY)
    assert (folder / "m-since").exists()


def test_changes_of_another_mapping_are_not_taken(folder: Path) -> None:
    Cache(folder).save_mapping("m", MANY)
    save(folder, key_1=(-1,))
    assert Cache(folder).load_mapping("m")["key 1"] == (-1,)

    Cache(folder).save_mapping("m", MANY)  # killed before anything else

    assert Cache(folder).load_mapping("m") == MANY


@pytest.mark.parametrize("name", ["m", "m-since"])
def test_damaged_mapping_is_no_mapping_or_an_older_one(folder: Path, name: str) -> None:
    Cache(folder).save_mapping("m", MANY)
    save(folder, key_1=(-1,))
    (folder / name).write_bytes(b"rubbish")
    cache = Cache(folder)

    for _ in "once", "not again":
        assert cache.load_mapping("m") == ({} if name == "m" else MANY)
    assert [note.code for note in cache.notes] == ["ignored-cache"]


def test_what_is_kept_is_never_in_memory_as_a_whole_file(folder: Path) -> None:
    value = {number: number.to_bytes(2, "big") * 500 for number in range(20_000)}
    size = 1_000 * len(value)
    tracemalloc.start()
    try:
        Cache(folder).save("large", value)
        _, while_saved = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        loaded = Cache(folder).load("large")
        held, while_loaded = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert loaded == value
    assert while_saved < size / 5
    assert while_loaded - held < size / 5


def test_to_keep_a_large_mapping_takes_little_memory_beside_it(folder: Path) -> None:
    values = {number: tuple(f"{number} {place}" for place in range(20)) for number in range(10_000)}
    tracemalloc.start()
    try:
        Cache(folder).save_mapping("m", values)
        _, while_saved = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert Cache(folder).load_mapping("m") == values
    assert while_saved < 3_000_000  # in one pickle: the list of what is in it takes 12 MB


def test_folder_that_has_gone_is_told_once_and_nothing_fails(folder: Path) -> None:
    cache = Cache(folder / "cache")

    cache.save("one", 1)
    cache.save("two", 2)

    (note,) = cache.notes
    assert note.code == "cache-not-kept"
    assert "No such file or directory" in str(note)


class Gone:
    """Of which another version of the program knows nothing."""


def test_what_cannot_be_loaded_is_told_and_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(folder)
    (folder / "folder").mkdir()
    cache.save("gone", Gone())
    monkeypatch.delattr(f"{__name__}.Gone")

    assert (cache.load("folder"), cache.load("gone")) == (None, None)
    assert [str(note).partition(": ")[2].partition(", ")[0] for note in cache.notes] == [
        "warning[ignored-cache]: Is a directory",
        "warning[ignored-cache]: is damaged",
    ]


def change_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.version", "4.0")


def install_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site-packages" / "library").mkdir()


def change_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "papercatalog" / "text.py").write_text("another version")


@pytest.mark.parametrize("change", [change_python, install_a_library, change_the_program])
def test_what_another_program_has_left_is_not_used(
    tmp_path: Path, change: Callable[[Path, pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("site-packages", "papercatalog", "cache"):
        (tmp_path / name).mkdir()
    monkeypatch.syspath_prepend(tmp_path / "site-packages")
    monkeypatch.setattr("papercatalog.cache.__file__", str(tmp_path / "papercatalog" / "cache.py"))
    Cache(tmp_path / "cache").save("one", 1)
    (tmp_path / "papercatalog" / "__pycache__").mkdir()
    assert Cache(tmp_path / "cache").load("one") == 1

    change(tmp_path, monkeypatch)

    cache = Cache(tmp_path / "cache")
    assert (cache.load("one"), cache.notes) == (None, [])


def test_folder_of_another_user_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert open_cache(tmp_path).folder.stat().st_mode & 0o077 == 0
    monkeypatch.setattr("os.geteuid", lambda: os.getuid() + 1)

    with pytest.raises(CatalogError, match="belongs to another user"):
        open_cache(tmp_path)


def test_drafts_of_killed_processes_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = open_cache(tmp_path).folder
    old, fresh = folder / "1-content.new", folder / "2-content.new"
    for draft in (old, fresh):
        draft.touch()
    os.utime(old, (1_700_000_000, 1_700_000_000))

    open_cache(tmp_path)

    assert (old.exists(), fresh.exists()) == (False, True)
