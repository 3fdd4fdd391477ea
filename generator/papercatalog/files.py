"""Read files that strangers contributed: bounded, never through a link, never from a pipe. Replace them in one step."""

import os
import shutil
import stat
from pathlib import Path

from papercatalog.diagnostics import CatalogError, Diagnostic, Span
from papercatalog.text import describe_forbidden_character, find_forbidden_character

MAX_FILE_BYTES = 256 * 1024


def check_regular_file(path: Path, shown_path: str) -> Diagnostic | None:
    """Report why `path` may not be read: a link, a device, a pipe or too large. Never opens it."""
    status = path.lstat()
    span = Span(shown_path)
    if stat.S_ISLNK(status.st_mode):
        return refuse_link(shown_path)
    if not stat.S_ISREG(status.st_mode):
        return Diagnostic("not-a-file", "is not a regular file", span, "remove it")
    if status.st_size > MAX_FILE_BYTES:
        message = f"has {status.st_size:,} bytes, more than the {MAX_FILE_BYTES:,} allowed"
        return Diagnostic("too-large", message, span, "shorten or split it")
    return None


def refuse_link(shown_path: str) -> Diagnostic:
    message = "is a symbolic link, which is never followed"
    return Diagnostic("symlink", message, Span(shown_path), "put the file itself here")


def read_text(path: Path, shown_path: str) -> str:
    """Return a file's text with `\\n` line ends and without a byte order mark.

    Raises `CatalogError` for whatever makes the file unfit: its type, its size, bytes that are
    not UTF-8, characters that may not be published.
    """
    return decode_text(read_bytes(path, shown_path), shown_path)


def read_bytes(path: Path, shown_path: str) -> bytes:
    """Return what is in a file. Raises `CatalogError` where its type or its size makes it unfit."""
    try:
        problem = check_regular_file(path, shown_path)
        if problem:
            raise CatalogError([problem])
        # Between the check and the opening the file may have been replaced by a link or a pipe.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            # Room for the largest file that is allowed would cost more than the reading.
            return file.read(min(os.fstat(descriptor).st_size, MAX_FILE_BYTES) + 1)
    except OSError as error:
        raise _unreadable(error, shown_path) from None


def list_folder(folder: Path, shown_path: str) -> list["os.DirEntry[str]"]:
    """Return what is in a folder, by name, without the leftovers of editors and desktops.

    Raises `CatalogError` where the system refuses to tell.
    """
    try:
        with os.scandir(folder) as entries:
            found = [entry for entry in entries if not entry.name.startswith(".") and not entry.name.endswith("~")]
    except OSError as error:
        raise _unreadable(error, shown_path) from None
    return sorted(found, key=lambda entry: entry.name)


def _unreadable(error: OSError, shown_path: str) -> CatalogError:
    message = f"cannot be read: {error.strerror}"
    return CatalogError([Diagnostic("unreadable-file", message, Span(shown_path), "check its permissions")])


def decode_text(data: bytes, shown_path: str) -> str:
    """Return the text of `data` as `read_text` does."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8"))
        message = f"is not UTF-8: byte 0x{data[error.start]:02X} at offset {error.start}"
        hint = "save the file as UTF-8"
        raise CatalogError([Diagnostic("not-utf-8", message, Span(shown_path, line, column), hint)]) from None
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    bad = find_forbidden_character(text)
    if bad is not None:
        message = f"contains {describe_forbidden_character(text[bad])}"
        span = Span(shown_path, *_place(text[:bad]))
        raise CatalogError([Diagnostic("forbidden-character", message, span, "remove the character")])
    return text


def replace_bytes(path: Path, data: bytes) -> None:
    """Write a file in one step: whoever reads it sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with staged.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, staged)
        staged.replace(path)
    except OSError as error:  # which names no file, or one that nobody has heard of
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        staged.unlink(missing_ok=True)


def _place(before: str) -> tuple[int, int]:
    """Return line and column, from 1, of what follows `before`."""
    return before.count("\n") + 1, len(before) - before.rfind("\n")
