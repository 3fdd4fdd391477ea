"""Feed changed files to what reads the files of strangers, within bounds of time and memory: COUNT SEED TARGETS...

Prints what each target took, as a line of JSON. Each input is a real file after a few random
changes; the same seed makes the same inputs. An input that fails is printed, and ends the run.
"""

import faulthandler
import json
import random
import resource
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from papercatalog.catalog import Catalog
from papercatalog.config import SiteConfig
from papercatalog.diagnostics import CatalogError, raise_errors
from papercatalog.files import decode_text
from papercatalog.importers.apply_issue import carry_out
from papercatalog.importers.arxiv import parse_arxiv
from papercatalog.importers.bibtex import parse_bibtex
from papercatalog.importers.crossref import parse_crossref
from papercatalog.importers.csl_json import parse_csl_json
from papercatalog.importers.facts import complete_listing
from papercatalog.importers.issue_form import parse_issue
from papercatalog.importers.listing import parse_listing
from papercatalog.importers.plan import plan_additions
from papercatalog.importers.publication import Publication
from papercatalog.importers.ris import parse_ris
from papercatalog.markdown import (
    find_excess,
    find_faulty_formulas,
    find_references,
    find_refused_links,
    plain_text,
    render_markdown,
)
from papercatalog.math import FormulaError, to_mathml
from papercatalog.reading import read_file
from papercatalog.tags import find_faults

TESTS = Path(__file__).parent
SECONDS = 2
MEMORY = 512 * 1024 * 1024
LARGEST = 64 * 1024

WORDS = (
    *(
        "---\n",
        "- ",
        "  ",
        "\n\n",
        ": ",
        "[",
        "]",
        "{",
        "}",
        "|",
        ">",
        "'",
        '"',
        "\\",
        "&a ",
        "*a",
        "!!x ",
        "<<: ",
        "#",
    ),
    *("$", "$$", "`", "```", "**", "_", "](", "[@", "<script>", "javascript:", "&#x6a;", "\\frac{", "\\begin{a}", "^"),
    *("@article{x,\n", "@string{", "@comment{", "title = {", " # ", "},\n", "\\input{", "{\\'e}", " and ", "others"),
    *("TY  - JOUR\r\n", "ER  - \r\n", "AU  - ", "### Title\n", "_No response_", "null", "1e999", "9" * 400, "<a><b>"),
    *(
        "<!--",
        "]]>",
        "\ud7ff",
        "\U0010fffd",
        "e\u0301",
        "\\u0000",
        "\\ud800",
        "%00",
        "../",
        "http://",
        "xn--",
        "~~~",
        "\t",
    ),
    *("\\langle ", "\\rangle ", "\\left(", "\\right)", "\\bigl[", "\\{", "\\lfloor ", "\\text{", "&", "\\\\", "(", ")"),
    *("a" * 300, "(" * 60, "[" * 60, ",", "0", "-", "\u0130", "\ufb01", "\u0430", "\u06cc\u200c\u062e"),
)
DAMAGE = ("\x00", "\x0b", "\x1b", "\r", "\u2028", "\u202e", "\u200b", "\ufeff", "\U000e0041", "\ufffe")


def change(data: bytes, chosen: random.Random, seeds: list[bytes]) -> bytes:
    """Return `data` after a few changes. Most leave text that can be read, so that they get beyond the first checks."""
    text = data.decode()
    for _ in range(chosen.choice((1, 1, 2, 3, 6))):
        at = chosen.randint(0, len(text))
        end = min(len(text), at + chosen.choice((1, 1, 4, 30, 500)))
        match chosen.randrange(6):
            case 0:
                text = text[:at] + text[end:]
            case 1 | 2:
                text = text[:at] + chosen.choice(WORDS) + text[end if chosen.random() < 0.5 else at :]
            case 3:
                text = text[:at] + text[at:end] * chosen.choice((2, 3, 10, 300)) + text[end:]
            case 4:
                other = chosen.choice(seeds).decode()
                start = chosen.randint(0, len(other))
                text = text[:at] + other[start : start + chosen.choice((5, 50, 2000))] + text[end:]
            case 5:
                text = text[:at] + chosen.choice(WORDS) * chosen.choice((2, 20, 2000)) + text[at:]
        text = text[:LARGEST]
    changed = bytearray(text.encode())
    if chosen.random() < 0.15:
        at = chosen.randint(0, len(changed))
        damage = chosen.choice(DAMAGE).encode() if chosen.random() < 0.5 else chosen.randbytes(chosen.randint(1, 4))
        changed[at:at] = damage
    return bytes(changed)


def files(*patterns: str) -> list[bytes]:
    found = [path.read_bytes() for pattern in patterns for path in sorted(TESTS.parent.glob(pattern))]
    assert found, patterns
    return found


def read_page(kind: str) -> Callable[[bytes], None]:
    return lambda data: void(read_file(kind, "x.md", data))


def void(_: object) -> None:
    """Take what was made and forget it."""


def render(data: bytes) -> None:
    text = decode_text(data, "x.md")
    if find_excess(text):
        return
    html = render_markdown(text, lambda path: path, lambda _: None)
    assert not list(find_faults(html)), "the page would have a fault"
    void(
        (
            plain_text(text),
            list(find_references(text)),
            list(find_refused_links(text)),
            list(find_faulty_formulas(text)),
        )
    )


