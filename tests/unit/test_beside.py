"""Files written by a child process while the block runs."""

import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from papercatalog.beside import written_beside
from papercatalog.diagnostics import CatalogError, Diagnostic, ExitCode, Span
from papercatalog.output import OutputFile, Stage


def files(*paths: str) -> Iterator[OutputFile]:
    return (OutputFile(path, path.encode()) for path in paths)


def test_both_halves_are_on_disk_and_known_at_the_end(tmp_path: Path) -> None:
    stage = Stage(tmp_path)
    with written_beside(stage, files("a/x", "b")):
        stage.write(OutputFile("c", b"c"))

    assert stage.paths == {"a/x", "b", "c"}
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["b", "c", "x"]


def test_one_path_has_one_owner_across_processes(tmp_path: Path) -> None:
    stage = Stage(tmp_path)

    with pytest.raises((ValueError, FileExistsError)), written_beside(stage, files("a")):
        stage.write(OutputFile("a", b"mine"))


def test_what_fails_beside_is_raised_at_the_end(tmp_path: Path) -> None:
    def failing() -> Iterator[OutputFile]:
        yield OutputFile("a", b"")
        raise CatalogError([Diagnostic("code", "message", Span("file", 1, 2))], ExitCode.ENVIRONMENT)

    with pytest.raises(CatalogError) as caught, written_beside(Stage(tmp_path), failing()):
        pass

    assert str(caught.value) == "file:1:2: error[code]: message"
    assert caught.value.exit_code == ExitCode.ENVIRONMENT


def test_what_fails_in_the_block_wins_and_ends_the_other_half(tmp_path: Path) -> None:
    many = files(*(f"f{number}" for number in range(2_000)))

    with pytest.raises(KeyError), written_beside(Stage(tmp_path), many):
        raise KeyError

    before = len(list(tmp_path.iterdir()))
    time.sleep(0.1)
    assert len(list(tmp_path.iterdir())) == before


def test_half_is_written_by_another_process_where_there_are_no_threads(tmp_path: Path) -> None:
    program = """
import os, sys
from pathlib import Path
from papercatalog.beside import written_beside
from papercatalog.output import OutputFile, Stage

def files():
    yield OutputFile("writer", str(os.getpid()).encode())

with written_beside(Stage(Path(sys.argv[1])), files()):
    pass
print(os.getpid() != int((Path(sys.argv[1]) / "writer").read_text()))
"""
    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)

    assert done.stdout == "True\n"


def test_errors_survive_the_way_between_processes() -> None:
    error = CatalogError([Diagnostic("a", "b", Span("c"))], ExitCode.USAGE)

    assert pickle.loads(pickle.dumps(error)).exit_code == ExitCode.USAGE  # noqa: S301
