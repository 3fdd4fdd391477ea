"""The lock of a build, in moments that seldom come."""

import os
from pathlib import Path

import pytest

from papercatalog import lock
from papercatalog.lock import locked
from papercatalog.system import try_lock


@pytest.mark.parametrize("has_new", [False, True])
def test_lock_of_a_file_that_the_holder_before_has_just_removed_is_none(
    tmp_path: Path, has_new: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "lock"

    def try_lock_late(descriptor: int) -> bool:
        monkeypatch.undo()
        path.unlink()
        if has_new:
            path.touch()
        return try_lock(descriptor)

    monkeypatch.setattr(lock, "try_lock", try_lock_late)
    with locked(path), path.open() as another:
        assert not try_lock(another.fileno())


def test_file_goes_before_anybody_else_can_lock_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lock"
    close = os.close
    there: list[bool] = []
    with locked(path):
        monkeypatch.setattr("os.close", lambda descriptor: (there.append(path.exists()), close(descriptor)))
    monkeypatch.undo()

    assert there == [False]


def test_nothing_is_left_of_the_longer_number_of_a_holder_that_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_text("12345678901234567890\n")

    with locked(path):
        assert path.read_text() == f"{os.getpid()}\n"