def typeset(data: bytes) -> None:
    with suppress(FormulaError):
        void(to_mathml(decode_text(data, "x.md")))


def plan(publications: list[Publication]) -> None:
    """Make pages of what was read: they are right, or their authors are told why not."""
    pages, problems = plan_additions(publications, Catalog(()), date(2026, 1, 1), lambda path: path)
    raise_errors(problems)
    for page in pages:
        reading = read_file("papers", page.path, page.text.encode())
        assert reading.records or reading.diagnostics, page.text


def read_references(parse: Callable[[bytes, str], tuple[list[Publication], list[object]]]) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        publications, problems = parse(data, "x")
        if not problems:
            plan(publications)

    return read


def read_listing(data: bytes) -> None:
    entries, problems = parse_listing(data, "x.txt")
    if not problems:
        plan(complete_listing(entries, [])[0])


def read_issue(data: bytes) -> None:
    issue = parse_issue(decode_text(data, "x.md"), "x.md")
    with TemporaryDirectory() as folder:
        content = Path(folder, "content/papers")
        content.mkdir(parents=True)
        (content / "doe-2020-example.md").write_text("---\ntitle: An Example\nadded: 2026-01-02\n---\nText.\n")
        void(carry_out(SiteConfig("Site", root=Path(folder)), issue, date(2026, 1, 1)))


FIX = """### Paper

https://example.org/papers/doe-2020-example/

### Field

Title

### How it should read

A Better Title

### Page that shows it

https://example.org/x
"""
WRONG = """### Paper

doe-2020-example

### Field

Year

### What the page says

2019

### What is right

2020

### Page that shows it

https://example.org/x
"""
ADD = """### arXiv identifier, DOI or address

_No response_

### Title

A Paper on Papers

### Authors

Jane Doe
Richard Roe

### Year

2020

### Venue

_No response_

### Abstract

We give $x^2$ and *more*.

### Links

code https://github.com/a/b

### Page that shows these facts

https://example.org/x

### Before you send it

- [X] yes
"""
ISSUES = [FIX.encode(), WRONG.encode(), ADD.encode()]

FORMULAS = [rb"\left( \frac{a}{b} \right)^{2}", rb"\sum_{i=1}^{n} \{ x_i \}", rb"\begin{cases} a & b \\ c \end{cases}"]

PAPERS = ("content/papers/*.md", "tests/hostile/content/papers/*.md")

TARGETS: dict[str, tuple[Callable[[], list[bytes]], Callable[[bytes], None]]] = {
    "papers": (lambda: files(*PAPERS), read_page("papers")),
    "datasets": (lambda: files("content/datasets/*.md", "tests/hostile/content/datasets/*.md"), read_page("datasets")),
    "venues": (lambda: files("content/venues.yaml", "tests/hostile/content/venues.yaml"), read_page("venues.yaml")),
    "markdown": (lambda: [data.split(b"\n---\n", 1)[-1] for data in files(*PAPERS)], render),
    "formulas": (lambda: FORMULAS, typeset),
    "listing": (lambda: files("tests/fixtures/listing.txt"), read_listing),
    "bibtex": (lambda: files("tests/fixtures/references/*.bib"), read_references(parse_bibtex)),
    "ris": (lambda: files("tests/fixtures/references/*.ris"), read_references(parse_ris)),
    "csl": (lambda: files("tests/fixtures/references/*.json"), read_references(parse_csl_json)),
    "issues": (lambda: ISSUES, read_issue),
    "arxiv": (
        lambda: files("tests/fixtures/arxiv.xml"),
        lambda data: plan(parse_arxiv(data, "https://export.arxiv.org/")),
    ),
    "crossref": (
        lambda: files("tests/fixtures/crossref.json"),
        lambda data: plan([parse_crossref(data, "https://api.crossref.org/")]),
    ),
}


class TookTooLong(BaseException):
    """Not caught by what catches errors."""


def stop(*_: object) -> None:
    raise TookTooLong


def run(target: str, count: int, seed: str) -> dict[str, object]:
    make_seeds, read = TARGETS[target]
    seeds = make_seeds()
    chosen = random.Random(f"{target} {seed}")
    worst, slowest, refused, started = 0.0, b"", 0, time.process_time()
    for _ in range(count):
        data = change(chosen.choice(seeds), chosen, seeds)
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        faulthandler.dump_traceback_later(15 * SECONDS, exit=True)  # for what does not listen to signals
        try:
            read(data)
        except CatalogError:
            refused += 1
        except BaseException:
            signal.setitimer(signal.ITIMER_PROF, 0)
            sys.stderr.write(f"{target}: {data!r}\n")
            raise
        signal.setitimer(signal.ITIMER_PROF, 0)
        if (took := time.process_time() - begun) > worst:
            worst, slowest = took, data
    return {
        "target": target,
        "inputs": count,
        "refused": refused,
        "seconds": round(time.process_time() - started, 1),
        "worst": round(worst, 3),
        "slowest": repr(slowest[-60:]),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGPROF, stop)
    for name in sys.argv[3:] or TARGETS:
        print(json.dumps(run(name, int(sys.argv[1]), sys.argv[2])), flush=True)  # noqa: T201
