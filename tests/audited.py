"""Run Python code under an audit hook that notes what the code may not do: LOG PLACES CODE ARGUMENTS...

PLACES are the folders that may be read and written, besides Python's own. Copies of the process
inherit the hook.
"""

import json
import os
import sys
import sysconfig

FORBIDDEN = (
    *("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "poplib.", "imaplib.", "nntplib.", "telnetlib."),
    *("subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "pty.", "webbrowser."),
    "ctypes.dlopen",
)
ON_FILES = (
    *("open", "os.listdir", "os.scandir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.chmod", "os.chown"),
    *("os.link", "os.symlink", "os.truncate", "os.utime", "os.chdir", "shutil."),
)
# Read by the program or for it: Python, its time zones and messages, click, numpy, platformdirs, pydantic, rapidfuzz.
ENVIRONMENT = frozenset(
    "SOURCE_DATE_EPOCH XDG_CACHE_HOME HOME ANDROID_DATA LANG LANGUAGE LC_ALL LC_MESSAGES PYTHONTZPATH PYTHONUSERBASE"
    " _PYTHON_PROJECT_BASE _PYTHON_SYSCONFIGDATA_NAME _CATALOG_COMPLETE COLUMNS NO_COLOR PYDANTIC_DISABLE_PLUGINS"
    " RAPIDFUZZ_IMPLEMENTATION OPENBLAS_MAIN_FREE OPENBLAS_NUM_THREADS NUMPY_MADVISE_HUGEPAGE"
    " NPY_PROMOTION_STATE".split()
)

_, log_path, folders, code, *arguments = sys.argv
log = os.open(log_path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
# The standard library, what is installed, and the virtual environment that names them.
python = (*sysconfig.get_paths().values(), sys.prefix, sys.base_prefix)
places = [os.path.realpath(place) for place in (*folders.split(os.pathsep), *python)]


def is_ours(path: str | bytes) -> bool:
    real = os.path.realpath(os.fsdecode(path))
    # The null device is the input that multiprocessing gives to its copies.
    return real == os.devnull or any(real == place or real.startswith(place + os.sep) for place in places)


def is_fault(event: str, values: tuple[object, ...]) -> bool:
    if event == "ctypes.dlopen":
        return values[0] is not None  # None is the process itself: for the call that exchanges two folders
    if event.startswith(FORBIDDEN):
        return True
    paths = values[:1] if event == "open" else values[:2]  # numbers are files that are open already
    return event.startswith(ON_FILES) and not all(is_ours(path) for path in paths if isinstance(path, str | bytes))


def note(event: str, values: tuple[object, ...]) -> None:
    if is_fault(event, values):
        write(event, *values)


def write(*what: object) -> None:
    os.write(log, (json.dumps([str(part) for part in what]) + "\n").encode())


read_variable = os._Environ.__getitem__


def read_known_variable(environment: "os._Environ[str]", name: str) -> str:
    if name not in ENVIRONMENT:
        write("environment", name)
    return read_variable(environment, name)


os._Environ.__getitem__ = read_known_variable  # type: ignore[assignment]
sys.argv = ["catalog", *arguments]
sys.addaudithook(note)
exec(compile(code, "<audited>", "exec"), {"__name__": "__main__"})  # noqa: S102
