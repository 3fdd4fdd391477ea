"""When the state of a file tells that it is as it was."""

from pathlib import Path

import pytest

from papercatalog import state

SECOND = 1_000_000_000
CHANGED = 1_700_000_000 * SECOND


@pytest.mark.parametrize(
    ("changed", "now", "is_settled"),
    [
        (CHANGED + 4_000_000, CHANGED + SECOND // 20, False),
        (CHANGED + 4_000_000, CHANGED + SECOND // 2, True),
        # Of a file system that knows whole seconds only: a later change would leave the same time.
        (CHANGED, CHANGED + SECOND // 2, False),
        (CHANGED, CHANGED + SECOND * 19 // 10, False),
        (CHANGED, CHANGED + SECOND * 21 // 10, True),
    ],
)
def test_state_is_trusted_when_no_other_change_can_leave_the_same(
    changed: int, now: int, is_settled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.time_ns", lambda: now)

    assert state.is_settled(changed) is is_settled


def test_file_that_has_just_been_changed_has_no_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_text("one")
    changed = file.stat().st_ctime_ns
    monkeypatch.setattr("time.time_ns", lambda: changed + 1_000_000)
    assert state.state_of_file(str(file)) == ()
    monkeypatch.setattr("time.time_ns", lambda: changed + 3 * SECOND)
    assert state.state_of_file(str(file)) != ()
